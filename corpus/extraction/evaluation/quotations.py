"""Quotations and their printed speakers against annotated articles (see ``brat`` and ``units``).

Spans are compared strictly (the same trimmed characters) and relaxed (0.8 of the words shared). A speaker is judged on
relaxed pairs by its head word; gold without a source is left out of the speaker figures. E2E: span and speaker right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .figures import Score, percent
from .pairing import Paired
from .printed_speakers import SourceClass, Verdict, source_class
from .units import matches

LOOSE = 0.5
SCORES = ("strict", "relaxed", "loose", "tokens", "e2e", "e2e_nominal")


@dataclass(slots=True)
class QuotationTable:
    """Counts of one table, DIRECT or ALL."""

    counts: Counter[str] = field(default_factory=Counter)
    classes: Counter[SourceClass] = field(default_factory=Counter)  # of the gold units
    matched: Counter[SourceClass] = field(default_factory=Counter)
    verdicts: Counter[tuple[SourceClass, Verdict]] = field(default_factory=Counter)

    def count(self, paired: Paired) -> None:
        """Add the units of one article."""
        counts, gold, predicted = self.counts, paired.gold, paired.predicted
        counts["gold"] += len(gold)
        counts["predicted"] += len(predicted)
        spans = {unit.span for unit in predicted}
        counts["strict"] += sum(unit.span in spans for unit in gold)
        counts["loose"] += len(matches(gold, predicted, LOOSE))
        gold_words = frozenset[int]().union(*(unit.words for unit in gold))
        predicted_words = frozenset[int]().union(*(unit.words for unit in predicted))
        counts["tokens gold"] += len(gold_words)
        counts["tokens predicted"] += len(predicted_words)
        counts["tokens right"] += len(gold_words & predicted_words)
        self.classes.update(source_class(unit.source) for unit in gold)
        counts["relaxed"] += len(paired.pairs)
        for pair in paired.pairs:
            self.matched[pair.source] += 1
            if pair.verdict is not None:
                self.verdicts[pair.source, pair.verdict] += 1

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
        return {
            **{name: getattr(self, name).as_dict() for name in SCORES},
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

    def lines(self, title: str) -> str:
        """The figures as text for people."""
        figures, lines = self.as_dict(), [title]
        for name in SCORES:
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
