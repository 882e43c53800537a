"""Pronouns inside quoted words: "I" is the speaker, "we" the body that speaks, "he" is somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import EntityType, MentionKind

from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.words import FEMALE, MALE
from .found import Reference, References, speaker_of

FIRST_PERSON = frozenset({"i", "me", "my", "myself", "mine"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
LIKELY = 0.5  # how sure the speaker must be for "I" to mean them
SPEAKER, NAMED_INSIDE, IN_MIND = 0.9, 0.75, 0.5


def resolve_quoted(
    document: Document, entities: Entities, attributions: Sequence[Attribution], references: References
) -> None:
    """Add the references inside quoted runs to ``references``; the speakers must be resolved before."""
    for attribution in attributions:
        speaker = _speaker(attribution, references)
        for run in attribution.runs:
            _resolve_run(document, entities, run, speaker, references)
    resolve_first_person(document, attributions, references)


def resolve_first_person(document: Document, attributions: Sequence[Attribution], references: References) -> None:
    """Tie "I" and "my" inside quoted runs to the person who speaks, "we" and "our" to the body that does."""
    for attribution in attributions:
        speaker = _speaker(attribution, references)
        for run in attribution.runs:
            for index in range(document.first_of_run[run], document.last_of_run[run]):
                token = document.tokens[index]
                if token.lower not in FIRST_PERSON and token.lower not in FIRST_PLURAL:
                    continue
                person = token.lower in FIRST_PERSON
                meant = EntityType.PERSON if person else EntityType.ORGANISATION
                if speaker is None or not speaker.key or speaker.type is not meant or token.text == "i":
                    references.by_token.pop(index, None)
                else:
                    references.by_token[index] = Reference(index, index + 1, speaker, MentionKind.PRONOUN, SPEAKER)


def _speaker(attribution: Attribution, references: References) -> Entity | None:
    """Who says the words, where that is likelier than not."""
    if attribution.source is None or attribution.speaker_score <= LIKELY:
        return None
    speaker, sure, _ = speaker_of(attribution.source, references)
    return speaker if sure > LIKELY else None


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
        if word in MALE or word in FEMALE:
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
