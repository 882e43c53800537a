"""What all serializers share: the shape of an answer, and what of the database it needs.

Each field says which columns it reads. From that follows the plan of a query, so what is not asked for is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Model, Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.serializers.fields import record_url
from api.v1.shape import WHOLE, Shape, Tree

# Columns that say when a record was last changed, or read anew.
CHANGE_TIMES = ("updated_at", "extracted_at")
AnyField = serializers.Field[Any, Any, Any, Any]


@dataclass
class Plan:
    """Columns, joins and further queries of a listing."""

    columns: set[str] = field(default_factory=set)
    joins: set[str] = field(default_factory=set)
    prefetches: dict[str, Prefetch[Any]] = field(default_factory=dict)
    dated: bool = False  # whether the times at which all of it was last changed are read too

    def read(self, paths: Iterable[str]) -> None:
        """Columns, as lookups from the row: ``article__publisher__name``."""
        for path in paths:
            self.columns.add(path)
            while "__" in path:
                path = path.rpartition("__")[0]
                self.joins.add(path)
                self.columns.add(path)

    def date(self, model: type[Model]) -> None:
        """Read when the row and the records that are joined to it were last changed."""
        for path in ("", *sorted(self.joins)):
            owner: Any = model
            for name in filter(None, path.split("__")):
                owner = owner._meta.get_field(name).related_model
            names = {column.name for column in owner._meta.fields}.intersection(CHANGE_TIMES)
            self.columns |= {f"{path}__{name}" if path else name for name in names}

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with all that the plan names, and nothing else, loaded."""
        if self.joins:
            rows = rows.select_related(*sorted(self.joins))
        return rows.only("pk", *sorted(self.columns)).prefetch_related(*self.prefetches.values())


@dataclass(frozen=True)
class Related:
    """Rows under a record: through which relation, in which order, under which attribute."""

    relation: str
    rows: Callable[[], QuerySet[Any]]
    attribute: str
    most: int | None = None  # rows of one record

    def prefetch(self, path: str, nested: ShapedSerializer | None, *, dated: bool = False) -> Prefetch[Any]:
        """The query for the rows."""
        rows = self.rows()
        if nested is not None:
            inner = nested.plan(into=Plan(dated=dated))
            if dated:
                inner.date(rows.model)
            # The column that leads back is what the rows are sorted to their records by.
            keys = [key.name for key in rows.model._meta.fields if key.many_to_one]
            inner.read(name for name in keys if leads_back(rows.model, name, self.relation))
            rows = inner.apply(rows)
        if self.most is not None:
            rows = rows[: self.most]
        return Prefetch(path, queryset=rows, to_attr=self.attribute)


@extend_schema_field(OpenApiTypes.URI)
class SublistUrl(serializers.ReadOnlyField):
    """Absolute address of a list under the record; null where there is no record."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(source="public_id", allow_null=True)

    def to_representation(self, value: str) -> str:
        """The address, from the public id."""
        return f"{record_url(self.context['root'], value)}{self.name}/"


class ShapedSerializer(serializers.Serializer[Any]):
    """A serializer whose fields follow fields=, omit= and expand=."""

    # Nested records that may be given in full, each with the field that does so.
    expandable: ClassVar[dict[str, Callable[[], AnyField]]] = {}
    # Fields that hold many rows, with where these come from.
    related: ClassVar[dict[str, Related]] = {}
    # Columns of the enclosing record that this one is made from.
    outer_reads: ClassVar[tuple[str, ...]] = ()
    # Whether some accounts are shown more than others.
    personal: ClassVar[bool] = False

    def __init__(self, *args: Any, shape: Shape = WHOLE, **kwargs: Any) -> None:
        self.shape = shape
        super().__init__(*args, **kwargs)

    def get_fields(self) -> dict[str, AnyField]:
        """The fields that the shape asks for."""
        fields = super().get_fields()
        for name in self.expandable:
            if name in self.shape.expand:
                fields[name] = self.expandable[name]()
                fields |= self.beside(name)
        fields = {name: value for name, value in fields.items() if self.shape.holds(name)}
        for name, value in fields.items():
            nested = shaped(value)
            if nested is not None:
                nested.shape = self.shape.inside(name)
        return fields

    @classmethod
    def beside(cls, name: str) -> dict[str, AnyField]:
        """The field that tells where the whole of a list is, of which an expanded record gives the beginning."""
        bounded = name in cls.related and cls.related[name].most is not None
        return {f"{name}_url": SublistUrl(name)} if bounded else {}

    @classmethod
    def members(cls, expand: Tree) -> dict[str, type[ShapedSerializer] | None]:
        """Names of the fields, each with the serializer of the record under it."""
        found: dict[str, AnyField] = dict(cls._declared_fields)
        found.update({name: make() for name, make in cls.expandable.items() if name in expand or name not in found})
        for name in expand:
            found |= cls.beside(name)
        nested = {name: shaped(value) for name, value in found.items()}
        return {name: type(value) if value is not None else None for name, value in nested.items()}

    def plan(self, prefix: str = "", into: Plan | None = None) -> Plan:
        """What of the database the answer needs."""
        plan = into or Plan()
        for name, value in self.fields.items():
            nested = shaped(value)
            source = "" if value.source == "*" else str(value.source).replace(".", "__")
            if nested is None:
                plan.read(prefix + path for path in getattr(value, "reads", None) or (source,))
            if name in self.related:
                path = prefix + self.related[name].relation
                plan.prefetches[path] = self.related[name].prefetch(path, nested, dated=plan.dated)
            elif nested is not None:
                plan.read(prefix + path for path in nested.outer_reads)
                nested.plan(f"{prefix}{source}__" if source else prefix, plan)
        return plan


def leads_back(model: Any, name: str, relation: str) -> bool:
    """Whether the foreign key is the other end of the relation."""
    remote = model._meta.get_field(name).remote_field
    return remote is not None and remote.get_accessor_name() == relation


def shaped(value: AnyField) -> ShapedSerializer | None:
    """The serializer of the records under a field, if there are such."""
    inner = value.child if isinstance(value, serializers.ListSerializer) else value
    return inner if isinstance(inner, ShapedSerializer) else None
