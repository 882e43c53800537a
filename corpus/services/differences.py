"""How a copy differs from its original, word for word. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.folding import located_words
from corpus.models import ArticleText
from corpus.services.check import EQUAL, MOST_WORDS, span_of, steps_between, text_between


@dataclass(frozen=True)
class Change:
    """A place where the copy leaves the original."""

    op: str  # replace, insert, delete
    original: str
    copy: str
    original_span: list[int] | None  # in the body of the original
    copy_span: list[int] | None  # in the body of the copy


@dataclass(frozen=True)
class Changes:
    """All of them, in the order of the text."""

    changes: list[Change] | None  # None: they are not to be told
    cut: bool  # whether one of the two is longer than is compared


def changes(copy: ArticleText, original: ArticleText) -> Changes:
    """The fewest words that have to be replaced, inserted or deleted (Levenshtein's distance, in words).

    Case, accents and marks make no difference. A passage that was moved is one that is deleted and inserted.
    """
    theirs, ours = located_words(original.body), located_words(copy.body)
    cut = max(len(theirs), len(ours)) > MOST_WORDS
    theirs, ours = theirs[:MOST_WORDS], ours[:MOST_WORDS]
    found = [
        Change(
            op,
            text_between(original.body, theirs[start:end]),
            text_between(copy.body, ours[our_start:our_end]),
            span_of(theirs[start:end]),
            span_of(ours[our_start:our_end]),
        )
        for op, start, end, our_start, our_end in steps_between(
            [word.text for word in theirs], [word.text for word in ours]
        )
        if op != EQUAL
    ]
    return Changes(found, cut)
