"""What people decide about sources: add one, change it, pause it, take it up again, poll it now."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from corpus.fetching import FetchError, web_address
from corpus.models import Source, SourceEntry
from corpus.models.choices import EntryState, SourceState
from corpus.models.source import LONGEST_INTERVAL, MAX_URL, SHORTEST_INTERVAL
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import printable

MAX_PUBLISHER = 300
INTERVAL = 900  # seconds


def add_source(url: str, *, publisher: str = "", interval: int = INTERVAL) -> Source:
    """Watch a feed or sitemap from now on. Raises ServiceError where the address is none, or is watched already."""
    address = check(url, publisher=publisher, interval=interval)
    try:
        with transaction.atomic():
            return Source.objects.create(
                url=address, host=Source.host_of(address), publisher=printable(publisher).strip(), interval=interval
            )
    except IntegrityError:
        raise Conflict(f"{address} is watched already", field="url") from None


def change_source(source: Source, *, publisher: str, interval: int) -> None:
    """Set the name of the outlet, for what comes in from now on, and how often it is polled."""
    check(source.url, publisher=publisher, interval=interval)
    source.publisher, source.interval = printable(publisher).strip(), interval
    source.save(update_fields=["publisher", "interval"])


def pause(source: Source, reason: str) -> None:
    """Ask nothing more of it until it is taken up again."""
    source.state, source.reason = SourceState.PAUSED, printable(reason)
    source.save(update_fields=["state", "reason"])


def resume(source: Source) -> None:
    """Take it up again, at once."""
    source.state, source.reason, source.failures, source.last_error = SourceState.ACTIVE, "", 0, ""
    source.save(update_fields=["state", "reason", "failures", "last_error"])
    poll_now(source)


def poll_now(source: Source) -> None:
    """Let the next watcher that is free poll it, whatever pause it was to have. Raises Conflict where it is paused."""
    if source.state == SourceState.PAUSED:
        raise Conflict(f"{source.url} is paused: {source.reason}")
    source.next_poll_at, source.not_before = timezone.now(), None
    source.save(update_fields=["next_poll_at", "not_before"])


def try_failed_again(source: Source) -> int:
    """Fetch its entries that failed once more. Gives their number."""
    failed = SourceEntry.objects.filter(source=source, state=EntryState.FAILED).exclude(url="")
    return int(failed.update(state=EntryState.WAITING, attempts=0, try_at=timezone.now(), reason=""))


def check(url: str, *, publisher: str, interval: int) -> str:
    """The address as it is asked. Raises ServiceError where the source cannot be."""
    try:
        address = web_address(url.strip()).geturl()
    except FetchError as error:
        raise ServiceError(str(error), field="url") from None
    if len(address) > MAX_URL:
        raise ServiceError(f"longer than {MAX_URL} characters", field="url")
    if len(publisher) > MAX_PUBLISHER:
        raise ServiceError(f"longer than {MAX_PUBLISHER} characters", field="publisher")
    if not SHORTEST_INTERVAL <= interval <= LONGEST_INTERVAL:
        raise ServiceError(f"takes {SHORTEST_INTERVAL} to {LONGEST_INTERVAL} seconds", field="interval")
    return address
