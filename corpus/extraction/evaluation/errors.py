"""What went wrong, by kind of error, over the units of the table ALL.

Units are pieces of a paragraph: whether two of them are one quotation or two, the annotators decide by other rules than
the project, so "split" and "joined" speak of the pieces alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from corpus.records import QuotationKind

from .pairing import Judged
from .printed_speakers import Verdict
from .units import Unit

Item = TypeVar("Item")


class ErrorKind(StrEnum):
    """How a gold and a predicted unit may differ."""

    MISSED = "missed content"
    INVENTED = "content that is none"
    EDGES = "edges wrong"
    SPLIT = "split wrongly"
    JOINED = "joined wrongly"
    NESTED_MISSED = "missed inside or around found content"
    NESTED_INVENTED = "given inside or around found content"
    WRONG_SPEAKER = "wrong speaker"
    NO_SPEAKER = "speaker missing"
    NAME_FOR_PRONOUN = "name given where a pronoun is printed"
    WRONG_KIND = "wrong kind"


SPEAKER_ERRORS = {
    Verdict.WRONG: ErrorKind.WRONG_SPEAKER,
    Verdict.EMPTY: ErrorKind.NO_SPEAKER,
    Verdict.RESOLVED: ErrorKind.NAME_FOR_PRONOUN,
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error with the units it is about."""

    kind: ErrorKind
    judged: Judged
    gold: tuple[Unit, ...]
    predicted: tuple[Unit, ...]

    @property
    def quotation_kind(self) -> QuotationKind:
        """The kind the gold gives, where there is gold, else the reader's."""
        if self.gold:
            return self.judged.kind_of_gold(self.gold[0])
        return self.judged.kind_of_predicted(self.predicted[0])


def find_mistakes(judged: Judged) -> list[Mistake]:
    """The errors of one article in the order of its text. Each unit without a partner counts in one of them."""
    found = [*_of_spans(judged), *_of_pairs(judged)]
    return sorted(found, key=lambda mistake: (min(u.span for u in (*mistake.gold, *mistake.predicted)), mistake.kind))


def _of_pairs(judged: Judged) -> Iterator[Mistake]:
    for pair in judged.all.pairs:
        gold, predicted = judged.all.gold[pair.gold], judged.all.predicted[pair.predicted]
        if pair.verdict in SPEAKER_ERRORS:
            yield Mistake(SPEAKER_ERRORS[pair.verdict], judged, (gold,), (predicted,))
        if judged.kind_of_gold(gold) is not judged.kind_of_predicted(predicted):
            yield Mistake(ErrorKind.WRONG_KIND, judged, (gold,), (predicted,))


def _of_spans(judged: Judged) -> Iterator[Mistake]:
    paired = judged.all
    gold = _without(paired.gold, {pair.gold for pair in paired.pairs})
    predicted = _without(paired.predicted, {pair.predicted for pair in paired.pairs})
    for whole in list(gold):
        pieces = [unit for unit in predicted if _mostly_in(unit, whole)]
        if len(pieces) > 1:
            yield Mistake(ErrorKind.SPLIT, judged, (whole,), tuple(pieces))
            _drop(gold, [whole])
            _drop(predicted, pieces)
    for whole in list(predicted):
        pieces = [unit for unit in gold if _mostly_in(unit, whole)]
        if len(pieces) > 1:
            yield Mistake(ErrorKind.JOINED, judged, tuple(pieces), (whole,))
            _drop(predicted, [whole])
            _drop(gold, pieces)
    by_overlap = sorted(
        (-len(g.words & p.words) / len(g.words | p.words), g.span, p.span, place, other)
        for place, g in enumerate(gold)
        for other, p in enumerate(predicted)
        if g.words & p.words
    )
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, _, _, place, other in by_overlap:
        if place not in taken_gold and other not in taken_predicted:
            taken_gold.add(place)
            taken_predicted.add(other)
            yield Mistake(ErrorKind.EDGES, judged, (gold[place],), (predicted[other],))
    yield from _alone(judged, _without(gold, taken_gold), _without(predicted, taken_predicted))


def _alone(judged: Judged, gold: Sequence[Unit], predicted: Sequence[Unit]) -> Iterator[Mistake]:
    """What has no partner left: a rest beside a pair, something nested, or nothing on the other side at all."""
    paired = judged.all
    partners = [(paired.gold[pair.gold], paired.predicted[pair.predicted]) for pair in paired.pairs]
    for unit in gold:
        around = [(g, p) for g, p in partners if _mostly_in(unit, p)]
        rest = next(((g, p) for g, p in around if not unit.words & g.words), None)
        if rest:
            yield Mistake(ErrorKind.JOINED, judged, (rest[0], unit), (rest[1],))
        else:
            touched = _half_covered(unit, paired.predicted)
            yield Mistake(ErrorKind.NESTED_MISSED if touched else ErrorKind.MISSED, judged, (unit,), touched)
    for unit in predicted:
        around = [(g, p) for g, p in partners if _mostly_in(unit, g)]
        rest = next(((g, p) for g, p in around if not unit.words & p.words), None)
        if rest:
            yield Mistake(ErrorKind.SPLIT, judged, (rest[0],), (rest[1], unit))
        else:
            touched = _half_covered(unit, paired.gold)
            yield Mistake(ErrorKind.NESTED_INVENTED if touched else ErrorKind.INVENTED, judged, touched, (unit,))


def _half_covered(unit: Unit, others: Sequence[Unit]) -> tuple[Unit, ...]:
    """The other side's units that share words with ``unit``, where together they hold half of its words."""
    touched = tuple(other for other in others if other.words & unit.words)
    covered = frozenset[int]().union(*(other.words for other in touched)) & unit.words
    return touched if 2 * len(covered) >= len(unit.words) else ()


def _mostly_in(piece: Unit, whole: Unit) -> bool:
    return 2 * len(piece.words & whole.words) > len(piece.words)


def _without(units: Sequence[Unit], places: set[int]) -> list[Unit]:
    return [unit for place, unit in enumerate(units) if place not in places]


def _drop(units: list[Unit], gone: Sequence[Unit]) -> None:
    # by identity: that is what tells two units apart
    units[:] = [unit for unit in units if not any(unit is other for other in gone)]


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """At most ``count`` items from all over the sequence, the same ones each time."""
    if len(items) <= count:
        return list(items)
    return [items[place * len(items) // count] for place in range(count)]


def by_error_kind(mistakes: Sequence[Mistake]) -> dict[ErrorKind, list[Mistake]]:
    """The mistakes by kind of error; every kind is there."""
    found: dict[ErrorKind, list[Mistake]] = {kind: [] for kind in ErrorKind}
    for mistake in mistakes:
        found[mistake.kind].append(mistake)
    return found
