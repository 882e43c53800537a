"""The small words inside names: "of", "for the", "and", "de la"; how far a name goes on behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..lexicon.roles import HONORIFICS, ORGANISATION_HEADS, ORGANISATION_OF, PARTICLES, ROLES
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import DAYS, HOLIDAYS, MONTHS
from ..tokens import Shape, Token
from .known import is_known

CABINET = word_set(
    "state defense defence treasury health education labor energy agriculture commerce transportation "
    "homeland war interior navy army the security business culture transport justice staff"
)
# Heads that "of", "for" or "on" makes longer, beside those of the lexicon.
OF_HEADS = ORGANISATION_OF | word_set(
    "organization organisation foundation club alliance coalition fund trust campaign congress conference network "
    "project initiative movement front corps authority agency administration museum library hospital corporation "
    "chamber caucus archdiocese diocese registry parliament senate workers chiefs centers centres bureau forum "
    "directorate inspectorate laboratory partnership brotherhood knights friends physicians cabinet"
)
# People who band together behind "for", "against" and the like: "Citizens for Quiet Skies".
BANDS = word_set(
    "citizens americans students veterans mothers fathers parents families physicians doctors lawyers scientists "
    "teachers nurses conservatives taxpayers women voters reporters engineers farmers clergy generation action"
)
JOINED_HEADS = word_set("administration enforcement protection commission agency authority association services")
POSSESSED_HEADS = word_set("hospital college school church")
POSSESSED_OFFICES = word_set("department office association federation union")
# Named after a place and nothing else: "and" begins another name.
PLACED = word_set("university college bank church city court house school")
NOT_NAMES = DAYS | MONTHS | HOLIDAYS


def capital_word(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word with a capital stands there."""
    return index < len(tokens) and (tokens[index].capital or tokens[index].shape is Shape.MIXED)


def bodily(words: Sequence[str]) -> bool:
    """Whether lower-case words hold the head of a body with what it is for: "center for", "workers of"."""
    return any(
        (word in OF_HEADS and after in {"of", "for", "on"}) or (word in BANDS and after in {"for", "against"})
        for word, after in pairwise(words)
    )


def connected(tokens: Sequence[Token], first: int, at: int) -> int:
    """How many tokens a connector at ``at`` adds to the name that begins at ``first``; 0 where it ends."""
    word, before = tokens[at].lower, tokens[at - 1].lower
    if word in PARTICLES or word.startswith(("al-", "el-", "d'", "ul-")):
        reach = at + 1
        while reach < len(tokens) and reach < at + 3 and tokens[reach].lower in PARTICLES:
            reach += 1
        if word.startswith(("al-", "el-")) and len(word) > 3:
            return 1
        return reach - at + 1 if capital_word(tokens, reach) else 0
    if word in {"'", "’"} and tokens[at].start == tokens[at - 1].end and before.endswith("s"):
        # "Tally Clerks’ Union": the last word tells that it is one name
        reach = _capitals_end(tokens, at + 1)
        return reach - at if reach > at + 1 and tokens[reach - 1].lower in ORGANISATION_HEADS else 0
    if word == "&":
        return 2 if capital_word(tokens, at + 1) else 0
    if word in {"'s", "’s"}:
        return _possessed(tokens, first, at)
    organisation = any(token.lower in OF_HEADS for token in tokens[first:at])
    if word == "of" and before in {"secretary", "minister", "chief"}:
        return 2 if at + 1 < len(tokens) and tokens[at + 1].lower in CABINET else 0
    if word == "at" and organisation and capital_word(tokens, at + 1):
        # "University of Port Ellis at Marsh"
        return 2 if any(t.lower == "of" for t in tokens[max(first, at - 4) : at]) else 0
    if (word in {"of", "for", "on"} and before in OF_HEADS) or (word in {"for", "against"} and before in BANDS):
        return _complement(tokens, at)
    if word == "and":
        return _joined(tokens, first, at, organisation)
    if word == ",":
        return _listed(tokens, first, at)
    return 0


def _capitals_end(tokens: Sequence[Token], reach: int, most: int = 3) -> int:
    end = reach + most
    while reach < end and capital_word(tokens, reach):
        reach += 1
    return reach


def _possessed(tokens: Sequence[Token], first: int, at: int) -> int:
    if at + 1 < len(tokens) and tokens[at + 1].text.istitle():
        head = tokens[at + 1].lower
        if head in POSSESSED_HEADS or (head in POSSESSED_OFFICES and tokens[at - 1].lower in ROLES):
            return 2  # "St Anne's Hospital", "Sheriff's Department"
    return int(at == first + 1 and is_known([tokens[at - 1].text, "'s"]))


def _complement(tokens: Sequence[Token], at: int) -> int:
    reach = at + 1
    if reach < len(tokens) and tokens[reach].lower in NOT_NAMES:
        return 0
    if reach < len(tokens) and tokens[reach].lower == "the":
        reach += 1
    return reach - at + 1 if capital_word(tokens, reach) else 0


def _joined(tokens: Sequence[Token], first: int, at: int, organisation: bool) -> int:
    reach = _capitals_end(tokens, at + 1)
    if reach == at + 1:
        return 0
    if reach > at + 2 and tokens[reach - 1].lower in JOINED_HEADS and not organisation:
        return reach - at  # "Fisheries and Harbours Administration": the last word tells that it is one name
    # "Department of Health and Human Services", not "the Senate and Congress"
    if not _about(tokens, first, at) or _of_its_own(tokens, at + 1, reach):
        return 0
    return 2


def _about(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether the name so far says what a body is for, and not where it is."""
    for place in range(at - 1, first, -1):
        if tokens[place].lower in {"of", "for", "on"}:
            return tokens[place - 1].lower not in PLACED and at - place < 6
    return False


def _of_its_own(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether capitalised words after "and" are another name."""
    token = tokens[first]
    if token.lower in given_names() or token.lower in HONORIFICS or token.lower in ROLES:
        return token.lower not in {"justice"}
    words = [t.lower for t in tokens[first:last]]
    # "Ministry of Trade and City Council": a head of its own, save where heads are common words of a field
    headed = words[-1] in ORGANISATION_HEADS and words[-1] not in {"services", "technology", "energy", "records"}
    after = tokens[last].lower if last < len(tokens) else ""
    return (
        (token.shape is Shape.CAPS and len(token.text) > 2)
        or (headed and len(words) > 1)
        or (words[-1] in OF_HEADS and after in {"of", "for"})
        or is_known([t.text for t in tokens[first:last]])
    )


def _listed(tokens: Sequence[Token], first: int, at: int) -> int:
    """ "Ministry of Works, Fisheries and Food": single capitalised words up to an "and"."""
    if at == first + 1 and (firm := _partners(tokens, at)):
        return firm
    if not _about(tokens, first, at) or not bodily([t.lower for t in tokens[first:at]]):
        return 0
    place = at
    while place + 1 < len(tokens) and tokens[place].text == "," and tokens[place + 1].shape is Shape.TITLE:
        if _of_its_own(tokens, place + 1, place + 2) or tokens[place + 1].lower in entries("places"):
            return 0
        place += 2
    if place + 1 < len(tokens) and tokens[place].text == ",":
        place += 1
    if place == at or place + 1 >= len(tokens) or tokens[place].lower != "and" or not capital_word(tokens, place + 1):
        return 0
    reach = _capitals_end(tokens, place + 1)
    if _of_its_own(tokens, place + 1, reach) or tokens[place + 1].lower in entries("places"):
        return 0
    return place + 2 - at


def _partners(tokens: Sequence[Token], at: int) -> int:
    """ "Quill, Arden, Moss & Vane": surnames up to an "&"."""
    place = at
    while place + 1 < len(tokens) and tokens[place].text == "," and tokens[place + 1].shape is Shape.TITLE:
        place += 2
    joined = place > at and place + 1 < len(tokens) and tokens[place].text == "&" and capital_word(tokens, place + 1)
    return place + 2 - at if joined else 0
