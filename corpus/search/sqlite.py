"""Full text on SQLite: FTS5 tables whose rowid is the record's key.

FTS5's ``ascii`` tokenizer leaves our words whole: they hold no ASCII punctuation and no upper case, and whatever is
beyond ASCII belongs to a word. The analysed words are kept in the table, so that a row can be taken out again whatever
became of the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from corpus.search.prefixes import alternatives
from corpus.search.query import Phrase, Query
from corpus.search.statement import Document, Place, Statement, Table, Way

# Rows that the planner may read and sort.
MANY = 5000
# The last keys, by which is judged how many rows match in all.
SAMPLE = 5000
# To look a key up in an expression takes as long as to list so many keys of it.
LOOK_UP = 200
# To follow a key that is listed into another table, as long as to list so many.
JOIN = 10
PAGE = 50
# Rows that are found once for all statements of a search: to look an expression up takes longer than a page of them.
FEW = 100


def key(table: Table) -> str:
    """Column of the record's key."""
    return "rowid"


def matches(table: Table, query: Query, place: Place, *, some: bool = False) -> Statement:
    """The keys of the rows that match; in the headline: those that match, and hold all the words, or ``some``, there.

    One expression for both: FTS5 reads its lists side by side, and no row is looked up in one after the other.
    """
    words = expression = " AND ".join(_any(group) for group in query.required)
    if query.excluded:
        expression = f"({expression}) NOT {_any(query.excluded)}"
    if table.headline and place is Place.HEADLINE:
        named = f"headline : ({_any(query.sought) if some else words})"
        # What holds all of them there matches, unless it holds what is excluded.
        expression = f"({expression}) AND {named}" if some or query.excluded else named
    return Statement(f"SELECT rowid FROM {table.name} WHERE {table.name} MATCH %s", (expression,))  # noqa: S608


def way(connection: BaseDatabaseWrapper, table: Table, statement: Statement, *, joined: bool) -> Way:
    """How the records of a page are soonest told: the more rows match, the sooner a page of them is come across.

    ``joined``: each row that is listed leads to its record by another table.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement.sql} LIMIT {MANY + 1})", statement.params)  # noqa: S608
        if cursor.fetchone()[0] <= MANY:
            return Way.LISTED
        cursor.execute(f"SELECT max(id) FROM {table.name}_docsize")  # noqa: S608
        last = cursor.fetchone()[0]
        looked_at = min(SAMPLE, last)
        newest = f"SELECT count(*) FROM ({statement.sql} AND rowid > %s)"  # noqa: S608
        cursor.execute(newest, (*statement.params, last - looked_at))
        share = cursor.fetchone()[0] / looked_at
    # PAGE records are come across among PAGE / share.
    listed = share * last * (JOIN if joined else 1)
    return Way.TESTED if share * listed < LOOK_UP * PAGE else Way.LOOKED_UP


def few(connection: BaseDatabaseWrapper, statement: Statement) -> list[int] | None:
    """The keys of the rows that match, each once, where they are few."""
    most = min(FEW, MANY)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement.sql} LIMIT {most + 1}", statement.params)
        found = [key for (key,) in cursor.fetchall()]
    return list(dict.fromkeys(found)) if len(found) <= most else None


def told(keys: list[int]) -> Statement:
    """A statement that finds these keys."""
    return Statement("SELECT value FROM json_each(%s)", (json.dumps(keys),))


def write(connection: BaseDatabaseWrapper, table: Table, documents: Sequence[Document]) -> None:
    """Put the documents in, in place of what stood under their keys."""
    remove(connection, table, [document.key for document in documents])
    put(connection, table, rows(table, documents))


def rows(table: Table, documents: Sequence[Document]) -> list[Sequence[Any]]:
    """What is written of the documents."""
    return [
        (document.key, *((" ".join(document.headline),) if table.headline else ()), " ".join(document.body))
        for document in documents
    ]


def put(connection: BaseDatabaseWrapper, table: Table, found: Sequence[Sequence[Any]]) -> None:
    """Put in rows under whose keys nothing stands."""
    columns = ("headline", "body") if table.headline else ("words",)
    marks = ", ".join(["%s"] * (len(columns) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table.name} (rowid, {', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            found,
        )


def remove(connection: BaseDatabaseWrapper, table: Table, keys: Iterable[int]) -> None:
    """Take the keys out; one that is not there is no error."""
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table.name} WHERE rowid = %s", [(key,) for key in keys])  # noqa: S608


def keys(table: Table) -> str:
    """SELECT of all keys; from the table of sizes, which is far smaller than the words."""
    return f"SELECT id FROM {table.name}_docsize"  # noqa: S608


def tidy(connection: BaseDatabaseWrapper, table: Table) -> None:
    """Merge the index's segments after a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table.name} ({table.name}) VALUES ('optimize')")  # noqa: S608


def _any(phrases: Iterable[Phrase]) -> str:
    parts = list(dict.fromkeys(_quoted(other) for phrase in phrases for other in alternatives(phrase)))
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"' + ("*" if phrase.prefix else "")
