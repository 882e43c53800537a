"""Put a passage back that cleaning cut from an article by mistake: a new revision of its words, read again."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F

from corpus import search
from corpus.models import Article, Decision, RawDocument, RemovedPassage, RestoredPassage
from corpus.models.article import ArticleText
from corpus.services.configs import document_bounds, extraction_config
from corpus.services.copies import relink
from corpus.services.decide import User, check_version, note
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import clip
from corpus.services.language import tell_language
from corpus.services.passages import next_to, passage_key, put_in, take_out
from corpus.services.read import Unreadable, extracted
from corpus.services.reextract import as_record
from corpus.services.store import set_text
from corpus.services.store_reading import entity_counts, store_reading
from corpus.services.writing import one_writer

TOLD = 200  # characters of the passage that the log tells


@one_writer()
def restore_passage(
    passage: RemovedPassage, *, user: User, reason: str = "", expected_version: int | None = None
) -> Article:
    """Put the passage back where it was cut out. Later readings of the source keep it.

    Raises Conflict where it was cut from an older document than the article's words are from, StaleVersion where the
    article has moved on since ``expected_version``.
    """
    row = RemovedPassage.objects.filter(pk=passage.pk).first()
    if row is None:
        raise Conflict("the passage is not cut any more: the source was read again, or it was put back meanwhile")
    article, text = _article_of(row.raw)
    check_version(article, expected_version)
    _put_back(article, text, row)
    key = passage_key(row.text)
    RestoredPassage.objects.update_or_create(
        article=article, text_key=key, defaults={"text": row.text, "reason": row.reason, "stands": True}
    )
    told = {"passage": clip(row.text, TOLD), "cut_as": row.reason}
    note(
        article.public_id,
        "restore passage",
        user=user,
        reason=reason,
        before={},
        after=told,
        aside={"passage_key": key},
    )
    return Article.objects.get(pk=article.pk)


def withhold_again(decision: Decision, *, user: User, reason: str) -> Decision:
    """Undo that a passage was put back, or that this was undone; for a revert."""
    article = (
        Article.objects.select_for_update(of=("self",))
        .select_related("current_text__raw")
        .get(public_id=decision.record)
    )
    key = decision.aside["passage_key"]
    row = RestoredPassage.objects.get(article=article, text_key=key)
    text = article.current_text
    if article.removed_at is not None or text is None:
        raise ServiceError("the article was taken down")
    if row.stands:
        if taken := take_out(text.body, row.text):
            _rewrite(article, text, taken[0])
            _cut(text.raw, row, taken[1], len(text.body) - len(taken[0]), len(taken[0]))
    elif cut := text.raw.removed.filter(text=row.text).first():
        _put_back(article, text, cut)
    RestoredPassage.objects.filter(pk=row.pk).update(stands=not row.stands)
    return note(
        article.public_id,
        "revert",
        user=user,
        reason=reason,
        before=decision.after,
        after=decision.before,
        aside={"passage_key": key},
        reverts=decision,
    )


def _article_of(raw: RawDocument) -> tuple[Article, ArticleText]:
    """The article whose words are from the document."""
    if raw.article_id is None:
        raise ServiceError("no article was read from the document")
    article = Article.objects.select_for_update(of=("self",)).select_related("current_text").get(pk=raw.article_id)
    if article.removed_at is not None:
        raise ServiceError("the article was taken down")
    text = article.current_text
    if text is None or text.raw_id != raw.pk:
        raise Conflict("the article's words are from another document now: look at what was cut from that one")
    return article, text


def _put_back(article: Article, text: ArticleText, passage: RemovedPassage) -> None:
    body, moved = put_in(text.body, passage.text, passage.offset)
    _rewrite(article, text, body)
    if passage.offset >= len(text.body):
        earlier = RemovedPassage.objects.filter(raw=passage.raw_id, position__lt=passage.position)
        earlier.filter(offset__gte=len(text.body)).update(offset=next_to(len(text.body), text.body))
    RemovedPassage.objects.filter(raw=passage.raw_id, position__gt=passage.position).update(offset=F("offset") + moved)
    passage.delete()


def _cut(raw: RawDocument, passage: RestoredPassage, at: int, moved: int, end: int) -> None:
    """Note anew that the passage is cut, in its place among the others; ``end`` is the body's without it."""
    rows = list(raw.removed.order_by("position"))
    before = [row for row in rows if row.offset <= at]
    after = [row for row in rows if row.offset > at]
    for row in after:
        row.offset -= moved
    made = [*before, RemovedPassage(raw=raw, text=passage.text, reason=passage.reason, offset=at), *after]
    for position, row in enumerate(made):
        row.pk, row.position, row.offset = None, position, max(0, min(row.offset, end))
    raw.removed.all().delete()
    RemovedPassage.objects.bulk_create(made)


def _rewrite(article: Article, text: ArticleText, body: str) -> None:
    """A new revision of the words from the same document, and what is read from it."""
    before = entity_counts(article)
    set_text(article, text.raw, replace(as_record(article), body=body))
    extraction = extracted(as_record(article), extraction_config(), document_bounds())
    if isinstance(extraction, Unreadable):
        raise ServiceError(f"the article cannot be read with it: {extraction.reason}")
    told_anew = tell_language(article, extraction)
    store_reading(article, extraction, before)
    article.version += 1
    article.save()
    (search.index_language if told_anew else search.index_articles)([article.pk])
    relink([article.pk])
