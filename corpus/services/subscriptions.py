"""What people decide about subscriptions: make one, change it, pause it, take it up, test it, send again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from corpus.fetching import FetchError, web_address
from corpus.models import Change, Subscription, SubscriptionEvent
from corpus.models.choices import EventKind, EventState, SubscriptionState
from corpus.models.ids import IdType, fresh
from corpus.models.subscription import MAX_URL
from corpus.services.decide import User
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import printable
from corpus.services.signing import fresh_secret

OLD_SECRET_HOURS = 24


@transaction.atomic
def subscribe(owner: User, *, name: str, collection: str, query: str, url: str) -> Subscription:
    """Send the receiver what changes in the list from now on; the caller has read the query.

    Raises ServiceError where the address is none, and Conflict where the account has as many as it may.
    """
    address = checked_url(url)
    # Two requests at once are counted one after the other.
    get_user_model().objects.select_for_update().get(pk=owner.pk)
    most = settings.SUBSCRIPTIONS_PER_ACCOUNT
    if Subscription.objects.filter(owner=owner).count() >= most:
        raise Conflict(f"The account has {most} subscriptions already, which is as many as it may have.")
    end = Change.objects.position()
    return Subscription.objects.create(
        public_id=fresh(IdType.SUBSCRIPTION),
        owner=owner,
        name=printable(name).strip(),
        collection=collection,
        query=query,
        url=address,
        secret=fresh_secret(),
        began=end,
        position=end,
    )


@transaction.atomic
def change_subscription(subscription: Subscription, **changes: Any) -> None:
    """Set name, query or url. After another query the receiver is told what it knows that does not match any more.

    Raises Conflict where it was deleted meanwhile.
    """
    if "url" in changes:
        changes["url"] = checked_url(changes["url"])
    if "name" in changes:
        changes["name"] = printable(changes["name"]).strip()
    row = _locked(subscription)  # another may have given it another query since it was read
    if changes.get("query", row.query) != row.query:
        changes["compared"] = 0
    Subscription.objects.filter(pk=row.pk).update(**changes)


@transaction.atomic
def unsubscribe(subscription: Subscription) -> None:
    """Delete it with its events and its log."""
    # Locked before its events, as who notes a delivery does.
    Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    subscription.delete()


def pause(subscription: Subscription, reason: str) -> None:
    """Send nothing more until it is taken up again. What changes meanwhile is sent then."""
    Subscription.objects.filter(pk=subscription.pk).update(state=SubscriptionState.PAUSED, reason=printable(reason))


def resume(subscription: Subscription) -> None:
    """Take it up again, at once, where it stopped."""
    Subscription.objects.filter(pk=subscription.pk).update(
        state=SubscriptionState.ACTIVE, reason="", failures=0, next_try_at=None
    )


@transaction.atomic
def rotate(subscription: Subscription) -> str:
    """Give it a new secret; the old one signs beside it for a day."""
    row = _locked(subscription)
    row.old_secret, row.secret = row.secret, fresh_secret()
    row.old_secret_until = timezone.now() + timedelta(hours=OLD_SECRET_HOURS)
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return row.secret


@transaction.atomic
def send_test(subscription: Subscription) -> SubscriptionEvent:
    """Have an event sent that tells of no record, before all that waits. Raises Conflict where it is paused."""
    row = _locked_active(subscription)
    Subscription.objects.filter(pk=row.pk).update(next_try_at=None)
    return SubscriptionEvent.objects.create(
        public_id=fresh(IdType.EVENT),
        subscription=row,
        kind=EventKind.TEST,
        position=row.position,
        at=timezone.now(),
    )


@transaction.atomic
def replay_event(subscription: Subscription, public_id: str) -> int:
    """Send one event again, under its id. Raises ServiceError where the subscription has no such event."""
    row = _locked_active(subscription)
    number = _again(SubscriptionEvent.objects.filter(subscription=row, public_id=public_id))
    if not number:
        raise ServiceError(f"the subscription has no event {public_id[:40]!r} (any more)", field="event")
    Subscription.objects.filter(pk=row.pk).update(next_try_at=None)
    return number


@transaction.atomic
def replay_dead(subscription: Subscription) -> int:
    """Send again all that was given up. Gives how many events that are; raises Conflict where it is paused."""
    row = _locked_active(subscription)
    number = _again(SubscriptionEvent.objects.filter(subscription=row, state=EventState.DEAD))
    Subscription.objects.filter(pk=row.pk).update(next_try_at=None)
    return number


@transaction.atomic
def replay_since(subscription: Subscription, since: int) -> int:
    """Send again what changed after a place in the feed; 0 has all of the list sent. Gives how many events are known.

    Events that are kept keep their ids, and tell how their records stand by then. Raises ServiceError where the place
    lies behind the end of the feed.
    """
    row = _locked_active(subscription)
    if since > Change.objects.position():
        raise ServiceError("lies behind the end of the feed", field="since")
    # Those at the very place too: what a new query does not find any more is told at the place that was read last.
    told = SubscriptionEvent.objects.filter(subscription=row, position__gte=since)
    number = _again(told.exclude(kind=EventKind.TEST))
    row.position, row.began, row.next_try_at = min(row.position, since), min(row.began, since), None
    row.save(update_fields=["position", "began", "next_try_at"])
    return number


def _locked_active(subscription: Subscription) -> Subscription:
    """The row, locked before its events, as who notes a delivery does. Raises Conflict where it is paused."""
    row = _locked(subscription)
    active(row)
    return row


def _locked(subscription: Subscription) -> Subscription:
    """The row, locked. Raises Conflict where it was deleted since it was looked up."""
    row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None:
        raise Conflict("the subscription is deleted")
    return row


def _again(events: QuerySet[SubscriptionEvent]) -> int:
    """Have them sent again, one that is under way as well: what becomes of that attempt does not count."""
    return events.update(state=EventState.WAITING, attempts=0, done_at=None, replays=F("replays") + 1)


def active(subscription: Subscription) -> None:
    """Raises Conflict where it is paused."""
    if subscription.state == SubscriptionState.PAUSED:
        raise Conflict(f"The subscription is paused: {subscription.reason}")


def checked_url(url: str) -> str:
    """The address as it is asked. Which machines it leads to is looked at when it is."""
    try:
        address = web_address(url.strip()).geturl()
    except FetchError as error:
        raise ServiceError(str(error), field="receiver") from None
    if len(address) > MAX_URL:
        raise ServiceError(f"longer than {MAX_URL} characters", field="receiver")
    return address
