"""Facets: how many rows of a queryset fall to each value of a column, of a relation, or to each period of time.

Each is one GROUP BY over the rows as they are filtered, whose first groups alone leave the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import Case, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Window

from corpus.models import periods
from corpus.models.periods import FirstDay, Unit
from corpus.models.sorting import UNKNOWN_TIME

MOST_ROWS = 500_000
MOST_JOINED = 200_000  # of a relation to many, which costs several times as much


@dataclass(frozen=True)
class Bucket:
    """A value with the rows that have it."""

    value: Any  # as the column holds it
    key: str  # as filters take it
    label: str
    count: int


@dataclass(frozen=True)
class Counted:
    """The buckets of a facet."""

    buckets: list[Bucket]
    unknown: int  # rows without a value
    total: int | None  # buckets there are, shown or not; None where to count them would cost too much


class OfGroup:
    """An expression that follows from the bucket: it is computed once a group, and is no part of GROUP BY."""

    def get_group_by_cols(self) -> list[Any]:
        """Nothing."""
        return []


class Order(OfGroup, Case):
    """The place of a group among the others."""


class Named(OfGroup, Subquery):
    """A column of the record that a group stands for."""


class Bytewise(OfGroup, Func):
    """Text that sorts by code points on both databases."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As SQLite does by itself."""
        return super().as_sql(compiler, connection, template="%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By a collation that every PostgreSQL has."""
        return super().as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


class Plain(Func):
    """A column by itself, which SQLite is not to sort by an index on it: looking up every row costs far more."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Behind a sign, which changes nothing of the value."""
        return super().as_sql(compiler, connection, template="+%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As it is."""
        return super().as_sql(compiler, connection, template="%(expressions)s", **context)


@dataclass(frozen=True)
class Column:
    """Rows by what a column holds, each value a bucket, the largest first.

    ``among``: for a path through a relation to many, which of the related rows count. A row falls to several buckets
    then, to each of them once.
    """

    path: str
    among: Q | None = None

    unknown: ClassVar[Q] = Q(bucket__isnull=True)
    order: ClassVar[tuple[str, ...]] = ("-rows", "key")

    def value(self) -> Any:
        """What is grouped by."""
        return Plain(F(self.path))

    def lacks(self, value: Any) -> bool:
        """Whether a group stands for "unknown"."""
        return not value

    def within(self, values: Sequence[Any]) -> Q:
        """Rows with one of the values."""
        return Q(**{f"{self.path}__in": values})


@dataclass(frozen=True)
class Words(Column):
    """Rows by the words in a column; the empty word stands for "unknown". ``labels`` say them in plain English."""

    labels: Sequence[tuple[str, str]] = ()

    unknown: ClassVar[Q] = Q(bucket__isnull=True) | Q(bucket="")

    def described(self, groups: QuerySet[Any]) -> QuerySet[Any]:
        """The groups with their key."""
        return groups.annotate(key=Bytewise(F("bucket")))

    def bucket(self, group: dict[str, Any]) -> Bucket:
        """A group as its readers see it."""
        word = group["bucket"]
        return Bucket(word, word, dict(self.labels).get(word, word), group["rows"])


@dataclass(frozen=True)
class Records(Column):
    """Rows by the record that they refer to. ``table`` gives the records, ``label`` is the column that names one."""

    table: Callable[[], QuerySet[Any]] = field(kw_only=True)
    label: str = "name"

    def described(self, groups: QuerySet[Any]) -> QuerySet[Any]:
        """The groups with public id and name, which are looked up once a group."""
        named = self.table().filter(pk=OuterRef("bucket")).order_by()
        return groups.annotate(key=Bytewise(Named(named.values("public_id"))), label=Named(named.values(self.label)))

    def bucket(self, group: dict[str, Any]) -> Bucket:
        """A group as its readers see it."""
        return Bucket(group["bucket"], group["key"], group["label"] or group["key"], group["rows"])


@dataclass(frozen=True)
class Periods:
    """Rows by the period that a time falls into; those that are known less exactly count where they start."""

    path: str
    unit: Unit

    among: ClassVar[Q | None] = None
    unknown: ClassVar[Q] = Q(bucket__isnull=True) | Q(bucket__lte=UNKNOWN_TIME.date())
    order: ClassVar[tuple[str, ...]] = ("-bucket",)

    def lacks(self, value: Any) -> bool:
        """Whether a group stands for "unknown"."""
        return value is None or value <= UNKNOWN_TIME.date()

    def value(self) -> Any:
        """What is grouped by."""
        return FirstDay(F(self.path), self.unit)

    def described(self, groups: QuerySet[Any]) -> QuerySet[Any]:
        """The groups as they are."""
        return groups

    def bucket(self, group: dict[str, Any]) -> Bucket:
        """A group as its readers see it."""
        day: date = group["bucket"]
        return Bucket(day, periods.name(day, self.unit), periods.title(day, self.unit), group["rows"])

    def within(self, values: Sequence[Any]) -> Q:
        """Rows from the first of the periods to the last."""
        first, last = periods.start(min(values)), periods.start(periods.following(max(values), self.unit))
        return Q(**{f"{self.path}__gte": first, f"{self.path}__lt": last})


@dataclass(frozen=True)
class Answers:
    """Rows by whether something is so."""

    condition: Q

    among: ClassVar[Q | None] = None
    unknown: ClassVar[Q] = Q(bucket__isnull=True)
    order: ClassVar[tuple[str, ...]] = ("-rows", "bucket")

    def lacks(self, value: Any) -> bool:
        """Never: it is so or it is not."""
        return False

    def value(self) -> Any:
        """What is grouped by."""
        return Case(When(self.condition, then=Value(1)), default=Value(0), output_field=IntegerField())

    def described(self, groups: QuerySet[Any]) -> QuerySet[Any]:
        """The groups as they are."""
        return groups

    def bucket(self, group: dict[str, Any]) -> Bucket:
        """A group as its readers see it."""
        word = "true" if group["bucket"] else "false"
        return Bucket(group["bucket"], word, word, group["rows"])


@dataclass(frozen=True)
class Marks:
    """Rows by what holds of them, which may be several things: each by its word, and the column that says so."""

    columns: Mapping[str, str]

    among: ClassVar[Q | None] = None

    def counted(self, rows: QuerySet[Any], size: int) -> Counted:
        """By one reading of the rows; those of which nothing holds are the unknown ones."""
        told = {f"of_{word}": Count("pk", filter=Q(**{column: True})) for word, column in self.columns.items()}
        nothing = Count("pk", filter=Q(**dict.fromkeys(self.columns.values(), False)))
        found = rows.order_by().aggregate(**told, nothing=nothing)
        buckets = [Bucket(word, word, word, found[f"of_{word}"]) for word in self.columns if found[f"of_{word}"]]
        buckets.sort(key=lambda bucket: (-bucket.count, bucket.key))
        return Counted(buckets[:size], found["nothing"], len(buckets))


Dimension = Words | Records | Periods | Answers | Marks


@dataclass(frozen=True)
class Sample:
    """The rows that are counted."""

    rows: QuerySet[Any]
    count: int | None  # of all rows; None: more than MOST_ROWS

    def of(self, dimension: Dimension) -> tuple[QuerySet[Any], bool]:
        """The rows for a facet, and whether they are only those that were stored last: as many as time allows for."""
        most = MOST_ROWS if dimension.among is None else MOST_JOINED
        if self.count is not None and self.count <= most:
            return self.rows, False
        newest = self.rows.order_by("-pk").values("pk")[:most]
        return self.rows.model._default_manager.filter(pk__in=newest), True


def sample(rows: QuerySet[Any]) -> Sample:
    """The rows with their number, where these are few enough to be counted."""
    count = rows.order_by().values("pk")[: MOST_ROWS + 1].count()
    return Sample(rows, count if count <= MOST_ROWS else None)


def counted(rows: QuerySet[Any], dimension: Dimension, size: int) -> Counted:
    """The ``size`` largest buckets, the larger first, then by key; of periods the latest, in the order of time."""
    if isinstance(dimension, Marks):
        return dimension.counted(rows, size)
    groups = dimension.described(grouped(rows, dimension)).annotate(groups=Window(Count("*")))
    # The rows without a value are a group too; it comes first, so that one statement tells of it.
    known = Order(When(dimension.unknown, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = list(groups.order_by(known, *dimension.order)[: size + 1])
    total = found[0]["groups"] if found else 0
    unknown = 0
    if found and dimension.lacks(found[0]["bucket"]):
        unknown, total = found.pop(0)["rows"], total - 1
    if dimension.among is not None:
        unknown = rows.order_by().filter(~Exists(having(rows, dimension.among))).count()
    buckets = [dimension.bucket(group) for group in found[:size]]
    return Counted(buckets[::-1] if isinstance(dimension, Periods) else buckets, unknown, total)


def grouped(rows: QuerySet[Any], dimension: Column | Periods | Answers) -> QuerySet[Any]:
    """``bucket`` and ``rows`` of each group, the one without a value among them."""
    rows = rows.order_by()
    if dimension.among is None:
        return rows.annotate(bucket=dimension.value()).values("bucket").annotate(rows=Count("*"))
    several = rows.filter(dimension.among).annotate(bucket=dimension.value()).values("bucket")
    return several.annotate(rows=Count("pk", distinct=True))


def having(rows: QuerySet[Any], among: Q) -> QuerySet[Any]:
    """The row of an outer query, where a related row is among those that count."""
    return rows.model._default_manager.filter(among, pk=OuterRef("pk"))


def sizes(rows: QuerySet[Any], dimension: Column | Periods, values: Sequence[Any]) -> dict[Any, int]:
    """How many rows there are of each of the values."""
    if not values:
        return {}
    found = grouped(rows.filter(dimension.within(values)), dimension)
    return dict(found.values_list("bucket", "rows"))
