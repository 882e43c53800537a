"""Restricting querysets to what matches a query."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import ModuleType
from typing import Any, NamedTuple

from django.db import NotSupportedError, connections
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from corpus.models import Article, Quotation, Utterance
from corpus.search import postgresql, sqlite
from corpus.search.query import Phrase, Query, parse
from corpus.search.reach import Reach
from corpus.search.statement import ARTICLES, QUOTATIONS, Place, Statement, Table, Way

# Values of `search_rank`, the best first.
HEADLINE_HOLDS_ALL = 0
HEADLINE_HOLDS_SOME = 1
SIDE_BY_SIDE = 2
ELSEWHERE = 3
# To tell whether words stand side by side PostgreSQL must fetch each vector, so only so many rows are asked, the last
# that were stored; both databases keep to it, so that they order alike.
CLOSELY_READ = 5000


def matching(queryset: QuerySet[Any], q: str | Query, *, ranked: bool = False) -> QuerySet[Any]:
    """The articles, quotations or utterances of a queryset that match a query.

    Articles by headline and body, quotations by their words, utterances by those of a live quotation that prints them.
    Combines with every other filter and order, and says all that match at once: what is counted, or read to its end.
    ``ranked`` adds the integer `search_rank`, lower being better: 0 the headline alone answers the query, 1 it holds
    some of its words, 2 the words stand side by side in the order of the query, 3 they stand elsewhere, or the record
    is not among the 5,000 stored last that hold them; of an utterance it is that of its best quotation. Order by it and
    then by date and key: the same order on every database. Raises `QueryError` for a query that cannot be searched for;
    runs no SQL itself.
    """
    query = parse(q) if isinstance(q, str) else q
    half, table, reach = _speaker(queryset, query)
    found = queryset.filter(_among(reach.listed(half.matches(table, query, Place.ANYWHERE))))
    if not ranked:
        return found
    tiers = _tiers(half, table, query, None)
    cases = [When(_among(reach.listed(rows)), then=Value(rank)) for rank, rows in tiers]
    # SQLite takes a bare number in ORDER BY for a column's position, so the constant stays inside a CASE.
    cases = cases or [When(pk__isnull=True, then=Value(SIDE_BY_SIDE))]
    return found.annotate(search_rank=Case(*cases, default=Value(ELSEWHERE), output_field=IntegerField()))


@dataclass(frozen=True)
class Found:
    """A statement that finds keys, and how the records of a page are soonest told by it."""

    statement: Statement
    way: Way

    def rows(self, reach: Reach) -> Q:
        """The condition of a page."""
        return Q(_among(reach.listed(self.statement)) if self.way is Way.LISTED else Told(reach, self))


@dataclass(frozen=True)
class Sought:
    """What a query comes to on its database, for reading pages of what it finds.

    A word that many records hold is looked up for one record of the order after the other, until the page is full; of
    one that some hold a list is made, in which these records are looked for; a rare one is listed for the planner, and
    where few hold it their keys stand for it. To tell one from the other runs queries that are bounded.
    """

    reach: Reach
    anywhere: Found
    tiers: tuple[Tier, ...] = ()
    inside: bool = False  # whether better ranks are left out among the words, not among the records
    apart: bool = False  # whether the tiers are all that matches, and none holds what has a better rank

    def rows(self) -> Q:
        """The condition of the records that match."""
        return self.anywhere.rows(self.reach)

    def all_rows(self) -> Q:
        """The same for a statement that reads or counts all of them."""
        return Q(_among(self.reach.listed(self.anywhere.statement)))

    def ranks(self) -> list[tuple[int, Q]]:
        """The values that `search_rank` takes, the best first, each with the condition of the rows that have it.

        A page of the best needs the rows of one rank or two; to ask for these alone spares ranking all the others.
        """
        if self.apart:
            return [(tier.rank, tier.found.rows(self.reach)) for tier in self.tiers]
        if self.inside:
            return self._ranks_inside()
        matching, better = self.rows(), Q()
        found = []
        for tier in self.tiers:
            rows = tier.found.rows(self.reach)
            found.append((tier.rank, better & rows))
            better &= ~rows
        return [*found, (ELSEWHERE, better & matching)]

    def _ranks_inside(self) -> list[tuple[int, Q]]:
        """The same, with what has a better rank left out where the words are found.

        As a condition on the record PostgreSQL would take it for so dear that it reads all records instead of those
        that hold a rare word.
        """
        matching, better = self.reach.listed(self.anywhere.statement), list[Statement]()
        found = []
        for tier in self.tiers:
            rows = self.reach.listed(tier.found.statement)
            found.append((tier.rank, Q(_among(self._less(rows, better)))))
            better.append(rows)
        return [*found, (ELSEWHERE, Q(_among(self._less(matching, better))))]

    def _less(self, rows: Statement, others: list[Statement]) -> Statement:
        sql = "".join(f" AND {self.reach.column} NOT IN ({other.sql})" for other in others)
        return Statement(rows.sql + sql, (*rows.params, *(value for other in others for value in other.params)))

    @property
    def form(self) -> Hashable:
        """All but the values: queries of one form differ in the parameters of their statements alone."""
        tiers = [(tier.rank, tier.found.way, tier.found.statement.sql) for tier in self.tiers]
        return (self.reach, self.anywhere.way, self.anywhere.statement.sql, *tiers)

    @property
    def values(self) -> list[Any]:
        """The parameters of its statements."""
        statements = [self.anywhere.statement, *(tier.found.statement for tier in self.tiers)]
        return [value for statement in statements for value in statement.params]

    def with_values(self, values: Sequence[Any]) -> Sought:
        """The query of the same form with other parameters."""
        left = iter(values)

        def filled(found: Found) -> Found:
            return replace(
                found, statement=Statement(found.statement.sql, tuple(islice(left, len(found.statement.params))))
            )

        anywhere = filled(self.anywhere)
        tiers = tuple(tier._replace(found=filled(tier.found)) for tier in self.tiers)
        return replace(self, anywhere=anywhere, tiers=tiers)


class Tier(NamedTuple):
    """A rank and the records that have it, unless they have a better one. All of them match the query."""

    rank: int
    found: Found


def sought(queryset: QuerySet[Any], query: Query, *, ranked: bool = False, floor: int | None = None) -> Sought:
    """The query for the queryset's model and database; ``ranked``: with what its ranks are told from.

    ``floor`` holds the 5,000 that are read closely to those that `rank_floor` told of at some time, so that ranks stay
    what they were while records are added.
    """
    half, table, reach = _speaker(queryset, query)
    connection = connections[queryset.db]
    words = half.matches(table, query, Place.ANYWHERE)
    tiers = _tiers(half, table, query, floor) if ranked else []
    keys = half.few(connection, reach.listed(words))
    asked = tiers if keys else []
    listed = [(rank, some) for rank, rows in asked if (some := half.few(connection, reach.listed(rows))) is not None]
    # A tier may have become more than few since.
    if keys is not None and len(listed) == len(asked):
        ranks = _apart(keys, listed) if ranked else ()
        known = tuple(Tier(rank, Found(half.told(some), Way.LISTED)) for rank, some in ranks)
        return Sought(Reach(reach.key), Found(half.told(keys), Way.LISTED), known, apart=True)
    anywhere = Found(words, half.way(connection, table, words, joined=reach.printed))

    few = anywhere.way is Way.LISTED

    def found(rows: Statement) -> Found:
        # Where few match, few are in a tier.
        return Found(rows, Way.LISTED if few else half.way(connection, table, rows, joined=reach.printed))

    ranked_tiers = tuple(Tier(rank, found(rows)) for rank, rows in tiers)
    return Sought(reach, anywhere, ranked_tiers, inside=half is postgresql)


def _apart(keys: list[int], listed: list[tuple[int, list[int]]]) -> Iterator[tuple[int, list[int]]]:
    """Ranks with the keys that have them and no better one; those that none has are left out, unless all are."""
    left = dict.fromkeys(keys)
    for rank, some in listed:
        own = [key for key in some if key in left]
        for key in own:
            del left[key]
        if own:
            yield rank, own
    if left or not keys:
        yield ELSEWHERE, list(left)


def rank_floor(queryset: QuerySet[Any], query: Query) -> int | None:
    """The least key among the 5,000 records stored last that hold the words; None where no rank depends on it."""
    if _side_by_side(query) is None:
        return None
    half, table, reach = _speaker(queryset, query)
    last = _last(reach.key, half.matches(table, query, Place.ANYWHERE))
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


def _speaker(queryset: QuerySet[Any], query: Query) -> tuple[ModuleType, Table, Reach]:
    """The half that speaks to the queryset's database, the table that answers, and how that tells of the records."""
    model = queryset.model
    if not issubclass(model, Article | Quotation | Utterance):
        raise TypeError(f"{model.__name__} has no full-text search.")
    kind = ARTICLES if issubclass(model, Article) else QUOTATIONS
    half, table = backend(queryset.db), kind.table(exact=query.exact)
    return half, table, Reach(half.key(table), printed=issubclass(model, Utterance))


def _tiers(half: ModuleType, table: Table, query: Query, floor: int | None) -> list[tuple[int, Statement]]:
    """Ranks, each with the records that have it unless they have a better one."""
    tiers = []
    if table.headline:
        tiers.append((HEADLINE_HOLDS_ALL, half.matches(table, query, Place.HEADLINE)))
        if len(query.required) > 1:
            some = half.matches(table, query, Place.HEADLINE, some=True)
            tiers.append((HEADLINE_HOLDS_SOME, some))
    together = _side_by_side(query)
    if together is not None:
        phrase, key = half.matches(table, together, Place.ANYWHERE), half.key(table)
        if floor is None:
            last = _last(key, half.matches(table, query, Place.ANYWHERE))
            least, params = f"(SELECT min(k) FROM ({last.sql}) AS last)", last.params  # noqa: S608
        else:
            least, params = "%s", (floor,)
        rows = Statement(f"{phrase.sql} AND {key} >= {least}", (*phrase.params, *params))
        tiers.append((SIDE_BY_SIDE, rows))
    return tiers


def _side_by_side(query: Query) -> Query | None:
    """The words of the query as one phrase, where that says more than the query."""
    if len(query.required) < 2 or any(len(group) > 1 for group in query.required):
        return None
    phrases = [group[0] for group in query.required]
    if any(phrase.prefix for phrase in phrases[:-1]):
        return None
    together = Phrase(
        tuple(term for phrase in phrases for term in phrase.terms),
        prefix=phrases[-1].prefix,
        exact=query.exact,
        words=tuple(word for phrase in phrases for word in phrase.words),
        languages=phrases[0].languages,
    )
    return Query(((together,),), query.excluded, query.exact)


def _last(key: str, words: Statement) -> Statement:
    """The keys of the rows stored last that hold the words."""
    sql = f"SELECT {key} AS k FROM ({words.sql}) AS held ORDER BY k DESC LIMIT {CLOSELY_READ}"  # noqa: S608
    return Statement(sql, words.params)


class Told(Func):
    """Whether one record of the order is among those that a statement tells of, on SQLite."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, reach: Reach, found: Found) -> None:
        super().__init__(F("pk"))
        self.reach, self.found = reach, found

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """An EXISTS that names the key of the row, or a list that is made once for all rows."""
        key, params = compiler.compile(self.source_expressions[0])
        if self.found.way is Way.LOOKED_UP:
            return self.reach.held(self.found.statement, key), [*self.found.statement.params, *params]
        listed = self.reach.listed(self.found.statement)
        # With a sign the key leads to no row: SQLite would read and sort all that are listed.
        return f"+{key} IN ({listed.sql})", [*params, *listed.params]


def _among(statement: Statement) -> In:
    return In(F("pk"), RawSQL(statement.sql, statement.params))  # noqa: S611
