"""Capitalised sequences that may be names, cut free of titles, and the evidence that stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..lexicon.roles import HONORIFICS, KIN, ORGANISATION_HEADS, ORGANISATION_OF, PARTICLES, ROLES, SHORT_TITLES
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import ADVERBS, AUXILIARIES, DAYS, HOLIDAYS, MONTHS, STARTERS
from ..tokens import Shape, Token
from .known import is_known, known_from

CABINET = word_set(
    "state defense defence treasury health education labor energy agriculture commerce transportation "
    "homeland war interior navy army the security business culture transport justice"
)
STARTING_MARKS = word_set(". ! ? … ... : “ ” \" ‘ ’ « » „ `` '' — -- • * ' (")
JOINED_HEADS = word_set("administration enforcement protection commission agency authority association services")
POSSESSED_HEADS = word_set("hospital college school church")
NOT_NAMES = DAYS | MONTHS | HOLIDAYS
# Written in capitals, but nobody.
PLAIN_CAPITALS = word_set(
    "tv pm am ceo cfo coo cto gmt est edt pst pdt utc usa dna hiv aids faq pdf gdp vp mp mps phd md ad bc "
    "id it ok diy suv atm gps lgbt lgbtq pac pr hr q&a iq ufo us uk dc d.c. u.s. u.k. pc rip vip wmd vr "
    "ai a.m. p.m. jr jr. sr sr. ii iii iv i a o cv full text abstract new story photo video read more "
    "watch now breaking update exclusive nyse nasdaq ftse mr ms dr vat ied"
)


@dataclass(slots=True)
class Candidate:
    """A capitalised sequence, tokens ``[first, last)``, with what stands before and after it."""

    first: int
    last: int
    words: tuple[str, ...]
    titled: bool = False  # a role or honorific stands right before
    gender: str = ""  # shown by the honorific
    after: str = ""  # lower-case text of the next token
    verb: str = ""  # the next token that is no auxiliary or adverb
    beyond: str = ""  # the token after the next
    before: str = ""  # lower-case text of the token before, titles left out
    lead: str = ""  # and of the token before that
    at_start: bool = False  # first word of a sentence: its capital may mean nothing
    evidence: dict[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The words in lower case: one decision a key and document."""
        return " ".join(self.words).lower()


def sentence_starts(tokens: Sequence[Token], index: int, paragraph_first: bool) -> bool:
    """Whether the token's capital may only be that of a sentence."""
    if paragraph_first or index == 0:
        return True
    before = tokens[index - 1]
    return before.text in STARTING_MARKS


def candidates(tokens: Sequence[Token], breaks: frozenset[int] | set[int], longest: int) -> list[Candidate]:
    """The capitalised sequences of a text; ``breaks`` holds the first token of every paragraph."""
    found: list[Candidate] = []
    shouting = _shouting(tokens, breaks)
    index, count = 0, len(tokens)
    while index < count:
        token = tokens[index]
        if not _starts_name(tokens, index) or index in shouting:
            index += 1
            continue
        start = sentence_starts(tokens, index, index in breaks)
        if start and token.lower in STARTERS and token.lower not in ROLES and not _known_from(tokens, index):
            index += 1
            continue
        last = _sequence_end(tokens, index, breaks, longest)
        found.extend(_free_of_titles(tokens, index, last, start))
        index = max(last, index + 1)
    return found


def _shouting(tokens: Sequence[Token], breaks: frozenset[int] | set[int]) -> set[int]:
    """The tokens of paragraphs written in capitals throughout, where a capital means nothing."""
    found: set[int] = set()
    edges = [*sorted(breaks), len(tokens)]
    for first, last in pairwise(edges):
        letters = [t for t in tokens[first:last] if t.shape in (Shape.LOWER, Shape.TITLE, Shape.CAPS)]
        if len(letters) > 4 and sum(t.shape is Shape.CAPS for t in letters) > 0.7 * len(letters):
            found.update(range(first, last))
    return found


def _starts_name(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text[0] in "@#":
        return False
    if token.lower in NOT_NAMES:
        # "April Ryan", "May" with a surname after: left to the given names
        return token.lower in given_names() and _is_capital_word(tokens, index + 1) and not _digit(tokens, index + 1)
    if token.shape is Shape.LOWER and token.lower.startswith(("al-", "el-")) and token.text[3:4].isupper():
        return True
    return token.capital or (token.shape is Shape.MIXED and len(token.text) > 2)


def _digit(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].shape is Shape.NUMBER


def _is_capital_word(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and (tokens[index].capital or tokens[index].shape is Shape.MIXED)


def _known_from(tokens: Sequence[Token], index: int) -> bool:
    """Whether a listed organisation of several words starts here ("White House" at a sentence's start)."""
    pair = " ".join(t.lower for t in tokens[index : index + 2])
    return known_from(tokens, index) > index or pair in entries("places")


def _sequence_end(tokens: Sequence[Token], index: int, breaks: frozenset[int] | set[int], longest: int) -> int:
    last = index + 1
    organisation = tokens[index].lower in ORGANISATION_OF
    while last < len(tokens) and last - index < longest and last not in breaks:
        token = tokens[last]
        if token.start - tokens[last - 1].end > 1:
            break
        if (token.capital or token.shape is Shape.MIXED) and token.lower not in DAYS and token.text[0] not in "@#":
            if token.lower in STARTERS and tokens[last - 1].text.endswith(".") and token.lower not in ROLES:
                break
            if token.lower in MONTHS and _digit(tokens, last + 1):
                break
            organisation = organisation or token.lower in ORGANISATION_OF
            last += 1
            continue
        step = _connected(tokens, last, organisation, tokens[last - 1].lower)
        if not step or last + step - index > longest:
            break
        last += step
    return last


def _connected(tokens: Sequence[Token], at: int, organisation: bool, before: str) -> int:
    """How many tokens a connector at ``at`` adds ("of", "for the", "al-", "de la"); 0 where the name ends."""
    word = tokens[at].lower
    if word in PARTICLES or word.startswith(("al-", "el-", "d'", "ul-")):
        reach = at + 1
        while reach < len(tokens) and reach < at + 3 and tokens[reach].lower in PARTICLES:
            reach += 1
        if word.startswith(("al-", "el-")) and len(word) > 3:
            return 1
        return reach - at + 1 if _is_capital_word(tokens, reach) else 0
    if word in {"'", "’"} and tokens[at].start == tokens[at - 1].end and tokens[at - 1].lower.endswith("s"):
        # "Tally Clerks’ Union": the last word tells that it is one name
        reach = at + 1
        while reach < len(tokens) and reach < at + 4 and _is_capital_word(tokens, reach):
            reach += 1
        return reach - at if reach > at + 1 and tokens[reach - 1].lower in ORGANISATION_HEADS else 0
    if word == "&":
        return 2 if _is_capital_word(tokens, at + 1) else 0
    if (
        word == "'s"
        and at + 1 < len(tokens)
        and tokens[at + 1].text.istitle()
        and tokens[at + 1].lower in POSSESSED_HEADS
    ):
        return 2  # "St Anne's Hospital"
    if word == "'s" and at + 1 < len(tokens):
        return int(is_known([tokens[at - 1].text, "'s"]))
    if (
        word == "of"
        and before in {"secretary", "minister"}
        and at + 1 < len(tokens)
        and tokens[at + 1].lower in CABINET
    ):
        return 2
    if word == "at" and organisation and _is_capital_word(tokens, at + 1):
        # "University of Port Ellis at Marsh"
        return 2 if any(t.lower == "of" for t in tokens[max(0, at - 4) : at]) else 0
    if word in {"of", "for", "on"} and organisation and before in ORGANISATION_OF:
        reach = at + 1
        if reach < len(tokens) and tokens[reach].lower in NOT_NAMES:
            return 0
        if reach < len(tokens) and tokens[reach].lower == "the":
            reach += 1
        return reach - at + 1 if _is_capital_word(tokens, reach) else 0
    if word == "and" and not organisation:
        # "Fisheries and Harbours Administration": the last word tells that it is one name
        reach = at + 1
        while reach < len(tokens) and reach < at + 4 and _is_capital_word(tokens, reach):
            reach += 1
        return reach - at if reach > at + 1 and tokens[reach - 1].lower in JOINED_HEADS else 0
    if word == "and" and _is_capital_word(tokens, at + 1):
        # "Department of Health and Human Services", not "the Senate and Congress"
        back = tokens[max(0, at - 3) : at]
        return 2 if any(t.lower in {"of", "for"} for t in back) and not _person_like(tokens[at + 1]) else 0
    return 0


def _person_like(token: Token) -> bool:
    return token.lower in given_names() or token.lower in HONORIFICS


def _is_title(word: str) -> bool:
    return word in ROLES or word in HONORIFICS or word in SHORT_TITLES or word.removeprefix("ex-") in ROLES


def _free_of_titles(tokens: Sequence[Token], first: int, last: int, at_start: bool) -> list[Candidate]:
    """The name inside ``[first, last)``: titles, nationalities and sentence words before it are left out."""
    begin = first
    titled, gender = False, ""
    words = [token.lower for token in tokens[first:last]]
    whole = " ".join(words)
    if not is_known([token.text for token in tokens[first:last]]) and whole not in entries("places"):
        head = words[-1]
        organisation = head in ORGANISATION_HEADS and len(words) > 1
        for offset, word in enumerate(words):
            if not _is_title(word) or (organisation and word not in HONORIFICS):
                continue
            if word in given_names() and offset and not _is_title(words[offset - 1]):
                continue
            if offset and offset + 1 == len(words) and words[0] in given_names():
                continue  # "Ana King"
            cut = offset + 1
            if cut + 1 < len(words) and words[cut] in {"of", "for"} and words[cut + 1] in CABINET:
                cut += 2
            elif cut < len(words) and words[cut] in {"general", "justice", "executive", "minister", "secretary"}:
                cut += 1
            begin = first + cut
            titled = True
            gender = HONORIFICS.get(word, gender) if HONORIFICS.get(word) != "n" else gender
        if begin == first and not organisation:
            while begin < last - 1 and tokens[begin].lower in entries("nationalities"):
                begin += 1
            while begin < last - 1 and at_start and begin == first and tokens[begin].lower in STARTERS:
                begin += 1
    printed_the = begin == first and not at_start and tokens[begin].text == "The" and last - begin > 1
    if begin < last and tokens[begin].lower in {"of", "for", "the", "and", "&"} and not printed_the:
        begin += 1
    if begin >= last:
        begin = last - 1  # "King", "Judge": a surname where somebody of the document has it, else no name
    if begin == first and first:
        close = tokens[first].start - tokens[first - 1].end <= 1
        titled = titled or (close and _is_title(tokens[first - 1].lower))
    before = tokens[begin - 1].lower if begin else ""
    lead = tokens[begin - 2].lower if begin > 1 else ""
    titled = titled or (lead if before == "," else before) in KIN
    after = tokens[last].lower if last < len(tokens) else ""
    if last + 2 < len(tokens) and after == "," and tokens[last + 1].lower.rstrip(".") in {"jr", "sr"}:
        last += 2
    found = Candidate(
        begin,
        last,
        tuple(t.text for t in tokens[begin:last]),
        titled,
        gender,
        after,
        _verb(tokens, last),
        tokens[last + 1].lower if last + 1 < len(tokens) else "",
        before,
        lead,
        at_start and begin == first,
    )
    return [found]


def _verb(tokens: Sequence[Token], at: int) -> str:
    """The verb that may follow a name: over "has repeatedly" to "said"."""
    for token in tokens[at : at + 4]:
        if token.lower not in AUXILIARIES and token.lower not in ADVERBS and not token.lower.endswith("ly"):
            return token.lower
    return ""


def printed_name(candidate: Candidate) -> str:
    """The name as text: its words with a space between."""
    text = candidate.words[0]
    for word in candidate.words[1:]:
        text += word if word == "," or word.startswith(("'", "’")) else " " + word
    return text
