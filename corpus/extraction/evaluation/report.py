"""A run over a folder of annotated articles and all that can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.records import ArticleRecord, ExtractionRecord, QuotationKind

from .bootstrap import intervals
from .brat import GoldError, read_gold
from .calibration import calibration, calibration_table
from .errors import ErrorKind, Mistake, by_error_kind, find_mistakes, spread
from .excerpts import mistake_as_dict, mistake_lines
from .figures import table
from .outlets import read_outlets
from .pairing import Judged, judge_article
from .quotations import QuotationTable
from .slices import (
    by_kind,
    by_outlet,
    confusion,
    confusion_as_dict,
    confusion_table,
    slices_as_dict,
    slices_table,
)

Predict = Callable[[ArticleRecord], ExtractionRecord]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """What one reader made of the annotated articles."""

    judged: Sequence[Judged]
    direct: QuotationTable
    all: QuotationTable
    outlets: Mapping[str, str] = field(default_factory=dict)  # by the articles' names

    @property
    def articles(self) -> int:
        """How many were read."""
        return len(self.judged)

    @property
    def reader(self) -> str:
        """Name and version of what read them, as their records bear it."""
        return ", ".join(sorted({one.record.extractor for one in self.judged}))

    def mistakes(self) -> dict[ErrorKind, list[Mistake]]:
        """All errors by their kind."""
        return by_error_kind([mistake for one in self.judged for mistake in find_mistakes(one)])

    def as_dict(self, examples: int = 0) -> dict[str, Any]:
        """All figures, for JSON, with up to ``examples`` errors of each kind."""
        outlets = by_outlet(self.judged, self.outlets) if self.outlets else {}
        mistakes = self.mistakes()
        figures: dict[str, Any] = {
            "reader": self.reader,
            "articles": self.articles,
            "direct": self.direct.as_dict(),
            "all": self.all.as_dict(),
            "intervals": {name: interval.as_dict() for name, interval in intervals(self.judged).items()},
            "kinds": slices_as_dict(by_kind(self.judged)),
            "kind_confusion": confusion_as_dict(confusion(self.judged)),
            "outlets": {name: slices_as_dict(parts) for name, parts in outlets.items()} or None,
            "errors": {kind.value: _count(found) for kind, found in mistakes.items()},
            "calibration": {part.value: one.as_dict() for part, one in calibration(self.judged).items()},
        }
        if examples:
            figures["error_examples"] = {
                kind.value: [mistake_as_dict(mistake) for mistake in spread(found, examples)]
                for kind, found in mistakes.items()
            }
        return figures

    def table(self, examples: int = 0) -> str:
        """The same as text for people."""
        sure = [(name, i.value, i.low, i.high) for name, i in intervals(self.judged).items()]
        parts = [
            self.direct.lines(f"DIRECT  ({self.articles} articles)"),
            self.all.lines(f"ALL  ({self.articles} articles)"),
            table("INTERVALS of 95 %, articles drawn again", ("", "value", "from", "to"), sure),
            slices_table("KINDS  (units of ALL)", by_kind(self.judged)),
            confusion_table(confusion(self.judged)),
        ]
        if self.outlets:
            outlets = by_outlet(self.judged, self.outlets)
            parts += [slices_table(f"OUTLETS  ({name.upper()})", slices) for name, slices in outlets.items()]
        mistakes = self.mistakes()
        parts.append(_error_table(mistakes))
        for kind, found in mistakes.items():
            chosen = spread(found, examples)
            if chosen:
                parts.append(f"{kind.upper()}  ({len(chosen)} of {len(found)})")
                parts += ["\n".join(mistake_lines(mistake_as_dict(mistake))) for mistake in chosen]
        parts.append(calibration_table(calibration(self.judged)))
        return "\n".join(parts)


def _count(mistakes: Sequence[Mistake]) -> dict[str, int]:
    counts = {"count": len(mistakes)}
    return counts | {kind.value: sum(m.quotation_kind is kind for m in mistakes) for kind in QuotationKind}


def _error_table(mistakes: Mapping[ErrorKind, Sequence[Mistake]]) -> str:
    rows = [(kind.value, *_count(found).values()) for kind, found in mistakes.items()]
    return table("ERRORS  (units of ALL)", ("", "count", *(kind.value for kind in QuotationKind)), rows)


def evaluate_quotations(gold: Path | str, predict: Predict, on_progress: OnProgress | None = None) -> QuotationReport:
    """Compare ``predict`` with the annotated articles of the folder ``gold``.

    FileNotFoundError where it is no such folder, GoldError where its articles cannot be read or there are none.
    ``on_progress`` is told how many articles are done of how many.
    """
    articles = list(read_gold(Path(gold)))
    if not articles:
        raise GoldError("no text of it has an annotation attributions/NAME_*.ann")
    outlets = read_outlets(Path(gold), [article.name for article in articles])
    judged, direct, everything = [], QuotationTable(), QuotationTable()
    for done, article in enumerate(articles, 1):
        one = judge_article(article, predict(ArticleRecord(article.name, "", article.text)))
        direct.count(one.direct)
        everything.count(one.all)
        judged.append(one)
        if on_progress is not None:
            on_progress(done, len(articles))
    return QuotationReport(judged, direct, everything, outlets)
