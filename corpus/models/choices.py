"""Choices of the models, from the enums that the stages share."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from corpus import records


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Django choices of an enum, labelled in plain words."""
    return [(member.value, member.value.replace("_", " ")) for member in enum]


ATTITUDES = choices(records.Attitude)
CHANNELS = choices(records.Channel)
ENTITY_TYPES = choices(records.EntityType)
MENTION_KINDS = choices(records.MentionKind)
OUTCOMES = choices(records.Outcome)
PRECISIONS = choices(records.Precision)
QUOTATION_KINDS = choices(records.QuotationKind)
REMOVAL_REASONS = choices(records.RemovalReason)
SPEAKER_TYPES = choices(records.SpeakerType)
TENSES = choices(records.Tense)


class Status(models.TextChoices):
    """Where a reading stands between machine and editor."""

    EXTRACTED = "extracted", "extracted"
    CONFIRMED = "confirmed", "confirmed"
    CORRECTED = "corrected", "corrected"
    REJECTED = "rejected", "rejected"
    WITHDRAWN = "withdrawn", "withdrawn"


# What lists show unless a status is asked for, and what an extraction may not change.
LIVE = (Status.EXTRACTED, Status.CONFIRMED, Status.CORRECTED)
DEAD = (Status.REJECTED, Status.WITHDRAWN)
DECIDED = (Status.CONFIRMED, Status.CORRECTED, Status.REJECTED)


def live(path: str = "status") -> models.Q:
    """The condition that a reading is live, said by what it is not.

    An equation with the live states would lead SQLite to the index by status, and so to sort nearly the whole table.
    """
    return ~models.Q(**{f"{path}__in": DEAD})


class BodyAccess(models.TextChoices):
    """Who may read the whole words of a publisher's articles; those who may change articles always may."""

    EVERYONE = "everyone", "everyone"
    TOKENS = "tokens", "accounts alone"
    NOBODY = "nobody", "nobody"


class RawState(models.TextChoices):
    """What became of a raw document."""

    PENDING = "pending", "pending"
    DONE = "done", "done"
    DUPLICATE = "duplicate", "duplicate"
    FAILED = "failed", "failed"


class JobState(models.TextChoices):
    """What became of a job."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


OPEN_JOBS = (JobState.WAITING, JobState.RUNNING)


class RunKind(models.TextChoices):
    """What a run over several machines does."""

    INGEST = "ingest", "ingest"
    EXTRACT = "extract", "extract"


class RunState(models.TextChoices):
    """How far a run is. ``filling``: its documents are being listed, and nobody may work at it yet."""

    FILLING = "filling", "filling"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class ChunkState(models.TextChoices):
    """How far a chunk is."""

    WAITING = "waiting", "waiting"
    LEASED = "leased", "leased"
    READ = "read", "read"


class SourceKind(models.TextChoices):
    """What a watched source is; it shows when it is first polled."""

    UNKNOWN = "unknown", "not polled yet"
    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    SITEMAP = "sitemap", "sitemap"
    INDEX = "sitemap_index", "index of sitemaps"


class SourceState(models.TextChoices):
    """Whether a source is polled."""

    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"


class PollOutcome(models.TextChoices):
    """How a poll of a source ended: with entries that are new or changed, with none, or not at all."""

    CHANGED = "changed", "changed"
    UNCHANGED = "unchanged", "unchanged"
    FAILED = "failed", "failed"


class EntryState(models.TextChoices):
    """How far an entry of a source is: to be fetched, fetched and to be read, done with."""

    WAITING = "waiting", "waiting"
    KEPT = "kept", "kept"
    DONE = "done", "done"
    FAILED = "failed", "failed"


def within(field: str, values: list[tuple[str, str]], *, blank: bool = False) -> models.Q:
    """The CHECK that a column holds one of the choices."""
    allowed = [value for value, _ in values]
    return models.Q(**{f"{field}__in": [*allowed, ""] if blank else allowed})


def span_or_none(start: str, end: str) -> models.Q:
    """The CHECK that a span is absent, or starts before it ends."""
    absent = models.Q(**{f"{start}__isnull": True, f"{end}__isnull": True})
    # A bare comparison with NULL would let a half-given span pass, since CHECK accepts "unknown".
    present = models.Q(
        **{f"{start}__isnull": False, f"{end}__isnull": False, f"{start}__gte": 0, f"{start}__lt": models.F(end)}
    )
    return absent | present


def probability(field: str) -> models.Q:
    """The CHECK that a column lies between 0 and 1."""
    return models.Q(**{f"{field}__gte": 0.0, f"{field}__lte": 1.0})


class SubscriptionState(models.TextChoices):
    """Whether a subscription is delivered."""

    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"


class EventKind(models.TextChoices):
    """What a subscription is told of a record; a test tells of none."""

    CREATED = "created", "created"
    UPDATED = "updated", "updated"
    MERGED = "merged", "merged"
    REMOVED = "removed", "removed"
    TEST = "test", "test"


class EventState(models.TextChoices):
    """How far an event is: to be sent, taken by the receiver, or given up after the last attempt."""

    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    DEAD = "dead", "dead"
