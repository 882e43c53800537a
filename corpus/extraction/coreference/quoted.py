"""Pronouns inside quoted words: "I" is the speaker, "he" is somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import EntityType, MentionKind

from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.words import FEMALE, MALE
from .found import Reference, References, speaker_of

FIRST_PERSON = frozenset({"i", "me", "my", "myself", "mine"})
SPEAKER, NAMED_INSIDE, IN_MIND = 0.9, 0.75, 0.5


def resolve_quoted(
    document: Document, entities: Entities, attributions: Sequence[Attribution], references: References
) -> None:
    """Add the references inside quoted runs to ``references``; the speakers must be resolved before."""
    for attribution in attributions:
        speaker = None
        if attribution.source is not None and attribution.speaker_score > 0.5:
            speaker, sure, _ = speaker_of(attribution.source, references)
            speaker = speaker if sure > 0.5 else None
        for run in attribution.runs:
            _resolve_run(document, entities, run, speaker, references)


def _resolve_run(
    document: Document, entities: Entities, run: int, speaker: Entity | None, references: References
) -> None:
    inside: list[Entity] = []  # people named in the run, the latest last; a handful is enough
    for index in range(document.first_of_run[run], document.last_of_run[run]):
        named = entities.starting(index)
        if named is not None and named[0].type is EntityType.PERSON:
            inside = [*inside[-3:], named[0]]
            continue
        word = document.tokens[index].lower
        if word in FIRST_PERSON:
            if speaker is not None and speaker.type is EntityType.PERSON and document.tokens[index].text != "i":
                references.by_token[index] = Reference(index, index + 1, speaker, MentionKind.PRONOUN, SPEAKER)
        elif word in MALE or word in FEMALE:
            gender = "m" if word in MALE else "f"
            found, score = _other(inside, gender, None), NAMED_INSIDE
            if found is None:
                found, score = _other(references.known_at.get(run, ()), gender, speaker), IN_MIND
            if found is not None:
                references.by_token[index] = Reference(index, index + 1, found, MentionKind.PRONOUN, score)


def _other(people: Sequence[Entity], gender: str, speaker: Entity | None) -> Entity | None:
    """The latest of the people whom the pronoun may mean, who is not the speaker."""
    for person in reversed(people):
        if person is not speaker and person.gender in {"", gender}:
            return person
    return None
