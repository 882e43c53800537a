"""Tell how one saying is printed: in which wordings, by whom, and to whom else its words are given. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Max, Min, Q, When

from corpus.models import Dispute, Entity, Quotation, Utterance
from corpus.models.choices import LIVE
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.check import Difference, differences_between

MOST = 200  # wordings, and disputes, that are told of one saying


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher that prints a wording."""

    publisher: Entity | None
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording of a saying, and where it leaves the words that the saying is known by."""

    public_id: str
    text: str
    differences: list[Difference]
    outlets: list[Outlet]  # the first comes first; those of unknown date last

    @property
    def times_printed(self) -> int:
        """Live quotations in this wording."""
        return sum(outlet.count for outlet in self.outlets)

    @property
    def first_at(self) -> datetime:
        """When it was first published, as far as it is known."""
        return min((one.first_at for one in self.outlets if one.first_at > UNKNOWN_TIME), default=UNKNOWN_TIME)

    @property
    def last_at(self) -> datetime:
        """When it was last published."""
        return max(outlet.last_at for outlet in self.outlets)


@dataclass(frozen=True, slots=True)
class Given:
    """The same words, given to somebody else."""

    utterance: Utterance
    wording: Utterance  # of this saying
    other: Utterance  # of the other one
    differences: list[Difference]


def variants(utterance: Utterance) -> list[Variant]:
    """The wordings of a saying, the first printed first."""
    rows = Quotation.objects.readable().filter(utterance=utterance, status__in=LIVE).order_by()
    known = Min("published_at", filter=Q(published_at__gt=UNKNOWN_TIME))
    told = rows.values_list("words_key", "article__publisher").annotate(
        n=Count("pk"), first=known, last=Max("published_at")
    )
    outlets: defaultdict[str, list[tuple[int | None, int, datetime, datetime]]] = defaultdict(list)
    for key, publisher, count, first, last in told:
        outlets[key].append((publisher, count, first or UNKNOWN_TIME, last))
    publishers = Entity.objects.in_bulk({one[0] for some in outlets.values() for one in some if one[0] is not None})
    wordings = Utterance.objects.filter(Q(pk=utterance.pk) | Q(variant_of=utterance), printings__gt=0)
    found = [
        Variant(
            row.public_id,
            row.text,
            differences_between(utterance.text, row.text),
            sorted(
                (Outlet(publishers.get(one[0] or 0), *one[1:]) for one in outlets[row.key]),
                key=lambda outlet: (outlet.first_at == UNKNOWN_TIME, outlet.first_at),
            ),
        )
        for row in wordings.order_by("pk")[:MOST]
        if row.key in outlets
    ]
    return sorted(found, key=lambda one: (one.first_at == UNKNOWN_TIME, one.first_at, one.public_id))


def given_to_others(utterance: Utterance) -> list[Given]:
    """To whom else the words of a saying are given, the most printed first."""
    rows = Dispute.objects.of([utterance.pk]).standing()
    mine = Q(first=utterance) | Q(first__variant_of=utterance)
    printed = Case(When(mine, then=F("second__printings")), default=F("first__printings"))
    related = (f"{side}__{name}" for side in ("first", "second") for name in ("speaker", "variant_of__speaker"))
    found = []
    for row in rows.select_related(*related).order_by(printed.desc(), "pk")[:MOST]:
        sides = [row.first, row.second]
        wording, other = sides if sides[0].known_by.pk == utterance.pk else reversed(sides)
        found.append(Given(other.known_by, wording, other, differences_between(wording.text, other.text)))
    return found
