"""Quoted words that a colon announces behind the cue's own object: "wished her luck in a post: “Go well.”"."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Attitude

from ..lexicon.cues import Frame
from ..lexicon.words import AUXILIARIES
from ..tokens import Shape
from .channels import channel_of
from .groups import Group
from .phrases import Phrases

CLAUSE_WORDS = frozenset({"to", "for", "that", "if", "whether"})


def words_behind_colon(phrases: Phrases, group: Group, at: int, limit: int) -> tuple[int, int] | None:
    """The unit of the quoted words alone, where units ``[at, limit)`` behind a wish are an object and no clause.

    The group then tells of words spoken, and by which channel.
    """
    units = phrases.units
    last = limit - 1
    while last > at and units[last].run < 0 and units[last].token.shape is Shape.PUNCTUATION:
        last -= 1
    if group.cue.frame is not Frame.WISH or last <= at + 1 or units[last].run < 0 or units[last - 1].word != ":":
        return None
    between = units[at : last - 1]
    if any(unit.run >= 0 or unit.word in AUXILIARIES or unit.word in CLAUSE_WORDS for unit in between):
        return None
    group.cue = replace(group.cue, attitude=Attitude.SAID)
    group.announces = True
    place = next((n for n, unit in enumerate(between) if unit.word in {"in", "on"}), len(between))
    if group.extras.channel is None and place + 1 < len(between):
        group.extras.channel = channel_of([unit.word for unit in between[place + 1 :]])
    return last, last + 1
