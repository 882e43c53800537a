"""Read stored articles again, with the extractor that is installed now."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from functools import partial

from corpus import search
from corpus.extraction import HARMLESS, extract, extractor
from corpus.models import Article
from corpus.models.sorting import UNKNOWN_TIME
from corpus.outages import is_outage
from corpus.records import ArticleRecord, ExtractionRecord, Moment, Outcome, Precision, Tally
from corpus.services.compare import compare_all
from corpus.services.configs import document_bounds, extraction_config
from corpus.services.errors import ServiceError
from corpus.services.language import declared_language, tell_language
from corpus.services.read import Unreadable, extracted, mapped
from corpus.services.store_reading import entity_counts, store_reading
from corpus.services.writing import one_writer

CHUNK = 200
NO_TEXT = "the article has no text any more"  # it was erased after it was listed
TAKEN_DOWN = "the article was taken down"
log = logging.getLogger(__name__)


def articles_to_read(*, everything: bool = False, since: str = "") -> list[int]:
    """Keys of the articles to read again, in the order of source keys.

    ``everything``: all; ``since``: those last read by an extractor older than that version; else those that the
    installed extractor has not read.
    """
    rows = Article.objects.readable().filter(current_text__isnull=False).by_source_key()
    if everything:
        return list(rows.values_list("pk", flat=True))
    if since:
        older = [name for name in rows.order_by().values_list("extractor", flat=True).distinct() if _older(name, since)]
        return list(rows.filter(extractor__in=older).values_list("pk", flat=True))
    return list(rows.exclude(extractor=extractor(extraction_config())).values_list("pk", flat=True))


def _older(version: str, than: str) -> bool:
    """Whether what is named so came before: nobody before the rules, the rules before any reader, then by numbers."""
    return _age(version) < _age(than)


def _age(name: str) -> tuple[int, list[int]]:
    numbers = [int(part) for part in re.findall("[0-9]+", name)]
    if not name:
        return 0, numbers
    # Whatever else it is called, a model is a reader; so is a version without a name.
    return 1 if name.casefold().startswith("rules") else 2, numbers


def reextract(ids: list[int], *, workers: int = 1, on_progress: Callable[[int, int], None] | None = None) -> Tally:
    """Read the articles and store what changed; ids and what a person decided stand. NoReader where nobody can read."""
    tally = Tally()
    waiting: list[Article] = []

    def progressed() -> None:
        if on_progress:
            on_progress(sum(tally.counts.values()), len(ids))

    def records() -> Iterator[ArticleRecord]:
        for at in range(0, len(ids), CHUNK):
            chunk = ids[at : at + CHUNK]
            rows = Article.objects.select_related("current_text").in_bulk(chunk)
            for pk in chunk:
                if why := _gone(rows[pk]):
                    tally.fail(rows[pk].source_key, why)
                    progressed()
                    continue
                waiting.append(rows[pk])
                yield as_record(rows[pk])

    for extraction in mapped(
        partial(extracted, config=extraction_config(), bounds=document_bounds()), records(), workers, HARMLESS
    ):
        _store(waiting.pop(0), extraction, tally)
        progressed()
    compare_all()
    return tally


def _gone(article: Article) -> str:
    """Why the article is not read again; nothing where it stands.

    One that is down is read by the next ``manage.py extract`` after it is put back, where its extractor differs.
    """
    if article.current_text is None:
        return NO_TEXT
    return TAKEN_DOWN if article.removed_at is not None else ""


def read_again(article: Article) -> None:
    """Read one article again: what is told beside its words has changed. Raises ServiceError where that fails."""
    fresh = Article.objects.select_related("current_text").get(pk=article.pk)
    if why := _gone(fresh):
        raise ServiceError(f"the article cannot be read: {why}")
    tally = Tally()
    _store(fresh, extracted(as_record(fresh), extraction_config(), document_bounds()), tally)
    if tally.failures:
        raise ServiceError(f"the article cannot be read: {tally.failures[0].reason}")


def _store(article: Article, extraction: ExtractionRecord | Unreadable, tally: Tally) -> None:
    outcome, reason = store_again(article.pk, as_record(article), extraction)
    if outcome == Outcome.FAILED:
        tally.fail(article.source_key, reason)
    else:
        tally.add(outcome)


def store_again(pk: int, read: ArticleRecord, extraction: ExtractionRecord | Unreadable) -> tuple[Outcome, str]:
    """Store what was read again from an article that stood as ``read``; gives the outcome, and the reason of a failure.

    A database that does not answer is nobody's fault: the error is raised.
    """
    if isinstance(extraction, Unreadable):
        return Outcome.FAILED, extraction.reason
    try:
        with one_writer():
            fresh = Article.objects.select_for_update(of=("self",)).select_related("current_text").get(pk=pk)
            if why := _gone(fresh):
                return Outcome.FAILED, why
            before = fresh.extractor
            if as_record(fresh) != read:  # a new revision came in while the old one was read
                extraction = extract(as_record(fresh), extraction_config())
            told_anew = tell_language(fresh, extraction)
            store_reading(fresh, extraction, entity_counts(fresh))
            columns = ["extractor", "extracted_at", "quotation_count"]
            if told_anew:
                fresh.version += 1
                columns += ["language", "language_is_detected", "version", "updated_at"]
            fresh.save(update_fields=columns)
            if told_anew:
                search.index_language([pk])
    except Exception as error:  # one article must not stop a run
        if is_outage(error):
            raise
        log.exception("storing failed: %s", read.source_key)
        return Outcome.FAILED, f"{type(error).__name__}: {error}"
    return (Outcome.UPDATED if told_anew or before != extraction.extractor else Outcome.UNCHANGED), ""


def as_record(article: Article) -> ArticleRecord:
    """The stored article as extraction read it first: without a language that its words were found to be in."""
    text = article.current_text
    assert text is not None  # noqa: S101 - who asks has looked
    published = None
    if article.published_at > UNKNOWN_TIME:
        precision = Precision(article.published_precision)
        published = Moment(article.published_at, precision, article.published_zone)
    return ArticleRecord(
        source_key=article.source_key,
        headline=text.headline,
        body=text.body,
        published=published,
        language=declared_language(article),
    )
