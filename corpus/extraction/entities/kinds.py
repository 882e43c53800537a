"""Person, organisation or neither: one decision a name a document, by the evidence of all its places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

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
from .known import is_known, may_be_known
from .names import PLAIN_CAPITALS, Candidate
from .sequences import is_body_of

TITLES = ROLES | SHORT_TITLES | frozenset(HONORIFICS)
# What follows the name of a firm, team or body.
COMPANY_WORDS = word_set(
    "shares stock spokesman spokeswoman spokesperson ceo executives employees officials customers stores subsidiary "
    "chairman chief co-founder analyst headquarters workers staff fans coach players"
)
# Heads of names of bodies and places that are surnames as often.
SURNAMES_TOO = word_set(
    "church guard bank banks post mills sons brothers marshall hall lane park day bridge bay field lake street square "
    "castle palace forest hills storm war bible english christmas spring winter summer young award song book may "
    "lines light works press watch cross reserve power gas steel water town beach"
)
PERSONAL_PREFIXES = ("Mc", "Mac", "De", "Di", "La")
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
LOCATED = word_set("in near across throughout outside")


CAMEL = re.compile("[a-z][A-Z]")
PLAINLY = 2.0  # evidence that makes a kind sure


class Kind(Enum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OTHER = "other"


class Verdict(NamedTuple):
    """What the rules make of a name; not ``sure`` where its look alone says so."""

    kind: Kind | None
    sure: bool = True


def decide(group: Sequence[Candidate], lower_words: Counter[str]) -> Verdict:
    """The kind of one name from all its candidates; None where nothing speaks for a name."""
    printed = group[0].words
    words = tuple(word.lower() for word in printed)
    if len(words) == 1:
        ordinary = lower_words[words[0]] and (printed[0].isupper() or all(candidate.at_start for candidate in group))
        shouted = printed[0].isupper() and words[0] in STARTERS and not is_known(printed)  # "this IS the way"
        if words[0] in TITLES or ordinary or shouted:
            return Verdict(None)
    listed = _listed(printed, words, any(candidate.titled for candidate in group))
    if listed:
        return Verdict(listed)
    if len(words) == 1 and words[0] in ROLE_MODIFIERS:
        return Verdict(None)
    if len(words) == 1 and words[0] in PLAIN_CAPITALS:
        return Verdict(Kind.OTHER)
    scores = _form(printed, words)
    share = 1 / (1 + 0.2 * len(group))
    for candidate in group:
        for kind, score in _context(candidate, len(words)):
            scores[kind] += score * share
    kind, best = max(scores.items(), key=lambda item: item[1], default=(Kind.OTHER, 0.0))
    return Verdict(kind, best >= PLAINLY) if best >= 1.0 else Verdict(None)


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
    if may_be_known(printed):
        scores[Kind.ORGANISATION] += 0.9  # not enough alone
    if len(words) == 1:
        return _single(printed[0], first, scores)
    if first == "the":  # printed with a capital inside a sentence: a newspaper more often than not
        scores[Kind.ORGANISATION] += 1.1
        scores[Kind.PERSON] -= 3
    long = len(words) > 2 and head not in SURNAMES_TOO  # "George Lind Airport" is no George
    if head in ORGANISATION_HEADS or words[-2:] == ("school", "district"):
        scores[Kind.ORGANISATION] += 6 if long else 4
    elif head in OTHER_HEADS:
        scores[Kind.OTHER] += 6 if long else 3
    if any(is_body_of(a, b) for a, b in pairwise(words)):
        scores[Kind.ORGANISATION] += 4
    if "&" in words:
        scores[Kind.ORGANISATION] += 1.9
    if any(text.isdigit() for text in printed):
        scores[Kind.OTHER] += 2
    if len(words) <= 5:
        scores[Kind.PERSON] += _personal(printed, words)
    if (first in entries("places") or first in PLACE_FIRSTS) and first not in given_names():
        scores[Kind.OTHER] += 1.2
    return scores


def _single(text: str, word: str, scores: dict[Kind, float]) -> dict[Kind, float]:
    letters = text.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and letters.isalpha():
        scores[Kind.ORGANISATION] += 1.9
    elif CAMEL.search(text) and text.isalpha() and text[0].isupper() and not text.startswith(PERSONAL_PREFIXES):
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
    if candidate.of_office:
        yield Kind.PERSON, -3.0
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
    if before == "[" and after == "]" and length == 1:
        yield Kind.PERSON, 2.5  # an editor's insertion: "as [Lake] said"
    if after in {"who", "whose"} or (after == "," and candidate.beyond in {"who", "whose"}):
        yield Kind.PERSON, 1.2
    if after == "," and candidate.beyond.isdigit() and len(candidate.beyond) == 2:
        yield Kind.PERSON, 2.0  # "Lind, 45,"
    if after in COMPANY_WORDS:
        yield Kind.ORGANISATION, 1.4
    elif after in ROLES and before in {"a", "an", "the"}:
        yield Kind.ORGANISATION, 1.2
