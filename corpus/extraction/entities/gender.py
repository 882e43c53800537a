"""What the words around a name show of gender: "his wife, Edda", "a spokeswoman, Ana Kerr"."""

from __future__ import annotations

from ..document import Document
from ..lexicon.wordlists import word_set
from .found import Entities, NameSpan

# written by the project
FEMALE_NOUNS = word_set(
    "wife daughter mother sister aunt niece grandmother granddaughter widow girlfriend mum mom stepmother stepdaughter "
    "woman girl lady spokeswoman chairwoman congresswoman businesswoman policewoman councilwoman actress landlady "
    "waitress heiress hostess headmistress princess duchess queen nun midwife"
)
MALE_NOUNS = word_set(
    "husband son father brother uncle nephew grandfather grandson widower boyfriend dad stepfather stepson man boy "
    "spokesman chairman congressman businessman policeman councilman landlord waiter headmaster prince duke king monk "
    "fisherman fireman salesman"
)
BETWEEN = word_set("and , – — successor partner heir former late elder younger eldest youngest")
AFTER_APPOSITION = frozenset(",.;:()–—")
REACH = 5  # tokens before a name that are looked at


def show_genders(document: Document, entities: Entities) -> None:
    """Give people the gender that a noun right before their name shows; it counts for more than a given name."""
    for person in entities.people:
        for name in person.names:
            gender = _before(document, name)
            if gender and not (person.gender and _clause_ends(document, name)):
                person.gender = gender
                break


def _clause_ends(document: Document, name: NameSpan) -> bool:
    """Whether the comma before a name may end a clause: "after a call to his mother, Daniel left"."""
    tokens = document.tokens
    end = document.sentences[document.sentence_of[name.first]].last
    apart = name.first > 0 and tokens[name.first - 1].text == ","
    return apart and name.last < end and tokens[name.last].text not in AFTER_APPOSITION


def _before(document: Document, name: NameSpan) -> str:
    sentence = document.sentences[document.sentence_of[name.first]].first
    words = [token.lower for token in document.tokens[max(sentence, name.first - 4) : name.first]]
    if words[1:] == ["first", "name", ","]:  # "who gave only his first name, Sami"
        return {"his": "m", "her": "f"}.get(words[0], "")
    if words[-1:] == ["and"]:
        return ""  # "his wife and Kerr"
    for at in range(name.first - 1, max(sentence, name.first - REACH) - 1, -1):
        word = document.tokens[at].lower
        if word in FEMALE_NOUNS:
            return "f"
        if word in MALE_NOUNS:
            return "m"
        if word not in BETWEEN:
            return ""
    return ""
