"""Values of options that several commands take."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError

LONGEST_VERSION = 50  # characters, as they are stored


def workers(text: str) -> int:
    """A number of processes, one at least."""
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise ArgumentTypeError(f"expected a number of processes from 1 on, got {text[:40]!r}")
    return int(text[:9])


def version(text: str) -> str:
    """The name of an extractor with its version."""
    if not re.search("[0-9]", text) or len(text) > LONGEST_VERSION:
        raise ArgumentTypeError(
            f"expected an extractor with its version, like reader-2.3 or rules-3, got {text[:40]!r}"
        )
    return text
