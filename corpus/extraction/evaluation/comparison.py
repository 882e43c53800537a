"""Two readers on the same articles: which figures differ, and which quotations became better or worse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .bootstrap import article_counts, differences, f1
from .errors import ErrorKind, find_mistakes, spread
from .excerpts import excerpt, gold_as_dict, predicted_as_dict, unit_line
from .figures import table
from .pairing import Judged
from .printed_speakers import SourceClass, Verdict
from .quotations import SCORES
from .report import QuotationReport
from .units import Unit

SOURCED = (SourceClass.NOMINAL, SourceClass.PRONOUN)


class ChangeKind(StrEnum):
    """What the reader makes of a content that the other one makes otherwise."""

    BETTER = "better"
    WORSE = "worse"
    GONE = "content that is none, given no longer"
    NEW = "content that is none, newly given"


@dataclass(frozen=True, slots=True)
class Change:
    """One content with what both readers give for it."""

    kind: ChangeKind
    judged: Judged
    against: Judged
    gold: Unit | None
    predicted: Unit | None
    predicted_against: Unit | None

    def as_dict(self) -> dict[str, Any]:
        """The units and the words around them."""
        given = self.predicted or self.predicted_against
        gold = [self.gold] if self.gold else []
        return {
            "article": self.judged.article.name,
            "gold": gold_as_dict(self.judged, self.gold) if self.gold else None,
            "predicted": predicted_as_dict(self.judged, self.predicted) if self.predicted else None,
            "against": predicted_as_dict(self.against, self.predicted_against) if self.predicted_against else None,
            "context": excerpt(self.judged.article.text, gold, [given] if given else []),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reader's report beside another's."""

    report: QuotationReport
    against: QuotationReport

    def changes(self) -> dict[ChangeKind, list[Change]]:
        """What changed in the table ALL, by kind of change."""
        found: dict[ChangeKind, list[Change]] = {kind: [] for kind in ChangeKind}
        for one, other in zip(self.report.judged, self.against.judged, strict=True):
            for change in (*_of_gold(one, other), *_of_invented(one, other)):
                found[change.kind].append(change)
        return found

    def article_changes(self) -> dict[str, list[str]]:
        """Names of the articles whose E2E F1 in the table ALL rose and fell."""
        found: dict[str, list[str]] = {"better": [], "worse": []}
        for one, other in zip(self.report.judged, self.against.judged, strict=True):
            ours, theirs = _end_to_end(one), _end_to_end(other)
            if ours != theirs:
                found["better" if ours > theirs else "worse"].append(one.article.name)
        return found

    def figures(self) -> list[dict[str, Any]]:
        """Each figure of both readers with the difference, and its interval where there is one."""
        sure = differences(self.report.judged, self.against.judged)
        rows = []
        for title, one, other in (
            ("DIRECT", self.report.direct, self.against.direct),
            ("ALL", self.report.all, self.against.all),
        ):
            both = {name: (100 * getattr(one, name).f1, 100 * getattr(other, name).f1) for name in SCORES}
            both["speaker"] = (one.accuracy(*SOURCED), other.accuracy(*SOURCED))
            for name, (value, reference) in both.items():
                interval = sure.get({"relaxed": f"{title} F1", "e2e": f"{title} E2E F1"}.get(name, ""))
                rows.append(
                    {
                        "table": title,
                        "figure": name,
                        "value": round(value, 1),
                        "against": round(reference, 1),
                        # of the exact figures: that of the rounded ones may be a tenth off
                        "difference": round(value - reference, 1),
                        "interval": interval.as_dict() if interval else None,
                    }
                )
        return rows

    def as_dict(self, examples: int = 0) -> dict[str, Any]:
        """All of it, for JSON, with up to ``examples`` of each kind of change."""
        changes, articles = self.changes(), self.article_changes()
        figures: dict[str, Any] = {
            "reader": self.report.reader,
            "against": self.against.reader,
            "figures": self.figures(),
            "articles": {name: {"count": len(names), "names": names} for name, names in articles.items()},
            "quotations": {kind.value: len(found) for kind, found in changes.items()},
        }
        if examples:
            figures["examples"] = {
                kind.value: [change.as_dict() for change in spread(found, examples)] for kind, found in changes.items()
            }
        return figures

    def text(self, examples: int = 0) -> str:
        """The same as text for people."""
        shown = self.as_dict(examples)
        rows = []
        for row in shown["figures"]:
            interval = row["interval"]
            between = f"{interval['low']:+.1f} to {interval['high']:+.1f}" if interval else ""
            name = f"{row['table']} {row['figure']}"
            rows.append((name, row["value"], row["against"], f"{row['difference']:+.1f}", between))
        title = f"COMPARED  {shown['reader']} against {shown['against']}, F1 and accuracy of the speaker"
        articles = shown["articles"]
        parts = [
            table(title, ("", "reader", "against", "difference", "95 % interval"), rows),
            f"articles better {articles['better']['count']}, worse {articles['worse']['count']}"
            f" of {self.report.articles} (ALL E2E F1)",
            table("CHANGED units of ALL", ("", "count"), list(shown["quotations"].items())),
        ]
        for kind, found in shown.get("examples", {}).items():
            parts += [f"{kind.upper()}  ({len(found)} of {shown['quotations'][kind]})"] if found else []
            parts += ["\n".join(_change_lines(change)) for change in found]
        return "\n".join(parts)


def _change_lines(change: dict[str, Any]) -> list[str]:
    units = [unit_line(name, change[key]) for name, key in (("gold", "gold"), ("reader", "predicted"))]
    return [f"  {change['article']}", f"    {change['context']}", *units, unit_line("against", change["against"])]


def _of_gold(one: Judged, other: Judged) -> Iterator[Change]:
    ours, theirs = _given(one), _given(other)
    for place, gold in enumerate(one.all.gold):
        predicted, right = ours.get(place, (_nearest(gold, one), False))
        reference, reference_right = theirs.get(place, (_nearest(gold, other), False))
        if right != reference_right:
            kind = ChangeKind.BETTER if right else ChangeKind.WORSE
            yield Change(kind, one, other, gold, predicted, reference)


def _given(judged: Judged) -> dict[int, tuple[Unit, bool]]:
    """The partner of each gold unit that has one, and whether all that can be judged is right."""
    return {
        pair.gold: (judged.all.predicted[pair.predicted], pair.verdict in (None, Verdict.RIGHT))
        for pair in judged.all.pairs
    }


def _nearest(gold: Unit, judged: Judged) -> Unit | None:
    touching = [unit for unit in judged.all.predicted if unit.words & gold.words]
    return max(touching, key=lambda unit: len(unit.words & gold.words) / len(unit.words | gold.words), default=None)


def _of_invented(one: Judged, other: Judged) -> Iterator[Change]:
    ours, theirs = _invented(one), _invented(other)
    for unit in ours:
        if not any(unit.words & known.words for known in theirs):
            yield Change(ChangeKind.NEW, one, other, None, unit, _nearest(unit, other))
    for unit in theirs:
        if not any(unit.words & known.words for known in ours):
            yield Change(ChangeKind.GONE, one, other, None, _nearest(unit, one), unit)


def _invented(judged: Judged) -> Sequence[Unit]:
    return [mistake.predicted[0] for mistake in find_mistakes(judged) if mistake.kind is ErrorKind.INVENTED]


def _end_to_end(judged: Judged) -> float:
    return float(f1(article_counts([judged]))[0, -1])
