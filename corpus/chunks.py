"""Keys in pieces, as no database takes a statement of any length. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Key = TypeVar("Key", int, str)


def chunked(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    """The keys, each once and in order: two writers of overlapping rows cannot block each other crosswise."""
    ordered = sorted(set(keys))
    for at in range(0, len(ordered), size):
        yield ordered[at : at + size]
