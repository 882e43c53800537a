"""Keeping the search tables in step with articles and quotations, within the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet

from corpus.models import Article, Quotation
from corpus.search.analysis import document_terms
from corpus.search.filtering import backend
from corpus.search.shingles import index_shingles, remove_shingles
from corpus.search.statement import ARTICLES, QUOTATIONS, Document, Table

BATCH = 500


class Coverage(NamedTuple):
    """How the search tables stand against the records."""

    expected: int
    """Records that must be found."""
    indexed: int
    """Rows of the search table."""
    missing: int
    """Records without a row."""
    stray: int
    """Rows without a record that may be found."""


def index_articles(article_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the index hold the newest headline and body of the articles; one taken down or gone leaves the index."""
    _index(ARTICLES, article_ids, using)


def index_quotations(quotation_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the index hold the words of the quotations, of any status; those of an article taken down leave it."""
    _index(QUOTATIONS, quotation_ids, using)


def remove_articles(article_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take articles out of the index; their quotations are taken out by `remove_quotations`."""
    backend(using).remove(connections[using], ARTICLES, list(article_ids))


def remove_quotations(quotation_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take quotations out of the index."""
    ids = list(quotation_ids)
    backend(using).remove(connections[using], QUOTATIONS, ids)
    remove_shingles(ids, using=using)


def rebuild(
    batch: int = BATCH, on_progress: Callable[[int, int], None] | None = None, *, using: str = DEFAULT_DB_ALIAS
) -> dict[str, int]:
    """Index every record anew and drop stray rows, a transaction a batch, so that others read and write meanwhile.

    ``on_progress`` gets the records done and the records there are. Gives the numbers of records by collection.
    """
    total = sum(_searchable(table, using).count() for table in (ARTICLES, QUOTATIONS))
    done = 0
    counts = {}
    for name, table in (("articles", ARTICLES), ("quotations", QUOTATIONS)):
        counts[name] = 0
        with transaction.atomic(using=using):
            _remove_stray(table, using)
        last = 0
        following = _searchable(table, using).order_by("pk").values_list("pk", flat=True)
        while ids := list(following.filter(pk__gt=last)[:batch]):
            with transaction.atomic(using=using):
                _index(table, ids, using)
            last = ids[-1]
            done += len(ids)
            counts[name] += len(ids)
            if on_progress is not None:
                on_progress(done, total)
        backend(using).tidy(connections[using], table)
    return counts


def coverage(*, using: str = DEFAULT_DB_ALIAS) -> dict[str, Coverage]:
    """How complete the index is, by collection; all is well where nothing is missing and nothing stray."""
    return {"articles": _coverage(ARTICLES, using), "quotations": _coverage(QUOTATIONS, using)}


def _searchable(table: Table, using: str) -> QuerySet[Any]:
    """The records that must be found."""
    if table is ARTICLES:
        return Article.objects.using(using).readable().filter(current_text__isnull=False)
    return Quotation.objects.using(using).readable()


def _index(table: Table, ids: Iterable[int], using: str) -> None:
    half, connection = backend(using), connections[using]
    for some in _batches(ids):
        documents = list(_documents(table, some, using))
        gone = set(some).difference(document.key for document in documents)
        if gone:
            half.remove(connection, table, sorted(gone))
        half.write(connection, table, documents)
        if table is QUOTATIONS:
            remove_shingles(gone, using=using)
            index_shingles([document.key for document in documents], using=using)


def _documents(table: Table, ids: list[int], using: str) -> Iterator[Document]:
    rows = _searchable(table, using).filter(pk__in=ids)
    if table is ARTICLES:
        for key, headline, body in rows.values_list("pk", "headline", "current_text__body"):
            yield Document(key, *document_terms(headline, body))
    else:
        for key, words in rows.values_list("pk", "words"):
            yield Document(key, *document_terms("", words))


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    # In order, so that two writers of overlapping records cannot block each other crosswise.
    ordered = sorted(set(ids))
    for first in range(0, len(ordered), BATCH):
        yield ordered[first : first + BATCH]


def _stray(table: Table, using: str) -> list[int]:
    """Keys in the search table that no record stands for."""
    expected, params = _searchable(table, using).values("id").query.sql_with_params()
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT k.id FROM ({backend(using).keys(table)}) k LEFT JOIN ({expected}) r ON r.id = k.id "  # noqa: S608
            "WHERE r.id IS NULL ORDER BY k.id",
            params,
        )
        return [row[0] for row in cursor.fetchall()]


def _remove_stray(table: Table, using: str) -> None:
    for some in _batches(_stray(table, using)):
        backend(using).remove(connections[using], table, some)


def _coverage(table: Table, using: str) -> Coverage:
    expected = _searchable(table, using).count()
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({backend(using).keys(table)}) k")  # noqa: S608
        indexed = cursor.fetchone()[0]
    stray = len(_stray(table, using))
    return Coverage(expected=expected, indexed=indexed, missing=expected - (indexed - stray), stray=stray)
