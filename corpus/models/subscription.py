"""Subscriptions: saved searches whose changes are sent to a receiver, with what was sent and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from corpus.models.choices import EventKind, EventState, SubscriptionState, within
from corpus.models.ids import MAX_LENGTH

# What may be subscribed to, by the last part of its address, with the type that the feed of changes gives its records.
COLLECTIONS = {
    "articles": "article",
    "quotations": "quotation",
    "people": "person",
    "organisations": "organisation",
    "affiliations": "affiliation",
    "utterances": "utterance",
}
MAX_QUERY = MAX_URL = 2000
PREFIX = "whsec_"  # of secrets, as Standard Webhooks has it
EXCERPT = 500  # characters of an answer that the log keeps
NAMES = [(name, name) for name in COLLECTIONS]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Reads of subscriptions."""

    def of(self, user: object) -> SubscriptionQuerySet:
        """Those that an account may see: its own; all of them for staff."""
        return self if getattr(user, "is_staff", False) else self.filter(owner=getattr(user, "pk", None))

    def due(self, now: datetime, end: int) -> SubscriptionQuerySet:
        """Active and nobody's, with something to do now: changes up to ``end``, a new query, events to send.

        While a receiver is left alone, nothing is gathered for it either: the feed keeps it.
        """
        waiting = SubscriptionEvent.objects.filter(subscription=OuterRef("pk"), state=EventState.WAITING)
        may_send = Q(next_try_at=None) | Q(next_try_at__lte=now)
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        something = Q(position__lt=end) | Q(compared__isnull=False) | Q(Exists(waiting))
        rows = self.filter(free, may_send, something, state=SubscriptionState.ACTIVE)
        return rows.order_by("turn_at", "pk")


class Subscription(models.Model):
    """A saved search of one collection, a receiver, and how far in the feed of changes it is."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    collection = models.CharField(max_length=20, choices=NAMES)
    query = models.CharField(max_length=MAX_QUERY, blank=True, help_text="The list's address behind the question mark.")
    url = models.CharField(max_length=MAX_URL, help_text="Where events are sent.")
    secret = models.CharField(max_length=100, help_text="Signs what is sent.")
    old_secret = models.CharField(max_length=100, blank=True, help_text="Signs beside it for a while after a change.")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    began = models.BigIntegerField(help_text="Place in the feed where it began.")
    position = models.BigIntegerField(help_text="Place in the feed up to which changes were looked at.")
    compared = models.BigIntegerField(
        null=True, blank=True, help_text="After a change of the query: the last known record that was compared with it."
    )
    state = models.CharField(max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.ACTIVE)
    reason = models.TextField(blank=True, help_text="Why it is paused.")
    failures = models.PositiveIntegerField(default=0, help_text="Attempts in a row that failed.")
    next_try_at = models.DateTimeField(null=True, blank=True, help_text="Nothing is sent before.")
    delivered_at = models.DateTimeField(null=True, blank=True, help_text="When the receiver last took an event.")
    worker = models.CharField(max_length=130, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    turn_at = models.DateTimeField(auto_now_add=True, help_text="When it last had its turn.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "turn_at"], name="subscription_by_turn")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="sub_"), name="subscription_public_id"),
            models.CheckConstraint(condition=within("collection", NAMES), name="subscription_collection_known"),
            models.CheckConstraint(condition=within("state", SubscriptionState.choices), name="subscription_state"),
            models.CheckConstraint(
                condition=~Q(state=SubscriptionState.PAUSED) | ~Q(reason=""), name="subscription_paused_has_reason"
            ),
            models.CheckConstraint(condition=~Q(name="") & Q(url__startswith="http"), name="subscription_given"),
            models.CheckConstraint(condition=Q(secret__startswith=PREFIX), name="subscription_has_secret"),
            models.CheckConstraint(condition=Q(began__lte=F("position")), name="subscription_goes_on"),
            models.CheckConstraint(condition=Q(leased_until=None) | ~Q(worker=""), name="subscription_leased"),
        ]

    def __str__(self) -> str:
        return self.name


class SubscriptionRecord(models.Model):
    """A record that the receiver was told of and that stands in the list, as far as it knows."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="records")
    record = models.CharField(max_length=MAX_LENGTH, help_text="Public id.")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["subscription", "record"], name="subscription_knows_once")]

    def __str__(self) -> str:
        return self.record


class SubscriptionEventQuerySet(models.QuerySet["SubscriptionEvent"]):
    """Reads of events."""

    def last_places(self, subscription: Subscription, records: Collection[str]) -> dict[str, int]:
        """Of each of the records that events of the subscription tell of, the last place that one has."""
        rows = self.filter(subscription=subscription, record__in=records).order_by().values_list("record")
        return dict(rows.annotate(last=Max("position")))

    def numbers(self, subscriptions: Collection[int]) -> Mapping[int, Mapping[str, int]]:
        """How many events of each of the subscriptions wait, and how many were given up; 0 where there are none."""
        unsettled = self.filter(subscription__in=subscriptions, state__in=[EventState.WAITING, EventState.DEAD])
        found: dict[int, Counter[str]] = defaultdict(Counter)
        counted = unsettled.order_by().values_list("subscription", "state").annotate(number=Count("pk"))
        for key, state, number in counted:
            found[key][state] = number
        return found


class SubscriptionEvent(models.Model):
    """What a receiver is told. It holds no words: the record is read when it is sent, so nothing erased goes out."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    record = models.CharField(max_length=MAX_LENGTH, blank=True, help_text="Public id; empty of a test.")
    survivor = models.CharField(max_length=MAX_LENGTH, blank=True, help_text="Of a merged record: who stands for it.")
    position = models.BigIntegerField(help_text="Place of the change in the feed.")
    at = models.DateTimeField(help_text="When the record changed.")
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="That failed, since it was last to be sent.")
    done_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken, or given up.")
    replays = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="Times that somebody had it sent again."
    )

    objects: ClassVar = SubscriptionEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subscription", "state", "id"], name="event_to_send"),
            models.Index(fields=["record", "subscription"], name="event_by_record"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="evt_"), name="event_public_id"),
            models.CheckConstraint(condition=within("kind", EventKind.choices), name="event_kind_known"),
            models.CheckConstraint(condition=within("state", EventState.choices), name="event_state_known"),
            models.CheckConstraint(condition=Q(kind=EventKind.TEST) ^ ~Q(record=""), name="event_about_a_record"),
            models.CheckConstraint(condition=~Q(kind=EventKind.MERGED) | ~Q(survivor=""), name="event_merged_into"),
            models.CheckConstraint(
                condition=Q(state=EventState.WAITING) ^ Q(done_at__isnull=False), name="event_done_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}".strip()


class Delivery(models.Model):
    """One attempt to send an event."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(SubscriptionEvent, on_delete=models.CASCADE, related_name="deliveries")
    attempt = models.PositiveSmallIntegerField(help_text="Counted from 1.")
    at = models.DateTimeField(help_text="When it was sent.")
    milliseconds = models.PositiveIntegerField(help_text="Until the answer was read, or given up.")
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status of the answer; null: there was none.")
    error = models.TextField(blank=True, help_text="Why it counts as failed; empty: it was taken.")
    excerpt = models.CharField(max_length=EXCERPT, blank=True, help_text="Beginning of the answer.")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        indexes = [models.Index(fields=["subscription", "id"], name="delivery_log")]
        constraints = [
            models.CheckConstraint(condition=Q(attempt__gte=1), name="delivery_counted"),
            models.CheckConstraint(condition=Q(status__isnull=False) | ~Q(error=""), name="delivery_without_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.event} · attempt {self.attempt}"
