"""Reads the .txt lists that stand beside this module, once."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of ``name``.txt in order, without comments and empty lines."""
    text = resources.files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    entries = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return tuple(entry for entry in entries if entry)


@cache
def entries(name: str) -> frozenset[str]:
    """The entries of ``name``.txt in lower case."""
    return frozenset(entry.lower() for entry in lines(name))


@cache
def given_names() -> dict[str, str]:
    """Common given names in lower case, with the gender they mostly go with: m, f or n."""
    found = {}
    for line in lines("given_names"):
        gender, *names = line.split()
        for name in names:
            found[name.lower()] = gender
    return found


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())
