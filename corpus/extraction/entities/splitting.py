"""Sequences that hold a well-known name beside other words: "Ana Kerr BBC News", "Google Works Day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..lexicon.wordlists import given_names
from ..tokens import Token
from .candidate import Candidate
from .kinds import Kind
from .known import is_known, known_from


def split_known(
    tokens: Sequence[Token], printed: Sequence[Candidate], kinds: dict[str, Kind | None]
) -> list[Candidate]:
    """The candidates with a well-known name cut out of those that are no organisation; ``kinds`` gets the parts' kinds.

    Of a person's name only a name of several words is cut out: there are people called Ford.
    """
    found: list[Candidate] = []
    for candidate in printed:
        first, last = _part(tokens, candidate, kinds[candidate.key])
        if first == last:
            found.append(candidate)
            continue
        before = _cut(tokens, candidate, candidate.first, first)
        if first - candidate.first > 1 and tokens[candidate.first].lower in given_names():
            kinds.setdefault(before.key, Kind.PERSON)
            found.append(before)
        part = _cut(tokens, candidate, first, last)
        kinds[part.key] = Kind.ORGANISATION
        found.append(part)
    return found


def _part(tokens: Sequence[Token], candidate: Candidate, kind: Kind | None) -> tuple[int, int]:
    """The tokens of the well-known name; an empty stretch where there is none."""
    nothing = (candidate.first, candidate.first)
    if kind in (Kind.ORGANISATION, Kind.OTHER) or len(candidate.words) < 2:
        return nothing
    for first in range(candidate.first, candidate.last):
        last = known_from(tokens, first)
        if first < last <= candidate.last:
            return first, last
    alone = kind is None and not candidate.at_start and is_known(candidate.words[:1])
    return (candidate.first, candidate.first + 1) if alone else nothing


def _cut(tokens: Sequence[Token], candidate: Candidate, first: int, last: int) -> Candidate:
    after = candidate.after if last == candidate.last else tokens[last].lower
    return replace(candidate, first=first, last=last, words=tuple(t.text for t in tokens[first:last]), after=after)
