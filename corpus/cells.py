"""Cells of tables: no spreadsheet program takes them for a formula, and several entries are told apart again."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What makes a spreadsheet program read a text as a formula, in ASCII and in full width.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def guarded(text: str) -> str:
    """The text as a cell: an apostrophe goes before what looks like a formula."""
    return f"'{text}" if text[:1] in FORMULA else text


def unguarded(cell: str) -> str:
    """The text of a cell, without that apostrophe."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA else cell


BETWEEN = " | "
PIECES = re.compile(r"\\[\\|]|\||[^\\|]+|\\")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which no sheet of XLSX can hold
BREAKS = re.compile(r"\r\n?")


def joined(parts: Iterable[str]) -> str:
    """The entries as one cell, between bars; a bar or a backslash of an entry's own has a backslash before it."""
    return BETWEEN.join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def entries(cell: str) -> list[str]:
    """The entries of a cell, each once. A backslash before anything else is one."""
    parts = [""]
    for piece in PIECES.findall(cell):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece[1] if piece[0] == "\\" and len(piece) == 2 else piece
    return list(dict.fromkeys(filter(None, (part.strip() for part in parts))))


def without_controls(text: str) -> str:
    """The text with a mark in the place of each character that a sheet cannot hold."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def as_kept(text: str) -> str:
    """The text as it is after it was in a table: what programs make of line ends, of its edges and of controls."""
    return without_controls(BREAKS.sub("\n", text)).strip()
