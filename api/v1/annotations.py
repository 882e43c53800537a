"""Quotations and mentions as W3C Web Annotations over the body of an article's revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.v1.serializers.fields import iso, record_url
from corpus.models import Article, Mention, Quotation
from corpus.records import SpeakerType

CONTEXT = 32  # code points of prefix and suffix


@dataclass(frozen=True)
class Source:
    """The words that are annotated."""

    root: str
    article: Article
    body: str
    revision: int

    @property
    def url(self) -> str:
        """Address of the article."""
        return record_url(self.root, self.article.public_id)

    def target(self, start: int, end: int, role: str) -> dict[str, Any]:
        """A span, by position and by what is printed there."""
        return {
            "type": "SpecificResource",
            # The revision, since offsets count in it alone.
            "source": f"{self.url}?revision={self.revision}",
            "styleClass": role,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": self.body[start:end],
                    "prefix": self.body[max(0, start - CONTEXT) : start],
                    "suffix": self.body[end : end + CONTEXT],
                },
            ],
        }


def of_quotation(row: Quotation, source: Source) -> dict[str, Any]:
    """Who said the words that stand in the spans."""
    address = record_url(source.root, row.public_id)
    bodies = [{"id": address, "type": "Dataset", "format": "application/json"}]
    bodies.append({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": in_words(row)})
    if row.speaker is not None:
        speaker = record_url(source.root, row.speaker.public_id)
        bodies.append({"type": "SpecificResource", "purpose": "identifying", "source": speaker})
    targets = [source.target(start, end, "quotation") for start, end in row.spans]
    for role, start, end in (
        ("speaker", row.speaker_start, row.speaker_end),
        ("cue", row.cue_start, row.cue_end),
    ):
        if start is not None and end is not None:
            targets.append(source.target(start, end, role))
    return {
        "id": f"{address}#annotation",
        "type": "Annotation",
        "motivation": "describing",
        "created": iso(row.created_at),
        "modified": iso(row.updated_at),
        "body": bodies,
        "target": targets,
    }


def in_words(row: Quotation) -> str:
    """A line for people: "Ines Tarrow, mayor of Port Ellis (direct quotation)"."""
    name = row.speaker.name if row.speaker is not None else row.speaker_text
    unknown = "an unnamed speaker" if row.speaker_type == SpeakerType.UNNAMED else "speaker unknown"
    who = ", ".join(filter(None, [name or unknown, row.speaker_role]))
    return f"{who} ({row.kind} quotation)"


def of_mention(row: Mention, source: Source) -> dict[str, Any]:
    """Whom the words mean."""
    entity = record_url(source.root, row.entity.public_id)
    label = f"{row.entity.name} ({row.kind})"
    return {
        "id": f"{source.url}mentions/#{row.public_id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"id": entity, "type": "Dataset", "format": "application/json"},
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": label},
        ],
        "target": [source.target(row.start, row.end, "mention")],
    }
