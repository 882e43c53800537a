"""What all serializers share: the shape of an answer, and what of the database it needs.

Each field says which columns it reads. From that follows the plan of a query, so what is not asked for is not read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from threading import local
from typing import Any, ClassVar

from django.db.models import Model, Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField

from api.v1.compiled import At
from api.v1.deprecation import Deprecation
from api.v1.rows import Reading, Row, Under, change_times
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextOrNull, record_url
from api.v1.shape import WHOLE, Shape, Tree

AnyField = serializers.Field[Any, Any, Any, Any]


@dataclass
class Plan:
    """Columns, joins and further queries of a listing."""

    columns: set[str] = field(default_factory=set)
    joins: set[str] = field(default_factory=set)
    prefetches: dict[str, Prefetch[Any]] = field(default_factory=dict)
    lists: dict[str, tuple[Related, Plan | None]] = field(default_factory=dict)
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
            self.columns |= {f"{path}__{name}" if path else name for name in change_times(owner)}

    def reading(self, model: type[Model]) -> Reading | None:
        """The same without model instances; None where a list under a record is bounded, which models alone can do."""
        reading = Reading(model, set(self.columns), set(self.joins))
        for path, (related, nested) in self.lists.items():
            parents, _, relation = path.rpartition("__")
            steps = parents.split("__") if parents else []
            for place in accumulate(steps, lambda before, name: f"{before}__{name}"):
                reading.wanted.add(place)
                reading.joins.add(place)
            owner: Any = model
            for name in steps:
                owner = owner._meta.get_field(name).related_model
            link = owner._meta.get_field(relation)
            if related.most is not None or not link.one_to_many:
                return None
            child = link.related_model
            whole = Plan({column.name for column in child._meta.concrete_fields}) if nested is None else nested
            inner = whole.reading(child)
            if inner is None:
                return None
            inner.wanted.add(link.field.name)
            under = Under(parents.replace("__", "."), related.attribute, link.field.attname, related.rows(), inner)
            under.place = inner.columns.paths.index(under.key)
            reading.under.append(under)
        return reading

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

    def plan(self, nested: ShapedSerializer | None, *, dated: bool = False) -> Plan | None:
        """What of the rows the answer needs; None where it needs all."""
        if nested is None:
            return None
        model = self.rows().model
        inner = nested.plan(into=Plan(dated=dated))
        if dated:
            inner.date(model)
        # The column that leads back is what the rows are sorted to their records by.
        keys = [key.name for key in model._meta.fields if key.many_to_one]
        inner.read(name for name in keys if leads_back(model, name, self.relation))
        return inner

    def prefetch(self, path: str, inner: Plan | None) -> Prefetch[Any]:
        """The query for the rows."""
        rows = self.rows()
        if inner is not None:
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
    # Texts in which a listing marks what q found.
    marked: ClassVar[tuple[str, ...]] = ()
    # Whether some accounts are shown more than others.
    personal: ClassVar[bool] = False
    # Fields that go away.
    deprecated: ClassVar[Mapping[str, Deprecation]] = {}
    # Whether requests may leave fields out.
    shapeable: ClassVar[bool] = True

    def __init__(self, *args: Any, shape: Shape = WHOLE, **kwargs: Any) -> None:
        self.shape = shape
        self.readings: dict[Any, Reading | None] = {}
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
    def variant(cls, context: Mapping[str, Any]) -> Any:
        """What of the request its fields depend on, beside their shape."""
        return None

    @property
    def is_cut(self) -> bool:
        """Whether it writes the beginning of a list of the record."""
        return any(one.most is not None and name in self.fields for name, one in self.related.items())

    @cached_property
    def writers(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]]:
        """Each field's name, what gets its value of a record, and what writes it; None where it is written as it is."""
        return [(name, getter(value), writer(value)) for name, value in self.fields.items()]

    @cached_property
    def by_row(self) -> Callable[[Row, dict[str, Any]], dict[str, Any]]:
        """What writes a `Row` with its columns: a dictionary whose members are compiled once.

        Done field by field, most of the time would go into finding out what to do with each.
        """
        known: dict[str, Any] = {}
        members = []
        for number, ((name, get, write), value) in enumerate(zip(self.writers, self.fields.values(), strict=True)):
            known |= {f"get_{number}": get, f"write_{number}": write}
            if type(value).get_attribute is serializers.Field.get_attribute and len(value.source_attrs) < 2:
                got = f"held[{value.source_attrs[0]!r}]" if value.source_attrs else "row"
            else:
                got = f"get_{number}(row)"
            if write is None:
                text = got
            elif type(value).to_representation in BLANK_IS_NULL:
                text = f"{got} or None"
            else:
                text = f"None if (one := {got}) is None else write_{number}(one)"
            members.append(f"{name!r}: {text}")
        # All that stands in it are names of fields and columns.
        return eval(f"lambda row, held: {{{', '.join(members)}}}", known)  # noqa: S307

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The record as it is answered; as the framework does it, with what is the same for all records found once."""
        if not isinstance(instance, Row):
            return self.field_by_field(instance)
        written = instance.written
        if written is not None and self in written:
            return written[self]
        try:
            record = self.by_row(instance, instance.__dict__)
        except (KeyError, SkipField):
            record = self.field_by_field(instance)
        if written is not None:
            written[self] = record
        return record

    def absent(self, at: At) -> str:
        """What stands in its place where there is no such record; see `api.v1.compiled`."""
        return "None"

    def field_by_field(self, instance: Any) -> dict[str, Any]:
        """The same of anything else than a row, or of one that lacks a column."""
        record = {}
        for name, get, write in self.writers:
            try:
                value = get(instance)
            except SkipField:
                continue
            record[name] = value if write is None or value is None else write(value)
        return record

    def reading(self, model: type[Model], *, also: tuple[str, ...] = (), dated: bool = False) -> Reading | None:
        """How rows of the model are read for the answer, with further columns; see ``Plan.reading``."""
        key = (model, also, dated)
        if key not in self.readings:
            plan = self.plan(into=Plan(dated=dated))
            plan.read(also)
            if dated:
                plan.date(model)
            reading = self.readings[key] = plan.reading(model)
            if reading is not None:
                reading.serializer = self
        return self.readings[key]

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

    @classmethod
    def lists(cls) -> set[str]:
        """Names of the fields that hold many records, whether they stand there or have to be expanded."""
        found: dict[str, AnyField] = {**cls._declared_fields, **{name: make() for name, make in cls.expandable.items()}}
        return {name for name, value in found.items() if isinstance(value, serializers.ListSerializer)}

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
                inner = self.related[name].plan(nested, dated=plan.dated)
                plan.lists[path] = (self.related[name], inner)
                plan.prefetches[path] = self.related[name].prefetch(path, inner)
            elif nested is not None:
                plan.read(prefix + path for path in nested.outer_reads)
                nested.plan(f"{prefix}{source}__" if source else prefix, plan)
        return plan


def leads_back(model: Any, name: str, relation: str) -> bool:
    """Whether the foreign key is the other end of the relation."""
    remote = model._meta.get_field(name).remote_field
    return remote is not None and remote.get_accessor_name() == relation


# Fields that write a value as it stands, unless a class under them does otherwise.
AS_IT_IS = {Text.to_representation, PublicId.to_representation, Count.to_representation}
# Those that write null in place of an empty value, and nothing else otherwise.
BLANK_IS_NULL = {TextOrNull.to_representation, Choice.to_representation}


def writer(value: AnyField) -> Callable[[Any], Any] | None:
    """What writes the value of a field, which is not None; None where it is written as it stands."""
    given = type(value).to_representation
    if given in AS_IT_IS or (given is Choice.to_representation and not value.allow_null):
        return None
    written: Callable[[Any], Any] = (
        value.writing() if isinstance(value, RecordUrl | Instant) else value.to_representation
    )
    return written


def getter(value: AnyField) -> Callable[[Any], Any]:
    """What gets the value of a field of a record."""
    found: Callable[[Any], Any] = value.get_attribute
    if type(value).get_attribute is not serializers.Field.get_attribute:
        return found
    if not value.source_attrs:
        return lambda record: record
    get = attrgetter(".".join(value.source_attrs))

    def got(record: Any) -> Any:
        try:
            return get(record)
        except AttributeError:
            return found(record)

    return got


class Prepared(local):
    """Serializers that stand ready in a thread, by class and shape: making one takes longer than to write a page."""

    MOST = 200

    def __init__(self) -> None:
        self.held: OrderedDict[Any, ShapedSerializer] = OrderedDict()
        self.lent: list[ShapedSerializer] = []

    def serializer(self, kind: type[ShapedSerializer], shape: Shape, context: dict[str, Any]) -> ShapedSerializer:
        """The one for the request at hand, which no other may use before it is answered."""
        key = (kind, shape.key, kind.variant(context))
        found = self.held.get(key)
        if found is None:
            found = self.held[key] = kind(shape=shape, context=context)
            while len(self.held) > self.MOST:
                self.held.popitem(last=False)
        self.held.move_to_end(key)
        while self.lent and self.lent[0].context.get("request") is not context.get("request"):
            self.lent.pop()._context = {}  # or it would keep a request that was answered long ago
        self.lent.append(found)
        found._context = context
        return found


PREPARED = Prepared()


def shaped(value: AnyField) -> ShapedSerializer | None:
    """The serializer of the records under a field, if there are such."""
    inner = value.child if isinstance(value, serializers.ListSerializer) else value
    return inner if isinstance(inner, ShapedSerializer) else None
