"""How alike two names are, from 0 to 100, for people who look somebody up and decide by themselves.

What counts is what the corpus's own matching goes by (`personal.py`, `bodies.py`), and where that sees nothing in
common, the spelling: rapidfuzz's ratio of the sorted words, which never counts as much.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from corpus.folding import folded_words, name_key
from corpus.identity.bodies import body_key
from corpus.identity.personal import Agreement, compare

SAME = 100.0
SAME_BODY = 96.0  # the same organisation but for legal form, spelling or word order
BY_SPELLING = 0.85  # what spelling alone counts
LEAST = 60.0  # ratio below which two spellings have nothing to do with each other
BY_AGREEMENT = {
    Agreement.SAME: 98.0,
    Agreement.FULLER: 92.0,
    Agreement.NICKNAME: 85.0,
    Agreement.SPELLING: 85.0,
    Agreement.INITIAL: 75.0,
    Agreement.PARTIAL: 75.0,
    Agreement.SUFFIX: 65.0,
    Agreement.SINGLE: 98.0,
    Agreement.GIVEN: 60.0,
    Agreement.SURNAME: 55.0,
    Agreement.FIRST: 40.0,
}


def likeness(sought: str, name: str, *, of_person: bool) -> float:
    """How alike a sought name and the name of a record are: 100 for the same words, 0 for nothing in common."""
    one, other = name_key(sought), name_key(name)
    if one == other:
        return SAME
    if of_person:
        known = BY_AGREEMENT.get(compare(sought, name), 0.0)
    else:
        known = SAME_BODY if body_key(sought) == body_key(name) else 0.0
    return max(known, spelling(one, other))


def spelling(one: str, other: str) -> float:
    """How alike two folded names are by their letters alone, whatever the order of words."""
    ratio = fuzz.token_sort_ratio(one, other)
    return round(ratio * BY_SPELLING, 1) if ratio >= LEAST else 0.0


def phrase_likeness(sought: str, printed: str) -> float:
    """How far a printed phrase, such as a role, says what is sought: 100 where it holds all of its words."""
    wanted, found = folded_words(sought), folded_words(printed)
    if wanted and set(wanted) <= set(found):
        return SAME
    return spelling(" ".join(wanted), " ".join(found))
