"""Full text behind one small interface, answering alike on SQLite and PostgreSQL."""

from corpus.search.filtering import in_pages, matching, rank_floor, ranks
from corpus.search.highlighting import highlight, snippets
from corpus.search.index import (
    coverage,
    index_articles,
    index_quotations,
    is_filled,
    rebuild,
    remove_articles,
    remove_quotations,
)
from corpus.search.query import Query, QueryError, parse

__all__ = [
    "Query",
    "QueryError",
    "coverage",
    "highlight",
    "in_pages",
    "index_articles",
    "index_quotations",
    "is_filled",
    "matching",
    "parse",
    "rank_floor",
    "ranks",
    "rebuild",
    "remove_articles",
    "remove_quotations",
    "snippets",
]
