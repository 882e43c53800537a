"""The figures of a part of the units: one kind of quotation, one outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.records import QuotationKind

from .figures import harmonic, percent, table
from .pairing import Judged, Paired
from .printed_speakers import SourceClass, Verdict, source_class
from .units import Unit

COLUMNS = ("span P", "span R", "span F1", "speaker", "E2E F1", "gold", "predicted")


@dataclass(slots=True)
class Slice:
    """Counts of the gold units and of the predicted units that belong to one part, each side by itself."""

    gold: int = 0
    predicted: int = 0
    gold_found: int = 0  # in a pair, whatever the other side's part
    predicted_found: int = 0
    gold_sourced: int = 0
    predicted_sourced: int = 0  # all but those paired with gold without a source
    gold_judged: int = 0
    gold_right: int = 0  # in a pair with the right speaker
    predicted_right: int = 0

    def as_dict(self) -> dict[str, float | int]:
        """Precision counts this part's predicted units, recall its gold units."""
        precision, recall = percent(self.predicted_found, self.predicted), percent(self.gold_found, self.gold)
        both = harmonic(percent(self.predicted_right, self.predicted_sourced), self.end_to_end_recall())
        return {
            "precision": round(precision, 1),
            "recall": round(recall, 1),
            "f1": round(harmonic(precision, recall), 1),
            "speaker": round(percent(self.gold_right, self.gold_judged), 1),
            "e2e_f1": round(both, 1),
            "gold": self.gold,
            "predicted": self.predicted,
        }

    def end_to_end_recall(self) -> float:
        """Percentage of the gold units with a source whose span and speaker are right."""
        return percent(self.gold_right, self.gold_sourced)

    def row(self, name: str) -> tuple[object, ...]:
        """The figures in the order of ``COLUMNS`` behind their name."""
        return (name, *self.as_dict().values())


Key = Callable[[Unit], str]


def count_slices(slices: Mapping[str, Slice], paired: Paired, gold_key: Key, predicted_key: Key) -> None:
    """Count one article's units into the slices that the two functions name."""
    for unit in paired.gold:
        part = slices[gold_key(unit)]
        part.gold += 1
        part.gold_sourced += source_class(unit.source) is not SourceClass.NONE
    for unit in paired.predicted:
        part = slices[predicted_key(unit)]
        part.predicted += 1
        part.predicted_sourced += 1
    for pair in paired.pairs:
        wanted = slices[gold_key(paired.gold[pair.gold])]
        given = slices[predicted_key(paired.predicted[pair.predicted])]
        wanted.gold_found += 1
        given.predicted_found += 1
        if pair.verdict is None:
            given.predicted_sourced -= 1
            continue
        wanted.gold_judged += 1
        wanted.gold_right += pair.verdict is Verdict.RIGHT
        given.predicted_right += pair.verdict is Verdict.RIGHT


def by_kind(judged: Iterable[Judged]) -> dict[str, Slice]:
    """The units of the table ALL by kind: gold ones by their marks, predicted ones by what the reader calls them."""
    slices = {kind.value: Slice() for kind in QuotationKind}
    for one in judged:
        count_slices(slices, one.all, one.kind_of_gold, one.kind_of_predicted)
    return slices


def confusion(judged: Iterable[Judged]) -> Counter[tuple[QuotationKind, QuotationKind]]:
    """How often a gold unit of one kind is paired with a predicted one of another, in the table ALL."""
    found: Counter[tuple[QuotationKind, QuotationKind]] = Counter()
    for one in judged:
        for pair in one.all.pairs:
            gold, predicted = one.all.gold[pair.gold], one.all.predicted[pair.predicted]
            found[one.kind_of_gold(gold), one.kind_of_predicted(predicted)] += 1
    return found


def by_outlet(judged: Iterable[Judged], outlets: Mapping[str, str]) -> dict[str, dict[str, Slice]]:
    """Slices of both tables by the outlets of the articles' names; "unknown" for a name without one."""
    slices: dict[str, dict[str, Slice]] = {"direct": {}, "all": {}}
    for one in judged:
        outlet = outlets.get(one.article.name, "unknown")
        for name, paired in (("direct", one.direct), ("all", one.all)):
            slices[name].setdefault(outlet, Slice())
            count_slices(slices[name], paired, _always(outlet), _always(outlet))
    return {name: dict(sorted(parts.items())) for name, parts in slices.items()}


def _always(outlet: str) -> Key:
    return lambda _: outlet


def slices_as_dict(slices: Mapping[str, Slice]) -> dict[str, Any]:
    """The figures by name."""
    return {name: part.as_dict() for name, part in slices.items()}


def slices_table(title: str, slices: Mapping[str, Slice]) -> str:
    """The figures as text for people."""
    return table(title, ("", *COLUMNS), [part.row(name) for name, part in slices.items()])


def confusion_as_dict(found: Mapping[tuple[QuotationKind, QuotationKind], int]) -> dict[str, dict[str, int]]:
    """Counts by gold kind, then by predicted kind."""
    return {
        gold.value: {predicted.value: found.get((gold, predicted), 0) for predicted in QuotationKind}
        for gold in QuotationKind
    }


def confusion_table(found: Mapping[tuple[QuotationKind, QuotationKind], int]) -> str:
    """The counts as text for people."""
    rows = [(f"gold {gold}", *counts.values()) for gold, counts in confusion_as_dict(found).items()]
    return table("KINDS of paired units, gold by predicted", ("", *(kind.value for kind in QuotationKind)), rows)
