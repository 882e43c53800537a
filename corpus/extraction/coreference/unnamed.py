"""Speakers who have no name in the text: kept as printed, and within reach of the pronouns that follow."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import EntityType

from ..attribution import Source, SourceKind
from ..attribution.channel_phrases import DOCUMENTS
from ..document import Document
from ..entities import Entities, Entity
from ..entities.gender import FEMALE_NOUNS, MALE_NOUNS
from ..lexicon.roles import BODIES
from ..lexicon.wordlists import word_set
from ..tokens import Shape

THINGS = word_set("ad advert spot video film book article story song slogan sign headline website site page footage")
SHORTEST_STEM = 4


def unnamed_person(document: Document, source: Source) -> Entity | None:
    """Somebody who speaks without a name, as a person without a key; None where the words mean a body or a thing."""
    if source.kind is not SourceKind.NOMINAL or source.plural:
        return None
    words = [document.tokens[at].lower for at in range(source.first, source.last)]
    head = document.tokens[source.head].lower if source.head >= 0 else words[-1]
    if head in BODIES or head in DOCUMENTS or head in THINGS:
        return None
    gender = "f" if FEMALE_NOUNS & set(words) else "m" if MALE_NOUNS & set(words) else ""
    return Entity("", EntityType.PERSON, printed_nominal(document, source), (), gender=gender)


def printed_nominal(document: Document, source: Source) -> str:
    """The words that tell who it is: of "one of them, a woman who stayed" what the comma explains."""
    tokens = document.tokens
    first, last = source.first, source.last
    end = document.sentences[document.sentence_of[first]].last
    if [token.lower for token in tokens[first : min(first + 2, end)]] == ["one", "of"]:
        comma = next((at for at in range(first, min(end, first + 5)) if tokens[at].text == ","), end)
        if comma + 1 < end and tokens[comma + 1].lower in {"a", "an", "the"}:
            first = comma + 1
            last = next((at for at in range(first, end) if tokens[at].text == ","), end)
    while last > first + 1 and tokens[last - 1].shape is Shape.PUNCTUATION:
        last -= 1
    return document.text(first, last)


def only_first_name(document: Document, entities: Entities, source: Source) -> Entity | None:
    """The person whom the words give a first name alone: "a driver, who gave only his first name, Sami"."""
    for at in range(source.first + 2, source.last):
        named = entities.starting(at)
        if named is not None and [token.lower for token in document.tokens[at - 2 : at]] == ["name", ","]:
            return named[0]
    return None


def body_by_trade(word: str, bodies: Iterable[Entity]) -> Entity | None:
    """The first of ``bodies`` whose people are named after its work: "the auditors" of the Court of Audit."""
    stem = word.removesuffix("s").removesuffix("or").removesuffix("er")
    if not word.endswith(("ors", "ers")) or len(stem) < SHORTEST_STEM:
        return None
    return next((body for body in bodies if any(part.lower().startswith(stem) for part in body.words)), None)
