"""What belongs to a content beside its quoted words: the clause around a scrap of speech, the halves around a cue."""

from __future__ import annotations

from ..attribution.found import Source
from ..document import ENDERS, Document
from ..lexicon.languages import Language
from ..tokens import Shape
from .cues import ADDING, REFLEXIVE, Cue

LONGEST = 60  # tokens of a content that holds a scrap of speech
TAIL, LONGEST_TAIL = 4, 25  # tokens behind the scrap that still belong to it; of a clause behind "that"
ARTICLES = ("den", "dem", "des", "ein", "sein", "ihr")  # German ones that stand among the governing words
AS = frozenset({"als", "como", "comme"})
CLOSES = frozenset({",", ".", ";", ":", "!", "?", "…"})


def scrap(document: Document, language: Language, run: int, until: int) -> tuple[int, int] | None:
    """The clause behind a cue that ended before ``until``, its quoted words included: "nannte | den Plan „hübsch“".

    None where more runs or too many words stand there, or where the marks hold a title.
    """
    tokens = document.tokens
    start, end = document.first_of_run[run], document.last_of_run[run]
    first, that = until, False
    while first < start:
        word = tokens[first].lower
        lead = word in language.that | AS or (word in language.governing and not word.startswith(ARTICLES))
        if tokens[first].shape is not Shape.PUNCTUATION and not lead:
            break
        that = that or word in language.that
        first += 1
    held = {at for at in document.run_of[first:end] if at >= 0}
    if end - first > LONGEST or held != {run} or _title(document, start, end):
        return None
    return first, _tail(document, language, end, that)


def _title(document: Document, first: int, last: int) -> bool:
    """Whether every word between the marks has a capital, and there are several: "die „Graue Dame“"."""
    words = [token for token in document.tokens[first:last] if token.text[0].isalnum()]
    return len(words) > 1 and all(word.capital for word in words)


def _tail(document: Document, language: Language, at: int, that: bool) -> int:
    """Where the clause ends that goes on behind the quoted words."""
    tokens = document.tokens
    end = at
    while end < len(tokens) and document.run_of[end] < 0 and tokens[end].text not in CLOSES:
        if end - at >= LONGEST_TAIL or document.sentence_of[end] != document.sentence_of[at - 1]:
            return at
        end += 1
    if end == at or end == len(tokens) or document.run_of[end] >= 0:
        return at
    opening = tokens[at]
    if that and opening.lower not in ADDING:
        return end
    if opening.lower in language.particles and end - at == 1:
        return at
    if language.nouns_have_capitals:
        return at + 1 if opening.capital else at
    return end if end - at <= TAIL and opening.lower in language.governing else at


def around(
    document: Document, language: Language, cue: Cue, source: Source | None, first: int, run: int
) -> list[tuple[int, int]] | None:
    """Both halves of a clause that a cue cuts: "Sein Mandant sei, | sagte Lodenau, | „kein Verbrecher“"; None where
    the cue stands otherwise."""
    tokens = document.tokens
    comma = cue.first - 1
    if comma > first and tokens[comma].lower in REFLEXIVE:
        comma -= 1
    until = max(cue.end, source.last if source is not None else 0)
    start = document.first_of_run[run]
    if comma <= first or tokens[comma].text != "," or until >= start or tokens[until].text != ",":
        return None
    if any(tokens[at].text in {":", ";"} or document.run_of[at] >= 0 for at in range(first, start)):
        return None
    if tokens[first].lower in language.governing or tokens[first].lower in language.that:
        return None  # "Am Montag, sagte Kehr, „…“"
    return [(first, comma), (until + 1, document.last_of_run[run])]


def opens_sentence(document: Document, run: int) -> bool:
    """Whether quoted words are sentences of their own: nothing of one stands before them, and they end it."""
    first, span = document.first_of_run[run], document.runs[run]
    before = document.tokens[first - 1] if first else None
    fresh = (
        before is None
        or document.run_of[first - 1] >= 0
        or before.text in ENDERS
        or span.outer_start == document.paragraphs[span.paragraph].start
    )
    behind = document.body[span.outer_end : span.outer_end + 2].lstrip()
    closed = document.body[span.end - 1] in ".?!…" or behind[:1] in {"", ".", "!", "?", "…"}
    return fresh and closed
