"""Whether the confidences of quotations are what they say: of all that is given 0.8, eight in ten should be right.

A quotation's span is right where each of its units in the table ALL has a gold partner. The speaker and the kind are
judged only where the span is right. A speaker is judged where the printed words name it: of "she" and "the mayor" the
reader says whom they mean, or that nobody named is meant, and how sure that is, which a gold of printed sources cannot
tell; nor can it where it marks no source. Where no speaker is given, the claim is that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.records import Confidence, QuotationKind, SpeakerRecord, SpeakerType

from .figures import table
from .pairing import Judged, Pair
from .printed_speakers import Verdict, heads

BINS = 10


class Part(StrEnum):
    """What a confidence is about."""

    SPAN = "span"
    SPEAKER = "speaker"
    KIND = "kind"
    OVERALL = "overall"

    def of(self, confidence: Confidence) -> float:
        """The number that the reader gave."""
        return float(getattr(confidence, self.value))


@dataclass(frozen=True, slots=True)
class Claim:
    """One predicted quotation with what the gold says of it; None where it says nothing."""

    judged: Judged
    place: int  # of the quotation in the record
    span: bool
    speaker: bool | None
    kind: bool | None

    @property
    def overall(self) -> bool | None:
        """All of it right; a wrong span is enough to know that it is not, where a right one could be judged."""
        if not can_be_judged(self.judged.record.quotations[self.place].speaker):
            return None
        if not self.span:
            return False
        return None if self.speaker is None else self.speaker and bool(self.kind)

    @property
    def confidence(self) -> Confidence:
        """What the reader gave."""
        return self.judged.record.quotations[self.place].confidence


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with neighbouring confidences."""

    count: int
    lowest: float
    highest: float
    confidence: float  # the mean
    right: float  # the share


@dataclass(frozen=True, slots=True)
class Reliability:
    """How one part's confidences compare with what was right."""

    pairs: Sequence[tuple[float, bool]]
    bins: Sequence[Bin]

    @property
    def expected_error(self) -> float:
        """The mean distance of confidence and share of right ones over the bins, weighted by their size."""
        return _mean([(abs(part.confidence - part.right), part.count) for part in self.bins])

    @property
    def brier(self) -> float:
        """The mean squared distance of the confidence and 1 for right, 0 for wrong."""
        return _mean([((confidence - right) ** 2, 1) for confidence, right in self.pairs])

    def as_dict(self) -> dict[str, Any]:
        """All figures, as shares of 1."""
        return {
            "count": len(self.pairs),
            "confidence": round(_mean([(confidence, 1) for confidence, _ in self.pairs]), 4),
            "right": round(_mean([(float(right), 1) for _, right in self.pairs]), 4),
            "expected_calibration_error": round(self.expected_error, 4),
            "brier": round(self.brier, 4),
            "bins": [
                {
                    "count": part.count,
                    "lowest": part.lowest,
                    "highest": part.highest,
                    "confidence": round(part.confidence, 4),
                    "right": round(part.right, 4),
                }
                for part in self.bins
            ],
        }


def claims(judged: Iterable[Judged]) -> list[Claim]:
    """Every predicted quotation that has a unit of its own, with what the gold says of it."""
    found = []
    for one in judged:
        partners = {pair.predicted: pair for pair in one.all.pairs}
        units: dict[int, list[Pair | None]] = {}
        for place, unit in enumerate(one.all.predicted):
            units.setdefault(unit.origin, []).append(partners.get(place))
        found += [_claim(one, place, pairs) for place, pairs in sorted(units.items())]
    return found


def _claim(judged: Judged, place: int, partners: Sequence[Pair | None]) -> Claim:
    pairs = [pair for pair in partners if pair is not None]
    if len(pairs) < len(partners):
        return Claim(judged, place, False, None, None)
    quotation = judged.record.quotations[place]
    speakers = [_speaker(pair.verdict, quotation.speaker is not None) for pair in pairs]
    known = [speaker for speaker in speakers if speaker is not None and can_be_judged(quotation.speaker)]
    kinds = {judged.kind_of_gold(judged.all.gold[pair.gold]) for pair in pairs}
    kind = kinds.pop() if len(kinds) == 1 else QuotationKind.MIXED
    return Claim(judged, place, True, all(known) if known else None, kind is quotation.kind)


def can_be_judged(speaker: SpeakerRecord | None) -> bool:
    """Whether printed words are all that the claim is about: they name the speaker, or none is given."""
    if speaker is None:
        return True
    return speaker.type is not SpeakerType.UNNAMED and bool(heads(speaker.text) & heads(speaker.name))


def _speaker(verdict: Verdict | None, given: bool) -> bool | None:
    if verdict is None:
        return None if given else True
    return None if verdict is Verdict.RESOLVED else verdict is Verdict.RIGHT


def confidence_pairs(judged: Iterable[Judged], part: Part) -> list[tuple[float, bool]]:
    """(confidence, right) of each predicted quotation whose ``part`` the gold can judge, in the articles' order."""
    return [
        (part.of(claim.confidence), right)
        for claim in claims(judged)
        if (right := getattr(claim, part.value)) is not None
    ]


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> Reliability:
    """Compare confidences with what was right in at most ``bins`` bins of about equal counts.

    Claims of one confidence stay in one bin, so there may be fewer.
    """
    ordered = sorted(pairs)
    found, start = [], 0
    for number in range(1, bins + 1):
        end = max(start, round(number * len(ordered) / bins))
        while start < end < len(ordered) and ordered[end][0] == ordered[end - 1][0]:
            end += 1
        if end > start:
            found.append(_bin(ordered[start:end]))
            start = end
    return Reliability(pairs, found)


def _bin(pairs: Sequence[tuple[float, bool]]) -> Bin:
    confidence = _mean([(confidence, 1) for confidence, _ in pairs])
    return Bin(len(pairs), pairs[0][0], pairs[-1][0], confidence, _mean([(float(right), 1) for _, right in pairs]))


def _mean(weighted: Sequence[tuple[float, int]]) -> float:
    weight = sum(count for _, count in weighted)
    return sum(value * count for value, count in weighted) / weight if weight else 0.0


def calibration(judged: Sequence[Judged]) -> dict[Part, Reliability]:
    """The reliability of each part's confidences."""
    return {part: reliability(confidence_pairs(judged, part)) for part in Part}


def calibration_table(found: dict[Part, Reliability]) -> str:
    """The figures as text for people."""
    parts = []
    for part, one in found.items():
        title = (
            f"CONFIDENCE of {part}: expected calibration error {one.expected_error:.3f}, Brier score {one.brier:.3f}"
            f" ({len(one.pairs)} quotations)"
        )
        rows = [(f"{b.lowest:.3f}–{b.highest:.3f}", f"{b.confidence:.3f}", f"{b.right:.3f}", b.count) for b in one.bins]
        parts.append(table(title, ("from–to", "given", "right", "count"), rows))
    return "\n".join(parts)
