"""Characters: what may stand in a stored text, and what is dropped or turned into a plain space or line break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\u2028]")
# Windows-1252 read as Latin-1 leaves quotation marks and dashes as C1 controls, which nothing else uses.
_C1 = re.compile("[\x80-\x9f]")
_C1_MEANT = {c: bytes([c]).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
# Controls, soft hyphens, zero-width characters, marks of text direction, lone surrogates, noncharacters.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
# Joiners spell words in Persian, Urdu and the scripts of India, and build emoji; after Latin letters they are litter.
_STRAY_JOINERS = re.compile("(?<![\u0590-\u1fff\u2190-\u2bff\ufe0f\U00010000-\U0010ffff])[\u200c\u200d]")
_MAX_MARKS = 30
_MAY_COMBINE = re.compile("[\u0300-\u036f\u0483-\u1fff\u20d0-\u20ff\u2cef-\ufeff\U00010000-\U0010ffff]")
_SPACE_RUNS = re.compile(" {2,}")


@cache
def _mark_runs() -> re.Pattern[str]:
    """Match runs of combining marks: normalisation sorts them in quadratic time, and writing needs a handful.

    The limit of 30 is that of UAX #15's stream-safe format.
    """
    marks = "".join(chr(c) for c in range(0x300, 0x1F000) if unicodedata.combining(chr(c)))
    return re.compile(f"[{marks}]{{{_MAX_MARKS + 1},}}")


def visible(text: str) -> str:
    """What of a text can be seen, and stands in one line: for a reason that repeats it."""
    return "".join(char for char in text if char.isprintable())


def reason_of(error: Exception) -> str:
    """What a library says of its fault, in a line that can be shown: the first, or else the fault's name."""
    line = visible(next(iter(str(error).strip().splitlines()), ""))[:200].strip()
    return line or type(error).__name__


def clean_text(text: str) -> str:
    r"""Return ``text`` in NFC with ``\n`` as its only line break and no control or invisible characters.

    Spaces of all kinds become plain spaces (a tab too); runs of them are left alone, since indentation tells
    paragraphs apart. Linear in the length of ``text``.
    """
    if _C1.search(text):
        text = text.translate(_C1_MEANT)
    text = _LINE_BREAKS.sub("\n", text).replace("\u2029", "\n\n")
    text = _DROPPED.sub("", _SPACES.sub(" ", text))
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINERS.sub("", text)
    if not text.isascii():
        if _MAY_COMBINE.search(text):
            text = _mark_runs().sub(lambda run: run[0][:_MAX_MARKS], text)
        text = unicodedata.normalize("NFC", text)
    return text


def clean_line(text: str) -> str:
    """Return ``text`` cleaned and on one line: a headline, a name, a paragraph."""
    return _SPACE_RUNS.sub(" ", clean_text(text).replace("\n", " ")).strip()
