"""Cells of tables that no spreadsheet program takes for a formula."""

from __future__ import annotations

# What makes a spreadsheet program read a text as a formula, in ASCII and in full width.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def guarded(text: str) -> str:
    """The text as a cell: an apostrophe goes before what looks like a formula."""
    return f"'{text}" if text[:1] in FORMULA else text


def unguarded(cell: str) -> str:
    """The text of a cell, without that apostrophe."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA else cell
