"""Capitalised sequences cut free of titles: "Works Board Chairman Ana Kerr" is a body, a title and a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..lexicon.roles import HONORIFICS, KIN, ORGANISATION_HEADS, ROLE_MODIFIERS, ROLES, SHORT_TITLES
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import ADVERBS, AUXILIARIES, STARTERS
from ..tokens import Token
from .candidate import Candidate
from .connectors import CABINET, bodily
from .known import is_known

# Titles that the lists of roles lack: plurals, offices of assemblies and of broadcasts.
MORE_TITLES = word_set(
    "assemblyman assemblywoman assemblymember alderman alderwoman councilmember congressmember moderator co-host "
    "cohost justices senators representatives congressmen governors presidents ministers judges professors mayors "
    "secretaries delegates ambassadors reverend messrs messrs. ag a.g. veep committeeman "
    "committeewoman freeholder selectman sens. reps. govs gens drs drs. profs. lieutenants anchorman trooper"
)
PEERS = word_set("duke duchess prince princess earl countess marquess marchioness")
SECOND_WORDS = word_set("general justice executive minister secretary")
# Written with a capital before a name where a sentence or a letter begins.
LEADING = STARTERS | word_set(
    "dear wherever whatever whenever using vote trust report reports reveals hi goodbye farewell lest versus via amidst"
)
ADDRESSES = word_set("mr mr. mrs mrs. ms ms. dr dr. sir")  # open no body's name
PARTIES = word_set("democratic republican")
SUFFIXED = word_set("jr sr")
# The people of American states and of some cities: no part of a name before which they stand.
STATE_PEOPLE = word_set(
    "alabamian alaskan arizonan arkansan californian coloradan delawarean floridian georgian hawaiian idahoan hoosier "
    "iowan kansan kentuckian louisianan mainer marylander michigander minnesotan mississippian missourian montanan "
    "nebraskan nevadan oklahoman ohioan oregonian pennsylvanian tennessean texan utahn vermonter virginian "
    "washingtonian wisconsinite londoner parisian berliner bostonian chicagoan"
)


def is_title(word: str) -> bool:
    """Whether a word in small letters is a title that stands before names."""
    return word in ROLES or word in HONORIFICS or word in SHORT_TITLES or word.removeprefix("ex-") in ROLES


def peer(tokens: Sequence[Token], at: int) -> bool:
    """Whether somebody called by a title alone stands there ("the Duchess of Norland"), and no name before it."""
    if at + 2 >= len(tokens) or not tokens[at].text.istitle() or not names_peer([t.text for t in tokens[at : at + 3]]):
        return False
    named = at > 1 and tokens[at - 1].text == "," and tokens[at - 2].capital  # "Kate, Duchess of Norland"
    return tokens[at + 2].text.istitle() and not named


def names_peer(words: Sequence[str]) -> bool:
    """Whether printed words are such a title."""
    return len(words) == 3 and words[0].lower() in PEERS and words[1] == "of"


def free_of_titles(tokens: Sequence[Token], first: int, last: int, at_start: bool) -> Iterable[Candidate]:
    """The names inside ``[first, last)``: titles, nationalities and sentence words before a name are left out."""
    if last - first > 1 and tokens[last - 1].lower in PARTIES and last < len(tokens) and tokens[last].text.islower():
        last -= 1  # "the Senate Democratic leader"
    begin, title_at, gender = _name_begins(tokens, first, last, at_start)
    if title_at > first:
        yield from _before_title(tokens, first, title_at)
    titled = begin > first and title_at >= 0
    printed_the = begin == first and not at_start and tokens[begin].text == "The" and last - begin > 1
    if begin < last and tokens[begin].lower in {"of", "for", "the", "and", "&"} and not printed_the:
        begin += 1
    if begin >= last:
        begin = last - 1  # "King", "Judge": a surname where somebody of the document has it, else no name
    if begin == first and first:
        close = tokens[first].start - tokens[first - 1].end <= 1
        titled = titled or (close and is_title(tokens[first - 1].lower))
    after = tokens[last].lower if last < len(tokens) else ""
    if last + 2 < len(tokens) and after == "," and tokens[last + 1].lower.rstrip(".") in SUFFIXED:
        last += 2
    yield standing(tokens, begin, last, titled, gender, at_start and begin == first)


def standing(
    tokens: Sequence[Token], first: int, last: int, titled: bool = False, gender: str = "", at_start: bool = False
) -> Candidate:
    """The candidate ``[first, last)`` with what stands around it."""
    before = tokens[first - 1].lower if first else ""
    lead = tokens[first - 2].lower if first > 1 else ""
    return Candidate(
        first,
        last,
        tuple(t.text for t in tokens[first:last]),
        titled or (lead if before == "," else before) in KIN,
        gender,
        tokens[last].lower if last < len(tokens) else "",
        _verb(tokens, last),
        tokens[last + 1].lower if last + 1 < len(tokens) else "",
        before,
        lead,
        at_start,
    )


def _name_begins(tokens: Sequence[Token], first: int, last: int, at_start: bool) -> tuple[int, int, str]:
    """Where the name behind the last title begins, where the first title stands (-1: none), the gender it shows."""
    begin, title_at, gender = first, -1, ""
    words = [token.lower for token in tokens[first:last]]
    whole = " ".join(words)
    if words[0] in PARTIES and is_known([t.text for t in tokens[first + 1 : last]]):
        return begin + 1, title_at, gender  # "the Democratic Senate"
    if is_known([t.text for t in tokens[first:last]]) or whole in entries("places"):
        return begin, title_at, gender
    headed = words[-1] in ORGANISATION_HEADS and len(words) > 1
    body = bodily(words)
    for offset, word in enumerate(words):
        if not (is_title(word) or word in MORE_TITLES) or (headed and word not in ADDRESSES):
            continue  # "Duke University", "Speaker Committee"
        if word.endswith("s") and word in MORE_TITLES and offset + 1 == len(words):
            continue  # "Norland Senators", a team
        if body and (offset + 1 == len(words) or words[offset - 1] in {"of", "for", "on", "the"}):
            continue  # "Center for Justice"
        if word in given_names() and offset and not is_title(words[offset - 1]):
            continue
        if offset and offset + 1 == len(words) and (words[0] in given_names() or word in HONORIFICS):
            continue  # "Ana King", "Notre Dame"
        cut = offset + 1
        if cut + 1 < len(words) and words[cut] in {"of", "for"} and words[cut + 1] in CABINET:
            cut += 2
        elif cut < len(words) and words[cut] in SECOND_WORDS:
            cut += 1
        begin = first + cut
        title_at = first + offset if title_at < 0 else title_at
        gender = HONORIFICS.get(word, gender) if HONORIFICS.get(word) != "n" else gender
    if begin == first and not headed and not body:
        while begin < last - 1 and _people(tokens[begin].lower):
            begin += 1
        while begin < last - 1 and at_start and begin == first and _leads(tokens[begin].lower):
            begin += 1
    return begin, title_at, gender


def _people(word: str) -> bool:
    return word in entries("nationalities") or word in STATE_PEOPLE


def _leads(word: str) -> bool:
    return word in LEADING or (len(word) > 5 and word.endswith("ly") and word not in given_names())


def _before_title(tokens: Sequence[Token], first: int, last: int) -> Iterable[Candidate]:
    """The body that a title belongs to: "Works Board" before "Chairman", without "Deputy" or "Former"."""
    words = [token.lower for token in tokens[first:last]]
    while words and not is_known([t.text for t in tokens[first:last]]):
        if words[-1] in ROLE_MODIFIERS and words[-1] not in ORGANISATION_HEADS:
            last -= 1
            words.pop()
        elif words[0] in STARTERS or words[0] in {"former", "then", "acting"}:
            first += 1
            words.pop(0)
        else:
            break
    if words:
        found = standing(tokens, first, last)
        found.ahead = True
        yield found


def _verb(tokens: Sequence[Token], at: int) -> str:
    """The verb that may follow a name: over "has repeatedly" to "said"."""
    for token in tokens[at : at + 4]:
        if token.lower not in AUXILIARIES and token.lower not in ADVERBS and not token.lower.endswith("ly"):
            return token.lower
    return ""
