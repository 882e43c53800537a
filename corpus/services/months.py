"""Keep the counts of quotations by month of publication in step with the quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet

from corpus.models import Article, Entity, Quotation
from corpus.models.month import MONTH, QuotationMonth, SpeakerMonth
from corpus.models.periods import Unit, Window, following, start
from corpus.services.writing import one_writer

CHUNK = 500
# quotations by speaker, None for those without one, and month
Months = Counter[tuple[int | None, date]]


def printed(quotations: QuerySet[Quotation]) -> Months:
    """How many of the quotations fall to each speaker and month."""
    groups = quotations.order_by().annotate(month=MONTH).values_list("speaker", "month").annotate(n=Count("pk"))
    return Counter({(speaker, month): number for speaker, month, number in groups.iterator()})


def move_months(before: Months, after: Months) -> None:
    """Add what changed to the counts: cost does not grow with the corpus."""
    moved = {key: after[key] - before[key] for key in {*before, *after} if after[key] != before[key]}
    if not moved:
        return
    speakers = sorted((speaker, month, number) for (speaker, month), number in moved.items() if speaker is not None)
    totals: dict[date, list[int]] = {}
    for (speaker, month), number in moved.items():
        total = totals.setdefault(month, [0, 0])
        total[0] += number
        total[1] += number if speaker is None else 0
    with connection.cursor() as cursor:
        if speakers:
            twice = [(speaker, month, number, number) for speaker, month, number in speakers]
            cursor.executemany(_upsert(SpeakerMonth, ("speaker_id", "month"), ("quotations",)), twice)
        if changed := [(month, a, b, a, b) for month, (a, b) in sorted(totals.items()) if a or b]:
            cursor.executemany(_upsert(QuotationMonth, ("month",), ("quotations", "unattributed")), changed)


def _upsert(model: type[SpeakerMonth] | type[QuotationMonth], key: tuple[str, ...], counts: tuple[str, ...]) -> str:
    """The statement that makes a row with the counts, or adds them to the one that stands; it takes them twice.

    One that has drifted must not stop a store; manage.py verify tells of it.
    """
    most, table = "GREATEST" if connection.vendor == "postgresql" else "MAX", model._meta.db_table
    values = ", ".join(["%s"] * len(key) + [f"{most}(%s, 0)"] * len(counts))
    sums = ", ".join(f"{name} = {most}({table}.{name} + %s, 0)" for name in counts)
    names, unique = ", ".join((*key, *counts)), ", ".join(key)
    return f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT ({unique}) DO UPDATE SET {sums}"  # noqa: S608


def recount_speakers(ids: Iterable[int]) -> None:
    """Set the months of the speakers, and the totals with them, to what is true."""
    ids = list(ids)
    for chunk in (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)):
        rows = SpeakerMonth.objects.filter(speaker__in=chunk)
        counted: Months = Counter(
            {(pk, month): n for pk, month, n in rows.values_list("speaker", "month", "quotations")}
        )
        move_months(counted, printed(Quotation.objects.live().readable().filter(speaker__in=chunk)))


def recount_unattributed(months: Iterable[date]) -> None:
    """Set how many quotations of the months have no speaker, and the totals with it, to what is true."""
    for month in sorted(set(months)):
        row = QuotationMonth.objects.filter(month=month).first()
        true = in_month(month).filter(speaker=None).count()
        move_months(Counter({(None, month): row.unattributed if row else 0}), Counter({(None, month): true}))


def in_month(month: date) -> QuerySet[Quotation]:
    """The quotations that count for a month."""
    window = Window(start(month), start(following(month, Unit.MONTH)))
    return window.over(Quotation.objects.live().readable(), "published_at")


def months_of(articles: Iterable[Article]) -> set[date]:
    """The months that the articles' quotations count for."""
    return {article.published_at.date().replace(day=1) for article in articles}


@one_writer()
def recount_month(month: date) -> None:
    """Set all that is counted of a month to what is true."""
    true = printed(in_month(month))
    rows = SpeakerMonth.objects.filter(month=month).values_list("speaker", "quotations")
    counted: Months = Counter({(speaker, month): number for speaker, number in rows})
    move_months(counted, true)
    total = {"quotations": true.total(), "unattributed": true[None, month]}
    QuotationMonth.objects.update_or_create(month=month, defaults=total)


def all_months() -> list[date]:
    """The months in which something is printed, or counted."""
    rows = Quotation.objects.live().readable().order_by().annotate(month=MONTH)
    months = set(rows.values_list("month", flat=True).distinct())
    for model in (SpeakerMonth, QuotationMonth):
        months |= set(model.objects.order_by().values_list("month", flat=True).distinct())
    return sorted(months)


def stale_months() -> Iterator[str]:
    """What the counts say otherwise than the quotations, a line each."""
    for month in all_months():
        true = printed(in_month(month))
        rows = SpeakerMonth.objects.filter(month=month, quotations__gt=0)
        counted = Counter(dict(rows.values_list("speaker", "quotations")))
        spoken = Counter({speaker: number for (speaker, _), number in true.items() if speaker is not None})
        wrong = [pk for pk in {*counted, *spoken} if counted[pk] != spoken[pk]]
        for name in Entity.objects.filter(pk__in=wrong).order_by("pk").values_list("public_id", flat=True):
            yield f"{name}: its count of quotations in {month.isoformat()[:7]} is stale"
        held = QuotationMonth.objects.filter(month=month).values_list("quotations", "unattributed").first()
        if (held or (0, 0)) != (true.total(), true[None, month]):
            yield f"{month.isoformat()[:7]}: the count of its quotations is stale"
