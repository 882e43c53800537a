"""Roles in news: what a person does, in which field of life, and where.

"US ambassador to Syria" has the head *ambassador*, the field *public life* and the qualifiers *us* and *syria*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.extraction.lexicon.roles import FUTURE_WORDS, PAST_WORDS, ROLE_MODIFIERS, ROLES
from corpus.extraction.lexicon.wordlists import entries, word_set
from corpus.extraction.lexicon.words import ARTICLES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS
from corpus.folding import folded_words

# The field that a role's head word belongs to; heads that fit several fields ("director", "member") have none.
PUBLIC, LAW, FORCES, MEDIA, SCHOLARSHIP, BUSINESS, SPORT, ARTS, MEDICINE, FAITH, TEACHING, LAND = (
    *("public life", "law", "forces", "media", "scholarship", "business"),
    *("sport", "arts", "medicine", "faith", "teaching", "farming"),
)
HEADS = {
    PUBLIC: "senator congressman congresswoman governor mayor councilman councilwoman councillor councilor minister "
    "chancellor premier ambassador envoy lawmaker legislator politician mp mep diplomat undersecretary taoiseach "
    "candidate nominee contender representative commissioner sen rep gov pres",
    LAW: "judge justice attorney lawyer solicitor barrister prosecutor counsel magistrate",
    FORCES: "general colonel major lieutenant sergeant admiral soldier marine commander constable detective sheriff "
    "inspector superintendent corporal gen lt col sgt capt adm",
    MEDIA: "journalist reporter columnist correspondent anchor editor publisher",
    SCHOLARSHIP: "professor lecturer researcher scientist scholar historian biologist physicist chemist economist "
    "epidemiologist virologist astronomer archaeologist",
    BUSINESS: "ceo cfo coo cto banker trader investor entrepreneur billionaire contractor",
    SPORT: "striker goalkeeper midfielder defender batsman bowler pitcher quarterback athlete coach trainer player "
    "champion sprinter swimmer footballer golfer boxer cyclist jockey wrestler",
    ARTS: "actor actress singer musician artist designer rapper comedian dj novelist poet painter sculptor composer "
    "dancer guitarist drummer",
    MEDICINE: "doctor physician surgeon nurse psychologist psychiatrist therapist nutritionist midwife",
    FAITH: "bishop archbishop cardinal priest pastor reverend imam rabbi pope",
    TEACHING: "teacher headteacher headmaster schoolteacher",
    LAND: "farmer fisherman fishermen shepherd",
}
FIELD_OF = {head: field for field, heads in HEADS.items() for head in heads.split()}
# People move between these; a goalkeeper who is a judge somewhere else is another person.
NEIGHBOURS = frozenset({PUBLIC, LAW, FORCES, MEDIA, SCHOLARSHIP, BUSINESS})
# Posts that one holds at one place, and seldom at another later on; ministers and ambassadors move.
OFFICES = word_set(
    "mayor governor gov senator sen congressman congresswoman rep mp sheriff bishop archbishop president ceo "
    "headteacher headmaster rector councillor councilor councilman councilwoman premier chancellor"
)
# Words with a capital that by themselves name no place: "North" Dakota, Tolmouth "University", "Republican" senator.
GENERIC = word_set(
    "north south east west northern southern eastern western central new san santa saint st los las el la fort port "
    "lake mount great greater upper lower university college school institute academy county city town state district "
    "department ministry office council court committee commission board party association company group republican "
    "democratic democrat gop labour labor conservative tory liberal green independent"
)
IDLE = ROLE_MODIFIERS | PREPOSITIONS | ARTICLES | CONJUNCTIONS | DETERMINERS | PAST_WORDS | FUTURE_WORDS | {"s"}
IDLE |= word_set("us american uk british")  # written in two ways, and left out at home
KNOWN_HEADS = ROLES | frozenset(FIELD_OF)


@dataclass(frozen=True, slots=True)
class RoleNote:
    """What a printed role says: head words, their fields, and what qualifies them ("syria", "transport").

    ``places`` are the qualifiers printed with a capital.
    """

    title: str
    heads: frozenset[str]
    fields: frozenset[str]
    qualifiers: frozenset[str]
    places: frozenset[str] = frozenset()
    past: bool = False


@lru_cache(maxsize=20_000)
def role_note(title: str, past: bool = False) -> RoleNote:
    """Read a role phrase as printed."""
    words = folded_words(title.replace("-", " "))
    heads = frozenset(word for word in words if word in KNOWN_HEADS)
    fields = frozenset(FIELD_OF[word] for word in heads if word in FIELD_OF)
    qualifiers = frozenset(word for word in words if word not in KNOWN_HEADS and word not in IDLE and len(word) > 1)
    capital = frozenset(
        word for part in title.replace("-", " ").split() if part[0].isupper() for word in folded_words(part)
    )
    return RoleNote(title, heads, fields, qualifiers, qualifiers & capital, past)


def telling(one: RoleNote, other: RoleNote) -> bool:
    """Whether what qualifies both roles says enough: a word that is not in every second title, or all of one's."""
    shared = one.qualifiers & other.qualifiers
    return bool(shared - GENERIC) or (bool(shared) and shared in (one.qualifiers, other.qualifiers))


def elsewhere(one: RoleNote, other: RoleNote) -> bool:
    """Whether both roles name places, and each one that the other does not."""
    first, second = one.places - GENERIC, other.places - GENERIC
    return bool(first - second) and bool(second - first)


def other_nation(one: RoleNote, other: RoleNote) -> bool:
    """Whether the two serve two nations, both named by their people ("French", "Italian"), or ministers by land."""
    told = [entries("nationalities")]
    if "minister" in one.heads & other.heads:
        told.append(entries("places"))
    return any(one.places & names and other.places & names and not one.places & other.places & names for names in told)
