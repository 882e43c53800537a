"""What a worker writes about a subscription that it holds: its lease, and what became of sending events."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from corpus.models import Change, Delivery, Subscription, SubscriptionEvent
from corpus.models.choices import EventState, SubscriptionState
from corpus.models.subscription import EXCERPT
from corpus.services.keep import clip, printable
from corpus.services.leases import LostLease, lease_end, worker_name

ATTEMPTS = 10  # of one event; the pauses between them make about 27 hours
FIRST_PAUSE, GROWTH, LONGEST_PAUSE = 10.0, 3.0, 24 * 3600.0  # seconds
SPREAD = 0.2  # so that what failed together does not come again together
MOST_FAILURES = 30  # in a row: nobody listens there
FULL_FAILURES = 5  # in a row, with as many events waiting as may: pausing it loses nothing
GONE = 410
FORGOTTEN_AT_ONCE = 500  # events


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of sending an event; without an error it was taken."""

    milliseconds: int
    status: int | None = None
    error: str = ""
    excerpt: str = ""
    retry_after: float = 0.0  # seconds that the receiver asks for
    place: int | None = None  # where the record stood in the feed of changes before it was read


@transaction.atomic
def lease_subscription(end: int, only: Sequence[int] | None = None) -> Subscription | None:
    """Take the subscription that waits longest; None where none has anything to do up to ``end`` of the feed."""
    rows = Subscription.objects.due(timezone.now(), end)
    rows = rows if only is None else rows.filter(pk__in=only)
    while (found := rows.values_list("pk", "worker", "leased_until").first()) is not None:
        pk, worker, until = found
        # Of two who look at once, one finds the lease as it was; the other looks again.
        mine = Subscription.objects.filter(pk=pk, worker=worker, leased_until=until)
        if mine.update(worker=worker_name(), leased_until=lease_end()):
            return Subscription.objects.select_related("owner").get(pk=pk)
    return None


def hold(subscription: Subscription, **changes: object) -> None:
    """Prolong the lease and change columns; LostLease where it is somebody else's."""
    mine = Subscription.objects.filter(pk=subscription.pk, worker=subscription.worker)
    if not mine.update(leased_until=lease_end(), **changes):
        raise LostLease(f"{subscription.public_id} is another worker's")


def follow(subscription: Subscription) -> None:
    """Take up what its owner has changed of it: whether anything is sent, whereto, and with which secret.

    LostLease where it was deleted.
    """
    followed = ["state", "reason", "next_try_at", "failures", "url", "secret", "old_secret", "old_secret_until"]
    try:
        subscription.refresh_from_db(fields=followed)
    except Subscription.DoesNotExist:
        raise LostLease(f"{subscription.public_id} was deleted") from None


def release(subscription: Subscription) -> None:
    """Let others have it."""
    mine = Subscription.objects.filter(pk=subscription.pk, worker=subscription.worker)
    mine.update(worker="", leased_until=None, turn_at=timezone.now())


def is_full(subscription: Subscription) -> bool:
    """Whether as many events wait as may."""
    most = settings.SUBSCRIPTION_MAX_WAITING
    return SubscriptionEvent.objects.filter(subscription=subscription, state=EventState.WAITING)[:most].count() >= most


def pause_held(subscription: Subscription, reason: str) -> None:
    """Pause what cannot be gone on with."""
    hold(subscription, state=SubscriptionState.PAUSED, reason=printable(reason))
    subscription.state, subscription.reason = SubscriptionState.PAUSED, reason


@transaction.atomic
def pause_for_query(subscription: Subscription, reason: str) -> None:
    """Pause one whose query cannot be carried out; LostLease where that is another by now, which has no such fault."""
    same = Subscription.objects.select_for_update().filter(pk=subscription.pk, query=subscription.query)
    if same.first() is None:
        raise LostLease(f"{subscription.public_id} has another query")
    pause_held(subscription, reason)


@transaction.atomic
def note_delivery(subscription: Subscription, event: SubscriptionEvent, attempt: Attempt) -> None:
    """Write the attempt into the log, and decide what follows: done, another attempt, given up, or a pause.

    An event that somebody had sent again meanwhile waits as they left it.
    """
    hold(subscription)  # first of all: it may be another worker's by now, or deleted with its events
    now = timezone.now()
    Delivery.objects.create(
        subscription=subscription,
        event=event,
        attempt=min(event.attempts + 1, 30_000),
        at=now - timedelta(milliseconds=attempt.milliseconds),
        milliseconds=attempt.milliseconds,
        status=attempt.status,
        error=clip(printable(attempt.error), 1000),
        excerpt=excerpt_of(event, attempt),
    )
    if not attempt.error:
        settle(event, state=EventState.DELIVERED, done_at=now)
        hold(subscription, failures=0, next_try_at=None, delivered_at=now)
        subscription.next_try_at = None
        return
    if attempt.status == GONE:
        pause_held(subscription, "the receiver answered 410 Gone: it wants nothing more")
        return
    given_up = {"state": EventState.DEAD, "done_at": now} if event.attempts + 1 >= ATTEMPTS else {}
    settle(event, attempts=event.attempts + 1, **given_up)
    subscription.next_try_at = now + timedelta(seconds=pause_after(event.attempts, attempt.retry_after))
    subscription.failures += 1
    hold(subscription, failures=F("failures") + 1, next_try_at=subscription.next_try_at)
    if subscription.failures >= MOST_FAILURES:
        pause_held(subscription, f"{subscription.failures} attempts in a row failed; the last: {attempt.error}")


def excerpt_of(event: SubscriptionEvent, attempt: Attempt) -> str:
    """What the log keeps of the answer: nothing where the record has changed since it was read.

    The answer may repeat what was sent, and what has changed may have been erased.
    """
    if event.record and attempt.excerpt and Change.objects.place_of(event.record) != attempt.place:
        return ""
    return clip(printable(attempt.excerpt), EXCERPT)


def settle(event: SubscriptionEvent, **columns: object) -> None:
    """Write what follows from an attempt, unless the event was set to be sent again since that began."""
    SubscriptionEvent.objects.filter(pk=event.pk, replays=event.replays).update(**columns)
    event.refresh_from_db(fields=["state", "attempts", "done_at", "replays"])


def pause_after(attempts: int, wish: float = 0.0) -> float:
    """Seconds after so many failed attempts: three times as many each time, and no fewer than the receiver wishes."""
    pause = min(FIRST_PAUSE * GROWTH ** min(max(attempts, 1) - 1, 20), LONGEST_PAUSE)
    return max(pause * random.uniform(1.0 - SPREAD, 1.0 + SPREAD), min(wish, LONGEST_PAUSE))


def forget_done() -> int:
    """Delete events that were done with long ago, and with them their log; gives how many."""
    old = SubscriptionEvent.objects.filter(done_at__lt=timezone.now() - timedelta(days=settings.WEBHOOK_KEEP_DAYS))
    forgotten = 0
    while True:
        with transaction.atomic():
            # Locked, so that none is asked for again between being found and being deleted.
            found = list(old.select_for_update().values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
            SubscriptionEvent.objects.filter(pk__in=found).delete()
        forgotten += len(found)
        if len(found) < FORGOTTEN_AT_ONCE:
            return forgotten
