"""Spans that a person gives, checked against the text that they point into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.extraction.marks import Run, quoted_runs
from corpus.extraction.tokens import paragraphs
from corpus.models import Article, ArticleText
from corpus.records import QuotationKind
from corpus.services.errors import Conflict, ServiceError
from corpus.services.quotation_fields import words_outside

Spans = list[list[int]]
MOST_SPANS = 50


def newest_text(article: Article) -> ArticleText:
    """The newest revision, which spans count in. Raises Conflict where the article holds no words any more."""
    if article.removed_at is not None or article.current_text is None:
        raise Conflict("the article was taken down", field="article")
    return article.current_text


def checked_spans(spans: Any, body: str, field: str = "spans") -> Spans:
    """The spans without white space at their ends: in the order of the text, inside it, each with words.

    Raises ServiceError that says what is wrong.
    """
    if not isinstance(spans, (list, tuple)) or not 0 < len(spans) <= MOST_SPANS:
        raise ServiceError(f"{field}: between 1 and {MOST_SPANS} pairs of offsets", field=field)
    found, position = [], 0
    for span in spans:
        start, end = checked_span(span, body, field)
        if start < position:
            raise ServiceError(f"{field}: they stand in the order of the text and do not overlap", field=field)
        found.append([start, end])
        position = end
    return found


def checked_span(span: Any, body: str, field: str) -> list[int]:
    """One span without white space at its ends."""
    pair = isinstance(span, (list, tuple)) and len(span) == 2
    if not pair or not all(isinstance(at, int) and not isinstance(at, bool) for at in span):
        raise ServiceError(f"{field}: a span is two whole numbers, [start, end]", field=field)
    start, end = span
    if not 0 <= start < end <= len(body):
        raise ServiceError(f"{field}: [{start}, {end}] does not fit a text of {len(body)} characters", field=field)
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    if not any(letter.isalnum() for letter in body[start:end]):
        raise ServiceError(f"{field}: no words stand there", field=field)
    return [start, end]


def runs_of(body: str) -> list[Run]:
    """What stands between quotation marks."""
    return quoted_runs(body, paragraphs(body))


def without_marks(spans: Spans, runs: Sequence[Run]) -> Spans:
    """The spans without the marks around a quoted run that begins or ends them."""
    starts = {run.outer_start: run.start for run in runs}
    ends = {run.outer_end: run.end for run in runs if run.closed}
    found = [[starts.get(start, start), ends.get(end, end)] for start, end in spans]
    return [given if start >= end else [start, end] for given, (start, end) in zip(spans, found, strict=True)]


def quoted_inside(spans: Spans, runs: Sequence[Run], body: str) -> Spans:
    """The verbatim runs inside the spans."""
    found = []
    for start, end in spans:
        for run in runs:
            a, b = max(start, run.start), min(end, run.end)
            if a < b and any(letter.isalnum() for letter in body[a:b]):
                found.append([a, b])
    return found


def checked_quoted(quoted: Any, spans: Spans, body: str) -> Spans:
    """The verbatim runs that a person gives: inside the spans."""
    if quoted in ([], ()):
        return []
    found = checked_spans(quoted, body, "quoted")
    for a, b in found:
        if not any(start <= a and b <= end for start, end in spans):
            raise ServiceError(f"quoted: [{a}, {b}] lies in none of the spans", field="quoted")
    return found


def kind_of(body: str, spans: Spans, quoted: Spans) -> QuotationKind:
    """What the verbatim runs make of it."""
    if not quoted:
        return QuotationKind.INDIRECT
    return QuotationKind.MIXED if words_outside(body, spans, quoted) else QuotationKind.DIRECT
