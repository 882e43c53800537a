"""Sources: feeds and sitemaps that are watched, and the entries that they listed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from corpus.models.choices import EntryState, PollOutcome, SourceKind, SourceState, choices, within
from corpus.models.ids import MAX_LENGTH
from corpus.records import Outcome

SHORTEST_INTERVAL = 60  # seconds between two polls
LONGEST_INTERVAL = 7 * 24 * 3600
MAX_URL = 2000


def next_poll(state: str, next_poll_at: datetime, not_before: datetime | None) -> datetime | None:
    """When a source that stands so is polled next, if a watcher is free; None where it is paused."""
    if state == SourceState.PAUSED:
        return None
    return next_poll_at if not_before is None else max(next_poll_at, not_before)


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads of sources."""

    def active(self) -> SourceQuerySet:
        """Sources that are polled."""
        return self.filter(state=SourceState.ACTIVE)

    def due(self, now: datetime) -> SourceQuerySet:
        """Sources with something to do now, who waits longest first; without hosts that another watcher asks."""
        waiting = SourceEntry.objects.filter(source=OuterRef("pk")).to_do(now)
        asked = Source.objects.filter(leased_until__gt=now).values("host")
        return (
            self.filter(Q(not_before=None) | Q(not_before__lte=now), state=SourceState.ACTIVE)
            .filter(Q(next_poll_at__lte=now) | Exists(waiting))
            .exclude(host__in=asked)
            .order_by(F("turn_at").asc(nulls_first=True), "pk")
        )


class Source(models.Model):
    """A feed or sitemap that is polled. One watcher at a time has it, and its host, by a lease."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    url = models.CharField(max_length=MAX_URL, unique=True, help_text="Address of the feed or sitemap.")
    host = models.CharField(max_length=255, editable=False, help_text="Host of the address.")
    publisher = models.CharField(
        max_length=300, blank=True, help_text="Name of the outlet, for all that comes in; empty: as the documents say."
    )
    kind = models.CharField(
        max_length=20, choices=SourceKind.choices, default=SourceKind.UNKNOWN, help_text="What it turned out to be."
    )
    state = models.CharField(max_length=10, choices=SourceState.choices, default=SourceState.ACTIVE)
    reason = models.TextField(blank=True, help_text="Why it is paused.")
    interval = models.PositiveIntegerField(default=900, help_text="Seconds between two polls, 60 at least.")
    etag = models.CharField(max_length=500, blank=True, help_text="ETag of the last answer.")
    last_modified = models.CharField(max_length=100, blank=True, help_text="Last-Modified of the last answer.")
    next_poll_at = models.DateTimeField(default=timezone.now, help_text="When it is polled next.")
    not_before = models.DateTimeField(
        null=True, blank=True, help_text="Nothing is asked of it before: it failed, or wants a longer pause."
    )
    turn_at = models.DateTimeField(
        null=True, editable=False, help_text="When it had its last turn; who waits longest is next."
    )
    polled_at = models.DateTimeField(null=True, blank=True, help_text="When it was polled last.")
    poll_outcome = models.CharField(
        max_length=10, choices=PollOutcome.choices, blank=True, help_text="How the last poll ended."
    )
    entries_found = models.PositiveIntegerField(default=0, help_text="New or changed entries that the last poll found.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When a poll last brought something new.")
    failures = models.PositiveIntegerField(default=0, help_text="Failures in a row.")
    last_error = models.TextField(blank=True, help_text="What went wrong last; empty when the last request went well.")
    polls = models.PositiveBigIntegerField(default=0, help_text="Polls so far.")
    unchanged_polls = models.PositiveBigIntegerField(default=0, help_text="Of these, answered with 304.")
    failed_polls = models.PositiveBigIntegerField(default=0, help_text="Of these, failed.")
    created = models.PositiveBigIntegerField(default=0, help_text="Articles that were new.")
    updated = models.PositiveBigIntegerField(default=0, help_text="Articles that came with other words.")
    failed = models.PositiveBigIntegerField(default=0, help_text="Entries that could not be fetched or read.")
    worker = models.CharField(max_length=200, blank=True, help_text="Who has it now.")
    leased_until = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of what people set, no polls.")

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["state", "turn_at"], name="source_by_turn")]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="src_"), name="source_public_id"),
            models.CheckConstraint(condition=Q(url__startswith="http"), name="source_url_of_the_web"),
            models.CheckConstraint(condition=~Q(host=""), name="source_has_host"),
            models.CheckConstraint(condition=within("kind", SourceKind.choices), name="source_kind_known"),
            models.CheckConstraint(condition=within("state", SourceState.choices), name="source_state_known"),
            models.CheckConstraint(
                condition=~Q(state=SourceState.PAUSED) | ~Q(reason=""), name="source_paused_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(interval__gte=SHORTEST_INTERVAL, interval__lte=LONGEST_INTERVAL), name="source_interval"
            ),
            models.CheckConstraint(condition=Q(leased_until=None) | ~Q(worker=""), name="source_leased_to_somebody"),
            models.CheckConstraint(
                condition=within("poll_outcome", PollOutcome.choices, blank=True), name="source_poll_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(poll_outcome=PollOutcome.CHANGED) ^ Q(entries_found=0), name="source_found_by_a_change"
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @staticmethod
    def host_of(url: str) -> str:
        """The host of an address that was checked."""
        return urlsplit(url).hostname or ""


class SourceEntryQuerySet(models.QuerySet["SourceEntry"]):
    """Reads of entries."""

    def listed_by(self, source: int) -> SourceEntryQuerySet:
        """The entries of a source."""
        return self.filter(source=source)

    def to_do(self, now: datetime) -> SourceEntryQuerySet:
        """What is to be fetched, or was kept and is still to be read."""
        return self.filter(state__in=[EntryState.WAITING, EntryState.KEPT], try_at__lte=now)


class SourceEntry(models.Model):
    """One entry of a source: an article, or another sitemap. It is fetched again only when its stamp changes."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text="SHA-256 of its address, or of the id that the feed gives it.")
    url = models.CharField(max_length=MAX_URL, blank=True, help_text="Address of the page; empty where it has none.")
    is_list = models.BooleanField(default=False, help_text="It is another sitemap.")
    stamp = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what the source says of it.")
    published = models.CharField(max_length=100, blank=True, help_text="Date as the source prints it.")
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times that fetching it failed in a row.")
    try_at = models.DateTimeField(default=timezone.now, help_text="When it is fetched.")
    etag = models.CharField(max_length=500, blank=True, help_text="ETag of the page.")
    last_modified = models.CharField(max_length=100, blank=True, help_text="Last-Modified of the page.")
    raw = models.ForeignKey(
        "corpus.RawDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="source_entries"
    )
    outcome = models.CharField(max_length=10, choices=choices(Outcome), blank=True, help_text="What became of it last.")
    reason = models.TextField(blank=True, help_text="Why it failed.")
    first_seen_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now, help_text="When its stamp was last found changed.")

    objects: ClassVar = SourceEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "source entries"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["source", "try_at"],
                name="entry_to_do",
                condition=Q(state__in=[EntryState.WAITING, EntryState.KEPT]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="entry_once"),
            models.CheckConstraint(condition=within("state", EntryState.choices), name="entry_state_known"),
            models.CheckConstraint(
                condition=within("outcome", choices(Outcome), blank=True), name="entry_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.KEPT) | Q(raw__isnull=False), name="entry_kept_has_document"
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.FAILED) | ~Q(reason=""), name="entry_failed_has_reason"
            ),
            models.CheckConstraint(condition=~Q(state=EntryState.WAITING) | ~Q(url=""), name="entry_waiting_has_url"),
        ]

    def __str__(self) -> str:
        return self.url or f"{self.source} · {self.key[:12]}"
