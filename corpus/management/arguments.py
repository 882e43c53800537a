"""Values of options that several commands take."""

from __future__ import annotations

from argparse import ArgumentTypeError


def workers(text: str) -> int:
    """A number of processes, one at least."""
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise ArgumentTypeError(f"expected a number of processes from 1 on, got {text[:40]!r}")
    return int(text[:9])
