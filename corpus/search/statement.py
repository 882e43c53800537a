"""What the two databases' halves of the search share: tables, documents, pieces of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple


class Statement(NamedTuple):
    """A SELECT of keys with its parameters."""

    sql: str
    params: tuple[Any, ...]


class Place(Enum):
    """Where in a document the words are sought."""

    ANYWHERE = "anywhere"
    HEADLINE = "headline"


class Way(Enum):
    """How the records of a page are told from others."""

    LISTED = "listed"
    """The keys are listed, and the planner reads and sorts their records, or goes another way."""
    TESTED = "tested"
    """The keys are listed once, and each record of the order is looked for among them."""
    LOOKED_UP = "looked up"
    """Each record of the order is looked up in the index."""


@dataclass(frozen=True, slots=True)
class Table:
    """A search table, named alike on both databases."""

    name: str
    """The table in the database."""
    key: str
    """Column of the record's primary key, where the table is not an FTS5 one."""
    headline: bool = False
    """Whether its documents have a headline, which can be searched by itself."""


class Kind(NamedTuple):
    """The two tables of a kind of record: of its words folded and stemmed, and of its words as printed."""

    folded: Table
    printed: Table

    def table(self, *, exact: bool) -> Table:
        """The one that a query is answered from."""
        return self.printed if exact else self.folded


ARTICLES = Kind(
    Table("corpus_article_search", "article_id", headline=True),
    Table("corpus_article_printed", "article_id", headline=True),
)
QUOTATIONS = Kind(Table("corpus_quotation_search", "quotation_id"), Table("corpus_quotation_printed", "quotation_id"))


class Document(NamedTuple):
    """A record's words, analysed."""

    key: int
    headline: list[str]
    """Empty for a quotation."""
    body: list[str]
    """The words of the body, or of the quotation."""
