"""What a worker notes of a subscription that it holds: the events that its receiver is to be sent.

What the receiver holds, as far as it was told, are the subscription's records. Told in order, the events lead there:
each that changes what it holds has an id of its own, so none of them passes for a double of one that was sent before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from corpus.models import Action, Change, Subscription, SubscriptionEvent, SubscriptionRecord, Told
from corpus.models.choices import EventKind
from corpus.models.ids import IdType, fresh
from corpus.services.leases import LostLease, lease_end

ENDS = (EventKind.REMOVED, EventKind.MERGED)


@transaction.atomic
def note_changes(subscription: Subscription, told: Sequence[Told], found: Collection[str], position: int) -> int:
    """Note what is to be told of records that changed, and how far the feed was looked at, in one transaction.

    ``found`` are those that the query finds. A record that the receiver holds already is told once for a place in the
    feed, however often that is looked at. Gives how many events are new; LostLease where the subscription is another
    worker's, or was changed.
    """
    # A place that somebody has set back meanwhile stays there.
    _go_on(subscription, position=position)
    ids = [one.public_id for one in told]
    held = set(subscription.records.filter(record__in=ids).values_list("record", flat=True))
    last = SubscriptionEvent.objects.last_places(subscription, ids)
    rows = []
    for one in told:
        known, place = one.public_id in held, last.get(one.public_id)
        kind = kind_of(one, one.public_id in found, known)
        # One that is kept tells of the change: sent again, it shows the record as it is.
        is_told = known and kind not in ENDS and place is not None and place >= one.position
        if kind is not None and not is_told:
            survivor = (one.stands_for_it or "") if kind == EventKind.MERGED else ""
            rows.append(_event(subscription, one.public_id, kind, survivor, max(one.position, place or 0), one.at))
    return _note(subscription, rows)


@transaction.atomic
def note_compared(subscription: Subscription, gone: Sequence[str], compared: int | None) -> int:
    """Note that known records do not match a new query, and how far the known ones were compared; None: to the end.

    Both in one transaction, so each is told once. Gives how many these are; LostLease as above.
    """
    _go_on(subscription, compared=compared)
    merged = {one.public_id: one.stands_for_it for one in Change.objects.filter(record__in=gone).told(0)}
    last, now = SubscriptionEvent.objects.last_places(subscription, gone), timezone.now()
    rows = []
    for record in gone:
        survivor = merged.get(record) or ""
        kind = EventKind.MERGED if survivor else EventKind.REMOVED
        place = max(subscription.position, last.get(record, 0))
        rows.append(_event(subscription, record, kind, survivor, place, now))
    return _note(subscription, rows)


def kind_of(told: Told, matches: bool, known: bool) -> EventKind | None:
    """What the receiver is to be told of a record, from whether it matches and whether the receiver holds it."""
    if matches:
        return EventKind.CREATED if told.action == Action.CREATED and not known else EventKind.UPDATED
    if not known:
        return None
    return EventKind.MERGED if told.action == Action.MERGED else EventKind.REMOVED


def _go_on(subscription: Subscription, **to: int | None) -> None:
    """Move the column on from where the worker found it; LostLease where that, or the query, is another by now."""
    mine = Subscription.objects.filter(
        pk=subscription.pk,
        worker=subscription.worker,
        query=subscription.query,
        **{name: getattr(subscription, name) for name in to},
    )
    if not mine.update(leased_until=lease_end(), **to):
        raise LostLease(f"{subscription.public_id} is another worker's, or was changed")
    for name, value in to.items():
        setattr(subscription, name, value)


def _event(
    subscription: Subscription, record: str, kind: EventKind, survivor: str, position: int, at: datetime
) -> SubscriptionEvent:
    return SubscriptionEvent(
        public_id=fresh(IdType.EVENT),
        subscription=subscription,
        kind=kind,
        record=record,
        survivor=survivor,
        # Of one record it never falls, though the feed may be read again from an earlier place.
        position=position,
        at=at,
    )


def _note(subscription: Subscription, rows: Sequence[SubscriptionEvent]) -> int:
    """Write the events, and what the receiver holds after them; gives how many they are."""
    SubscriptionEvent.objects.bulk_create(rows)
    SubscriptionRecord.objects.bulk_create(
        (SubscriptionRecord(subscription=subscription, record=row.record) for row in rows if row.kind not in ENDS),
        ignore_conflicts=True,
    )
    over = [row.record for row in rows if row.kind in ENDS]
    SubscriptionRecord.objects.filter(subscription=subscription, record__in=over).delete()
    return len(rows)
