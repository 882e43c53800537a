"""Bodies of a nation named with a small letter: "the Norwegian army", "the U.S. government"."""

from __future__ import annotations

from collections.abc import Sequence

from ..lexicon.wordlists import entries, word_set
from ..tokens import Token

BODIES = word_set("military army forces navy government parliament")
# Adjectives that stand with nationalities in the lists, but name no state.
STATELESS = word_set(
    "african african-american arab asian black blacks buddhist catholic caucasian christian communist conservative "
    "democrat democratic eastern european evangelical hindu hispanic islam islamic islamist jewish latin latino latina "
    "liberal mormon muslim nazi nordic northern orthodox protestant republican shia shiite shiites sikh socialist "
    "southern sunni sunnis tory tories western white caribbean gulf scandinavian"
)
STATES = word_set("u.s. us u.k. uk")


def national_body(tokens: Sequence[Token], at: int) -> bool:
    """Whether a nationality and the army or government of its state stand at ``at``."""
    if at + 1 >= len(tokens) or tokens[at + 1].text not in BODIES:
        return False
    nation = tokens[at].lower
    return nation in STATES or (nation in entries("nationalities") and nation not in STATELESS)


def names_national_body(words: Sequence[str]) -> bool:
    """Whether printed words are such a name."""
    return len(words) == 2 and words[1] in BODIES
