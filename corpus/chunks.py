"""Keys in pieces, as no database takes a statement of any length. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def chunked(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    """The keys, each once and in order: two writers of overlapping rows cannot block each other crosswise."""
    ordered = sorted(set(keys))
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]
