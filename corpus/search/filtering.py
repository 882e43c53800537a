"""Restricting querysets to what matches a query."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

from django.db import NotSupportedError, connections
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from corpus.models import Article, Quotation
from corpus.search import postgresql, sqlite
from corpus.search.query import Phrase, Query, parse
from corpus.search.statement import ARTICLES, QUOTATIONS, Place, Statement, Table

# Values of `search_rank`, the best first.
HEADLINE_HOLDS_ALL = 0
HEADLINE_HOLDS_SOME = 1
SIDE_BY_SIDE = 2
ELSEWHERE = 3
# To tell whether words stand side by side PostgreSQL must fetch each vector, so only so many rows are asked, the last
# that were stored; both databases keep to it, so that they order alike.
CLOSELY_READ = 5000


def matching(queryset: QuerySet[Any], q: str | Query, *, ranked: bool = False) -> QuerySet[Any]:
    """The articles (by headline and body) or quotations (by their words) of a queryset that match a query.

    Combines with every other filter and order, and says all that match at once: what is counted, or read to its end.
    ``ranked`` adds the integer `search_rank`, lower being better: 0 the headline alone answers the query, 1 it holds
    some of its words, 2 the words stand side by side in the order of the query, 3 they stand elsewhere, or the record
    is not among the 5,000 stored last that hold them. Order by it and then by date and key: the same order on every
    database. Raises `QueryError` for a query that cannot be searched for; runs no SQL itself.
    """
    query = parse(q) if isinstance(q, str) else q
    half, table = _speaker(queryset, query)
    found = queryset.filter(_among(half.matches(table, query, Place.ANYWHERE)))
    if not ranked:
        return found
    cases = [When(_among(tier.rows), then=Value(tier.rank)) for tier in _tiers(half, table, query, None)]
    # SQLite takes a bare number in ORDER BY for a column's position, so the constant stays inside a CASE.
    cases = cases or [When(pk__isnull=True, then=Value(SIDE_BY_SIDE))]
    return found.annotate(search_rank=Case(*cases, default=Value(ELSEWHERE), output_field=IntegerField()))


def in_pages(queryset: QuerySet[Any], query: Query) -> QuerySet[Any]:
    """As `matching`, for reading a page of the rows in an order that has an index.

    A word that many records hold is looked up for one record of the order after the other, until the page is full; a
    rare one as `matching` does. To tell one from the other runs a query that is bounded.
    """
    half, table = _speaker(queryset, query)
    return queryset.filter(_found(half, queryset.db, table, half.matches(table, query, Place.ANYWHERE)))


def ranks(queryset: QuerySet[Any], query: Query, floor: int | None = None) -> list[tuple[int, Q]]:
    """The values that `search_rank` takes, the best first, each with the condition of the rows that match and have it.

    A page of the best needs the rows of one rank or two; to ask for these alone spares ranking all the others.
    ``floor`` holds the 5,000 to those that `rank_floor` told of at some time, so that ranks stay what they were while
    records are added.
    """
    half, table = _speaker(queryset, query)
    matching = Q(_found(half, queryset.db, table, half.matches(table, query, Place.ANYWHERE)))
    better = Q()
    found = []
    for tier in _tiers(half, table, query, floor):
        rows = _found(half, queryset.db, table, tier.rows)
        found.append((tier.rank, better & Q(rows) if tier.all_match else better & matching & Q(rows)))
        better &= ~Q(rows)
    return [*found, (ELSEWHERE, better & matching)]


def rank_floor(queryset: QuerySet[Any], query: Query) -> int | None:
    """The least key among the 5,000 records stored last that hold the words; None where no rank depends on it."""
    if _side_by_side(query) is None:
        return None
    half, table = _speaker(queryset, query)
    last = _last(half.key(table), half.matches(table, query, Place.ANYWHERE))
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"SELECT min(k) FROM ({last.sql}) AS last", last.params)  # noqa: S608
        return cursor.fetchone()[0] or 0


def backend(alias: str) -> ModuleType:
    """The half of the search that speaks to a database."""
    vendor = connections[alias].vendor
    if vendor == "sqlite":
        return sqlite
    if vendor == "postgresql":
        return postgresql
    raise NotSupportedError(f"There is no full-text search for {vendor}.")


class _Tier(NamedTuple):
    """A rank and the records that have it, unless they have a better one."""

    rank: int
    rows: Statement
    all_match: bool = True  # whether all of them match the query


def _speaker(queryset: QuerySet[Any], query: Query) -> tuple[ModuleType, Table]:
    """The half that speaks to the queryset's database, and the table that answers the query."""
    model = queryset.model
    if not issubclass(model, Article | Quotation):
        raise TypeError(f"{model.__name__} has no full-text search.")
    kind = ARTICLES if issubclass(model, Article) else QUOTATIONS
    return backend(queryset.db), kind.table(exact=query.exact)


def _tiers(half: ModuleType, table: Table, query: Query, floor: int | None) -> list[_Tier]:
    tiers = []
    if table.headline:
        # What is excluded may stand in the body.
        rows = half.matches(table, query, Place.HEADLINE)
        tiers.append(_Tier(HEADLINE_HOLDS_ALL, rows, all_match=not query.excluded))
        if len(query.required) > 1:
            tiers.append(
                _Tier(HEADLINE_HOLDS_SOME, half.matches(table, query, Place.HEADLINE, some=True), all_match=False)
            )
    together = _side_by_side(query)
    if together is not None:
        phrase, key = half.matches(table, together, Place.ANYWHERE), half.key(table)
        if floor is None:
            last = _last(key, half.matches(table, query, Place.ANYWHERE))
            least, params = f"(SELECT min(k) FROM ({last.sql}) AS last)", last.params  # noqa: S608
        else:
            least, params = "%s", (floor,)
        tiers.append(_Tier(SIDE_BY_SIDE, Statement(f"{phrase.sql} AND {key} >= {least}", (*phrase.params, *params))))
    return tiers


def _side_by_side(query: Query) -> Query | None:
    """The words of the query as one phrase, where that says more than the query."""
    if len(query.required) < 2 or any(len(group) > 1 for group in query.required):
        return None
    phrases = [group[0] for group in query.required]
    if any(phrase.prefix for phrase in phrases[:-1]):
        return None
    words = tuple(term for phrase in phrases for term in phrase.terms)
    return Query(((Phrase(words, prefix=phrases[-1].prefix, exact=query.exact),),), query.excluded, query.exact)


def _last(key: str, words: Statement) -> Statement:
    """The keys of the rows stored last that hold the words."""
    sql = f"SELECT {key} AS k FROM ({words.sql}) AS held ORDER BY k DESC LIMIT {CLOSELY_READ}"  # noqa: S608
    return Statement(sql, words.params)


def _found(half: ModuleType, alias: str, table: Table, statement: Statement) -> In | Held:
    """The condition of a page."""
    if half.looks_up(connections[alias], statement):
        return Held(half.key(table), statement)
    return _among(statement)


class Held(Func):
    """Whether one record is among those that a statement finds, looked up by its key."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, column: str, statement: Statement) -> None:
        super().__init__(F("pk"))
        self.column, self.statement = column, statement

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """An EXISTS that names the key of the row."""
        key, params = compiler.compile(self.source_expressions[0])
        return f"EXISTS ({self.statement.sql} AND {self.column} = {key})", [*self.statement.params, *params]


def _among(statement: Statement) -> In:
    return In(F("pk"), RawSQL(statement.sql, statement.params))  # noqa: S611
