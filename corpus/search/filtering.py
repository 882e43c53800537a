"""Restricting querysets to what matches a query."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.db import NotSupportedError, connections
from django.db.models import Case, F, IntegerField, Model, QuerySet, Value, When
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

    Combines with every other filter and order. ``ranked`` adds the integer `search_rank`, lower being better: 0 the
    headline alone answers the query, 1 the headline holds some of its words, 2 the words stand side by side in the
    order of the query, 3 they stand elsewhere, or the record is not among the 5,000 stored last that hold
    them. Order by it and then by date and key: the same order on every database. Raises `QueryError` for a query that
    cannot be searched for; runs no SQL itself.
    """
    query = parse(q) if isinstance(q, str) else q
    table = _table_of(queryset.model)
    half = backend(queryset.db)
    found = queryset.filter(_among(half.matches(table, query, Place.ANYWHERE)))
    return found.annotate(search_rank=_rank(half, table, query)) if ranked else found


def backend(alias: str) -> ModuleType:
    """The half of the search that speaks to a database."""
    vendor = connections[alias].vendor
    if vendor == "sqlite":
        return sqlite
    if vendor == "postgresql":
        return postgresql
    raise NotSupportedError(f"There is no full-text search for {vendor}.")


def _table_of(model: type[Model]) -> Table:
    if issubclass(model, Article):
        return ARTICLES
    if issubclass(model, Quotation):
        return QUOTATIONS
    raise TypeError(f"{model.__name__} has no full-text search.")


def _rank(half: ModuleType, table: Table, query: Query) -> Case:
    tiers = []
    if table is ARTICLES:
        tiers.append(When(_among(half.matches(table, query, Place.HEADLINE)), then=Value(HEADLINE_HOLDS_ALL)))
        if len(query.required) > 1:
            some = half.matches(table, query, Place.HEADLINE, some=True)
            tiers.append(When(_among(some), then=Value(HEADLINE_HOLDS_SOME)))
    together = _side_by_side(query)
    if together is not None:
        phrase = half.matches(table, together, Place.ANYWHERE)
        words = half.matches(table, query, Place.ANYWHERE)
        tiers.append(When(_among(_newest(half.key(table), phrase, words)), then=Value(SIDE_BY_SIDE)))
    if not tiers:
        # SQLite takes a bare number in ORDER BY for a column's position, so the constant stays inside a CASE.
        tiers.append(When(pk__isnull=True, then=Value(SIDE_BY_SIDE)))
    return Case(*tiers, default=Value(ELSEWHERE), output_field=IntegerField())


def _side_by_side(query: Query) -> Query | None:
    """The words of the query as one phrase, where that says more than the query."""
    if len(query.required) < 2 or any(len(group) > 1 for group in query.required):
        return None
    phrases = [group[0] for group in query.required]
    if any(phrase.prefix for phrase in phrases[:-1]):
        return None
    words = tuple(term for phrase in phrases for term in phrase.terms)
    return Query(((Phrase(words, prefix=phrases[-1].prefix),),))


def _newest(key: str, phrase: Statement, words: Statement) -> Statement:
    """Those of a phrase among the rows stored last that hold its words."""
    newest = f"SELECT {key} AS k FROM ({words.sql}) AS held ORDER BY k DESC LIMIT {CLOSELY_READ}"  # noqa: S608
    return Statement(
        f"{phrase.sql} AND {key} >= (SELECT min(k) FROM ({newest}) AS newest)",  # noqa: S608
        (*phrase.params, *words.params),
    )


def _among(statement: Statement) -> In:
    return In(F("pk"), RawSQL(statement.sql, statement.params))  # noqa: S611
