"""Lines to paragraphs: wrapped lines are joined, lines that are paragraphs of their own are not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_MIN_WIDTH, _MAX_WIDTH = 40, 130  # columns at which people and programs wrap
_RAGGED = 10  # a wrapped line may end this much before the next word would have crossed the margin
_SPACES = re.compile(" {2,}")
_ENDS = re.compile(r"[.!?:;…][\"”’»)\]']*$")
_SPEECH_ENDS = re.compile(r"[!?…—][\"”’»]+$")  # the sentence goes on: “Why?” asked the mayor
_LIST_ITEM = re.compile(r"(?:[-*•–]|\d{1,3}[.)]) ")
_BROKEN = re.compile(r"[^\W_]{1,60}- *\n *[^\W_]{1,60}")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
# First parts that take a hyphen; a break after one of them says nothing.
_COMPOUNDING = frozenset(
    [
        "all",
        "anti",
        "co",
        "cross",
        "ex",
        "far",
        "first",
        "four",
        "full",
        "half",
        "hard",
        "high",
        "ill",
        "in",
        "large",
        "left",
        "long",
        "low",
        "mid",
        "multi",
        "near",
        "non",
        "off",
        "on",
        "one",
        "open",
        "over",
        "part",
        "post",
        "pre",
        "pro",
        "quasi",
        "re",
        "right",
        "second",
        "self",
        "semi",
        "short",
        "single",
        "six",
        "so",
        "south",
        "sub",
        "ten",
        "then",
        "third",
        "three",
        "top",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "two",
        "ultra",
        "under",
        "up",
        "vice",
        "well",
        "wide",
        "world",
        "year",
    ]
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int


def paragraphs(text: str, *, stands_alone: Callable[[str], bool] = lambda line: False) -> list[str]:
    """Split clean text into paragraphs, each on one line with single spaces.

    Empty lines end a paragraph. Inside a block without empty lines the line breaks are kept unless the text is
    wrapped: many lines then run on in lower case, and most break off where the next word would have crossed the
    margin. In any text a sentence that goes on in lower case is joined. A line for which ``stands_alone`` is true (a
    byline, a date) is never joined to another.
    """
    blocks: list[list[_Line]] = [[]]
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            blocks[-1].append(_Line(_SPACES.sub(" ", stripped), len(raw) - len(raw.lstrip())))
        elif blocks[-1]:
            blocks.append([])
    width = _wrap_width(blocks)
    if not width and not any(_runs_on(a, b) for block in blocks for a, b in pairwise(block)):
        return [line.text for block in blocks for line in block]
    unbroken = _BROKEN.sub(" ", text.casefold())
    words = frozenset(re.findall(r"[^\W_]+(?:-[^\W_]+)*", unbroken))
    found: list[str] = []
    for block in blocks:
        found.extend(_join_block(block, width, words, stands_alone))
    return found


def _wrap_width(blocks: list[list[_Line]]) -> int:
    """Return the column the text is wrapped at, 0 where it is not wrapped."""
    breaks = [(a, b) for block in blocks for a, b in pairwise(block)]
    if not breaks:
        return 0
    lengths = sorted(len(line.text) + line.indent for block in blocks if len(block) > 1 for line in block)
    width = lengths[-1]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = [(a, b) for a, b in breaks if _crosses(a, b, width)]
    running_on = sum(1 for a, b in full if b.text[:1].islower() and not _ENDS.search(a.text))
    return width if len(full) * 2 >= len(breaks) and running_on * 3 > len(full) else 0


def _crosses(line: _Line, following: _Line, width: int) -> bool:
    """Tell whether the first word of the next line had no room on this one."""
    word = following.text.split(" ", 1)[0]
    return line.indent + len(line.text) + 1 + len(word) > width - _RAGGED


def _runs_on(line: _Line, following: _Line) -> bool:
    """Tell whether the next line may be the rest of a sentence that this line breaks off."""
    start = following.text[:2]
    if not start[0].islower() or start[1:].isupper():  # "iPhone" begins a line of its own as well
        return False
    return not _ENDS.search(line.text) or _SPEECH_ENDS.search(line.text) is not None


def _continued(block: list[_Line]) -> list[bool]:
    """Return for each line of a block whether it is the rest of the sentence on the line before.

    A comma before it says so. Without one the lines must come to the end of a sentence, and begin it with a capital, a
    mark or a figure: lines all in lower case, or without a full stop, are a list or a poem.
    """
    found = [False] * len(block)
    first = 0
    for number in range(1, len(block) + 1):
        if number < len(block) and _runs_on(block[number - 1], block[number]):
            continue
        ends = _ENDS.search(block[number - 1].text) is not None
        for n in range(first + 1, number):
            found[n] = not block[first].text[0].islower() and (ends or block[n - 1].text.endswith(","))
        first = number
    return found


def _join_block(
    block: list[_Line], width: int, words: frozenset[str], stands_alone: Callable[[str], bool]
) -> list[str]:
    found: list[list[str]] = []
    continued = _continued(block)
    for number, line in enumerate(block):
        previous = block[number - 1] if number else None
        joined = (
            previous is not None
            and (continued[number] or (width > 0 and _crosses(previous, line, width)))
            and not (line.indent >= previous.indent + 2 and number > 1)
            and not _LIST_ITEM.match(line.text)
            and not stands_alone(line.text)
            and not stands_alone(previous.text)
        )
        if not joined or not found:
            found.append([line.text])
            continue
        found[-1].append(_glue(found[-1][-1], line.text, words))
        found[-1].append(line.text)
    return ["".join(_unhyphenate(pieces)) for pieces in found]


def _glue(before: str, after: str, words: frozenset[str]) -> str:
    """Return what stands between two joined lines: a space, nothing, or "-" for a hyphen to be dropped."""
    if before.endswith("—"):
        return ""
    match = _HYPHENATED.search(before)
    if not match:
        return " "
    first, second = match[1].casefold(), re.match(r"[^\W\d_]*", after)
    rest = second[0].casefold() if second else ""
    if not after[:1].islower() or not match[1][-1].islower():
        return ""
    if first + rest in words:
        return "-"
    if f"{first}-{rest}" in words or first in words or first in _COMPOUNDING:
        return ""
    return "-"


def _unhyphenate(pieces: list[str]) -> list[str]:
    """Carry out the glue "-": drop the hyphen at the end of the piece before it."""
    out: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 2 and piece == "-":
            out[-1] = out[-1][:-1]
        elif piece:
            out.append(piece)
    return out
