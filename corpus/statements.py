"""Statements that differ from one request to the next in a few values only, compiled once.

Such are the one that finds a record by its id, and the one that reads the rows under a page of records.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import F, Lookup, Model, QuerySet

# So many values stand in one statement; fewer are filled up by the last one, so that few statements are compiled.
# A page is read with the row behind it.
SIZES = (1, 2, 5, 10, 20, 51, 101, 201, 501)
# Values that drivers take as they are.
AS_THEY_ARE = {"sqlite": frozenset((int, str, float)), "postgresql": frozenset((str, float))}
# Stand for the values while a statement is compiled.
NUMBERS = 4_611_686_018_427_000_000
TEXT = "\x02"
TIMESTAMPTZ = 1184  # PostgreSQL's number of the type
read_time = datetime.fromisoformat


@dataclass
class Statement:
    """A compiled query: SQL, its parameters, and the places among them of the values that change."""

    sql: str
    params: list[Any]
    places: list[list[int]]  # of each value
    convert: Callable[[list[Any]], list[Any]]
    model: type[Model]
    times: list[int] | None = None  # places of times, which PostgreSQL tells with its first answer

    def rows(self, values: Iterable[Any]) -> list[Any]:
        """The tuples, for values in the places of those that the statement was compiled with."""
        connection = connections[router.db_for_read(self.model)]
        return self.convert(self._fetched(connection, self.filled(values, connection)))

    def _fetched(self, connection: BaseDatabaseWrapper, params: list[Any]) -> list[Any]:
        """What the driver gives.

        Django's cursor rewrites the SQL for SQLite each time and prepares nothing on PostgreSQL, so that it is passed
        over where nobody listens to what it executes.
        """
        if connection.queries_logged or connection.execute_wrappers or not settings.PREPARED_STATEMENTS:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, params)
                found: list[Any] = cursor.fetchall()
                return found
        try:
            return self._by_driver(connection, params)
        except OperationalError:
            # A connection that stood idle may have been cut. To look first would be another trip to the server.
            if connection.in_atomic_block or connection.is_usable():
                raise
            connection.close()
            return self._by_driver(connection, params)

    def _by_driver(self, connection: BaseDatabaseWrapper, params: list[Any]) -> list[Any]:
        if connection.connection is None:
            connection.ensure_connection()
        driver: Any = connection.connection
        with connection.wrap_database_errors:
            if connection.vendor == "sqlite":
                rows: list[Any] = driver.execute(self.question_marks, params).fetchall()
                return rows
            cursor = reading_cursor(connection)
            rows = cursor.execute(self.sql, params, prepare=True).fetchall()
            if self.times is None:
                self.times = [at for at, column in enumerate(cursor.description) if column.type_code == TIMESTAMPTZ]
            return with_times(rows, self.times) if self.times else rows

    @cached_property
    def question_marks(self) -> str:
        """The SQL as SQLite takes it."""
        return FORMAT_QMARK_REGEX.sub("?", self.sql).replace("%%", "%")

    @cached_property
    def run(self) -> slice | None:
        """Where the values stand, each once and one behind the other; None where they do not."""
        first = self.places[0][0] if self.places and self.places[0] else 0
        in_order = self.places == [[first + n] for n in range(len(self.places))]
        return slice(first, first + len(self.places)) if in_order else None

    def filled(self, values: Iterable[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        """The parameters, with the values in their places."""
        params = list(self.params)
        if self.run is not None:
            found = list(values)
            plain = AS_THEY_ARE[connection.vendor].issuperset(map(type, found))
            params[self.run] = found if plain else [as_parameter(value, connection) for value in found]
            return params
        for value, places in zip(values, self.places, strict=True):
            passed = as_parameter(value, connection)
            for place in places:
                params[place] = passed
        return params


def as_parameter(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A plain value as Django passes it to the driver."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if type(value) is int and connection.vendor == "postgresql":
        from psycopg.types.numeric import Int8

        # By itself the driver takes the smallest type that holds a number, and would prepare a list of keys for each
        # mixture of them.
        return Int8(value)
    return value


def statement(query: QuerySet[Any], stand_ins: Sequence[Any]) -> Statement | None:
    """The query, compiled; None where it finds nothing whatever the rows. A value without a place is no parameter."""
    compiler: Any = query.query.get_compiler(using=query.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    passed = [as_parameter(value, compiler.connection) for value in stand_ins]
    places = [[at for at, param in enumerate(params) if param == one] for one in passed]
    fixed = [as_parameter(param, compiler.connection) for param in params]
    return Statement(sql, fixed, places, converter(compiler), query.model)


def converter(compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """What makes the driver's values Django's. Times of SQLite, which are most of it, lack nothing but the zone."""
    connection = compiler.connection
    converters = compiler.get_converters([expression for expression, *_ in compiler.select])
    plain_times = [connection.ops.convert_datetimefield_value] if connection.vendor == "sqlite" else None
    times = [place for place, (functions, _) in converters.items() if functions == plain_times]
    others = [(place, *found) for place, found in converters.items() if place not in times]

    def convert(rows: list[Any]) -> list[Any]:
        found = with_times(rows, times, zone="+00:00")
        for place, functions, expression in others:
            for row in found:
                for function in functions:
                    row[place] = function(row[place], expression, connection)
        return found

    return convert if converters else list


def with_times(rows: list[Any], places: list[int], *, zone: str = "") -> list[Any]:
    """The rows as lists, with times in place of their texts; what Django's cursor gives are times."""
    found = list(map(list, rows))
    for place in places:
        for row in found:
            value = row[place]
            if type(value) is str:
                row[place] = read_time(value + zone)
            elif value is not None:
                row[place] = value.replace(tzinfo=UTC)
    return found


def reading_cursor(connection: BaseDatabaseWrapper) -> Any:
    """The cursor of PostgreSQL for what is compiled once, one a connection. Times leave it as text.

    Django reads each time in Python, which takes ten times as long as `datetime.fromisoformat`.
    """
    driver: Any = connection.connection
    held = getattr(connection, "reading_cursor", None)
    if held is None or held.connection is not driver:
        from psycopg import Cursor
        from psycopg.types.string import TextLoader

        held = Cursor(driver)
        # Another style than PostgreSQL's own is left to the driver.
        if driver.info.parameter_status("DateStyle").startswith("ISO"):
            held.adapters.register_loader("timestamptz", TextLoader)
        setattr(connection, "reading_cursor", held)  # noqa: B010
    return held


class Among(Lookup):
    """A number that is one of an array's: for PostgreSQL one parameter, however many they are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The comparison with the text of the array."""
        number, params = self.process_lhs(compiler, connection)
        return f"{number} = ANY(%s::bigint[])", [*params, self.rhs]


class Once:
    """Queries of a few texts, each compiled once for each of its forms."""

    def __init__(self) -> None:
        self.statements: dict[Hashable, Statement | None] = {}

    def rows(self, form: Hashable, query: Callable[..., QuerySet[Any]], *values: str) -> Iterable[Any]:
        """The tuples of the query that is made of the values; of one form it must differ in these alone."""
        if form not in self.statements:
            stand_ins = [f"{TEXT}{n}" for n in range(len(values))]
            found = statement(query(*stand_ins), stand_ins)
            self.statements[form] = found if found is not None and all(found.places) else None
        compiled = self.statements[form]
        return query(*values) if compiled is None else compiled.rows(values)


class ByKeys:
    """A query for the rows of given keys, compiled once for each of the sizes that lists of keys are filled up to.

    PostgreSQL takes numbers as one array, so that one statement does for all sizes.
    """

    def __init__(self, *, text: bool = False) -> None:
        self.text = text  # whether the keys are text, and not numbers
        self.statements: dict[int, Statement | None] = {}

    @cached_property
    def as_array(self) -> bool:
        """Whether the keys are one parameter."""
        return not self.text and connections[DEFAULT_DB_ALIAS].vendor == "postgresql"

    def read(self, keys: list[Any], query: Callable[[], QuerySet[Any]], column: str, paths: list[str]) -> Iterable[Any]:
        """The paths of the rows whose column is one of the keys; ``query`` makes the same query each time."""
        most = SIZES[-1]
        if len(keys) <= most:
            return self._some(keys, query, column, paths) if keys else ()
        parts = (keys[at : at + most] for at in range(0, len(keys), most))
        return chain.from_iterable(self._some(part, query, column, paths) for part in parts)

    def _some(
        self, keys: list[Any], query: Callable[[], QuerySet[Any]], column: str, paths: list[str]
    ) -> Iterable[Any]:
        size = 0 if self.as_array else SIZES[bisect_left(SIZES, len(keys))]
        if size not in self.statements:
            if self.as_array:
                stand_ins: list[Any] = [TEXT]
                asked = query().filter(Among(F(column), TEXT)).values_list(*paths)
            else:
                stand_ins = [f"{TEXT}{n}" if self.text else NUMBERS + n for n in range(size)]
                asked = query().filter(**{f"{column}__in": stand_ins}).values_list(*paths)
            found = statement(asked, stand_ins)
            self.statements[size] = found if found is not None and all(found.places) else None
        compiled = self.statements[size]
        if compiled is None:
            return query().filter(**{f"{column}__in": keys}).values_list(*paths)
        if self.as_array:
            return compiled.rows([f"{{{','.join(map(str, keys))}}}"])
        return compiled.rows([*keys, *[keys[-1]] * (size - len(keys))])
