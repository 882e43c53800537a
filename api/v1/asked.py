"""What a request asks of a listing. Requests that differ in values alone share their statements, compiled once.

Django's compiler takes longer than the database does for a page. So a query is built and compiled with stand-ins in the
place of what its clients gave, and kept by its form: the names of its filters and how often each is given, its order,
the kind of its search, and where its cursor stands. Where a value decides more than a parameter of the SQL (parts of
words, flags, conditions in a body), the query is built anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from threading import local
from typing import Any

from django.db.models import QuerySet

from api.v1 import ordering, pagination
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.values import Interval
from api.v1.pagination import Cursor, Place, rows_at
from api.v1.serializers.base import ShapedSerializer
from api.v1.where import Where
from corpus import search
from corpus.statements import Statement, statement

RELEVANCE = "relevance"
# Stand-ins are like nothing that a query holds otherwise, and small enough for every column of their type.
NUMBER, TEXT, FRACTION, TIME = 2_147_400_000, "\x02", 0.73190, datetime(1111, 11, 11, 11, tzinfo=UTC)
BEHIND_CURSOR = 10_000  # number of the first stand-in of a cursor's values


@dataclass(frozen=True)
class Base:
    """The rows of a listing before any filter: what makes them, of which keys, under a name of its own."""

    name: Hashable
    make: Callable[..., QuerySet[Any]]
    keys: tuple[int | str, ...] = ()

    def rows(self) -> QuerySet[Any]:
        """The rows."""
        return self.make(*self.keys)


@dataclass(frozen=True)
class Asked:
    """Rows, filters, search and order of a request, as they were read."""

    base: Base
    filterset: type[StrictFilterSet]
    given: Mapping[str, list[Any]]  # values of the filters
    words: tuple[str, ...]  # of the order
    columns: Mapping[str, ordering.Column]
    sought: search.Sought | None = None
    where: Where | None = None  # the filters, where a body gives them

    def all_rows(self) -> QuerySet[Any]:
        """The rows, for counting them or reading all of them."""
        rows = self._filtered()
        return rows if self.sought is None else rows.filter(self.sought.all_rows())

    def ordered(self) -> tuple[QuerySet[Any], list[ordering.Key]]:
        """The rows in order for reading pages of them, with the keys that a cursor is made from."""
        rows, columns = self._filtered(), self.columns
        if self.sought is not None and RELEVANCE in self.words:
            # One rank is read after the other.
            parts = tuple(ordering.Part(rank, condition) for rank, condition in self.sought.ranks())
            columns = {RELEVANCE: ordering.Column("", parts=parts, only_first=True), **columns}
        elif self.sought is not None:
            rows = rows.filter(self.sought.rows())
        return ordering.apply(rows, self.words, columns)

    def _filtered(self) -> QuerySet[Any]:
        rows = self.base.rows()
        return self.filterset.restrict(rows, self.given) if self.where is None else self.where.rows(rows)

    @property
    def form(self) -> Hashable | None:
        """All but the values; None where they decide what is compiled."""
        if self.where is not None or not all(self.filterset.base_filters[name].meaning.plain for name in self.given):
            return None
        filters = tuple((name, len(values)) for name, values in self.given.items())
        return (self.base.name, filters, self.words, self.sought and self.sought.form)

    @property
    def values(self) -> list[tuple[Any, ...]]:
        """What stands in its statements as parameters, value by value; of a span of time two that may stand there."""
        values = (value for found in self.given.values() for value in found)
        return [*((key,) for key in self.base.keys), *map(leaves, values), *((v,) for v in self._sought_values)]

    @property
    def _sought_values(self) -> list[Any]:
        return self.sought.values if self.sought is not None else []

    def standing_in(self) -> Asked:
        """The same with stand-ins, in the order of `values`."""
        numbers = count()
        base = replace(self.base, keys=tuple(stand_in(key, numbers) for key in self.base.keys))
        given = {name: [stand_in(value, numbers) for value in values] for name, values in self.given.items()}
        sought = self.sought and self.sought.with_values([stand_in(value, numbers) for value in self._sought_values])
        return replace(self, base=base, given=given, sought=sought)

    def count(self) -> int:
        """How many rows there are."""
        prepared = PREPARED_QUERIES.of(self)
        found = prepared.count(self.values) if prepared is not None else None
        return self.all_rows().count() if found is None else found

    def page(self, serializer: ShapedSerializer, size: int, cursor: Cursor | None) -> pagination.Page:
        """A page of the rows, each with all that the serializer shows."""
        read, keys = self.reading(serializer)
        return pagination.page(read, keys, size, cursor)

    def reading(self, serializer: ShapedSerializer) -> tuple[pagination.Read, list[ordering.Key]]:
        """What reads some of the rows in order, each with all that the serializer shows, and the keys of the order."""
        prepared = PREPARED_QUERIES.of(self)
        reading = serializer.reading(self.filterset.Meta.model)
        if prepared is None or reading is None:
            rows, keys = self.ordered()
            return reader(serializer, rows, keys), keys
        values, records = self.values, reading.records

        def read(place: Place, limit: int) -> Iterable[Any]:
            found = prepared.keys_at(place, limit, values)
            read_rows = records(*found) if found is not None else None
            # A record may have gone between the two statements.
            return reader(serializer, *self.ordered())(place, limit) if read_rows is None else read_rows

        return read, prepared.keys


def reader(serializer: ShapedSerializer, rows: QuerySet[Any], keys: list[ordering.Key]) -> pagination.Read:
    """What reads some of the ordered rows, with all that the serializer shows."""
    reading = serializer.reading(rows.model)
    if reading is None:
        planned = serializer.plan().apply(rows)
        return lambda place, limit: list(rows_at(place, planned, keys)[:limit])
    return lambda place, limit: reading.rows(rows_at(place, rows, keys)[:limit])


class Prepared:
    """The statements of queries of one form."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked.standing_in()
        self.stand_ins = self.asked.values
        self.words_sought = len(asked.sought.values) if asked.sought is not None else 0
        self.rows, self.keys = self.asked.ordered()
        self.statements: dict[Hashable, tuple[Statement, tuple[str, ...]] | None] = {}

    def keys_at(
        self, place: Place, limit: int, values: list[tuple[Any, ...]]
    ) -> tuple[list[Any], tuple[str, ...]] | None:
        """Keys and annotations of some rows from a place on, and the annotations' names; None: not to be prepared."""
        start = place.start
        after = start.values if start is not None else ()
        form = (place.part, place.backwards, start and start.inclusive, tuple(map(type, after)), limit)
        if form not in self.statements:
            numbers = count(BEHIND_CURSOR)
            behind = tuple(stand_in(value, numbers) for value in after)
            query = rows_at(replace(place, start=start and replace(start, values=behind)), self.rows, self.keys)
            annotated = tuple(query.query.annotation_select)
            found = self._compiled(query.values_list("pk", *annotated)[:limit], [(value,) for value in behind])
            self.statements[form] = (found, annotated) if found is not None else None
        held = self.statements[form]
        if held is None:
            return None
        return held[0].rows([*flat(values), *after]), held[1]

    def count(self, values: list[tuple[Any, ...]]) -> int | None:
        """How many rows there are; None: not to be prepared."""
        if "count" not in self.statements:
            found = self._compiled(self.asked.all_rows().order_by().values_list("pk"), [])
            if found is not None:
                counting = f"SELECT COUNT(*) FROM ({found.sql}) AS counted"  # noqa: S608 - Django's own SQL
                found = replace(found, sql=counting, convert=list)
            self.statements["count"] = (found, ()) if found is not None else None
        held = self.statements["count"]
        return held and held[0].rows(flat(values))[0][0]

    def _compiled(self, query: QuerySet[Any], more: list[tuple[Any, ...]]) -> Statement | None:
        """The query, where each value has a place in it."""
        values = [*self.stand_ins, *more]
        found = statement(query, list(flat(values)))
        if found is None:
            return None
        places = iter(found.places)
        placed = [any(list(islice(places, len(value)))) for value in values]
        # Not every rank is told from all words of a search, which stand in its SQL as they are.
        del placed[len(self.stand_ins) - self.words_sought : len(self.stand_ins)]
        return found if all(placed) else None


class PreparedQueries(local):
    """The forms of queries that a thread was asked for, those asked for last."""

    MOST = 300

    def __init__(self) -> None:
        self.held: OrderedDict[Hashable, Prepared] = OrderedDict()

    def of(self, asked: Asked) -> Prepared | None:
        """The statements for a query; None where they have to be made for it alone."""
        form = asked.form
        if form is None:
            return None
        if form not in self.held:
            self.held[form] = Prepared(asked)
            if len(self.held) > self.MOST:
                self.held.popitem(last=False)
        self.held.move_to_end(form)
        return self.held[form]


PREPARED_QUERIES = PreparedQueries()


def leaves(value: Any) -> tuple[Any, ...]:
    """The plain values that a value of a filter stands for."""
    return (value.start, value.end) if isinstance(value, Interval) else (value,)


def flat(values: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """The plain values one after the other."""
    return (leaf for value in values for leaf in value)


def stand_in(value: Any, numbers: Iterator[int]) -> Any:
    """A value of the same type that no query holds."""
    if isinstance(value, Interval):
        return Interval(stand_in(value.start, numbers), stand_in(value.end, numbers))
    number = next(numbers)
    if isinstance(value, datetime):
        return TIME + timedelta(seconds=number)
    if isinstance(value, float):
        return FRACTION + number / 10_000_000
    return NUMBER + number if isinstance(value, int) else f"{TEXT}{number}"
