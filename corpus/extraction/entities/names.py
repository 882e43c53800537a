"""Capitalised sequences that may be names, cut free of titles, and the evidence that stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..lexicon.roles import HONORIFICS, KIN, ORGANISATION_HEADS, ROLE_MODIFIERS, ROLES, SHORT_TITLES
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import ADVERBS, AUXILIARIES, CONJUNCTIONS, NUMBERS, PREPOSITIONS, STARTERS
from ..tokens import Shape, Token
from .known import is_known, known_from
from .sequences import CABINET, NOT_NAMES, Inside, is_body_of, is_capital_word, is_number, sequence_end, state_body

STARTING_MARKS = word_set(". ! ? … ... : “ ” \" ‘ ’ « » „ `` '' — -- • * ' (")
PARTY_AND_STATE = re.compile("[DRI]-[A-Z]")  # "D-Calif."
STATES = frozenset({"US", "u.s.", "uk", "u.k.", "un", "u.n.", "eu"})
# Listed as peoples, but no state has a body of this name.
BELIEFS = word_set(
    "democrat democrats democratic republican republicans liberal liberals conservative conservatives socialist tory "
    "tories communist catholic christian evangelical hindu islamic islamist jewish mormon muslim orthodox protestant "
    "shia shiite sikh sunni black white hispanic latino northern southern eastern western nazi"
)
FORMS_OF_ADDRESS = word_set("mr mrs ms dr prof rev sir mme")  # "Mr", unlike "King", opens no organisation's name
FUNCTION_WORDS = PREPOSITIONS | CONJUNCTIONS
PARTISANS = word_set("democrats republicans conservatives tories")
COUNTING = NUMBERS | word_set("some many most few several other fellow both all no these those")
ARABIC_ARTICLES = word_set("al el ul as ad an ar ash")
# Written in capitals, but nobody.
PLAIN_CAPITALS = word_set(
    "tv pm am ceo cfo coo cto gmt est edt pst pdt utc usa dna hiv aids faq pdf gdp vp mp mps phd md ad bc "
    "id it ok diy suv atm gps lgbt lgbtq pac pr hr q&a iq ufo us uk dc d.c. u.s. u.k. pc rip vip wmd vr "
    "ai a.m. p.m. jr jr. sr sr. ii iii iv i a o cv full text abstract new story photo video read more "
    "watch now breaking update exclusive nyse nasdaq ftse mr ms dr vat ied "
    "ptsd adhd cd dvd ios html url et ct m.d. ph.d. d.d.s. dds mba rn cpa esq l.g.b.t. dui iou fyi "
    "ceos cfos pacs phds vips suvs dvds cds atms usb wifi led cctv covid covid-19 sars mmr vbied vbieds ieds nco "
    "bst cet cest ist hkt aest msk jst lcd gif jpeg era rbi answer question email url mvp dax "
    "n.d. s.d. n.y. n.j. n.m. n.h. n.c. s.c. r.i. b.c. l.a. w.va. n.s.w. nsw"
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
    of_office: bool = False  # stands before a title, as whose office it is: "FBI Director Ana Kerr"
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


def candidates(
    tokens: Sequence[Token], breaks: frozenset[int] | set[int], longest: int, inside: Inside | None = None
) -> list[Candidate]:
    """The capitalised sequences of a text; ``breaks`` holds the first token of every paragraph.

    ``inside`` gives how likely the trained reader finds a word part of an organisation's name.
    """
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
        last = sequence_end(tokens, index, breaks, longest, inside)
        if not _members(tokens, index, last):
            found.extend(_free_of_titles(tokens, index, last, start))
        index = max(last, index + 1)
    return found


def _members(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether some people of a party are meant, not the party: "two Democrats"."""
    return index > 0 and last == index + 1 and tokens[index].lower in PARTISANS and tokens[index - 1].lower in COUNTING


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
    if token.text[0] in "@#" or PARTY_AND_STATE.match(token.text):
        return False
    if token.lower in NOT_NAMES:
        # "April Ryan", "May" with a surname after: left to the given names
        return token.lower in given_names() and is_capital_word(tokens, index + 1) and not is_number(tokens, index + 1)
    if token.shape is Shape.LOWER and token.lower.startswith(("al-", "el-")) and token.text[3:4].isupper():
        return True
    if token.shape is Shape.MIXED:  # "eBay", "al-Sadr", not "pro-Kerr"
        return len(token.text) > 2 and ("-" not in token.text or token.text.partition("-")[0] in ARABIC_ARTICLES)
    return token.capital


def _known_from(tokens: Sequence[Token], index: int) -> bool:
    """Whether a listed organisation of several words starts here ("White House" at a sentence's start)."""
    pair = " ".join(t.lower for t in tokens[index : index + 2])
    if pair in entries("places"):
        return True
    last = known_from(tokens, index)
    if tokens[index].lower == "the":  # "The Sun" at a sentence's start may be the one in the sky
        return last > index and is_known([token.text for token in tokens[index + 1 : last]])
    return last > index


def _is_title(word: str) -> bool:
    return word in ROLES or word in HONORIFICS or word in SHORT_TITLES or word.removeprefix("ex-") in ROLES


def _free_of_titles(tokens: Sequence[Token], first: int, last: int, at_start: bool) -> list[Candidate]:
    """The name inside ``[first, last)``: titles, nationalities and sentence words before it are left out."""
    begin = first
    titled, gender, office = False, "", 0
    words = [token.lower for token in tokens[first:last]]
    whole = " ".join(words)
    if not is_known([token.text for token in tokens[first:last]]) and whole not in entries("places"):
        head = words[-1]
        organisation = len(words) > 1 and (head in ORGANISATION_HEADS or any(map(is_body_of, words, words[1:])))
        for offset, word in enumerate(words):
            if not _is_title(word) or (organisation and word.rstrip(".") not in FORMS_OF_ADDRESS):
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
            office = office or offset
            titled = True
            gender = HONORIFICS.get(word, gender) if HONORIFICS.get(word) != "n" else gender
        if organisation and words[0] in ROLES and words[1] == "of":  # "Secretary of the Department of Works"
            begin = first + (3 if words[2:3] == ["the"] else 2)
        while begin < last - 1 and at_start and tokens[begin].lower in FUNCTION_WORDS:
            begin += 1
        while begin < last - 2 and tokens[begin].lower in PLAIN_CAPITALS and tokens[begin + 1].lower in given_names():
            begin += 1  # "Miss USA Ana Kerr"
        if begin == first and not organisation:
            while begin < last - 1 and tokens[begin].lower in entries("nationalities"):
                begin += 1
            while begin < last - 1 and at_start and begin == first and tokens[begin].lower in STARTERS:
                begin += 1
    kept = not at_start or (begin < last and known_from(tokens, begin) == last)
    printed_the = begin == first and kept and tokens[begin].text == "The" and last - begin > 1
    if begin < last and tokens[begin].lower in {"of", "for", "the", "and", "&"} and not printed_the:
        begin += 1
    if begin >= last:
        begin = last - 1  # "King", "Judge": a surname where somebody of the document has it, else no name
    if begin == first and first:
        close = tokens[first].start - tokens[first - 1].end <= 1
        titled = titled or (close and _is_title(tokens[first - 1].lower))
    where = " ".join(token.lower for token in tokens[begin:last])
    if where in STATES or (where in entries("nationalities") and where not in BELIEFS) or where in entries("places"):
        last += state_body(tokens, last)
    before = tokens[begin - 1].lower if begin else ""
    lead = tokens[begin - 2].lower if begin > 1 else ""
    titled = titled or (lead if before == "," else before) in KIN
    after = tokens[last].lower if last < len(tokens) else ""
    if last + 2 < len(tokens) and after == "," and tokens[last + 1].lower.rstrip(".") in {"jr", "sr"}:
        last += 2
    name = Candidate(
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
    owner = _owner(tokens, first, first + office, at_start)
    return [owner, name] if owner is not None else [name]


def _owner(tokens: Sequence[Token], first: int, title: int, at_start: bool) -> Candidate | None:
    """The name before a title: "Home Depot" of "Home Depot CEO Ana Kerr", "Senate" of "Senate Majority Leader"."""
    last = title
    while last > first and not is_known([token.text for token in tokens[first:last]]):
        if tokens[last - 1].lower not in ROLE_MODIFIERS:
            break
        last -= 1
    words = tuple(token.text for token in tokens[first:last])
    lowers = [word.lower() for word in words]
    if (
        not words
        or _is_title(lowers[0])
        or " ".join(lowers) in entries("places")
        or lowers[0] in entries("nationalities")
    ):
        return None
    if at_start and lowers[0] in STARTERS and not is_known(words):
        return None
    after = tokens[last].lower
    return Candidate(first, last, words, after=after, at_start=at_start, of_office=True)


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
