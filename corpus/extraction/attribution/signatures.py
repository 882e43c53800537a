"""Names that sign quoted words: a paragraph of a quotation, a dash and a name and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document
from ..entities import Entities
from ..tokens import Shape
from .found import Attribution, Source, SourceKind

RULES = frozenset({"―", "—", "–", "--", "-", "~"})
LONGEST = 8  # tokens a signature may have
SIGNED = 0.97  # how sure it is that the name is the speaker's


def sign(document: Document, entities: Entities, attributions: Sequence[Attribution]) -> None:
    """Give the attributions that a signature follows its name as their source: "“Never again.” ― Ana Kerr"."""
    for attribution in attributions:
        if not attribution.runs:
            continue
        source = _signature(document, entities, attribution.runs[-1])
        if source is not None:
            attribution.source, attribution.speaker_score = source, SIGNED
            attribution.rivals = []
            attribution.cue = (source.first - 1, source.first)


def _signature(document: Document, entities: Entities, run: int) -> Source | None:
    """The name behind the run and a dash, where the paragraph ends with it."""
    tokens = document.tokens
    at = document.last_of_run[run]
    paragraph = document.sentences[document.sentence_of[at - 1]].paragraph
    end = document.paragraphs[paragraph].end
    if at + 1 >= len(tokens) or tokens[at].text not in RULES or tokens[at + 1].start >= end:
        return None
    first = last = at + 1
    while last < len(tokens) and tokens[last].start < end and last - first <= LONGEST:
        last += 1
    if last - first > LONGEST:
        return None
    while last > first and tokens[last - 1].shape is Shape.PUNCTUATION:
        last -= 1
    if last == first or any(document.run_of[index] >= 0 for index in range(first, last)):
        return None
    named = entities.starting(first)
    if named is not None:
        return Source(first, named[1].last, SourceKind.NAME, named[0], named[1].last - 1, first)
    capitals = all(tokens[index].capital for index in range(first, last))
    return Source(first, last, SourceKind.NOMINAL, None, last - 1, first) if capitals else None
