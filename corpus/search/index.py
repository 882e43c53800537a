"""Keeping the search tables in step with articles and quotations, within the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q, QuerySet, Value

from corpus.chunks import chunked
from corpus.models import Article, Quotation
from corpus.search.analysis import document_terms, terms
from corpus.search.filtering import backend, matching
from corpus.search.query import Phrase, Query
from corpus.search.shingles import index_shingles, remove_shingles
from corpus.search.statement import ARTICLES, QUOTATIONS, Document, Kind, Table
from corpus.search.stemming import LANGUAGES, is_marked, stemmed_as

BATCH = 500
AT_ONCE = 100  # records that are indexed anew while who writes has to wait
FEW = 20  # articles, one of which will have words
KINDS = {"articles": ARTICLES, "quotations": QUOTATIONS}


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


def index_language(article_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Read articles whose language has changed, and all their quotations, as that language."""
    for some in chunked(article_ids, BATCH):
        index_articles(some, using=using)
        quotations = Quotation.objects.using(using).filter(article__in=some)
        index_quotations(list(quotations.order_by("pk").values_list("pk", flat=True)), using=using)


def remove_articles(article_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take articles out of the index; their quotations are taken out by `remove_quotations`."""
    _remove(ARTICLES, list(article_ids), using)


def remove_quotations(quotation_ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Take quotations out of the index."""
    _remove(QUOTATIONS, list(quotation_ids), using)


def forget_removed(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Have the search tables let go of words that were taken out: SQLite keeps them in its index until it tidies up."""
    for kind in KINDS.values():
        for table in kind:
            backend(using).tidy(connections[using], table)


def rebuild(
    batch: int = AT_ONCE,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    using: str = DEFAULT_DB_ALIAS,
    turn: Callable[[], AbstractContextManager[None]] | None = None,
) -> dict[str, int]:
    """Index every record anew and drop stray rows, a transaction a batch, so that others read and write meanwhile.

    ``turn`` opens the transaction of a batch; where others may write it keeps them waiting, or words that a writer
    changes while the batch is read would come back. ``on_progress`` gets the records done and the records there are.
    Gives the numbers of records by collection.
    """
    turn = turn or partial(transaction.atomic, using=using)
    total = sum(_searchable(kind, using).count() for kind in (ARTICLES, QUOTATIONS))
    done = 0
    counts = {}
    for name, kind in KINDS.items():
        counts[name] = 0
        for table in kind:
            with turn():
                _remove_stray(kind, table, using)
        last = 0
        following = _searchable(kind, using).order_by("pk").values_list("pk", flat=True)
        while ids := list(following.filter(pk__gt=last)[:batch]):
            with turn():
                _index(kind, ids, using)
            last = ids[-1]
            done += len(ids)
            counts[name] += len(ids)
            if on_progress is not None:
                on_progress(done, total)
        for table in kind:
            backend(using).tidy(connections[using], table)
    return counts


def coverage(*, using: str = DEFAULT_DB_ALIAS) -> dict[str, Coverage]:
    """How complete the index is, by collection; all is well where nothing is missing and nothing stray."""
    return {
        f"{name}{also}": _coverage(kind, table, using)
        for name, kind in KINDS.items()
        for table, also in zip(kind, ("", " as printed"), strict=True)
    }


def is_current(*, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the tables hold what this version puts there; what an older one left is brought up to date by `rebuild`.

    Told by whether there are printed words at all, and by the oldest articles in a language with stems of its own.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM ({backend(using).keys(ARTICLES.printed)}) k LIMIT 1")  # noqa: S608
        if cursor.fetchone() is None:
            return not _searchable(ARTICLES, using).exists()
    articles = _searchable(ARTICLES, using)
    spoken = Q()
    for language in LANGUAGES:
        spoken |= Q(language=language) | Q(language__startswith=f"{language}-")
    oldest = articles.filter(spoken).order_by("pk").values_list("pk", "current_text__body", "language")
    for key, body, tag in oldest[:FEW]:
        marked = next((word for word in terms(body, stemmed_as(tag)) if is_marked(word)), None)
        if marked is not None:
            return matching(articles, Query(((Phrase((marked,)),),))).filter(pk=key).exists()
    return True


def _searchable(kind: Kind, using: str) -> QuerySet[Any]:
    """The records that must be found."""
    if kind is ARTICLES:
        return Article.objects.using(using).readable().filter(current_text__isnull=False)
    return Quotation.objects.using(using).readable()


def _index(kind: Kind, ids: Iterable[int], using: str) -> None:
    half, connection = backend(using), connections[using]
    for some in chunked(ids, BATCH):
        texts = list(_texts(kind, some, using))
        gone = sorted(set(some).difference(text.key for text in texts))
        if gone:
            _remove(kind, gone, using)
        for table in kind:
            half.write(connection, table, documents(kind, table, texts))
        if kind is QUOTATIONS:
            index_shingles({text.key: text.body for text in texts}, using=using)


class Text(NamedTuple):
    """What is read of a record to index it."""

    key: int
    headline: str
    body: str
    language: str
    """What its words are stemmed as."""


def documents(kind: Kind, table: Table, texts: Iterable[Text]) -> list[Document]:
    """What a table of the kind holds of the texts."""
    printed = table is kind.printed
    return [
        Document(text.key, *document_terms(text.headline, text.body, language=text.language, printed=printed))
        for text in texts
    ]


def _texts(kind: Kind, ids: list[int], using: str) -> Iterator[Text]:
    """The texts of the records that must be found."""
    rows = _searchable(kind, using).filter(pk__in=ids)
    if kind is ARTICLES:
        found = rows.values_list("pk", "headline", "current_text__body", "language")
    else:
        found = rows.values_list("pk", Value(""), "words", "article__language")
    for key, headline, body, tag in found:
        yield Text(key, headline, body, stemmed_as(tag))


def _remove(kind: Kind, keys: list[int], using: str) -> None:
    for table in kind:
        backend(using).remove(connections[using], table, keys)
    if kind is QUOTATIONS:
        remove_shingles(keys, using=using)


def _stray(kind: Kind, table: Table, using: str) -> list[int]:
    """Keys in the search table that no record stands for."""
    # By the database's own compiler: conditions are not written alike on both.
    expected, params = _searchable(kind, using).values("id").query.get_compiler(using=using).as_sql()
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT k.id FROM ({backend(using).keys(table)}) k LEFT JOIN ({expected}) r ON r.id = k.id "  # noqa: S608
            "WHERE r.id IS NULL ORDER BY k.id",
            params,
        )
        return [row[0] for row in cursor.fetchall()]


def _remove_stray(kind: Kind, table: Table, using: str) -> None:
    for some in chunked(_stray(kind, table, using), BATCH):
        backend(using).remove(connections[using], table, some)


def _coverage(kind: Kind, table: Table, using: str) -> Coverage:
    expected = _searchable(kind, using).count()
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({backend(using).keys(table)}) k")  # noqa: S608
        indexed = cursor.fetchone()[0]
    stray = len(_stray(kind, table, using))
    return Coverage(expected=expected, indexed=indexed, missing=expected - (indexed - stray), stray=stray)
