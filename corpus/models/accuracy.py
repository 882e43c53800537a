"""How much of a sample was right, with the interval in which the share of all lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from django.db.models import Q

from corpus.models.choices import Status
from corpus.models.review import ReviewSample
from corpus.models.standing import corrections

Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """Decided quotations of a group: those that were confirmed as they were read were right, the others wrong."""

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
    """Shares of a sample: ``overall``, and by ``outlet``, ``kind`` and ``extractor``.

    What was corrected was wrong, also where it is confirmed since. Nobody decides what articles hold that are down:
    it does not wait.
    """
    hidden = Q(quotation__status=Status.EXTRACTED, quotation__article__removed_at__isnull=False)
    drawn = sample.drawn.exclude(quotation__status=Status.WITHDRAWN).exclude(hidden).order_by()
    columns = ("quotation__public_id", "quotation__status", "quotation__article__publisher__name")
    found = list(drawn.values_list(*columns, "kind", "quotation__extractor"))
    corrected = corrections(record for record, status, *_ in found if status == Status.CONFIRMED)
    rows = [(Status.CORRECTED if record in corrected else status, *rest) for record, status, *rest in found]
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
