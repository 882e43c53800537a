"""Quotation marks to quoted runs.

Marks are paired paragraph by paragraph like brackets. A mark left open ends with its paragraph, unless
the next paragraph opens with the same mark again: then the runs are one quotation. Every step is linear in
the text; nothing is searched twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Span

from .lexicon.wordlists import word_set

MARK = re.compile(r"``|''|[\"＂“”„‟«»‹›「」『』‘’‚‛'`]")
_FAMILIES = {
    "curly": "“ ” ‟",
    "low": "„",
    "straight": '" ＂',
    "twin": "`` ''",
    "guillemet": "« »",
    "angle": "‹ ›",
    "corner": "「 」",
    "white": "『 』",
}
DOUBLE_FAMILY = {mark: family for family, marks in _FAMILIES.items() for mark in marks.split()}
OPENS_AFTER = frozenset("([{—–-/‘'“\"¿¡:,…")
CLOSES_BEFORE = frozenset(".,;:!?)]}—–-’'”\"…/*")
# Words that begin with an apostrophe: no quotation opens there.
CLIPPED = word_set("em n til tis twas cause round bout cuz tude nuff neath")


@dataclass(frozen=True, slots=True)
class Run:
    """One quoted run of a paragraph. ``start`` and ``end`` leave the marks out, ``outer_*`` hold them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool
    single: bool = False  # between single marks
    continues: bool = False  # carries on the run before it, left open at the end of the paragraph before

    @property
    def span(self) -> Span:
        """The words between the marks."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class _Open:
    family: str
    position: int
    after: int
    close: int = -1  # start of the mark that closes it
    close_end: int = -1


def quoted_runs(body: str, paragraphs: Sequence[Span]) -> list[Run]:
    """All outermost quoted runs, in the order of the text."""
    runs: list[Run] = []
    for number, paragraph in enumerate(paragraphs):
        doubles, singles = _marks(body, paragraph)
        nodes = _pair(body, paragraph, doubles)
        found = _outermost(body, paragraph, number, nodes)
        if singles:
            found = _with_singles(body, number, singles, found)
        if found and runs:
            found[0] = _continued(body, paragraph, paragraphs, runs[-1], found[0])
        runs.extend(found)
    return runs


def _marks(body: str, paragraph: Span) -> tuple[list[tuple[int, int]], list[int]]:
    doubles: list[tuple[int, int]] = []
    singles: list[int] = []
    for match in MARK.finditer(body, paragraph.start, paragraph.end):
        if match.group() in DOUBLE_FAMILY:
            doubles.append((match.start(), match.end()))
        else:
            singles.append(match.start())
    return doubles, singles


def _pair(body: str, paragraph: Span, marks: Sequence[tuple[int, int]]) -> list[_Open]:
    nodes: list[_Open] = []
    stack: list[_Open] = []
    waiting: dict[str, int] = {}
    for start, end in marks:
        family = DOUBLE_FAMILY[body[start:end]]
        before = body[start - 1] if start > paragraph.start else " "
        after = body[end] if end < paragraph.end else " "
        closing = _closed_family(body[start:end], family, before, after, waiting)
        if closing:
            while stack:
                top = stack.pop()
                waiting[top.family] -= 1
                if top.family == closing:
                    top.close, top.close_end = start, end
                    break
        elif _may_open(body[start:end], before, after):
            node = _Open(family, start, end)
            nodes.append(node)
            stack.append(node)
            waiting[family] = waiting.get(family, 0) + 1
    return nodes


def _closed_family(mark: str, family: str, before: str, after: str, waiting: dict[str, int]) -> str:
    """The family of the open mark that this mark closes, "" where it closes none."""
    at_end = not before.isspace() and (after.isspace() or after in CLOSES_BEFORE)
    at_start = (before.isspace() or before in OPENS_AFTER) and not after.isspace() and after not in ".,;:!?)"
    if mark in {"”", "‟", "“"} and waiting.get("low") and not (mark == "“" and not at_end):
        return "low"
    if not waiting.get(family):
        # typing mixes “ with ": a mark at the end of a word closes the other kind
        other = {"curly": "straight", "straight": "curly"}.get(family, "")
        return other if waiting.get(other) and at_end else ""
    if mark in {"“", "「", "『", "„", "``"}:
        return family if mark == "“" and at_end else ""
    if mark in {"«", "‹", "»", "›"}:
        # French opens with «, German and Danish with »: a mark closes where it stands at the end of a word
        closes = mark in {"»", "›"}
        if closes:
            return "" if at_start and before.isspace() else family
        return family if at_end else ""
    if family in {"straight", "twin"}:
        return "" if at_start and not at_end else family
    return family


def _may_open(mark: str, before: str, after: str) -> bool:
    if mark in {"“", "„", "「", "『", "``"}:
        return True
    if mark in {"«", "‹"}:
        return before.isspace() or before in OPENS_AFTER or not after.isspace()
    if mark in {"」", "』"}:
        return False
    return (before.isspace() or before in OPENS_AFTER) and not after.isspace() and after not in ".,;!?)"


def _outermost(body: str, paragraph: Span, number: int, nodes: Sequence[_Open]) -> list[Run]:
    found: list[Run] = []
    covered = paragraph.start
    for index, node in enumerate(nodes):
        if node.position < covered:
            continue
        if node.close >= 0:
            end, outer, closed = node.close, node.close_end, True
        else:
            closed = False
            end = outer = paragraph.end
            if index + 1 < len(nodes):
                # left open though more marks follow: it must not swallow the words between
                end = outer = _sentence_end(body, node.after, nodes[index + 1].position)
        start, end = _trimmed(body, node.after, end)
        covered = outer
        if start < end:
            found.append(Run(start, end, node.position, outer, number, closed))
    return found


SENTENCE_END = re.compile(r"[.!?…](?=\s)")


def _sentence_end(body: str, start: int, limit: int) -> int:
    match = SENTENCE_END.search(body, start, limit)
    return match.end() if match else limit


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _continued(body: str, paragraph: Span, paragraphs: Sequence[Span], last: Run, first: Run) -> Run:
    """``first`` marked as continuing ``last`` where the paragraph before was left open and this one reopens."""
    same_mark = body[last.outer_start] == body[first.outer_start] or body[first.outer_start] in "»›"
    reopens = first.outer_start == paragraph.start and first.paragraph == last.paragraph + 1
    left_open = not last.closed and last.outer_end == paragraphs[last.paragraph].end
    if not (same_mark and reopens and left_open):
        return first
    return Run(
        first.start, first.end, first.outer_start, first.outer_end, first.paragraph, first.closed, first.single, True
    )


def _with_singles(body: str, number: int, singles: Sequence[int], doubles: list[Run]) -> list[Run]:
    """Runs between single marks outside the double ones: a pair counts, a mark alone is an apostrophe."""
    free: list[int] = []
    index = 0
    for position in singles:
        while index < len(doubles) and doubles[index].outer_end <= position:
            index += 1
        if index == len(doubles) or position < doubles[index].outer_start:
            free.append(position)
    closers = [position for position in free if _single_closes(body, position)]
    openers = [position for position in free if _single_opens(body, position)]
    found: list[Run] = []
    at, fence = 0, 0
    for number_of, position in enumerate(openers):
        while at < len(closers) and closers[at] <= position + 1:
            at += 1
        while fence < len(doubles) and doubles[fence].outer_start < position:
            fence += 1
        limit = doubles[fence].outer_start if fence < len(doubles) else len(body)
        if at == len(closers):
            break
        close = closers[at]
        # "the workers' rights'": the first looks like a possessive where a surer mark follows
        if _possessive(body, close) and at + 1 < len(closers) and not _opens_between(body, close, closers[at + 1]):
            close = closers[at + 1]
        next_opener = openers[number_of + 1] if number_of + 1 < len(openers) else len(body)
        if close >= limit and not (close < next_opener and _surely_closes(body, close)):
            continue
        start, end = _trimmed(body, position + 1, close)
        found.append(Run(start, end, position, close + 1, number, True, single=True))
    return _outside(doubles, found) if found else doubles


def _outside(doubles: Sequence[Run], singles: Sequence[Run]) -> list[Run]:
    """Both kinds in the order of the text, without the double-marked runs inside single marks."""
    kept = sorted([*doubles, *singles], key=lambda run: run.start)
    found: list[Run] = []
    for run in kept:
        if not found or run.outer_start >= found[-1].outer_end:
            found.append(run)
    return found


def _surely_closes(body: str, position: int) -> bool:
    """Whether a single mark ends quoted words, and no plural possessive ("the dockers' “no”")."""
    return body[position - 1] in ".,?!…”»" or body[position + 1 : position + 2] in {"", "\n", ",", ".", ";", ":"}


def _opens_between(body: str, start: int, end: int) -> bool:
    return (
        "‘" in body[start : min(end, start + 2000)]
        or end - start > 2000
        or (body[start] == "'" and " '" in body[start:end])
    )


def _possessive(body: str, position: int) -> bool:
    follows = body[position + 1 : position + 3]
    return body[position - 1] == "s" and follows[:1] == " " and follows[1:2].islower()


def _single_opens(body: str, position: int) -> bool:
    mark = body[position]
    if mark == "’":
        return False
    before = body[position - 1] if position else " "
    after = body[position + 1] if position + 1 < len(body) else " "
    if not (before.isspace() or before in '([{—–-/“"') or not (after.isalnum() or after in "[…$£€"):
        return False
    if after.isdigit() and body[position + 3 : position + 4] == "s":
        return False
    word = re.match(r"[A-Za-z]{1,5}\b", body[position + 1 : position + 8])
    return not (word and word.group().lower() in CLIPPED)


def _single_closes(body: str, position: int) -> bool:
    if body[position] not in "’'‘":
        return False
    before = body[position - 1]
    after = body[position + 1] if position + 1 < len(body) else " "
    return not before.isspace() and not after.isalnum() and before not in "([{“‘"
