"""How far a capitalised sequence reaches: over "of", "for the", "and", "'s" where what stands around shows one name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..lexicon.roles import HONORIFICS, ORGANISATION_HEADS, ORGANISATION_OF, PARTICLES, ROLES
from ..lexicon.wordlists import given_names, word_set
from ..lexicon.words import DAYS, HOLIDAYS, MONTHS, STARTERS
from ..tokens import Shape, Token
from .known import is_known, known_from

CABINET = word_set(
    "state defense defence treasury health education labor energy agriculture commerce transportation "
    "homeland war interior navy army the security business culture transport justice"
)
JOINED_HEADS = word_set("administration enforcement protection commission agency authority association services")
POSSESSED_HEADS = word_set("hospital college school church")
NOT_NAMES = DAYS | MONTHS | HOLIDAYS
JOINING = word_set("of for on in to the at against 's")
# What a country's name and these words name: "the Iraqi army", "U.S. military", "Houston police".
STATE_BODIES = (
    ("government",),
    ("military",),
    ("army",),
    ("navy",),
    ("air", "force"),
    ("armed", "forces"),
    ("security", "forces"),
    ("forces",),
    ("police",),
    ("parliament",),
    ("foreign", "ministry"),
    ("interior", "ministry"),
    ("defense", "ministry"),
    ("defence", "ministry"),
    ("health", "ministry"),
    ("finance", "ministry"),
    ("justice", "ministry"),
    ("supreme", "court"),
    ("central", "bank"),
)
FIRM_ENDINGS = word_set("inc inc. ltd ltd. llc plc corp corp. l.l.c. l.p. s.a.")
INSIDE, BESIDE = 0.5, 0.25  # how likely a joining word, and the word before it, are part of an organisation's name
APART = 0.15  # an "&" that is less likely part of such a name stands between two names
Inside = Callable[[Token], float]


def sequence_end(
    tokens: Sequence[Token], index: int, breaks: Collection[int], longest: int, inside: Inside | None = None
) -> int:
    """The token behind the sequence that starts at ``index``: at most ``longest`` tokens, within the paragraph.

    ``inside`` gives how likely the trained reader finds a word part of an organisation's name.
    """
    last = max(index + 1, _known_end(tokens, index, breaks))
    organisation = tokens[index].lower in ORGANISATION_OF
    while last < len(tokens) and last - index < longest and last not in breaks:
        token = tokens[last]
        if token.start - tokens[last - 1].end > 1:
            break
        if (token.capital or token.shape is Shape.MIXED) and token.lower not in DAYS and token.text[0] not in "@#":
            if token.lower in STARTERS and tokens[last - 1].text.endswith(".") and token.lower not in ROLES:
                break
            if token.lower in MONTHS and is_number(tokens, last + 1):
                break
            organisation = organisation or token.lower in ORGANISATION_OF
            last = max(last + 1, _known_end(tokens, last, breaks))
            continue
        step = _connected(tokens, last, organisation, tokens[last - 1].lower)
        if token.lower == "&" and inside is not None and inside(token) < APART:
            break  # "Ana Kerr & Tom Lind"
        if not step and inside is not None and token.lower in JOINING:
            step = _joined(tokens, last, breaks, inside)
        if not step or last + step - index > longest:
            break
        last += step
    return last


def is_body_of(word: str, following: str) -> bool:
    """Whether a name with these words, in small letters, is that of a body: "college of", "board for"."""
    return word in ORGANISATION_OF and following in {"of", "for", "on"}


def state_body(tokens: Sequence[Token], last: int) -> int:
    """How many words behind a country's or city's name that ends at ``last`` make it a body of that state."""
    for words in STATE_BODIES:
        if tuple(token.text for token in tokens[last : last + len(words)]) == words:
            return len(words)
    return 0


def _known_end(tokens: Sequence[Token], index: int, breaks: Collection[int]) -> int:
    """The token behind a well-known name that starts at ``index`` and stays in its paragraph, else ``index``."""
    last = known_from(tokens, index)
    return index if any(token in breaks for token in range(index + 1, last)) else last


def _joined(tokens: Sequence[Token], at: int, breaks: Collection[int], inside: Inside) -> int:
    """How many tokens the small word at ``at`` adds where the trained reader has it inside a name ("Left to Rise")."""
    reach = at + 1
    while reach < at + 3 and reach < len(tokens) and tokens[reach].lower in JOINING:
        reach += 1
    joined = all(inside(token) > INSIDE for token in tokens[at:reach])
    if reach < len(tokens) and (known_from(tokens, reach) > reach or is_known([tokens[reach].text])):
        return 0  # "Ana Kerr of United Mine Workers of America"
    within = reach not in breaks and is_capital_word(tokens, reach) and tokens[reach].lower not in NOT_NAMES
    return reach - at + 1 if within and inside(tokens[at - 1]) > BESIDE and joined else 0


def _connected(tokens: Sequence[Token], at: int, organisation: bool, before: str) -> int:
    """How many tokens a connector at ``at`` adds ("of", "for the", "al-", "de la"); 0 where the name ends."""
    word = tokens[at].lower
    if word in PARTICLES or word.startswith(("al-", "el-", "d'", "ul-")):
        reach = at + 1
        while reach < len(tokens) and reach < at + 3 and tokens[reach].lower in PARTICLES:
            reach += 1
        if word.startswith(("al-", "el-")) and len(word) > 3:
            return 1
        return reach - at + 1 if is_capital_word(tokens, reach) else 0
    if word in {"'", "’"} and tokens[at].start == tokens[at - 1].end and tokens[at - 1].lower.endswith("s"):
        # "Tally Clerks’ Union": the last word tells that it is one name
        reach = at + 1
        while reach < len(tokens) and reach < at + 4 and is_capital_word(tokens, reach):
            reach += 1
        return reach - at if reach > at + 1 and tokens[reach - 1].lower in ORGANISATION_HEADS else 0
    if word == ",":  # "Lantern Works, Inc."
        return 2 if at + 1 < len(tokens) and tokens[at + 1].lower in FIRM_ENDINGS and tokens[at + 1].capital else 0
    if word == "&":
        return 2 if is_capital_word(tokens, at + 1) else 0
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
    if word == "at" and organisation and is_capital_word(tokens, at + 1):
        # "University of Port Ellis at Marsh"
        return 2 if any(t.lower == "of" for t in tokens[max(0, at - 4) : at]) else 0
    if word == "of" and _ends_as_firm(tokens, at + 1):
        return 2
    if word in {"of", "for", "on"} and organisation and before in ORGANISATION_OF:
        reach = at + 1
        if reach < len(tokens) and tokens[reach].lower in NOT_NAMES:
            return 0
        if reach < len(tokens) and tokens[reach].lower == "the":
            reach += 1
        return reach - at + 1 if is_capital_word(tokens, reach) else 0
    if word == "and" and not organisation:
        # "Fisheries and Harbours Administration": the last word tells that it is one name
        reach = at + 1
        while reach < len(tokens) and reach < at + 4 and is_capital_word(tokens, reach):
            reach += 1
        return reach - at if reach > at + 1 and tokens[reach - 1].lower in JOINED_HEADS else 0
    if word == "and" and is_capital_word(tokens, at + 1):
        # "Department of Health and Human Services", not "the Senate and Congress"
        back = tokens[max(0, at - 3) : at]
        return 2 if any(t.lower in {"of", "for"} for t in back) and not _person_like(tokens[at + 1]) else 0
    return 0


def _person_like(token: Token) -> bool:
    return token.lower in given_names() or token.lower in HONORIFICS


def _ends_as_firm(tokens: Sequence[Token], at: int) -> bool:
    """Whether the capitals from ``at`` on end in "Inc.": "Lantern Works of Norland Inc."."""
    reach = at
    while reach < at + 4 and is_capital_word(tokens, reach):
        reach += 1
    return reach > at + 1 and tokens[reach - 1].lower in FIRM_ENDINGS


def is_number(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number stands there."""
    return index < len(tokens) and tokens[index].shape is Shape.NUMBER


def is_capital_word(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word with a capital stands there."""
    return index < len(tokens) and (tokens[index].capital or tokens[index].shape is Shape.MIXED)
