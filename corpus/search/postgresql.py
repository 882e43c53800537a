"""Full text on PostgreSQL: tsvectors made of our own words, behind GIN indexes.

A tsvector knows 16,383 positions and 256 of them for a word. A document within those limits answers phrases by its
positions alone. A longer one keeps its words in ``running`` too, carries a mark that no word can be, and its phrases
are looked up there; so a phrase deep in a long text is found as SQLite finds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from corpus.search.prefixes import alternatives
from corpus.search.query import Phrase, Query
from corpus.search.statement import Document, Place, Statement, Table, Way

MOST_POSITIONS = 256
LAST_POSITION = 16_383
# Words are letters and digits, so no word is this one.
_LONG = "~long"
# Stands between headline and body in `running`; one position is left free between them in the tsvector.
_BREAK = "|"
_POSITIONS = [str(position) for position in range(LAST_POSITION + 1)]


def key(table: Table) -> str:
    """Column of the record's key."""
    return table.key


def matches(table: Table, query: Query, place: Place, *, some: bool = False) -> Statement:
    """The keys of the rows that match; in the headline: those that match and hold all the words, or ``some``, there."""
    found = _matching(table, query.required, query.excluded, headline=False)
    if not (table.headline and place is Place.HEADLINE):
        return found
    named = _matching(table, (query.sought,) if some else query.required, (), headline=True)
    if not (some or query.excluded):
        return named  # what holds all of them there matches
    return Statement(f"{found.sql} AND {table.key} IN ({named.sql})", (*found.params, *named.params))


def _matching(
    table: Table, required: Sequence[Sequence[Phrase]], excluded: Sequence[Phrase], *, headline: bool
) -> Statement:
    column = "headline" if headline else "document"
    exact = _conjunction(required, excluded)
    select = f"SELECT {table.key} FROM {table.name} WHERE {column} @@ %s::tsquery AND {_dear(table.key)}"  # noqa: S608
    if not any(len(phrase.terms) > 1 for group in (*required, excluded) for phrase in group):
        return Statement(select, (exact,))
    # Long documents pass on their words alone (and so by the index), and are then judged by their running text.
    coarse = " & ".join(f"({_any(group, apart=True)})" for group in required)
    judged, params = _judged(required, excluded, headline=headline)
    return Statement(
        f"{select} AND (running IS NULL OR ({judged}))",
        (f"({exact}) | ({coarse} & '{_LONG}')", *params),
    )


def _dear(column: str) -> str:
    """A condition that always holds and costs nothing to test, but that the planner takes for expensive.

    It believes @@ to be cheap, since it does not know that each test fetches a TOASTed vector, and would rather read
    the whole table than use the GIN index. What is never evaluated still counts in its sums.
    """
    never = f"to_tsvector('simple', {column}::text) IS NULL"
    return f"({column} > 0 OR ({never} AND {never} AND {never}))"


def way(connection: BaseDatabaseWrapper, table: Table, statement: Statement, *, joined: bool) -> Way:
    """How the records of a page are told: the planner judges by itself."""
    return Way.LISTED


def few(connection: BaseDatabaseWrapper, statement: Statement) -> list[int] | None:
    """None: its index finds rows anew as fast as it would be told them."""
    return None


def write(connection: BaseDatabaseWrapper, table: Table, documents: Sequence[Document]) -> None:
    """Put the documents in, in place of what stood under their keys."""
    if not documents:
        return
    # A key given twice would be updated twice by one statement, which PostgreSQL refuses.
    documents = list({document.key: document for document in documents}.values())
    put(connection, table, rows(table, documents))


def rows(table: Table, documents: Sequence[Document]) -> list[Sequence[Any]]:
    """What is written of the documents: the key, and literals of their vectors."""
    return [(document.key, *_vectors(document)) for document in documents]


def put(connection: BaseDatabaseWrapper, table: Table, found: Sequence[Sequence[Any]]) -> None:
    """Put in rows with keys of their own, in place of what stood under these."""
    columns = [list(column) for column in zip(*found, strict=True)]
    with_headline = table.headline
    names = [table.key, "document", "running", *(["headline"] if with_headline else [])]
    values = ["t.key", "t.document::tsvector", "t.running", *(["t.headline::tsvector"] if with_headline else [])]
    updates = ", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608
            "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS t (key, document, running, headline) "
            f"ON CONFLICT ({table.key}) DO UPDATE SET {updates}",
            columns,
        )


def remove(connection: BaseDatabaseWrapper, table: Table, keys: Iterable[int]) -> None:
    """Take the keys out; one that is not there is no error."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table.name} WHERE {table.key} = ANY(%s::bigint[])", [list(keys)])  # noqa: S608


def keys(table: Table) -> str:
    """SELECT of all keys."""
    return f"SELECT {table.key} AS id FROM {table.name}"  # noqa: S608


def tidy(connection: BaseDatabaseWrapper, table: Table) -> None:
    """File what waits beside the GIN indexes, and tell the planner what a rebuild has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "JOIN pg_am ON pg_am.oid = relam WHERE amname = 'gin' AND indrelid = %s::regclass",
            [table.name],
        )
        cursor.execute(f"ANALYZE {table.name}")


def _vectors(document: Document) -> tuple[str, str | None, str]:
    """Literals of the tsvector of all words, the running words of a long document, the tsvector of the headline."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for word, position in zip(document.headline, _POSITIONS[1:], strict=False):
        places[word].append(position)
    headline = _literal(places)
    first = len(document.headline) + 2
    for word, position in zip(document.body, _POSITIONS[first:], strict=False):
        places[word].append(position)
    long = first + len(document.body) > LAST_POSITION or any(len(found) > MOST_POSITIONS for found in places.values())
    if not long:
        return _literal(places), None, headline
    # Positions would be wrong from some word on, so that a long document carries none.
    running = f" {' '.join(document.headline)} {_BREAK} {' '.join(document.body)} "
    words = dict.fromkeys([*document.headline, *document.body, _LONG])
    return " ".join(f"'{word}'" for word in words), running, f"{headline} '{_LONG}'"


def _literal(places: dict[str, list[str]]) -> str:
    return " ".join([f"'{word}':{','.join(positions[:MOST_POSITIONS])}" for word, positions in places.items()])


def _conjunction(required: Iterable[Iterable[Phrase]], excluded: Iterable[Phrase]) -> str:
    parts = [f"({_any(group)})" for group in required]
    parts += [f"!({_any([phrase])})" for phrase in excluded]
    return " & ".join(parts)


def _any(phrases: Iterable[Phrase], *, apart: bool = False) -> str:
    """A tsquery of alternatives; ``apart``: the words of a phrase need not stand side by side."""
    joint = " & " if apart else " <-> "
    parts = (f"({joint.join(_words(other))})" for phrase in phrases for other in alternatives(phrase))
    return " | ".join(dict.fromkeys(parts))


def _words(phrase: Phrase) -> list[str]:
    words = [f"'{word}'" for word in phrase.terms]
    if phrase.prefix:
        words[-1] += ":*"
    return words


def _judged(
    required: Iterable[Iterable[Phrase]], excluded: Iterable[Phrase], *, headline: bool
) -> tuple[str, list[str]]:
    """The query as a condition on the running text."""
    text = f"split_part(running, '{_BREAK}', 1)" if headline else "running"
    params: list[str] = []

    def found(phrases: Iterable[Phrase]) -> str:
        needles = list(dict.fromkeys(_needle(other) for phrase in phrases for other in alternatives(phrase)))
        params.extend(needles)
        return "(" + " OR ".join([f"strpos({text}, %s) > 0"] * len(needles)) + ")"

    parts = [found(group) for group in required] + [f"NOT {found([phrase])}" for phrase in excluded]
    return " AND ".join(parts), params


def _needle(phrase: Phrase) -> str:
    return f" {' '.join(phrase.terms)}" + ("" if phrase.prefix else " ")
