"""Clear what subscriptions and their log hold of a record that is erased. Part of an erasure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import unquote_plus

from corpus.models import Delivery, Subscription, SubscriptionEvent
from corpus.models.choices import SubscriptionState
from corpus.services.forget import finder, some_of

NAME = "erased"
# Parts of parameters whose values are words of a list, or tags.
CLOSED = frozenset(
    (
        "attitude",
        "body_access",
        "channel",
        "copy_kind",
        "disputed",
        "exact",
        "expand",
        "explain",
        "fields",
        "highlight",
        "is_copy",
        "isnull",
        "kind",
        "language",
        "omit",
        "ordering",
        "said_precision",
        "speaker_type",
        "state",
        "status",
        "tense",
        "type",
    )
)
REASON = "its name or its query named what was erased on request: give it another query, then take it up again"


def forget_alerts(ids: Iterable[str], names: Iterable[str], gone: Counter[str]) -> None:
    """Pause subscriptions that name one of the ids or names; empty what was answered to events about the records.

    All are locked first, as by whoever notes events and attempts: an attempt that is under way is noted before, or
    finds that its record has changed.
    """
    names_one = finder(names)
    for subscription in Subscription.objects.select_for_update().order_by("pk"):
        gone["Subscription"] += forget_in(subscription, names_one)
    found: set[int] = set()
    for some in some_of(ids):
        found |= set(SubscriptionEvent.objects.filter(record__in=some).order_by().values_list("pk", flat=True))
    for keys in some_of(sorted(found, reverse=True)):
        # Newest first, as what is old is deleted, or the two could wait for each other.
        events = SubscriptionEvent.objects.filter(pk__in=keys).order_by("-pk").select_for_update()
        held = list(events.values_list("pk", flat=True))
        gone["Delivery"] += Delivery.objects.filter(event__in=held).exclude(excerpt="").update(excerpt="")


def forget_in(subscription: Subscription, names_one: Callable[[str], bool]) -> bool:
    """Take out of a subscription what names one of the ids or names, and pause it; whether there was anything.

    Of its query the filters that do so go: what is left finds other records.
    """
    parts = subscription.query.split("&")
    left = [part for part in parts if not asks_for_one(part, names_one)]
    said = names_one(subscription.name)
    if len(left) == len(parts) and not said and not names_one(subscription.reason):
        return False
    subscription.state, subscription.reason = SubscriptionState.PAUSED, REASON
    if said:
        subscription.name = NAME
    if len(left) < len(parts):
        # Of several values of a filter one may go, so that less is found than before.
        subscription.query, subscription.compared = "&".join(left), 0
    subscription.save(update_fields=["name", "query", "compared", "state", "reason"])
    return True


def asks_for_one(part: str, names_one: Callable[[str], bool]) -> bool:
    """Whether the value of a parameter names one of them; a word of a closed list is nobody's name."""
    parameter, _, value = part.partition("=")
    return CLOSED.isdisjoint(parameter.split("__")) and names_one(unquote_plus(value))
