"""Sources that are watched, the entries that they listed, and the bodies of the requests about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextInput, TextOrNull, iso
from api.v1.serializers.writes import Change, Strict
from corpus.models.choices import EntryState, PollOutcome, SourceKind, SourceState, choices
from corpus.models.source import LONGEST_INTERVAL, MAX_URL, SHORTEST_INTERVAL, next_poll
from corpus.records import Outcome
from corpus.services.sources import INTERVAL, MAX_PUBLISHER

ADDRESS = (
    "Address (http or https) of a feed (RSS, Atom) or a sitemap, without a user name, a password or a fragment. Which "
    "machine it leads to is looked at each time it is asked: a private address fails then, and last_error says so."
)
PUBLISHER = "Name of the outlet, for all that comes in from now on; empty: as the documents say."
POLLS = f"Seconds between two polls, {SHORTEST_INTERVAL} to {LONGEST_INTERVAL}."


def told_next(state: str, next_poll_at: datetime, not_before: datetime | None) -> str | None:
    """When it is polled next, as it is answered."""
    return iso(next_poll(state, next_poll_at, not_before))


@extend_schema_field(OpenApiTypes.DATETIME)
class NextPoll(serializers.ReadOnlyField):
    """When a source is polled next, after every pause that is due."""

    reads = ("state", "next_poll_at", "not_before")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> str | None:
        """ISO 8601 with Z; null of a source that is paused."""
        return told_next(value.state, value.next_poll_at, value.not_before)

    def expression(self, at: At) -> str:
        """The same of the columns."""
        return f"{at.use(told_next)}({', '.join(map(at.column, self.reads))})"


class SourceSerializer(ShapedSerializer):
    """A feed or sitemap that is watched."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    address = Text(
        source="url",
        help_text="Address of the feed or sitemap, whole: what its query holds is shown to all who may see sources.",
    )
    host = Text(help_text="Host of the address. One watcher at a time asks it.")
    publisher = TextOrNull(help_text="Name of the outlet, for all that comes in; null: as the documents say.")
    kind = Choice(SourceKind.choices, help_text="What it turned out to be when it was read; unknown: it was not yet.")
    state = Choice(SourceState.choices, help_text="Whether it is polled.")
    reason = TextOrNull(help_text="Why it is paused: by whom, or that nothing is there any more; null while active.")
    interval = Count(help_text="Seconds between two polls that went well.")
    polled_at = Instant(allow_null=True, help_text="When it was polled last; null: never.")
    poll_outcome = Choice(
        PollOutcome.choices,
        allow_null=True,
        help_text="How the last poll ended. changed: it listed entries that are new or changed; unchanged: it did not, "
        "or answered that it is as it was (304); failed: it could not be had or read. null: never polled, or before "
        "this was noted.",
    )
    entries_found = Count(help_text="Entries, new or changed, that the last poll found. They are fetched afterwards.")
    changed_at = Instant(allow_null=True, help_text="When a poll last found such entries; null: never.")
    next_poll_at = NextPoll(
        help_text="When it is polled next, if a watcher is free: after the interval, or after a pause that grows with "
        "each failure or that its server asks for. A time that is over: it waits for a watcher. null: it is paused."
    )
    failures = Count(help_text="Failures in a row, of polls and of pages whose server did not answer.")
    last_error = TextOrNull(help_text="What went wrong with the last request; null: it went well.")
    polls = Count(help_text="Polls so far.")
    unchanged_polls = Count(help_text="Of these, answered that it is as it was (304).")
    failed_polls = Count(help_text="Of these, failed.")
    created = Count(help_text="Articles that were new.")
    updated = Count(help_text="Articles that came with other words.")
    failed = Count(help_text="Entries that could not be fetched or read.")
    added_at = Instant(help_text="When it was added.")
    version = Count(help_text="Counts the changes of what is set here, no polls; If-Match compares it.")


@extend_schema_field({"type": ["string", "null"]})
class ReadArticle(serializers.ReadOnlyField):
    """Id of the article that was read from an entry."""

    reads = ("raw__article__public_id", "raw__article__removed_at")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> str | None:
        """The id; null where there is no article, or none that may be read."""
        article = value.raw and value.raw.article
        return article.public_id if article and article.removed_at is None else None


class SourceEntrySerializer(ShapedSerializer):
    """An entry that a source listed: an article, or another sitemap."""

    personal: ClassVar = True

    address = TextOrNull(source="url", help_text="Address of the page; null: the feed gave none, or it was erased.")
    is_list = serializers.BooleanField(read_only=True, help_text="Whether it is another sitemap.")
    state = Choice(
        EntryState.choices,
        help_text="How far it is. waiting: to be fetched; kept: fetched, and to be read; done; failed: given up.",
    )
    outcome = Choice(
        choices(Outcome),
        allow_null=True,
        help_text="What became of it last; unchanged: nothing in it was new. null: nothing yet, or it is a sitemap.",
    )
    reason = TextOrNull(help_text="Why it failed, or why it is to be fetched once more; null else.")
    attempts = Count(help_text="Times in a row that it was begun and not ended.")
    article = ReadArticle(help_text="Id of the article that was read from it; null: none, or it was taken down.")
    published = TextOrNull(help_text="Date as the source prints it; null: it prints none.")
    first_seen_at = Instant(help_text="When it was first listed.")
    changed_at = Instant(help_text="When what the source says of it last changed.")


def interval(**kwargs: Any) -> serializers.IntegerField:
    """How often a source is polled."""
    return serializers.IntegerField(
        required=False, min_value=SHORTEST_INTERVAL, max_value=LONGEST_INTERVAL, help_text=POLLS, **kwargs
    )


def publisher(**kwargs: Any) -> TextInput:
    """The name of the outlet."""
    return TextInput(required=False, allow_blank=True, max_length=MAX_PUBLISHER, help_text=PUBLISHER, **kwargs)


@extend_schema_serializer(component_name="Source")
class SourceInputSerializer(Strict):
    """A source to watch."""

    address = TextInput(max_length=MAX_URL, help_text=ADDRESS)
    publisher = publisher(default="")
    interval = interval(default=INTERVAL)


@extend_schema_serializer(component_name="SourceChange")
class SourcePatchSerializer(Change):
    """What is given is set, what is left out stays. Another address is another source."""

    publisher = publisher()
    interval = interval()
    state = serializers.ChoiceField(
        SourceState.choices,
        required=False,
        help_text="paused: nothing is asked of it once the turn of a watcher that has it now is over; active: polled "
        "again, at once. Set to what it is, it stays as it is.",
    )


class FetchedAgainSerializer(serializers.Serializer[Any]):
    """What will be fetched again."""

    entries = serializers.IntegerField(read_only=True, help_text="Entries that had failed and wait now.")
