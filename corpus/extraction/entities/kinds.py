"""Person, organisation or neither: one decision a name a document, by the evidence of all its places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum

from ..lexicon.cues import Form, Frame, cue_forms
from ..lexicon.roles import (
    HONORIFICS,
    ORGANISATION_HEADS,
    OTHER_HEADS,
    PARTICLES,
    ROLE_MODIFIERS,
    ROLES,
    SHORT_TITLES,
)
from ..lexicon.wordlists import entries, given_names, word_set
from ..lexicon.words import STARTERS
from .candidate import Candidate
from .connectors import JOINED_HEADS, bodily
from .known import is_known
from .names import PLAIN_CAPITALS
from .nations import names_national_body
from .titles import MORE_TITLES, names_peer

TITLES = ROLES | SHORT_TITLES | frozenset(HONORIFICS) | MORE_TITLES
# What follows the name of a firm, team or body.
COMPANY_WORDS = word_set(
    "shares stock spokesman spokeswoman spokesperson ceo executives employees officials customers stores subsidiary "
    "chairman chief co-founder analyst headquarters workers staff fans coach players"
)
# Roles in a firm or body, and roles in a place.
STAFF = word_set(
    "director chairman chairwoman chair ceo executive spokesman spokeswoman spokesperson professor editor analyst "
    "founder co-founder owner head coach fellow partner manager president economist lawyer attorney "
    "researcher scholar "
    "lecturer"
)
LOCAL_ROLES = word_set(
    "mayor governor resident residents police king queen prince bishop archbishop council ambassador"
)
PLACE_FIRSTS = word_set(
    "port mount fort san santa lake north south east west st. saint el los las new cape upper lower great"
)
MARKS = word_set("“ ” \" ‘ ’ ' '' `` « » „")
# Who votes alike is no body ("Norland Republicans"), save in a chamber or where a party is called so.
SIDES = word_set("republicans democrats conservatives")
CHAMBERS = word_set("house senate liberal social christian young progressive free united")
LOCATED = word_set("in near across throughout outside")
# "the government of Norland", "ambassador to Norland", "Norland's capital": nobody's name.
GOVERNED = word_set("government republic capital people city town village state province island north south east west")
BOUND = word_set("ambassador envoy trip visit flight road ferry")
POSSESSED = word_set("ambassador capital parliament borders coast population airport streets")


# Rooms, texts, addresses, programmes and ideas that look like bodies or people.
NEITHER = frozenset(
    {"oval office", "constitution", "freedom", "union", "state of the union", "bible", "quran", "koran", "scripture"}
    | {"taj mahal", "morning joe", "good morning america", "meet the press", "face the nation", "air force one", "god"}
    | {"saturday night live", "the view", "the apprentice", "social security", "medicare", "medicaid", "obamacare"}
    | {"make america great again", "republicans", "democrats", "everybody", "anybody"}
    | {"dem", "dems", "lgbtq", "hall of fame", "attorney general"}
    | {"somebody", "nobody", "everyone", "anyone", "internet", "web", "twilight zone", "declaration of independence"}
)


class Kind(Enum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OTHER = "other"


def settled(group: Sequence[Candidate]) -> bool:
    """Whether lists alone say what a name is, whatever a reader thinks."""
    key = group[0].key
    return (
        is_known(group[0].words)
        or key in PLAIN_CAPITALS
        or key.removeprefix("the ") in NEITHER
        or _opens(group)
        or names_national_body(group[0].words)
        or names_peer(group[0].words)
        or (" " in key and group[0].words[-1].lower() in SIDES)
        or key.removeprefix("the ") in TITLES
        or (key not in STARTERS and any(c.before == "[" and c.after == "]" for c in group))
    )


def _opens(group: Sequence[Candidate]) -> bool:
    """Whether a single word is one of those that open sentences, and nobody is called so."""
    key, word = group[0].key, group[0].words[0]
    return key in STARTERS and word.istitle() and key not in given_names() and not any(c.titled for c in group)


def headed(key: str) -> bool:
    """Whether a name is hardly an organisation's: a listed place or people, or by its last word an act, a street."""
    return key in entries("places") or key in entries("nationalities") or key.rsplit(" ", 1)[-1] in OTHER_HEADS


def locates(group: Sequence[Candidate]) -> bool:
    """Whether what stands around a single word shows that it names a place."""
    if len(group[0].words) > 1 or any(candidate.titled for candidate in group) or group[0].key in given_names():
        return False
    return any(
        (candidate.before == "of" and candidate.lead in GOVERNED)
        or (candidate.before == "to" and candidate.lead in BOUND)
        or (candidate.after in {"'s", "’s"} and candidate.beyond in POSSESSED)
        for candidate in group
    )


def entitles(group: Sequence[Candidate]) -> bool:
    """Whether a name is only ever printed as the title of a book or programme: in marks, or behind "author of"."""
    if group[0].words[-1].lower() in ORGANISATION_HEADS or group[0].words[0].lower() in given_names():
        return False
    return all(
        (c.before in MARKS and (c.after in MARKS or (c.after in {",", "."} and c.beyond in MARKS)))
        or (c.before == "of" and c.lead in {"author", "co-author", "co-writer"})
        for c in group
    )


def decide(group: Sequence[Candidate], lower_words: Counter[str]) -> Kind | None:
    """The kind of one name from all its candidates; None where nothing speaks for a name."""
    printed = group[0].words
    words = tuple(word.lower() for word in printed)
    if len(words) == 1:
        ordinary = lower_words[words[0]] and (printed[0].isupper() or all(candidate.at_start for candidate in group))
        if words[0] in TITLES or ordinary or _opens(group):
            return None
    elif words[0] == "the" and len(words) == 2 and words[1] in TITLES:
        return None
    if len(words) > 1 and words[-1] in SIDES and words[0] not in CHAMBERS:
        return Kind.OTHER
    if names_peer(printed):
        return Kind.PERSON
    if names_national_body(printed):
        return Kind.ORGANISATION
    if " ".join(words).removeprefix("the ") in NEITHER:
        return Kind.OTHER
    listed = _listed(printed, words, any(candidate.titled for candidate in group))
    if listed:
        return listed
    if len(words) == 1 and words[0] in ROLE_MODIFIERS:
        return None
    if len(words) == 1 and words[0] in PLAIN_CAPITALS:
        return Kind.OTHER
    scores = _form(printed, words)
    share = 1 / (1 + 0.2 * len(group))
    for candidate in group:
        for kind, score in _context(candidate, len(words)):
            scores[kind] += score * share
    kind, best = max(scores.items(), key=lambda item: item[1], default=(Kind.OTHER, 0.0))
    return kind if best >= 1.0 else None


def _listed(printed: tuple[str, ...], words: tuple[str, ...], titled: bool) -> Kind | None:
    whole = " ".join(words)
    bare = whole.removeprefix("the ")
    if titled and len(words) == 1:
        return None
    if is_known(printed):
        return Kind.ORGANISATION
    return Kind.OTHER if bare in entries("places") or whole in entries("nationalities") else None


def _form(printed: tuple[str, ...], words: tuple[str, ...]) -> dict[Kind, float]:
    """What the name itself shows."""
    scores: dict[Kind, float] = defaultdict(float)
    first, head = words[0], words[-1]
    if len(words) == 1:
        return _single(printed[0], first, scores)
    if first == "the":  # printed with a capital inside a sentence: a newspaper more often than not
        scores[Kind.ORGANISATION] += 1.1
        scores[Kind.PERSON] -= 3
    if head in ORGANISATION_HEADS:
        scores[Kind.ORGANISATION] += 4
    elif head in OTHER_HEADS:
        scores[Kind.OTHER] += 3
    elif head in JOINED_HEADS and "and" in words:
        scores[Kind.ORGANISATION] += 4
    if bodily(words):
        scores[Kind.ORGANISATION] += 4
    if "&" in words:
        scores[Kind.ORGANISATION] += 2
    if any(text.isdigit() for text in printed):
        scores[Kind.OTHER] += 2
    if len(words) <= 5:
        scores[Kind.PERSON] += _personal(printed, words)
    if head == "state" and len(words) == 2 and first in entries("places") and first not in {"washington", "west"}:
        scores[Kind.ORGANISATION] += 1.5  # "Ohio State", a university
    elif (first in entries("places") or first in PLACE_FIRSTS) and first not in given_names():
        scores[Kind.OTHER] += 1.2
    return scores


def _single(text: str, word: str, scores: dict[Kind, float]) -> dict[Kind, float]:
    letters = text.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and letters.isalpha():
        scores[Kind.ORGANISATION] += 2
    elif (
        any(char.isupper() for char in text[2:])
        and text.isalpha()
        and not text.startswith(("Mc", "Mac", "De", "Di", "La"))
    ):
        scores[Kind.ORGANISATION] += 1.5  # LanternWorks
    if word in given_names() or text.startswith(("al-", "Al-")):
        scores[Kind.PERSON] += 1.2
    return scores


def _personal(printed: tuple[str, ...], words: tuple[str, ...]) -> float:
    """How much a name of several words looks like a person's."""
    score = 0.0
    first, head = words[0], words[-1]
    if first in given_names():
        score += 3.5
    if any(len(word) == 2 and word[1] == "." for word in words[:-1]):
        score += 3
    if any(word in PARTICLES or word.startswith(("al-", "el-")) for word in words[1:]):
        score += 2
    if head in {"jr.", "sr.", "jr", "sr"}:
        score += 4
    lettered = all(word.isalpha() or "-" in word or "'" in word for word in words)
    if len(words) == 2 and len(printed[0]) == 2 and printed[0].isupper() and not printed[1].isupper():
        score += 1.5  # J.K. written JK
    peoples = entries("nationalities")
    plain = not (first in entries("places") or first in PLACE_FIRSTS or first in peoples or head in peoples)
    shouted = any(text.isupper() and len(text) > 1 for text in printed)
    joined = any(word in {"of", "for", "and", "&"} for word in words)
    if len(words) in {2, 3} and lettered and plain and not shouted and not joined:
        score += 1.1
    return score


def _context(candidate: Candidate, length: int) -> Iterable[tuple[Kind, float]]:
    """What stands around one place of the name."""
    before, after = candidate.before, candidate.after
    if candidate.titled:
        yield Kind.PERSON, 4.0
    if before == "the" or (before in {"a", "an"} and length > 1):
        yield Kind.PERSON, -2.0
    if before == "the":
        yield Kind.OTHER, 0.6
        team = length > 1 and candidate.words[0].lower() in entries("places")
        if team and candidate.words[-1].endswith("s"):
            yield Kind.ORGANISATION, 3.0
    elif before in LOCATED and length <= 2:
        yield Kind.OTHER, 1.6
    elif before in {"to", "at"} and length == 1:
        yield Kind.OTHER, 0.4
    if before in {"of", "at", "for", "with"} and candidate.lead in STAFF:
        yield Kind.ORGANISATION, 1.5
    if before in {"in", "of"} and candidate.lead in {"shares", "stake", "stock", "employees", "customers"}:
        yield Kind.ORGANISATION, 2.0
    if (before == "of" and candidate.lead in LOCAL_ROLES) or after in LOCAL_ROLES:
        yield Kind.OTHER, 1.8
    verb = cue_forms().get(candidate.verb)
    spoken = verb is not None and verb.frame in (Frame.CLAUSE, Frame.HEARER) and verb.strength > 0.5
    if verb is not None and spoken and verb.form in (Form.PAST, Form.PRESENT):
        yield Kind.PERSON, 1.3 if length < 3 else 0.6
    elif verb is not None and verb.frame in (Frame.BELIEF, Frame.WISH) and verb.form is Form.PRESENT:
        yield Kind.PERSON, 0.8
    told = cue_forms().get(before)
    if told is not None and told.frame in (Frame.CLAUSE, Frame.HEARER) and told.form is Form.PAST:
        yield Kind.PERSON, 1.25
    if (
        after == ":"
        and candidate.at_start
        and length == 1
        and len(candidate.words[0]) > 3
        and candidate.words[0].isupper()
    ):
        yield Kind.PERSON, 2.5  # "KERR: No.", in a transcript
    if before == "[" and after == "]" and length == 1:
        yield Kind.PERSON, 1.2  # an editor's insertion: "as [Lake] said"
    if after in {"who", "whose"} or (after == "," and candidate.beyond in {"who", "whose"}):
        yield Kind.PERSON, 1.2
    if after == "," and candidate.beyond.isdigit() and len(candidate.beyond) == 2:
        yield Kind.PERSON, 2.0  # "Lind, 45,"
    if after in COMPANY_WORDS:
        yield Kind.ORGANISATION, 1.4
    elif after in ROLES and before in {"a", "an", "the"}:
        yield Kind.ORGANISATION, 1.2
