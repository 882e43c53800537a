"""Store the mentions of a revision, matched to those that stand by their span."""

from __future__ import annotations

from collections import Counter

from corpus.models import Article, ArticleText, Mention
from corpus.models.choices import DECIDED, Status
from corpus.models.ids import IdType, derive
from corpus.records import ExtractionRecord
from corpus.services.keep import clip
from corpus.services.resolve import Resolved

FIELDS = ["entity_id", "original_entity_id", "kind", "confidence", "status"]


def store_mentions(article: Article, extraction: ExtractionRecord, resolved: dict[str, Resolved]) -> None:
    """Write the mentions of the newest revision; what is no longer found is withdrawn."""
    text = article.current_text
    assert text is not None  # noqa: S101 - the caller stored it
    standing = {(row.start, row.end): row for row in text.mentions.order_by("pk")}
    decided = _decided_elsewhere(article, text)
    seen: Counter[str] = Counter()
    created, updated, found = [], [], set()
    for start, end, reading in _readings(extraction, resolved):
        if (start, end) in found:
            continue
        found.add((start, end))
        words = clip(text.body[start:end], 500)
        seen[words] += 1
        row = standing.get((start, end))
        if row is None:
            row = Mention(
                public_id=derive(IdType.MENTION, article.public_id, text.revision, start, end),
                text=text,
                start=start,
                end=end,
                words=words,
                **reading,
            )
            if earlier := decided.get((words, seen[words])):
                for name in FIELDS:
                    setattr(row, name, getattr(earlier, name))
            created.append(row)
        elif row.status not in DECIDED and _differs(row, reading):
            for name, value in reading.items():
                setattr(row, name, value)
            updated.append(row)
    for span, row in standing.items():
        if span not in found and row.status == Status.EXTRACTED:
            row.status = Status.WITHDRAWN
            updated.append(row)
    Mention.objects.bulk_create(created)
    if updated:
        Mention.objects.bulk_update(updated, [name.removesuffix("_id") for name in FIELDS])


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


def _decided_elsewhere(article: Article, text: ArticleText) -> dict[tuple[str, int], Mention]:
    """Mentions of the revision before that a person decided, by words and which occurrence of them."""
    earlier = Mention.objects.filter(text__article=article, text__revision=text.revision - 1)
    seen: Counter[str] = Counter()
    decided = {}
    for row in earlier.exclude(status=Status.WITHDRAWN).order_by("start", "pk"):
        seen[row.words] += 1
        if row.status in DECIDED:
            decided[row.words, seen[row.words]] = row
    return decided
