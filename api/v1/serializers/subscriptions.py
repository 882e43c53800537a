"""Subscriptions, the log of what was sent, and the bodies of the requests about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextInput, TextOrNull
from api.v1.serializers.writes import Change, Strict
from corpus.models import SubscriptionEvent
from corpus.models.choices import EventKind, EventState, SubscriptionState
from corpus.models.subscription import MAX_QUERY, MAX_URL, NAMES

REPLAYED = [(EventState.DEAD.value, EventState.DEAD.label)]
QUERY = "The list's own filters and q, as they stand behind the question mark of its address; empty: all of the list."
RECEIVER = "Address (http or https) that events are posted to."
SHOWN_ONCE = "Signs what is sent (Standard Webhooks, `whsec_…`). It is shown this once."


@extend_schema_field(OpenApiTypes.URI)
class ListAddress(serializers.ReadOnlyField):
    """Where the list of the query is."""

    reads = ("collection", "query")

    def __init__(self, extra: str = "", **kwargs: Any) -> None:
        self.extra = extra
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> str:
        """The address, with what asks for another format."""
        return self.address(value.collection, value.query)

    def address(self, collection: str, asked: str) -> str:
        """The same, from the columns."""
        query = "&".join(part for part in (quote(asked, safe="=&%+!,:;/?@-_.~*'()$"), self.extra) if part)
        return f"{self.context['root']}api/v1/{collection}/{'?' if query else ''}{query}"

    def expression(self, at: At) -> str:
        """The same of the columns."""
        return f"{at.use(self.address)}({', '.join(map(at.column, self.reads))})"


class EventsInState(Count):
    """How many events of a subscription stand so; those of all rows of an answer are counted at once."""

    reads = ("id",)

    def __init__(self, state: EventState, **kwargs: Any) -> None:
        self.state = state
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> int:
        """The number."""
        return self.number(value.pk)

    def number(self, subscription: int) -> int:
        """The number, from the key of the subscription."""
        return numbers_of([subscription], self.context)[subscription].get(self.state, 0)

    def expression(self, at: At) -> str:
        """The same of the columns."""
        at.before("id", numbers_of)
        return f"{at.use(self.number)}({at.column('id')})"


def numbers_of(subscriptions: Iterable[int], context: Any) -> Mapping[int, Mapping[str, int]]:
    """How many events of the subscriptions stand how; each subscription is looked at once an answer."""
    known: dict[int, Mapping[str, int]] = context.setdefault("events_of_subscriptions", {})
    wanted = set(subscriptions) - known.keys()
    if wanted:
        found = SubscriptionEvent.objects.numbers(wanted)
        known.update((key, found.get(key, {})) for key in wanted)
    return known


class SubscriptionSerializer(ShapedSerializer):
    """A saved search whose changes are sent to a receiver."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    name = Text(help_text="What its owner calls it.")
    collection = Choice(NAMES, help_text="Which list it is about.")
    query = Text(help_text=QUERY)
    list = ListAddress(help_text="Address of the list that it is about.")
    feed = ListAddress("format=atom", help_text="The same list as an Atom feed.")
    receiver = Text(source="url", help_text=RECEIVER)
    state = Choice(SubscriptionState.choices, help_text="Whether it is delivered.")
    reason = TextOrNull(help_text="Why it is paused; null while it is active.")
    failures = Count(help_text="Attempts in a row that failed.")
    waiting = EventsInState(
        EventState.WAITING, help_text="Events that are still to be sent; changes not looked at yet come on top."
    )
    dead = EventsInState(
        EventState.DEAD,
        help_text="Events that were given up after the last attempt, and are kept; a replay sends them again.",
    )
    next_try_at = Instant(allow_null=True, help_text="Nothing is sent before; null: at once.")
    delivered_at = Instant(allow_null=True, help_text="When the receiver last took an event; null: never.")
    owner = Text(source="owner.username", help_text="Account that made it.")
    created_at = Instant(help_text="When it was made.")


class SubscriptionWithSecretSerializer(SubscriptionSerializer):
    """The subscription with the secret that was made for it."""

    secret = Text(help_text=SHOWN_ONCE)


class DeliverySerializer(ShapedSerializer):
    """One attempt to send an event."""

    personal: ClassVar = True

    event = PublicId(source="event.public_id", help_text="Id of the event, as the header webhook-id has it.")
    kind = Choice(EventKind.choices, source="event.kind", help_text="What the event told.")
    record = TextOrNull(source="event.record", help_text="Id of the record; null of a test.")
    state = Choice(
        EventState.choices,
        source="event.state",
        help_text="Where the event stands now. dead: given up after the last attempt; a replay sends it again.",
    )
    attempt = Count(help_text="Which attempt it was, from 1.")
    at = Instant(help_text="When it was sent.")
    milliseconds = Count(help_text="Until the answer was read, or given up.")
    status = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="HTTP status of the answer; null: there was none."
    )
    error = TextOrNull(help_text="Why it counts as failed; null: it was taken.")
    excerpt = TextOrNull(help_text="Beginning of the answer; null where it was empty.")


@extend_schema_serializer(component_name="Subscription")
class SubscriptionInputSerializer(Strict):
    """A subscription to make."""

    name = TextInput(max_length=100, help_text="What you call it.")
    collection = serializers.ChoiceField(NAMES, help_text="Which list it is about.")
    query = TextInput(required=False, allow_blank=True, default="", max_length=MAX_QUERY, help_text=QUERY)
    receiver = TextInput(max_length=MAX_URL, help_text=RECEIVER)


@extend_schema_serializer(component_name="SubscriptionChange")
class SubscriptionPatchSerializer(Change):
    """What is given is set, what is left out stays."""

    name = TextInput(required=False, max_length=100, help_text="What you call it.")
    query = TextInput(required=False, allow_blank=True, max_length=MAX_QUERY, help_text=QUERY)
    receiver = TextInput(required=False, max_length=MAX_URL, help_text=RECEIVER)
    state = serializers.ChoiceField(
        SubscriptionState.choices,
        required=False,
        help_text="paused: nothing is sent; active: sent again, from where it stopped.",
    )


@extend_schema_serializer(component_name="Replay")
class ReplaySerializer(Strict):
    """What to send again: one event, all that was given up, or all from a place in the feed of changes on."""

    event = TextInput(required=False, max_length=20, help_text="Id of an event.")
    since = serializers.RegexField(
        r"^\d{1,18}\Z", required=False, help_text="Place in the feed of changes; 0: all of the list."
    )
    state = serializers.ChoiceField(REPLAYED, required=False, help_text="dead: all events that were given up.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of the three."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Give one of event, since and state.", code="required")
        return attrs


class ReplayedSerializer(serializers.Serializer[Any]):
    """What will be sent again."""

    events = serializers.IntegerField(
        read_only=True, help_text="Events known already that wait now; changes not looked at yet come on top."
    )


class TestedSerializer(serializers.Serializer[Any]):
    """The test that will be sent."""

    event = serializers.CharField(read_only=True, help_text="Id of the event; deliveries/?event= shows what became.")
