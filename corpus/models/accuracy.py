"""How much of a sample was right, with the interval in which the share of all lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from corpus.models.choices import Status
from corpus.models.review import ReviewSample

Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """Decided quotations of a group: confirmed ones were right, corrected and rejected ones wrong."""

    group: str
    right: int
    decided: int
    waiting: int = 0

    @property
    def share(self) -> float | None:
        """Right among decided; None where none is decided."""
        return self.right / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, of 95 %."""
        return wilson(self.right, self.decided)


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's score interval of a share at 95 %; it holds for few and for shares near 0 and 1 too."""
    if not total:
        return 0.0, 1.0
    share, z2 = right / total, Z * Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    reach = Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    # At the ends the bounds are 0 and 1 but for rounding.
    return (0.0 if right == 0 else middle - reach), (1.0 if right == total else middle + reach)


def accuracy(sample: ReviewSample) -> dict[str, list[Share]]:
    """Shares of a sample: ``overall``, and by ``outlet``, ``kind`` and ``extractor``. One query."""
    columns = ("quotation__status", "quotation__article__publisher__name", "kind", "quotation__extractor")
    rows = list(sample.drawn.exclude(quotation__status=Status.WITHDRAWN).order_by().values_list(*columns))
    return {
        "overall": _shares((status, "all") for status, *_ in rows),
        "outlet": _shares((status, outlet or "no outlet") for status, outlet, *_ in rows),
        "kind": _shares((status, kind) for status, _, kind, _ in rows),
        "extractor": _shares((status, extractor or "unknown") for status, *_, extractor in rows),
    }


def _shares(rows: Iterable[tuple[str, str]]) -> list[Share]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for status, group in rows:
        groups[group].append(status)
    shares = [
        Share(
            group=group,
            right=statuses.count(Status.CONFIRMED),
            decided=sum(status != Status.EXTRACTED for status in statuses),
            waiting=statuses.count(Status.EXTRACTED),
        )
        for group, statuses in groups.items()
    ]
    return sorted(shares, key=lambda share: (-share.decided - share.waiting, share.group))
