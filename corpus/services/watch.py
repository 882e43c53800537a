"""Watch sources: poll what is due, fetch the pages of new entries, and carry them to structure like every document.

A source has its turn by a lease. What is to be done is in the database before it is done, so that a watcher that ends
between two requests, or in one, leaves nothing behind that the next does not find.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from corpus.fetching import Fetcher, FetchError, Impatient, Unreachable, unpacked
from corpus.ingest import IngestError, read_listing
from corpus.models import Source, SourceEntry
from corpus.models.choices import EntryState, PollOutcome, SourceState
from corpus.records import Failure, Outcome, Tally
from corpus.services import statistics
from corpus.services.asking import Asking, Gone, Later, validators
from corpus.services.compare import compare_all
from corpus.services.fetch_entry import fetch_entry
from corpus.services.keep import clip, printable
from corpus.services.lease_source import hold_source, lease_source, release_source
from corpus.services.leases import LostLease, kept_alive
from corpus.services.note_entries import changed_entries, note_entries
from corpus.services.pauses import pause_after
from corpus.services.read_kept import read_some
from corpus.services.store import Stored

PAGES_A_TURN = 50  # then another source has its turn
MOST_FAILURES = 1_000  # reasons held; a watcher runs for months

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Seen:
    """What a watcher did."""

    polls: int = 0
    unchanged_polls: int = 0
    failed_polls: int = 0
    tally: Tally = field(default_factory=Tally)

    def count(self, source: str, stored: Stored) -> None:
        """Count a document."""
        if stored.outcome == Outcome.FAILED:
            self.tally.fail(source, stored.reason)
        else:
            self.tally.add(stored.outcome)

    @property
    def changes(self) -> int:
        """Documents that changed the corpus."""
        return self.tally.counts[Outcome.CREATED] + self.tally.counts[Outcome.UPDATED]


class Watch:
    """One watcher, which sends one request at a time. It stops between two when ``stopping`` is set."""

    def __init__(self, stopping: threading.Event | None = None, fetcher: Fetcher | None = None) -> None:
        self.seen = Seen()
        self._compared = False  # whether what others left was looked at
        self._stopping = stopping or threading.Event()
        self._asking = Asking(self._stopping.wait, fetcher)

    def turn(self, only: Sequence[int] | None = None) -> bool:
        """Give the source that waits longest its turn; false where none is due. ``only``: keys of those that count.

        Then what is new is compared, also what a watcher stored that was killed before it came to that: after each
        turn, and before a watcher's first where nothing is due.
        """
        source, before = lease_source(only), self.seen.changes
        if source is not None:
            self._give_turn(source)
        if (source is not None or not self._compared) and not self._stopping.is_set():
            compare_all()
            statistics.refresh(self.seen.changes - before)
            self._compared = True
        return source is not None

    def _give_turn(self, source: Source) -> None:
        try:
            with kept_alive(lambda: hold_source(source)):
                self._attend(source)
        except LostLease:
            log.warning("another watcher has taken over %s, or it is watched no more", source.url)
        except DatabaseError:
            # Whoever removes a source does not wait for its turn to end.
            if Source.objects.filter(pk=source.pk).exists():
                raise
            log.warning("%s is watched no more", source.url)
        finally:
            release_source(source)
        del self.seen.tally.failures[:-MOST_FAILURES]

    def _attend(self, source: Source) -> None:
        self._asking.begin()
        try:
            self._read_kept(source)
            if source.next_poll_at <= timezone.now() and not self._poll(source):
                return
            self._read_kept(source)
            for _ in range(PAGES_A_TURN):
                if not self._fetch_next(source):
                    return
                self._read_kept(source)
        except Impatient as pause:
            hold_source(source, not_before=timezone.now() + timedelta(seconds=pause.seconds))

    def _poll(self, source: Source) -> bool:
        """Ask the source what is new. False where its turn ends with that."""
        if self._stopping.is_set():
            return False
        # It counts as failed until it ends: what ends the process each time is polled after longer and longer pauses.
        pause = timedelta(seconds=pause_after(source.failures + 1))
        hold_source(source, failures=source.failures + 1, not_before=timezone.now() + pause)
        try:
            answer = self._asking.ask(source.url, source.etag, source.last_modified)
            listing = None
            if answer.status != 304:
                listing = read_listing(unpacked(answer.content, self._asking.max_bytes), answer.url)
        except Impatient:
            hold_source(source, failures=source.failures)
            raise
        except (FetchError, IngestError) as error:
            self._failed_poll(source, error)
            return False
        now = timezone.now()
        self.seen.polls += 1
        well: dict[str, object] = {
            "polls": F("polls") + 1,
            "polled_at": now,
            "next_poll_at": now + timedelta(seconds=source.interval),
            "failures": 0,
            "last_error": "",
            "not_before": None,
        }
        source.failures = 0
        if listing is None:
            self.seen.unchanged_polls += 1
            well |= {"poll_outcome": PollOutcome.UNCHANGED, "entries_found": 0}
            hold_source(source, unchanged_polls=F("unchanged_polls") + 1, **well)
            return True
        noted = changed_entries(source, listing, self._asking.hosts, now)
        well["etag"], well["last_modified"] = validators(answer)
        well["poll_outcome"] = PollOutcome.CHANGED if noted else PollOutcome.UNCHANGED
        well["entries_found"] = len(noted)
        if noted:
            well["changed_at"] = now
        # Together, since what an ETag stands for is never sent again.
        with transaction.atomic():
            hold_source(source, kind=listing.kind.value, **well)
            note_entries(noted)
        return True

    def _failed_poll(self, source: Source, error: Exception) -> None:
        """Note why; what is gone is paused, and everything else is polled again after a while."""
        self.seen.polls += 1
        self.seen.failed_polls += 1
        self.seen.tally.failures.append(Failure(source.url, str(error)))
        changes: dict[str, object] = {
            "polls": F("polls") + 1,
            "failed_polls": F("failed_polls") + 1,
            "polled_at": timezone.now(),
            "poll_outcome": PollOutcome.FAILED,
            "entries_found": 0,
        }
        if isinstance(error, Gone):
            changes |= {"state": SourceState.PAUSED, "reason": f"nothing is there any more: {error}"}
            changes |= {"version": F("version") + 1}
        self._stumble(source, error, **changes)

    def _stumble(self, source: Source, error: Exception, **changes: object) -> None:
        """Leave the source alone for a while, longer with each failure, and no less than its server asks for."""
        source.failures += 1
        pause = pause_after(source.failures, error.seconds if isinstance(error, Later) else 0.0)
        hold_source(
            source,
            failures=source.failures,
            last_error=clip(printable(str(error)), 2000),
            not_before=timezone.now() + timedelta(seconds=pause),
            **changes,
        )

    def _fetch_next(self, source: Source) -> bool:
        """Fetch the next entry that waits. False where the turn ends with that."""
        waiting = source.entries.to_do(timezone.now()).filter(state=EntryState.WAITING)
        entry = None if self._stopping.is_set() else waiting.order_by("attempts", "pk").first()
        if entry is None:
            return False
        hold_source(source)
        try:
            reason = fetch_entry(source, entry, self._asking)
        except Impatient:
            raise
        except Unreachable as error:
            self._stumble(source, error)
            if entry.state == EntryState.FAILED:
                self._count_failed(source, entry, entry.reason)
            else:
                self.seen.tally.failures.append(Failure(entry.url, f"{entry.reason}; it is tried again"))
            return False
        self._count_failed(source, entry, reason)
        if not reason and source.failures:
            source.failures = 0
            hold_source(source, failures=0, last_error="")
        return True

    def _count_failed(self, source: Source, entry: SourceEntry, reason: str) -> None:
        if reason:
            self.seen.tally.fail(entry.url, reason)
            hold_source(source, failed=F("failed") + 1)

    def _read_kept(self, source: Source) -> None:
        """Carry what was kept to structure, also what another watcher left."""
        while not self._stopping.is_set():
            heard = read_some(source)
            if heard is None:
                return
            for name, stored in heard:
                self.seen.count(name, stored)
