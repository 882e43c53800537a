"""One article's gold and predicted units, paired and judged: what every table, error and interval is counted from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import ExtractionRecord, QuotationKind, Span

from .brat import GoldArticle
from .printed_speakers import SourceClass, Verdict, judge, source_class
from .units import Unit, fragments, matches, quoted, units, whole, words_of

RELAXED = 0.8
TWO_SIGNS = re.compile(
    r"(?:(?<=\w)|(?<=[.,;:!?…)\]]))(''(?!'))|(?:''|``)(?!['`])"
)  # closing behind a word, else opening
FILLER = "\u200b"  # trimmed at the edges as marks are


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of a gold and a predicted unit that share most of their words; no verdict where the gold has no source."""

    gold: int
    predicted: int
    source: SourceClass
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Paired:
    """The units of one article in one table."""

    gold: Sequence[Unit]
    predicted: Sequence[Unit]
    pairs: Sequence[Pair]

    def right(self, verdict: Verdict = Verdict.RIGHT) -> int:
        """How many pairs have this verdict."""
        return sum(pair.verdict is verdict for pair in self.pairs)

    def without_source(self) -> int:
        """How many pairs have a gold unit without a source."""
        return sum(pair.verdict is None for pair in self.pairs)

    def sourced(self) -> int:
        """How many gold units have a source."""
        return sum(source_class(unit.source) is not SourceClass.NONE for unit in self.gold)


@dataclass(frozen=True, slots=True)
class Judged:
    """An annotated article with what was read from it. A unit's origin is its attribution's or quotation's place."""

    article: GoldArticle
    record: ExtractionRecord
    direct: Paired
    all: Paired
    gold_kinds: Mapping[Span, QuotationKind]  # of the gold units of the table ALL

    def kind_of_gold(self, unit: Unit) -> QuotationKind:
        """The kind of a gold unit of the table ALL by its marks.

        Not of its attribution: the annotators take sentences as one that the project takes as several.
        """
        return self.gold_kinds[unit.span]

    def kind_of_predicted(self, unit: Unit) -> QuotationKind:
        """The kind of the quotation that a predicted unit belongs to."""
        return self.record.quotations[unit.origin].kind


def judge_article(article: GoldArticle, record: ExtractionRecord) -> Judged:
    """Pair what ``record`` holds with what the article's annotators marked."""
    text = article.text
    marked = [
        (place, span, attribution.source_text(text))
        for place, attribution in enumerate(article.attributions)
        for span in attribution.content
    ]
    given = [
        (place, span, quotation.speaker.text if quotation.speaker else "")
        for place, quotation in enumerate(record.quotations)
        for span in quotation.spans
    ]
    kinds: dict[Span, QuotationKind] = {}
    alike = with_plain_marks(text)
    for _, span, _ in marked:
        for fragment in fragments(text, span):
            kinds.setdefault(whole(text, fragment), gold_kind(alike, fragment))
    return Judged(article, record, _pair(text, marked, given, True), _pair(text, marked, given, False), kinds)


def gold_kind(text: str, fragment: Span) -> QuotationKind:
    """The kind of a piece of annotated content by its double quotation marks, as the annotators name none."""
    verbatim = frozenset[int]().union(*(words_of(text, run) for run in quoted(text, fragment)))
    if not verbatim:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if words_of(text, whole(text, fragment)) <= verbatim else QuotationKind.MIXED


def with_plain_marks(text: str) -> str:
    """The text with curly marks for ``''`` and two grave accents, at the same offsets: the tables do not know them."""
    return TWO_SIGNS.sub(lambda match: ("”" if match[1] else "“") + FILLER, text)


def _pair(text: str, marked: Sequence[_Content], given: Sequence[_Content], direct: bool) -> Paired:
    gold = _units(text, marked, direct, keep_first_source=True)
    predicted = _units(text, given, direct, keep_first_source=False)
    pairs = []
    for g, p in matches(gold, predicted, RELAXED):
        source = source_class(gold[g].source)
        verdict = None if source is SourceClass.NONE else judge(gold[g].source, predicted[p].source)
        pairs.append(Pair(g, p, source, verdict))
    return Paired(gold, predicted, pairs)


_Content = tuple[int, Span, str]  # place of its attribution or quotation, span, printed source


def _units(text: str, contents: Sequence[_Content], direct: bool, keep_first_source: bool) -> list[Unit]:
    found = units(text, [(span, source) for _, span, source in contents], direct, keep_first_source)
    for unit in found:
        unit.origin = contents[unit.origin][0]
    return found
