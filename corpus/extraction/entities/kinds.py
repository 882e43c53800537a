"""Person, organisation or neither: one decision a name a document, by the evidence of all its places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise

from ..lexicon.cues import Form, Frame, cue_forms
from ..lexicon.roles import ORGANISATION_HEADS, ORGANISATION_OF, OTHER_HEADS, PARTICLES, ROLES
from ..lexicon.wordlists import entries, given_names
from .names import PLAIN_CAPITALS, Candidate


class Kind(Enum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OTHER = "other"


def decide(group: Sequence[Candidate], lower_words: Counter[str]) -> Kind | None:
    """The kind of one name from all its candidates; None where nothing speaks for a name."""
    words = tuple(word.lower() for word in group[0].words)
    if all(candidate.at_start for candidate in group) and len(words) == 1 and lower_words[words[0]]:
        return None
    listed = _listed(words, group)
    if listed:
        return listed
    scores = _form(group[0].words, words)
    for candidate in group:
        for kind, score in _context(candidate, len(words)):
            scores[kind] += score / (1 + 0.2 * len(group))
    if len(words) == 1 and words[0] in PLAIN_CAPITALS:
        return Kind.OTHER
    kind, best = max(scores.items(), key=lambda item: item[1], default=(Kind.OTHER, 0.0))
    return kind if best >= 1.0 else None


def _listed(words: tuple[str, ...], group: Sequence[Candidate]) -> Kind | None:
    whole = " ".join(words)
    titled = any(candidate.titled for candidate in group)
    bare = whole.removeprefix("the ")
    if bare in entries("known_organisations") and not (titled and len(words) == 1):
        return Kind.ORGANISATION
    if (bare in entries("places") or whole in entries("nationalities")) and not (titled and len(words) == 1):
        return Kind.OTHER
    return None


def _form(printed: tuple[str, ...], words: tuple[str, ...]) -> dict[Kind, float]:
    """What the name itself shows."""
    scores: dict[Kind, float] = defaultdict(float)
    first, head = words[0], words[-1]
    several = len(words) > 1
    if several and head in ORGANISATION_HEADS:
        scores[Kind.ORGANISATION] += 4
    elif several and head in OTHER_HEADS:
        scores[Kind.OTHER] += 3
    if several and any(a in ORGANISATION_OF and b in {"of", "for", "on"} for a, b in pairwise(words)):
        scores[Kind.ORGANISATION] += 4
    if "&" in words:
        scores[Kind.ORGANISATION] += 2
    if not several:
        text = printed[0]
        if text.isupper() and 2 <= len(text.replace(".", "")) <= 6 and text.replace(".", "").isalpha():
            scores[Kind.ORGANISATION] += 2
        if first in given_names():
            scores[Kind.PERSON] += 1.2
        if text.startswith(("al-", "Al-")):
            scores[Kind.PERSON] += 1.2
        return scores
    if len(words) <= 5:
        if first in given_names():
            scores[Kind.PERSON] += 3.5
        if any(len(word) == 2 and word[1] == "." for word in words[:-1]):
            scores[Kind.PERSON] += 3
        if any(word in PARTICLES or word.startswith(("al-", "el-")) for word in words[1:]):
            scores[Kind.PERSON] += 2
        if head in {"jr.", "sr.", "jr", "sr"}:
            scores[Kind.PERSON] += 4
    if len(words) in {2, 3} and all(word.isalpha() or "-" in word or "'" in word for word in words):
        plain = (
            first not in entries("places")
            and first not in entries("nationalities")
            and head not in entries("nationalities")
        )
        mixed = any(text.isupper() and len(text) > 1 for text in printed) or any(
            word in {"of", "for", "and", "&"} for word in words
        )
        scores[Kind.PERSON] += 1.1 if plain and not mixed else 0.0
    if first in entries("places") and first not in given_names():
        scores[Kind.OTHER] += 1.2
    if any(text.isdigit() for text in printed):
        scores[Kind.OTHER] += 2
    return scores


def _context(candidate: Candidate, length: int) -> Iterable[tuple[Kind, float]]:
    """What stands around one place of the name."""
    if candidate.titled:
        yield Kind.PERSON, 4.0
    if candidate.before == "the":
        yield Kind.PERSON, -2.0
        yield Kind.OTHER, 0.6
    elif candidate.before in {"in", "near", "across", "throughout", "outside"} and length <= 2:
        yield Kind.OTHER, 1.6
    elif candidate.before in {"to", "at"} and length == 1:
        yield Kind.OTHER, 0.4
    verb = cue_forms().get(candidate.after)
    if (
        verb
        and verb.frame in (Frame.CLAUSE, Frame.HEARER)
        and verb.form in (Form.PAST, Form.PRESENT)
        and verb.strength > 0.5
    ):
        yield Kind.PERSON, 1.3 if length < 3 else 0.6
    previous = cue_forms().get(candidate.before)
    if previous and previous.frame in (Frame.CLAUSE, Frame.HEARER) and previous.form is Form.PAST:
        yield Kind.PERSON, 0.8
    if candidate.after in {"who", "whose"}:
        yield Kind.PERSON, 1.0
    if candidate.after in ROLES and candidate.before in {"a", "an", "the"}:
        yield Kind.ORGANISATION, 1.6
    elif candidate.after in {"spokesman", "spokeswoman", "ceo", "chairman"}:
        yield Kind.ORGANISATION, 1.2
