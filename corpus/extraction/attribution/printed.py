"""The words that the trained reader gives as a source, read as a pronoun, a name with its titles, or a nominal."""

from __future__ import annotations

from corpus.records import EntityType

from ..document import Document
from ..entities import Entities
from ..lexicon.roles import ROLES
from ..lexicon.wordlists import word_set
from ..lexicon.words import DETERMINERS, PREPOSITIONS, PRONOUNS
from ..tokens import Shape
from .found import Source, SourceKind
from .phrases import COLLECTIVES, FOLLOWERS, TITLE_WORDS

RELATIVE = word_set("who which that whose whom")
LINKS = word_set("of for to at from with in on by about close familiar speaking")


def printed_source(document: Document, entities: Entities, first: int, last: int) -> Source | None:
    """The source printed as tokens ``[first, last)``; None where no word stands there."""
    tokens = document.tokens
    while last > first and (tokens[last - 1].shape is Shape.PUNCTUATION or tokens[last - 1].lower == "'s"):
        last -= 1
    while first < last and tokens[first].shape is Shape.PUNCTUATION:
        first += 1
    if first == last:
        return None
    if last - first == 1 and tokens[first].lower in PRONOUNS:
        return Source(first, last, SourceKind.PRONOUN, outer=first)
    named = _named(document, entities, first, last)
    if named is not None:
        return named
    nominal = _nominal(document, first, last)
    return _explained(document, entities, nominal) or nominal


def _explained(document: Document, entities: Entities, nominal: Source) -> Source | None:
    """The name that a comma adds to a role: "said its director, | Ana Kerr"."""
    tokens, at = document.tokens, nominal.last + 1
    if nominal.plural or at >= len(tokens) or tokens[nominal.last].text != ",":
        return None
    named = entities.starting(at)
    if named is None or named[0].type is not EntityType.PERSON or tokens[nominal.head].lower not in ROLES:
        return None
    end = named[1].last
    if end < len(tokens) and tokens[end].text not in {",", ".", ";"}:
        return None
    return Source(at, end, SourceKind.NAME, named[0], end - 1, nominal.first)


def _named(document: Document, entities: Entities, first: int, last: int) -> Source | None:
    """A source whose head is a name: with titles before it, or what is said of it behind it."""
    tokens = document.tokens
    for at in range(last - 1, first + 1, -1):
        named = entities.starting(at) if tokens[at - 1].text == "," else None
        if named is not None and named[1].last == last and named[0].type is EntityType.PERSON:
            # "the landlady of the Anchor, Ana Kerr"
            return Source(at, last, SourceKind.NAME, named[0], last - 1, first)
    at = first
    while at < last:
        named = entities.starting(at)
        if named is None:
            word = tokens[at].lower
            # "Secretary of State Ana Kerr", "a spokesman, Ana Kerr": here such words do not end the head
            title = word in {"of", "for"} and _only_title(document, first, at)
            apposition = tokens[at].text == "," and at + 1 < last and entities.starting(at + 1) is not None
            ends = word in LINKS or word in RELATIVE or tokens[at].text in ",—–-("
            if ends and not title and not apposition:
                return None
            at += 1
            continue
        entity, name = named
        end = name.last
        follower = tokens[end].lower if end < last else ""
        if follower in {"and", "&"} and _another(entities, end + 1, last):
            return Source(first, last, SourceKind.NOMINAL, None, last - 1, first, True)
        if follower == "'s" or follower in FOLLOWERS or (follower and tokens[end].shape is Shape.LOWER):
            if follower in RELATIVE or follower in PREPOSITIONS:
                return Source(name.first, end, SourceKind.NAME, entity, end - 1, first)
            at = end
            continue  # "Kerr's campaign", "a Kerr aide"
        other = entities.starting(end) if end < last else None
        if other is not None or (end < last and tokens[end].capital):
            at = end
            continue  # "Lantern President Ana Kerr": the name comes later
        return Source(name.first, end, SourceKind.NAME, entity, end - 1, first)
    return None


def _only_title(document: Document, first: int, at: int) -> bool:
    """Whether tokens ``[first, at)`` are a title in capitals."""
    words = [token for token in document.tokens[first:at] if token.lower not in DETERMINERS]
    return any(word.lower in TITLE_WORDS for word in words) and all(word.capital for word in words)


def _another(entities: Entities, at: int, last: int) -> bool:
    return any((found := entities.starting(index)) and found[0].type is EntityType.PERSON for index in range(at, last))


def _nominal(document: Document, first: int, last: int) -> Source:
    tokens = document.tokens
    head = first
    for at in range(first, last):
        word = tokens[at].lower
        if at > first and (word in PREPOSITIONS or word in RELATIVE or tokens[at].shape is Shape.PUNCTUATION):
            break
        head = at
    word = tokens[head].lower
    joined = any(tokens[at].lower == "and" for at in range(first, head))
    plural = joined or (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in COLLECTIVES
    return Source(first, last, SourceKind.NOMINAL, None, head, first, plural)
