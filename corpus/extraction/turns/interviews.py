"""Interviews without labels: paragraphs that ask, and paragraphs that answer, between marks or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span

from ..lexicon.wordlists import word_set
from ..marks import Run
from .found import Draft, Piece, TurnKind

ANNOUNCED = re.compile(r"\b(?:interview\w*|q\s?&\s?a|entrevista\w*|entretien|intervista\w*|gespräch)\b", re.IGNORECASE)
OPENING = 1200  # characters of the body in which the word "interview" tells of the form
LONGEST = 450  # characters of a question
FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|we|our|ich|wir|je|j['’]\w+|nous|yo|io|ik)\b")
SECOND = word_set("you your you're you've yours sie ihr ihre du vous votre vos tu usted su lei u uw")


def interview_turns(body: str, headline: str, paragraphs: Sequence[Span], runs: Sequence[Run]) -> list[Draft]:
    """Questions and answers of a text that is an interview; none where it is not."""
    whole = _whole(paragraphs, runs)
    asks = [_asks(body, span) and number not in whole for number, span in enumerate(paragraphs)]
    announced = ANNOUNCED.search(headline) is not None or ANNOUNCED.search(body, 0, OPENING) is not None
    pairs = [number for number, asked in enumerate(asks[:-1]) if asked and number + 1 in whole]
    if len(pairs) >= (2 if announced else 3):
        return _quoted(whole, pairs, len(paragraphs))
    return _unquoted(body, paragraphs, asks) if announced and not pairs else []


def _whole(paragraphs: Sequence[Span], runs: Sequence[Run]) -> set[int]:
    """The paragraphs that are one quoted run from edge to edge."""
    return {
        run.paragraph
        for run in runs
        if run.outer_start == paragraphs[run.paragraph].start and run.outer_end == paragraphs[run.paragraph].end
    }


def _asks(body: str, span: Span) -> bool:
    return body[span.end - 1] == "?" and span.end - span.start <= LONGEST


def _quoted(whole: set[int], pairs: Sequence[int], count: int) -> list[Draft]:
    """From the first question on, every paragraph between marks is an answer, and what stands before it asks."""
    drafts: list[Draft] = []
    for number in range(pairs[0], count):
        if number in whole:
            drafts.append(Draft(number, TurnKind.ANSWER))
        elif number + 1 in whole:
            drafts.append(Draft(number, TurnKind.QUESTION))
    return drafts


def _unquoted(body: str, paragraphs: Sequence[Span], asks: Sequence[bool]) -> list[Draft]:
    """Three questions or more that address somebody, with answers in the first person between them."""
    questions = [number for number, asked in enumerate(asks) if asked]
    if len(questions) < 3:
        return []
    answers = [number + 1 for number in questions if number + 1 < len(asks) and not asks[number + 1]]
    if len(answers) < 3 or 3 * len(answers) < 2 * len(questions):
        return []
    texts = [body[slice(*paragraphs[number])] for number in answers]
    addressed = sum(any(w.strip(".,?!").lower() in SECOND for w in _words(body, paragraphs[n])) for n in questions)
    if 3 * addressed < len(questions) or 2 * sum(FIRST.search(text) is not None for text in texts) < len(texts):
        return []
    drafts: list[Draft] = []
    last = questions[-1]
    for number in range(questions[0], len(paragraphs)):
        if asks[number]:
            drafts.append(Draft(number, TurnKind.QUESTION))
        elif number <= last + 1:
            start, end = paragraphs[number]
            drafts.append(Draft(number, TurnKind.ANSWER, (Piece(start, start, end),)))
    return drafts


def _words(body: str, span: Span) -> list[str]:
    return body[span.start : span.end].replace("’", "'").split()
