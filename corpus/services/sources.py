"""What people decide about sources: add one, change it, pause it, take it up again, poll it now, watch it no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from corpus.fetching import FetchError, web_address
from corpus.models import Source, SourceEntry
from corpus.models.choices import EntryState, SourceKind, SourceState
from corpus.models.ids import IdType, derive
from corpus.models.source import LONGEST_INTERVAL, MAX_URL, SHORTEST_INTERVAL
from corpus.services.decide import check_version
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import printable
from corpus.services.writing import Lock, one_writer

MAX_PUBLISHER = 300
INTERVAL = 900  # seconds


def add_source(url: str, *, publisher: str = "", interval: int = INTERVAL) -> Source:
    """Watch a feed or sitemap from now on. Raises ServiceError where the address is none, or is watched already."""
    address = check(url, publisher=publisher, interval=interval)
    try:
        with transaction.atomic():
            return Source.objects.create(
                public_id=derive(IdType.SOURCE, address),
                url=address,
                host=Source.host_of(address),
                publisher=printable(publisher).strip(),
                interval=interval,
            )
    except IntegrityError:
        raise Conflict(f"{address} is watched already", field="url") from None


@transaction.atomic
def change_source(
    source: Source,
    *,
    publisher: str | None = None,
    interval: int | None = None,
    state: str | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Set what is given: the outlet's name for what comes in from now on, how often it is polled, whether it is.

    Pausing it takes a reason; taken up again it is polled at once. What is set to what it is stays as it is.
    """
    row = standing(source, expected_version)
    changes: dict[str, Any] = {}
    if publisher is not None:
        changes["publisher"] = checked_publisher(publisher)
    if interval is not None and checked_interval(interval) != row.interval:
        # a source that was to wait for a week does so no longer
        soon = min(row.next_poll_at, timezone.now() + timedelta(seconds=interval))
        changes |= {"interval": interval, "next_poll_at": soon}
    if state == SourceState.PAUSED and row.state != state:
        changes |= {"state": state, "reason": printable(reason)}
    if state == SourceState.ACTIVE and row.state != state:
        changes |= {"state": state, "reason": "", "failures": 0, "last_error": "", **at_once()}
    changes = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if changes:
        changes["version"] = row.version + 1
        Source.objects.filter(pk=row.pk).update(**changes)
    for name in {"publisher", "interval", "state", "reason", "version", *changes}:
        setattr(source, name, changes.get(name, getattr(row, name)))


def pause(source: Source, reason: str) -> None:
    """Ask nothing more of it until it is taken up again."""
    change_source(source, state=SourceState.PAUSED, reason=reason)


def resume(source: Source) -> None:
    """Take it up again, at once."""
    change_source(source, state=SourceState.ACTIVE)


@one_writer()  # a page that is being stored asks for its source last, when its entry is the storing's already
@one_writer(Lock.SOURCES)
def remove_source(source: Source, *, expected_version: int | None = None) -> None:
    """Watch it no more, and forget what it listed. Documents that it brought, and what was read from them, stay.

    One that a watcher has now is removed all the same; the watcher finds out.
    """
    standing(source, expected_version).delete()


@transaction.atomic
def poll_now(source: Source) -> None:
    """Let the next watcher that is free poll it, whatever pause it was to have. Raises Conflict where it is paused.

    A sitemap is asked for whole, and so is each that an index lists: what was too old for WATCH_SITEMAP_DAYS before may
    not be so any more.
    """
    row = standing(source)
    if row.state == SourceState.PAUSED:
        raise Conflict(f"{row.url} is paused: {row.reason}")
    changes = at_once()
    if row.kind in (SourceKind.SITEMAP, SourceKind.INDEX):
        changes |= {"etag": "", "last_modified": ""}
        SourceEntry.objects.filter(source=row, is_list=True).update(stamp="", etag="", last_modified="")
    Source.objects.filter(pk=row.pk).update(**changes)


def try_failed_again(source: Source) -> int:
    """Fetch its entries that failed once more. Gives their number.

    Each is asked for whole: one that was fetched, and could not be read, is answered with nothing but "unchanged" else.
    """
    failed = SourceEntry.objects.filter(source=source, state=EntryState.FAILED).exclude(url="")
    anew = {"attempts": 0, "try_at": timezone.now(), "reason": "", "etag": "", "last_modified": ""}
    return int(failed.update(state=EntryState.WAITING, **anew))


def standing(source: Source, expected_version: int | None = None) -> Source:
    """The source as it is now, and until the transaction ends. Raises StaleVersion, and Conflict where it is gone."""
    row: Source | None = Source.objects.select_for_update().filter(pk=source.pk).first()
    if row is None:
        raise Conflict(f"{source.url} is watched no more")
    check_version(row, expected_version)
    return row


def at_once() -> dict[str, Any]:
    """The columns of a source that is due."""
    return {"next_poll_at": timezone.now(), "not_before": None}


def check(url: str, *, publisher: str, interval: int) -> str:
    """The address as it is asked. Raises ServiceError where the source cannot be.

    Which machine the address leads to is looked at when it is asked: it may be another one tomorrow.
    """
    try:
        address = web_address(url.strip()).geturl()
    except FetchError as error:
        raise ServiceError(str(error), field="url") from None
    if len(address) > MAX_URL:
        raise ServiceError(f"longer than {MAX_URL} characters", field="url")
    checked_publisher(publisher)
    checked_interval(interval)
    return address


def checked_publisher(publisher: str) -> str:
    """The name as it is kept. Raises ServiceError where it is too long."""
    if len(publisher) > MAX_PUBLISHER:
        raise ServiceError(f"longer than {MAX_PUBLISHER} characters", field="publisher")
    return printable(publisher).strip()


def checked_interval(interval: int) -> int:
    """The seconds between two polls. Raises ServiceError where they are too few or too many."""
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
        raise ServiceError(f"takes {SHORTEST_INTERVAL} to {LONGEST_INTERVAL} seconds", field="interval")
    return interval
