"""Full text behind one small interface, answering alike on SQLite and PostgreSQL."""

from corpus.search.filtering import Sought, matching, rank_floor, sought
from corpus.search.highlighting import highlight, snippets
from corpus.search.index import (
    AT_ONCE,
    coverage,
    forget_removed,
    index_articles,
    index_language,
    index_quotations,
    is_current,
    rebuild,
    remove_articles,
    remove_quotations,
)
from corpus.search.query import Query, QueryError, parse

__all__ = [
    "AT_ONCE",
    "Query",
    "QueryError",
    "Sought",
    "coverage",
    "forget_removed",
    "highlight",
    "index_articles",
    "index_language",
    "index_quotations",
    "is_current",
    "matching",
    "parse",
    "rank_floor",
    "rebuild",
    "remove_articles",
    "remove_quotations",
    "snippets",
    "sought",
]
