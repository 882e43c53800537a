"""From the feed of changes to the events of a subscription."""

from __future__ import annotations

from contextlib import nullcontext

from django.conf import settings

from api.alerts import queries
from api.v1.problems import Problem
from corpus.models import Action, Change, Subscription, limits
from corpus.models.choices import SubscriptionState
from corpus.models.subscription import COLLECTIONS
from corpus.services.deliveries import FULL_FAILURES, is_full, pause_for_query, pause_held
from corpus.services.note_events import note_changes, note_compared

AT_ONCE = 200  # changes that are looked at together
STANDING = (Action.CREATED, Action.UPDATED)


def collect(subscription: Subscription) -> int:
    """Note the events of the next changes after the subscription's place. Gives how many are new.

    After a change of its query, some of the records that the receiver holds are compared with that as well, each time:
    the feed may move on without an end. A query that cannot be carried out any more, or takes too long, pauses it with
    the reason. Where as many events wait as may, the rest stays in the feed; a receiver that takes none of them has it
    paused.
    """
    if is_full(subscription):
        if subscription.failures >= FULL_FAILURES:
            number = settings.SUBSCRIPTION_MAX_WAITING
            pause_held(subscription, f"{number} events wait, as many as may, and the receiver takes none")
        return 0
    noted = read_on(subscription)
    if subscription.compared is not None and subscription.state == SubscriptionState.ACTIVE:
        noted += compare(subscription)
    return noted


def read_on(subscription: Subscription) -> int:
    """Note what the next changes of the feed are to the receiver. Gives how many events are new."""
    # The end is read first: what is told later lies behind it, and is looked at the next time.
    end = Change.objects.position()
    if end <= subscription.position:
        return 0
    changes = Change.objects.since(subscription.position, [COLLECTIONS[subscription.collection]])[:AT_ONCE]
    told = changes.told(subscription.began)
    position = told[-1].position if len(told) == AT_ONCE else max(end, told[-1].position if told else end)
    found = matching(subscription, [one.public_id for one in told if one.action in STANDING])
    return 0 if found is None else note_changes(subscription, told, found, position)


def compare(subscription: Subscription) -> int:
    """After a change of the query: note which of the next known records it does not find. Gives how many these are."""
    rows = list(subscription.records.filter(pk__gt=subscription.compared).order_by("pk")[:AT_ONCE])
    found = matching(subscription, [row.record for row in rows])
    if found is None:
        return 0
    gone = [row.record for row in rows if row.record not in found]
    return note_compared(subscription, gone, rows[-1].pk if len(rows) == AT_ONCE else None)


def matching(subscription: Subscription, ids: list[str]) -> set[str] | None:
    """Those of the records that the query finds; None where it cannot be asked any more, and then it pauses."""
    if not queries.may_read(subscription.owner, subscription.collection):
        pause_held(subscription, f"{subscription.owner} may not read {subscription.collection} any more")
        return None
    seconds = settings.STATEMENT_TIMEOUT_SECONDS
    try:
        with limits.time_limit(seconds) if seconds else nullcontext():
            return queries.matching(subscription.collection, subscription.query, ids) if ids else set()
    except Problem as problem:
        pause_for_query(subscription, f"the query is none any more: {problem.detail}")
    except limits.TooSlow:
        pause_for_query(subscription, f"the query takes longer than {seconds:g} seconds")
    return None
