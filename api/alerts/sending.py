"""One event to one receiver: the body, its signature, and what the answer means."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from api.alerts import queries
from api.v1.serializers.changes import records_of
from api.v1.serializers.fields import iso, record_url
from corpus.fetching import FetchConfig, Fetcher, FetchError, Hosts, web_address
from corpus.models import Action, Change, Subscription, SubscriptionEvent
from corpus.models.choices import EventKind
from corpus.models.subscription import COLLECTIONS
from corpus.services.asking_config import PRODUCT
from corpus.services.deliveries import Attempt
from corpus.services.note_events import ENDS
from corpus.services.signing import signed

MAX_ANSWER = 10_000  # bytes that are read of an answer
STANDING = (Action.CREATED, Action.UPDATED)


def sender() -> Fetcher:
    """What asks the receivers: public addresses alone unless a setting says otherwise, no redirects, little time."""
    return Fetcher(
        FetchConfig(
            user_agent=PRODUCT,
            allow_private=settings.WEBHOOK_ALLOW_PRIVATE,
            max_bytes=MAX_ANSWER,
            max_seconds=settings.WEBHOOK_MAX_SECONDS,
            idle_seconds=settings.WEBHOOK_MAX_SECONDS,
        )
    )


def send(subscription: Subscription, event: SubscriptionEvent, fetcher: Fetcher) -> Attempt:
    """Post the event. Whatever goes wrong at the other end is an attempt that failed, with the reason."""
    place = Change.objects.place_of(event.record)  # before the record is read: what changes it afterwards is noticed
    body = orjson.dumps(message(subscription, event))
    now = timezone.now()
    keys = [subscription.secret]
    if subscription.old_secret and subscription.old_secret_until and subscription.old_secret_until > now:
        keys.append(subscription.old_secret)
    headers = {"Content-Type": "application/json", **signed(event.public_id, int(now.timestamp()), body, keys)}
    began = time.monotonic()
    try:
        hosts = Hosts.of([web_address(subscription.url).hostname or ""])
        answer = fetcher.post(subscription.url, hosts, body, headers=headers, max_bytes=MAX_ANSWER)
    except FetchError as error:
        return Attempt(passed(began), error=str(error))
    wrong = "" if 200 <= answer.status < 300 else f"answered {answer.status}"
    if 300 <= answer.status < 400:
        wrong += "; redirects are not followed"
    excerpt = answer.content.decode("utf-8", "replace")
    return Attempt(passed(began), answer.status, wrong, excerpt, answer.retry_after(timezone.now()), place)


def passed(began: float) -> int:
    """Milliseconds since then."""
    return int((time.monotonic() - began) * 1000)


def message(subscription: Subscription, event: SubscriptionEvent) -> dict[str, Any]:
    """What is sent: type, time stamp and data, as Standard Webhooks has it. The record is as it is now."""
    data: dict[str, Any] = {"subscription": subscription.public_id, "id": event.record or None}
    if event.kind == EventKind.TEST:
        return {"type": "test", "timestamp": iso(event.at), "data": data}
    kind, survivor = telling(subscription, event)
    data |= {
        "url": record_url(settings.SITE_URL, event.record),
        "action": kind,
        "survivor": survivor or None,
        "position": str(event.position),
        "record": None if kind in ENDS else record(subscription, event),
    }
    return {"type": f"{COLLECTIONS[subscription.collection]}.{kind}", "timestamp": iso(event.at), "data": data}


def telling(subscription: Subscription, event: SubscriptionEvent) -> tuple[str, str]:
    """What the event tells, and who stands for a record that was merged away.

    Sent again, it tells what the events noted since have led to: it may come after them, or without them.
    """
    if not event.replays:
        return str(event.kind), event.survivor
    if subscription.records.filter(record=event.record).exists():
        return (str(EventKind.UPDATED) if event.kind in ENDS else str(event.kind)), ""
    if event.kind in ENDS:
        return str(event.kind), event.survivor
    survivor = next((one.stands_for_it for one in Change.objects.filter(record=event.record).told(0)), None)
    return (str(EventKind.MERGED), survivor) if survivor else (str(EventKind.REMOVED), "")


def record(subscription: Subscription, event: SubscriptionEvent) -> dict[str, Any] | None:
    """The record as its list shows it to the owner; None where it is not there for them any more."""
    told = [one for one in Change.objects.filter(record=event.record).told(0) if one.action in STANDING]
    if not told or not queries.may_read(subscription.owner, subscription.collection):
        return None
    context = {"root": settings.SITE_URL, "request": SimpleNamespace(user=subscription.owner)}
    return records_of(told, context).get(event.record)
