"""Spellings of one name: what is left when a name from another script is written down by ear.

"Mohammed" and "Muhammad", "Zelensky" and "Zelenskiy", "Qadhafi" and "Gaddafi" have the same consonants once those
that transliterations confuse are written alike. Two names with one skeleton may be one; they need not be.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.folding import fold

MIN_LIKENESS = 65.0  # rapidfuzz ratio of two spellings, in percent, that are taken for one name
FEWEST_BONES = 3  # consonants; with fewer, "Aaron" and "Erin" would be one name
SHORTEST = 4  # letters: "Lee", "Liu" and "Li" share their skeleton and are three names

# in this order: the longer ones first, since "sch" holds "ch"
GROUPS = (
    ("x", "ks"),
    ("shch", "x"),
    ("tsch", "c"),
    ("sch", "x"),
    ("dzh", "j"),
    ("tch", "c"),
    ("sh", "x"),
    ("zh", "x"),
    ("ch", "c"),
    ("kh", "k"),
    ("gh", "k"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("g", "k"),
    ("w", "v"),
    ("z", "s"),
)
# "Sergei", "Sergey", "Zelenskyy" end alike; "Mara" and "Mary", "Ivanov" and "Ivanova" do not.
ENDING = re.compile(r"(?:[iey]*[iy]|ie|[aeou])$")
SILENT = re.compile(r"[aeiouyhj]")
REPEATED = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonants of a name as transliterations agree on them; its letters where it has none."""
    letters = "".join(char for char in fold(word) if char.isalnum())
    bones = letters
    for written, heard in GROUPS:
        bones = bones.replace(written, heard)
    return REPEATED.sub(r"\1", SILENT.sub("", bones)) or letters


def one_name_by_ear(first: str, second: str) -> bool:
    """Whether two words may be spellings of one name: the same skeleton, and letters that are much alike."""
    bones = skeleton(first)
    if min(len(first), len(second)) < SHORTEST or bones != skeleton(second):
        return False
    if _ending(first) != _ending(second):
        return False
    if len(bones) < FEWEST_BONES and first[0] != second[0]:
        return False
    return fuzz.ratio(first, second) >= MIN_LIKENESS


def _ending(word: str) -> str:
    found = ENDING.search(word)
    return "" if found is None else "i" if found[0] not in "aeou" else found[0]
