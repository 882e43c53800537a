"""Store the mentions of a revision, matched to those that stand by their span."""

from __future__ import annotations

from django.db.models import Q

from corpus.bulk import insert
from corpus.models import Article, ArticleText, Mention
from corpus.models.choices import DECIDED, Status
from corpus.models.ids import IdType, derive
from corpus.records import ExtractionRecord
from corpus.services.keep import clip
from corpus.services.place import place_again, taken_by
from corpus.services.resolve import Resolved

FIELDS = ["entity_id", "original_entity_id", "kind", "confidence", "status"]
CARRIED = [*FIELDS, "made_by_hand"]


def store_mentions(article: Article, extraction: ExtractionRecord, resolved: dict[str, Resolved]) -> None:
    """Write the mentions of the newest revision; what is no longer found is withdrawn.

    What a person decided or added holds for the words in their place, in later revisions too.
    """
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    standing = {(row.start, row.end): row for row in text.mentions.order_by("pk")}
    carried = _carried(article, text, standing)
    live = [span for span, row in (standing | carried).items() if _is_held(row) and row.status != Status.REJECTED]
    created, updated, found = [], [], set()
    for span, earlier in carried.items():
        created.append(_new(article, text, span, {name: getattr(earlier, name) for name in CARRIED}))
    for start, end, reading in _readings(extraction, resolved):
        if (start, end) in found or (start, end) in carried:
            continue
        found.add((start, end))
        row = standing.get((start, end))
        if row is None:
            if not taken_by((start, end), live):
                created.append(_new(article, text, (start, end), reading))
        elif not _is_held(row) and _differs(row, reading):
            for name, value in reading.items():
                setattr(row, name, value)
            updated.append(row)
    for span, row in standing.items():
        if span not in found and row.status == Status.EXTRACTED:
            row.status = Status.WITHDRAWN
            updated.append(row)
    insert(created)
    if updated:
        Mention.objects.bulk_update(updated, [name.removesuffix("_id") for name in FIELDS])


def _is_held(row: Mention) -> bool:
    """Whether a person decided it."""
    return row.status in DECIDED or row.made_by_hand


def _new(article: Article, text: ArticleText, span: tuple[int, int], reading: dict) -> Mention:
    start, end = span
    public_id = derive(IdType.MENTION, article.public_id, text.revision, start, end)
    return Mention(
        public_id=public_id, text=text, start=start, end=end, words=clip(text.body[start:end], 500), **reading
    )


def _readings(extraction: ExtractionRecord, resolved: dict[str, Resolved]) -> list[tuple[int, int, dict]]:
    """All mentions in the order of the text."""
    rows = []
    for record in (*extraction.people, *extraction.organisations):
        entity = resolved[record.key]
        for mention in record.mentions:
            reading = {
                "entity_id": entity.current.pk,
                "original_entity_id": entity.original.pk,
                "kind": mention.kind.value,
                "confidence": mention.confidence,
                "status": Status.EXTRACTED,
            }
            rows.append((mention.start, mention.end, reading))
    return sorted(rows, key=lambda row: row[:2])


def _differs(row: Mention, reading: dict) -> bool:
    return any(getattr(row, name) != value for name, value in reading.items())


def _carried(
    article: Article, text: ArticleText, standing: dict[tuple[int, int], Mention]
) -> dict[tuple[int, int], Mention]:
    """Where words that a person decided in earlier revisions stand in this one; the newest decision of a place wins.

    Nothing in a revision that was read before: what was decided there stands there.
    """
    if standing:
        return {}
    carried: dict[tuple[int, int], Mention] = {}
    decided = Mention.objects.filter(text__article=article).exclude(text=text)
    decided = decided.filter(Q(status__in=DECIDED) | Q(made_by_hand=True)).exclude(status=Status.WITHDRAWN)
    for row in decided.select_related("text").order_by("-text__revision", "start", "pk"):
        if spans := place_again(row.text.body, [(row.start, row.end)], text.body):
            carried.setdefault((spans[0][0], spans[0][1]), row)
    return carried
