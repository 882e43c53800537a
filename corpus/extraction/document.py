"""One article made ready for the rules: paragraphs, tokens, quoted runs and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.records import ArticleRecord, Span

from .lexicon.cues import Form, Frame, cue_forms
from .lexicon.words import STARTERS
from .marks import Run, quoted_runs
from .tokens import ABBREVIATIONS, Shape, Token, paragraphs, tokenise
from .turns import Turn, find_turns

ENDERS = frozenset({".", "!", "?", "…", "...", ".."})
CLOSERS = frozenset({")", "]", "”", '"', "’", "'", "''", "»"})


class Sentence(NamedTuple):
    """Tokens ``[first, last)``. A quoted run is never cut: the sentence around it ends after it."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Document:
    """The text and its parts. ``run_of`` gives the quoted run a token stands in (marks included), -1 outside."""

    body: str
    headline: str
    paragraphs: list[Span]
    runs: list[Run]
    tokens: list[Token]
    run_of: list[int]
    sentences: list[Sentence]
    sentence_of: list[int]
    turns: list[Turn] = field(default_factory=list)  # speech that the layout shows
    first_of_run: dict[int, int] = field(default_factory=dict)
    last_of_run: dict[int, int] = field(default_factory=dict)  # exclusive

    def text(self, first: int, last: int) -> str:
        """The characters from token ``first`` up to token ``last``, which is left out."""
        return self.body[self.tokens[first].start : self.tokens[last - 1].end]

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` up to token ``last``, which is left out."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)


def read(article: ArticleRecord, elisions: bool = False) -> Document:
    """Cut an article's body into its parts; ``elisions``: "l’eau" is two words."""
    body = article.body
    spans = paragraphs(body)
    runs, turns = find_turns(body, article.headline, spans, quoted_runs(body, spans))
    tokens: list[Token] = []
    run_of: list[int] = []
    sentences: list[Sentence] = []
    sentence_of: list[int] = []
    at = 0
    for number, span in enumerate(spans):
        first = len(tokens)
        for token in tokenise(body, span, elisions):
            while at < len(runs) and runs[at].outer_end <= token.start:
                at += 1
            inside = at < len(runs) and runs[at].outer_start <= token.start
            tokens.append(token)
            run_of.append(at if inside else -1)
        for begin, end in _sentences(body, tokens, run_of, runs, first):
            sentence_of.extend([len(sentences)] * (end - begin))
            sentences.append(Sentence(begin, end, number))
    document = Document(body, article.headline, spans, runs, tokens, run_of, sentences, sentence_of, turns)
    for index, run in enumerate(run_of):
        if run >= 0:
            document.first_of_run.setdefault(run, index)
            document.last_of_run[run] = index + 1
    return document


def _sentences(
    body: str, tokens: Sequence[Token], run_of: Sequence[int], runs: Sequence[Run], first: int
) -> list[tuple[int, int]]:
    """Where the sentences of the paragraph that starts at token ``first`` begin and end."""
    found = []
    begin = first
    count = len(tokens)
    for index in range(first, count):
        if index + 1 == count or _ends(body, tokens, run_of, runs, index):
            found.append((begin, index + 1))
            begin = index + 1
    return found


def _ends(body: str, tokens: Sequence[Token], run_of: Sequence[int], runs: Sequence[Run], index: int) -> bool:
    token, after = tokens[index], tokens[index + 1]
    run = run_of[index]
    if run >= 0:
        if run_of[index + 1] == run:
            return False
        last = body[runs[run].end - 1]
        if last not in ".!?…" or (after.shape is Shape.PUNCTUATION and run_of[index + 1] < 0):
            return False
        if after.shape in (Shape.LOWER, Shape.CLITIC):
            return False
        return run_of[index + 1] >= 0 or not _cue_follows(tokens, run_of, index + 1, last)
    starts = after.shape not in (Shape.LOWER, Shape.CLITIC) and after.start > token.end
    if token.text in ENDERS:
        if after.shape is Shape.PUNCTUATION and run_of[index + 1] < 0 and after.text not in "([—–-•*$£€¿¡":
            return False
        return starts and (after.shape is not Shape.PUNCTUATION or run_of[index + 1] >= 0 or after.start > token.end)
    if token.text in CLOSERS and index and tokens[index - 1].text in ENDERS:
        return starts
    if token.text.endswith(".") and len(token.text) > 1:
        # "in the U.S. The deal" ends a sentence, "Sen. Rubio" and "John F. Kerry" do not
        short = token.lower[:-1] in ABBREVIATIONS and token.lower[:-1] not in {"inc", "corp", "ltd", "co", "jr", "sr"}
        return starts and not short and len(token.text) > 2 and after.lower in STARTERS and after.capital
    return False


def _cue_follows(tokens: Sequence[Token], run_of: Sequence[int], index: int, last: str) -> bool:
    """Whether "Ford said" follows the run: then the sentence goes on after its mark."""
    forms = cue_forms()
    for at in range(index, min(index + 8, len(tokens))):
        token = tokens[at]
        if run_of[at] >= 0 or token.text in ENDERS or token.text in ",;:":
            return False
        verb = forms.get(token.lower)
        if (
            verb
            and verb.frame in (Frame.CLAUSE, Frame.HEARER)
            and verb.form in (Form.PAST, Form.PRESENT)
            and at > index
        ):
            if last != ".":
                return True
            follows = tokens[at + 1].text if at + 1 < len(tokens) else "."
            return at - index <= 3 and follows in {".", ","}
    return False
