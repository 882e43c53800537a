"""Check the words of a quotation against the stored texts, and somebody's wording against its words. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein, Opcode

from corpus.folding import Word, located_words, normalise
from corpus.models import ArticleText, Quotation
from corpus.search.alignment import LEAST_ALIKE
from corpus.services.match import find_again

Spans = list[list[int]]
Step = tuple[str, int, int, int, int]
EXACT, NORMALISED, MOVED, MISSING = "exact", "normalised", "moved", "missing"
PARTIAL, DIFFERENT = "partial", "different"
EQUAL = "equal"
STANDINGS = [(word, word) for word in (EXACT, NORMALISED, MOVED, MISSING)]
WORDINGS = [(word, word) for word in (EXACT, NORMALISED, PARTIAL, DIFFERENT)]
MOST_WORDS = 5_000  # words of a quotation that a wording is compared with


@dataclass(frozen=True)
class Standing:
    """How the words stand in one revision."""

    revision: int
    status: str
    spans: Spans | None  # None: missing


@dataclass(frozen=True)
class Difference:
    """Where a wording leaves what is printed."""

    op: str  # replace, insert, delete
    printed: str
    given: str
    printed_span: list[int] | None  # in the quotation's text
    given_span: list[int] | None  # in the wording


@dataclass(frozen=True)
class Wording:
    """How somebody's words agree with the printed ones."""

    status: str
    score: float
    verbatim: bool
    differences: list[Difference]


def standing(words: str, spans: Spans, text: ArticleText) -> Standing:
    """Whether the words stand in the spans of a revision, or elsewhere in it, or not at all."""
    body = text.body
    printed = " ".join(body[start:end] for start, end in spans)
    if printed == words:
        return Standing(text.revision, EXACT, spans)
    if normalise(printed) == normalise(words):
        return Standing(text.revision, NORMALISED, spans)
    found = _elsewhere(words, spans, body)
    return Standing(text.revision, MOVED if found else MISSING, found)


def in_newest(quotation: Quotation, own: Standing, newest: ArticleText) -> Standing:
    """How the words stand in the newest revision: in the same places, in others, or not at all."""
    if newest.pk == quotation.text_id:
        return own
    return standing(quotation.words, quotation.spans, newest)


def _elsewhere(words: str, spans: Spans, body: str) -> Spans | None:
    """Spans of the words somewhere in a body: piece by piece and word for word, else as folded words in a row."""
    lengths = [end - start for start, end in spans]
    if sum(lengths) + len(lengths) - 1 == len(words):
        pieces, position = [], 0
        for length in lengths:
            pieces.append(words[position : position + length])
            position += length + 1
        again = find_again(pieces, body)
        if again:
            return [list(span) for span in again]
    sought = [word.text for word in located_words(words)]
    found = located_words(body)
    row = _in_a_row(sought, [word.text for word in found])
    return None if row is None else [[found[row].start, found[row + len(sought) - 1].end]]


def _in_a_row(sought: Sequence[str], words: Sequence[str]) -> int | None:
    """Where words stand side by side among others."""
    joined, key = f" {' '.join(words)} ", f" {' '.join(sought)} "
    at = joined.find(key) if sought else -1
    return None if at < 0 else joined.count(" ", 0, at)


def wording(quotation: Quotation, given: str) -> Wording:
    """How a wording agrees with the quotation.

    exact: the same characters, marks at the edges aside. normalised: the same words. partial: a run of its words, or
    all with small changes. different: anything else. ``verbatim``: it agrees,
    and all that it shares is printed between marks.
    """
    printed, ours = located_words(quotation.words)[:MOST_WORDS], located_words(given)
    steps = steps_between([word.text for word in printed], [word.text for word in ours])
    common = [word for tag, first, last, _, _ in steps if tag == EQUAL for word in printed[first:last]]
    score = len(common) / max(len(printed), len(ours), 1)
    differences = _told(quotation.words, printed, given, ours, steps)
    if common and not differences:
        same = text_between(quotation.words, printed) == text_between(given, ours)
        status = EXACT if same else NORMALISED
    elif common and (len(common) == len(ours) or score >= LEAST_ALIKE):
        status = PARTIAL
    else:
        status = DIFFERENT
    verbatim = status != DIFFERENT and _inside_marks(quotation, common)
    return Wording(status, round(score, 3), verbatim, differences)


def differences_between(text: str, given: str) -> list[Difference]:
    """Where one wording leaves another, word by word."""
    printed, ours = located_words(text)[:MOST_WORDS], located_words(given)[:MOST_WORDS]
    steps = steps_between([word.text for word in printed], [word.text for word in ours])
    return _told(text, printed, given, ours, steps)


def _told(text: str, printed: list[Word], given: str, ours: list[Word], steps: list[Step]) -> list[Difference]:
    return [
        Difference(
            tag,
            text_between(text, printed[first:last]),
            text_between(given, ours[ours_first:ours_last]),
            span_of(printed[first:last]),
            span_of(ours[ours_first:ours_last]),
        )
        for tag, first, last, ours_first, ours_last in steps
        if tag != EQUAL
    ]


def steps_between(printed: list[str], ours: list[str]) -> list[Step]:
    """How one becomes the other: (what, from, to, from, to), counted in words. An excerpt is left in one piece."""
    at = _in_a_row(ours, printed)
    if at is None:
        return _whole_differences(Levenshtein.opcodes(printed, ours))
    end, whole = at + len(ours), len(printed)
    steps = [("delete", 0, at, 0, 0), (EQUAL, at, end, 0, len(ours)), ("delete", end, whole, len(ours), len(ours))]
    return [step for step in steps if step[1] < step[2]]


def _whole_differences(opcodes: Iterable[Opcode]) -> list[Step]:
    """What differs between two runs in common is one difference."""
    steps: list[Step] = []
    for step in opcodes:
        before = steps[-1] if steps else None
        if before is not None and step.tag != EQUAL != before[0]:
            steps[-1] = ("replace", before[1], step.src_end, before[3], step.dest_end)
        else:
            steps.append((step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end))
    return steps


def span_of(words: Sequence[Word]) -> list[int] | None:
    """Where words in a row stand; None where there are none."""
    return [words[0].start, words[-1].end] if words else None


def text_between(text: str, words: Sequence[Word]) -> str:
    """The text from the first of the words to the last."""
    return text[words[0].start : words[-1].end] if words else ""


def _inside_marks(quotation: Quotation, words: list[Word]) -> bool:
    """Whether all of the words stand in verbatim runs."""
    runs = quotation.quoted
    places = _offsets(quotation.spans)
    # A row whose words and spans disagree has no place for some of them.
    return all(
        word.start < len(places) and any(start <= places[word.start] < end for start, end in runs) for word in words
    )


def _offsets(spans: Spans) -> list[int]:
    """Where each character of the quotation's text stands in the body; spans are joined by a space."""
    offsets: list[int] = []
    for start, end in spans:
        if offsets:
            offsets.append(offsets[-1])
        offsets.extend(range(start, end))
    return offsets
