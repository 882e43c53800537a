"""Quotations and their printed speakers against annotated articles (see ``brat`` and ``units``).

Spans are compared strictly (the same trimmed characters) and relaxed (0.8 of the words shared). A speaker is judged on
relaxed pairs by its head word; gold without a source is left out of the speaker figures. E2E: span and speaker right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.records import ArticleRecord, ExtractionRecord, Span

from .brat import GoldArticle, read_gold
from .figures import Score, percent
from .printed_speakers import SourceClass, Verdict, judge, source_class
from .units import matches, units

Predict = Callable[[ArticleRecord], ExtractionRecord]
RELAXED, LOOSE = 0.8, 0.5


@dataclass(slots=True)
class QuotationTable:
    """Counts of one table, DIRECT or ALL."""

    counts: Counter[str] = field(default_factory=Counter)
    classes: Counter[SourceClass] = field(default_factory=Counter)  # of the gold units
    matched: Counter[SourceClass] = field(default_factory=Counter)
    verdicts: Counter[tuple[SourceClass, Verdict]] = field(default_factory=Counter)

    def _score(self, right: str) -> Score:
        return Score(self.counts[right], self.counts["predicted"], self.counts["gold"])

    @property
    def strict(self) -> Score:
        """Units with the same characters."""
        return self._score("strict")

    @property
    def relaxed(self) -> Score:
        """Units that share 0.8 of their words."""
        return self._score("relaxed")

    @property
    def loose(self) -> Score:
        """Units that share half of their words."""
        return self._score("loose")

    @property
    def tokens(self) -> Score:
        """Words inside units."""
        return Score(self.counts["tokens right"], self.counts["tokens predicted"], self.counts["tokens gold"])

    def _right(self, kind: SourceClass) -> int:
        return self.verdicts[kind, Verdict.RIGHT]

    @property
    def e2e(self) -> Score:
        """Span and speaker right; gold without a source is left out."""
        right = self._right(SourceClass.NOMINAL) + self._right(SourceClass.PRONOUN)
        predicted = self.counts["predicted"] - self.matched[SourceClass.NONE]
        return Score(right, predicted, self.classes[SourceClass.NOMINAL] + self.classes[SourceClass.PRONOUN])

    @property
    def e2e_nominal(self) -> Score:
        """The same for sources that are no pronouns."""
        predicted = self.counts["predicted"] - self.matched[SourceClass.NONE] - self.matched[SourceClass.PRONOUN]
        return Score(self._right(SourceClass.NOMINAL), predicted, self.classes[SourceClass.NOMINAL])

    def accuracy(self, *kinds: SourceClass) -> float:
        """Percentage of relaxed pairs with these gold sources whose speaker is right."""
        judged = sum(self.matched[kind] for kind in kinds)
        return round(percent(sum(self._right(kind) for kind in kinds), judged), 1)

    def as_dict(self) -> dict[str, Any]:
        """All figures."""
        nominal, pronoun = SourceClass.NOMINAL, SourceClass.PRONOUN
        scores = ("strict", "relaxed", "loose", "tokens", "e2e", "e2e_nominal")
        return {
            **{name: getattr(self, name).as_dict() for name in scores},
            "speaker": {
                "nominal_accuracy": self.accuracy(nominal),
                "nominal_pairs": self.matched[nominal],
                "pronoun_accuracy": self.accuracy(pronoun),
                "pronoun_pairs": self.matched[pronoun],
                "pronoun_resolved": self.verdicts[pronoun, Verdict.RESOLVED],
                "accuracy": self.accuracy(nominal, pronoun),
                "empty": self.verdicts[nominal, Verdict.EMPTY] + self.verdicts[pronoun, Verdict.EMPTY],
                "gold_without_source": self.matched[SourceClass.NONE],
            },
            "gold_sources": {kind.value: self.classes[kind] for kind in SourceClass},
        }


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """The two tables over all articles."""

    articles: int
    direct: QuotationTable
    all: QuotationTable

    def as_dict(self) -> dict[str, Any]:
        """All figures, for JSON."""
        return {"articles": self.articles, "direct": self.direct.as_dict(), "all": self.all.as_dict()}

    def table(self) -> str:
        """The figures as text for people."""
        lines = []
        for title, table in (("DIRECT", self.direct), ("ALL", self.all)):
            figures = table.as_dict()
            lines.append(f"{title}  ({self.articles} articles)")
            for name in ("strict", "relaxed", "loose", "tokens", "e2e", "e2e_nominal"):
                score = figures[name]
                lines.append(
                    f"  {name:12} P {score['precision']:5.1f}  R {score['recall']:5.1f}  F1 {score['f1']:5.1f}"
                    f"   (right {score['right']}, predicted {score['predicted']}, gold {score['gold']})"
                )
            speaker = figures["speaker"]
            lines.append(
                f"  speaker      nominal {speaker['nominal_accuracy']} of {speaker['nominal_pairs']},"
                f" pronoun {speaker['pronoun_accuracy']} of {speaker['pronoun_pairs']}"
                f" ({speaker['pronoun_resolved']} resolved), all {speaker['accuracy']}, empty {speaker['empty']}"
            )
        return "\n".join(lines)


def predicted_contents(record: ExtractionRecord) -> list[tuple[Span, str]]:
    """Every span of every quotation with the speaker as printed, "" where there is none."""
    return [
        (span, quotation.speaker.text if quotation.speaker else "")
        for quotation in record.quotations
        for span in quotation.spans
    ]


def evaluate_quotations(gold: Path | str, predict: Predict) -> QuotationReport:
    """Compare ``predict`` with the annotated articles of the folder ``gold``; FileNotFoundError where it is none."""
    return score_articles(
        (article, predicted_contents(predict(ArticleRecord(article.name, "", article.text))))
        for article in read_gold(Path(gold))
    )


def score_articles(pairs: Iterable[tuple[GoldArticle, list[tuple[Span, str]]]]) -> QuotationReport:
    """Score (annotated article, predicted contents) pairs."""
    direct, everything, articles = QuotationTable(), QuotationTable(), 0
    for article, predicted in pairs:
        articles += 1
        _score(direct, article, predicted, direct=True)
        _score(everything, article, predicted, direct=False)
    return QuotationReport(articles, direct, everything)


def _score(table: QuotationTable, article: GoldArticle, contents: list[tuple[Span, str]], direct: bool) -> None:
    text, counts = article.text, table.counts
    marked = [(span, a.source_text(text)) for a in article.attributions for span in a.content]
    gold = units(text, marked, direct, keep_first_source=True)
    predicted = units(text, contents, direct, keep_first_source=False)
    counts["gold"] += len(gold)
    counts["predicted"] += len(predicted)
    spans = {unit.span for unit in predicted}
    counts["strict"] += sum(unit.span in spans for unit in gold)
    counts["loose"] += len(matches(gold, predicted, LOOSE))
    gold_words = frozenset().union(*(unit.words for unit in gold))
    predicted_words = frozenset().union(*(unit.words for unit in predicted))
    counts["tokens gold"] += len(gold_words)
    counts["tokens predicted"] += len(predicted_words)
    counts["tokens right"] += len(gold_words & predicted_words)
    table.classes.update(source_class(unit.source) for unit in gold)
    pairs = matches(gold, predicted, RELAXED)
    counts["relaxed"] += len(pairs)
    for g, p in pairs:
        kind = source_class(gold[g].source)
        table.matched[kind] += 1
        if kind is not SourceClass.NONE:
            table.verdicts[kind, judge(gold[g].source, predicted[p].source)] += 1
