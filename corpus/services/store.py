"""Store an article and what was read from it: one transaction a document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from corpus import search
from corpus.bulk import insert
from corpus.extraction import extract
from corpus.folding import count_words, name_key, normalise
from corpus.models import Article, ArticleText, Author, Entity, RawDocument, RemovedPassage
from corpus.models.article import EDITED_COLUMNS
from corpus.models.choices import RawState
from corpus.models.ids import IdType, derive
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import ArticleRecord, ExtractionRecord, Moment, Outcome
from corpus.services.configs import extraction_config
from corpus.services.copies import link_new, relink
from corpus.services.forget import ERASED, forget_documents
from corpus.services.keep import clip, printable
from corpus.services.language import tell_language
from corpus.services.name_parts import weigh
from corpus.services.passages import with_restored
from corpus.services.reextract import TAKEN_DOWN, as_record
from corpus.services.resolve import resolve_organisation
from corpus.services.store_reading import entity_counts, redate, store_reading
from corpus.services.utterances import recount_outlets
from corpus.services.writing import one_writer

MAX_COUNTED = 32_767  # what the column of attempts holds


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one document."""

    outcome: Outcome
    article: Article | None = None
    reason: str = ""


@one_writer()
def store(raw: RawDocument, record: ArticleRecord, extraction: ExtractionRecord) -> Stored:
    """Store one parsed and extracted document: created, updated, unchanged or duplicate."""
    rows = RawDocument.objects.select_related("article").annotate(erased_at=F("content__erased_at"))
    now = rows.get(pk=raw.pk)
    if now.erased_at is not None:
        return finish(raw, Stored(Outcome.FAILED, reason=ERASED))
    if now.attempts != raw.attempts and now.state in (RawState.DONE, RawState.DUPLICATE):
        # Another process was given the same document and was first.
        outcome = Outcome.DUPLICATE if now.state == RawState.DUPLICATE else Outcome.UNCHANGED
        return Stored(outcome, now.article, now.reason)
    article = Article.objects.select_for_update().filter(source_key=record.source_key).first()
    if article is None:
        twin = Article.objects.filter(content_key=content_key(record)).by_source_key().first()
        if twin is not None and twin.removed_at is not None:
            return _refuse(raw, twin)
        if twin is not None:
            reason = f"the same words from the same publisher are stored under {twin.source_key}"
            return finish(raw, Stored(Outcome.DUPLICATE, twin, reason))
        article = Article(public_id=derive(IdType.ARTICLE, record.source_key), source_key=record.source_key)
        _describe(article, record)
        tell_language(article, extraction)
        article.save(force_insert=True)
        asked, outcome = _asked(article), Outcome.CREATED
    elif article.removed_at is not None:
        return _refuse(raw, article)
    else:
        asked = _asked(article)
        outcome = Outcome.UPDATED if _describe(article, record) else Outcome.UNCHANGED
    if _set_authors(article, record) and outcome == Outcome.UNCHANGED:
        outcome = Outcome.UPDATED
    before = entity_counts(article)
    published_by = Article.objects.filter(pk=article.pk).values_list("publisher", flat=True).first()
    moved = asked != _asked(article)
    whole = with_restored(article, record)
    revised, told_anew = set_text(article, raw, whole), False
    if revised or article.extractor != extraction.extractor or moved:
        if whole is not record or article.edited:  # it was read as the source gives it
            extraction = extract(as_record(article), extraction_config())
        told_anew = tell_language(article, extraction)
        store_reading(article, extraction, before)
        outcome = Outcome.CREATED if outcome == Outcome.CREATED else Outcome.UPDATED
    if moved:
        redate(article)
    if outcome != Outcome.UNCHANGED:
        if outcome == Outcome.UPDATED:
            article.version += 1
        article.save()
        if article.publisher_id != published_by:
            recount_outlets(Article.objects.filter(pk=article.pk))
        # Its quotations were indexed before it was saved, in the language that it had.
        (search.index_language if moved or told_anew else search.index_articles)([article.pk])
    if outcome == Outcome.CREATED:
        link_new(article)
    elif revised or moved:
        relink([article.pk])
    _keep_removed(raw, whole)
    return finish(raw, Stored(outcome, article))


def refusal(article: Article) -> str:
    """Why no document of the article is taken; nothing where it stands."""
    if article.removed_at is None:
        return ""
    return ERASED if article.current_text_id is None else TAKEN_DOWN


def _refuse(raw: RawDocument, article: Article) -> Stored:
    """Keep a document out whose article was taken down; of one that was erased not even the bytes stay."""
    stored = finish(raw, Stored(Outcome.FAILED, article, refusal(article)))
    if article.current_text_id is None:
        forget_documents(RawDocument.objects.filter(pk=raw.pk))
    return stored


def finish(raw: RawDocument, stored: Stored) -> Stored:
    """Note on the raw document what became of it."""
    states = {Outcome.FAILED: RawState.FAILED, Outcome.DUPLICATE: RawState.DUPLICATE}
    raw.state = states.get(stored.outcome, RawState.DONE)
    raw.outcome = stored.outcome
    raw.reason = stored.reason
    raw.article = stored.article
    raw.attempts = min(raw.attempts + 1, MAX_COUNTED)
    raw.processed_at = timezone.now()
    raw.save(update_fields=["state", "outcome", "reason", "article", "attempts", "processed_at"])
    return stored


@one_writer()
def fail(raw: RawDocument, reason: str) -> Stored:
    """Note that the document failed, and why; what another process has stored of it meanwhile stands."""
    # A reason may quote what no database takes.
    erased = RawDocument.objects.filter(pk=raw.pk, content__erased_at__isnull=False).exists()
    stored = Stored(Outcome.FAILED, reason=ERASED if erased else clip(printable(reason), 2000))
    if RawDocument.objects.filter(pk=raw.pk, attempts=raw.attempts).exists():
        finish(raw, stored)
    return stored


def content_key(record: ArticleRecord) -> str:
    """What two copies of one document share: the publisher (or its site) and the words.

    A body of nothing but marks counts as it is: without its words any two of them would be copies.
    """
    outlet = name_key(record.publisher) or record.source_url.split("/")[2:3]
    words = f"{normalise(record.headline)} {normalise(record.body) or record.body}".strip()
    return hashlib.sha256(f"{outlet}\n{words}".encode()).hexdigest()


def _describe(article: Article, record: ArticleRecord) -> bool:
    """Set the article's own columns; true where one changed."""
    fields = {
        "headline": clip(record.headline, 1000),
        "byline": clip(record.byline, 500),
        "dateline": clip(record.dateline, 300),
        "published_at": record.published.value if record.published else UNKNOWN_TIME,
        "published_precision": record.published.precision if record.published else "",
        "published_zone": record.published.zone if record.published else "",
        "modified_at": _value(record.modified),
        "language": clip(record.language, 35),
        "language_is_detected": False,
        "section": clip(record.section, 200),
        "licence": clip(record.licence, 500),
        "source_url": record.source_url if len(record.source_url) <= 2000 else "",
        "correction": record.correction,
        "content_key": content_key(record),
    }
    if not record.language and article.language_is_detected:  # it stands until the words are read again
        del fields["language"], fields["language_is_detected"]
    for edited in article.edited:
        for column in EDITED_COLUMNS[edited]:
            fields.pop(column, None)
    changed = False
    for name, value in fields.items():
        if getattr(article, name) != value:
            setattr(article, name, value)
            changed = True
    return ("publisher" not in article.edited and _set_publisher(article, record)) or changed


def _asked(article: Article) -> tuple[object, ...]:
    """What extraction reads beside the words: with another date, "on Tuesday" is another day."""
    return article.published_at, article.published_precision, article.published_zone, article.language


def _set_publisher(article: Article, record: ArticleRecord) -> bool:
    before = article.original_publisher_id
    if not record.publisher:
        article.original_publisher = article.publisher = None
        return before is not None
    found = resolve_organisation(article, record.publisher)
    article.original_publisher_id, article.publisher_id = found.original.pk, found.current.pk
    if not found.current.is_publisher:
        Entity.objects.filter(pk=found.current.pk).update(is_publisher=True)
        weigh([found.current.pk])
    return before != found.original.pk


def _value(moment: Moment | None) -> object:
    return moment.value if moment else None


def _set_authors(article: Article, record: ArticleRecord) -> bool:
    """Set who is named in the byline; true where that changed."""
    if "authors" in article.edited:
        return False
    names = [clip(name, 300) for name in record.authors if name]
    changed = names != [author.name for author in article.authors.order_by("position")]
    if changed:
        set_authors(article, names)
    return changed


def set_authors(article: Article, names: list[str]) -> None:
    """Set who is named in the byline."""
    article.authors.all().delete()
    insert(Author(article=article, position=i, name=name) for i, name in enumerate(names))


def set_text(article: Article, raw: RawDocument, record: ArticleRecord) -> bool:
    """Add a revision where the words differ from the newest; true where one was added."""
    current = article.current_text
    headline = clip(record.headline, 1000)
    if current is not None and current.body == record.body and current.headline == headline:
        return False
    article.revision += 1
    article.word_count = count_words(record.body)
    article.current_text = ArticleText.objects.create(
        article=article,
        revision=article.revision,
        headline=headline,
        body=record.body,
        word_count=article.word_count,
        raw=raw,
    )
    return True


def _keep_removed(raw: RawDocument, record: ArticleRecord) -> None:
    raw.removed.all().delete()
    RemovedPassage.objects.bulk_create(
        RemovedPassage(raw=raw, position=i, text=passage.text, reason=passage.reason, offset=passage.offset)
        for i, passage in enumerate(record.removed)
    )
