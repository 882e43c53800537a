"""Draw random quotations, so that what editors say of them tells how much of all is right."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random, SystemRandom

from django.db import transaction
from django.db.models import Max, Min, Q

from corpus.chunks import chunked
from corpus.models import Decision, Entity, Quotation, ReviewSample, SampledQuotation
from corpus.models.choices import Status
from corpus.models.quotation import QuotationQuerySet
from corpus.models.standing import corrections, first_before
from corpus.services.decide import User
from corpus.services.errors import ServiceError

LARGEST = 1_000
GUESSED = 500  # keys that are tried at a time
ROUNDS = 40
FEW = 20_000  # so many keys are read instead, where guesses seldom hit


def draw_sample(
    size: int,
    *,
    user: User,
    publisher: Entity | None = None,
    kind: str = "",
    extractor: str = "",
    random: Random | None = None,
) -> ReviewSample:
    """Draw ``size`` quotations, fewer where there are no more, each as likely as any other.

    What editors decided already is drawn too: left out, it would take the worst away from the sample, since those come
    first in review. Quotations that editors added themselves are no reading of the machine.
    """
    if not 1 <= size <= LARGEST:
        raise ServiceError(f"size: between 1 and {LARGEST}", field="size")
    rows = Quotation.objects.readable().filter(made_by_hand=False).exclude(status=Status.WITHDRAWN)
    if publisher is not None:
        rows = rows.filter(article__publisher=publisher.pk)
    if extractor:
        rows = rows.filter(extractor=extractor)
    drawn = _drawn(rows, kind, size, random or SystemRandom())
    if not drawn:
        raise ServiceError("there is no such quotation to draw")
    kinds = _kinds_as_read(drawn)
    with transaction.atomic():
        sample = ReviewSample.objects.create(
            publisher_id=None if publisher is None else publisher.pk, kind=kind, extractor=extractor, created_by=user
        )
        SampledQuotation.objects.bulk_create(
            SampledQuotation(sample=sample, quotation_id=pk, position=i, kind=kinds[pk]) for i, pk in enumerate(drawn)
        )
    return sample


def _kinds_as_read(pks: list[int]) -> dict[int, str]:
    rows = list(Quotation.objects.filter(pk__in=pks).values_list("pk", "public_id", "kind"))
    corrected = corrections(record for _, record, _ in rows)
    return {pk: first_before(corrected.get(record, ()), "kind") or kind for pk, record, kind in rows}


def _read_as(kind: str, pks: list[int]) -> list[int]:
    """Those that the machine read as the kind, whatever editors made of them; all where none is named."""
    if not kind:
        return pks
    read: dict[int, str] = {}
    for some in chunked(pks, GUESSED):
        read |= _kinds_as_read(some)
    return [pk for pk in pks if read.get(pk) == kind]


def _may_be_read_as(kind: str) -> Q:
    """A condition that holds of all that the machine read as the kind, and of few others."""
    corrected = Decision.objects.filter(action="correct", before__kind=kind).order_by().values("record")
    return Q(kind=kind) | Q(public_id__in=corrected)


def _drawn(rows: QuotationQuerySet, kind: str, size: int, random: Random) -> list[int]:
    """Keys in random order. Guesses are as likely to hit one row as another, whatever gaps the keys have."""
    likely = rows.filter(_may_be_read_as(kind)) if kind else rows
    few = list(likely.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        few = _read_as(kind, few)
        return random.sample(few, min(size, len(few)))
    found: dict[int, None] = {}
    for guesses in _guesses(random):
        hit = set(_read_as(kind, list(rows.filter(pk__in=guesses).order_by().values_list("pk", flat=True))))
        found |= dict.fromkeys(pk for pk in guesses if pk in hit)
        if len(found) >= size:
            break
    return list(found)[:size]


def _guesses(random: Random) -> Iterator[list[int]]:
    ends = Quotation.objects.aggregate(first=Min("pk"), last=Max("pk"))
    for _ in range(ROUNDS):
        yield [random.randint(ends["first"], ends["last"]) for _ in range(GUESSED)]
