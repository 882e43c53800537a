"""Fetch what an entry of a source names: the page of an article, or another sitemap."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from corpus.fetching import Answer, FetchError, Impatient, Unreachable, unpacked
from corpus.ingest import MEDIA_TYPES, Format, IngestError, ListKind, canonical_url, read_listing
from corpus.models import Source, SourceEntry
from corpus.models.choices import EntryState
from corpus.records import Outcome, RawRecord
from corpus.services.asking import Asking, validators
from corpus.services.keep import clip, printable
from corpus.services.lease_source import hold_source
from corpus.services.note_entries import changed_entries, fitted_key, keep_page, note_entries
from corpus.services.pauses import pause_after

MAX_ATTEMPTS = 5
SET_ASIDE = f"set aside: {MAX_ATTEMPTS} watchers ended while they were at it"
_PAGES = {
    "text/html": MEDIA_TYPES[Format.HTML],
    "application/xhtml+xml": MEDIA_TYPES[Format.HTML],
    "text/plain": MEDIA_TYPES[Format.TXT],
}


def fetch_entry(source: Source, entry: SourceEntry, asking: Asking) -> str:
    """Fetch it and keep what comes; gives why it failed for good, "" where it did not.

    The attempt is counted first, so that what ends the process each time is not fetched for ever. Raises Unreachable
    where its server is better left alone for a while, and Impatient where a pause is due.
    """
    if entry.attempts >= MAX_ATTEMPTS:
        return _fail(entry, SET_ASIDE)
    _count(entry, 1)
    try:
        answer = asking.ask(entry.url, entry.etag, entry.last_modified)
        if answer.status == 304:
            _done(entry, Outcome.UNCHANGED)
        elif entry.is_list:
            _note_list(source, entry, answer, asking)
        else:
            keep_page(entry, _page(source, answer), *validators(answer))
    except Impatient:
        _count(entry, -1)
        raise
    except Unreachable as error:
        if entry.attempts < MAX_ATTEMPTS:
            _again(entry, str(error))
            raise
        _fail(entry, f"{error}; given up after {MAX_ATTEMPTS} attempts")
        raise
    except (FetchError, IngestError) as error:
        return _fail(entry, str(error))
    return ""


def _page(source: Source, answer: Answer) -> RawRecord:
    """The page as a document. Its key is the address that answered: what it says of its own is not believed."""
    media_type = _PAGES.get(answer.media_type or "text/html")
    if media_type is None:
        raise IngestError(f"no page of text: {answer.media_type[:100]}")
    return RawRecord(
        source=answer.url,
        content=answer.content,
        media_type=media_type,
        key=fitted_key(canonical_url(answer.url)),
        publisher=source.publisher,
    )


def _note_list(source: Source, entry: SourceEntry, answer: Answer, asking: Asking) -> None:
    """Note the pages of a sitemap that an index names."""
    listing = read_listing(unpacked(answer.content, asking.max_bytes), answer.url)
    if listing.kind == ListKind.INDEX:
        raise IngestError("an index of sitemaps within an index")
    noted = changed_entries(source, listing, asking.hosts, timezone.now())
    with transaction.atomic():
        hold_source(source)
        note_entries(noted)
        entry.etag, entry.last_modified = validators(answer)
        _done(entry, None)


def _count(entry: SourceEntry, more: int) -> None:
    entry.attempts += more
    entry.save(update_fields=["attempts"])


def _done(entry: SourceEntry, outcome: Outcome | None) -> None:
    entry.state, entry.attempts, entry.reason, entry.outcome = EntryState.DONE, 0, "", outcome or ""
    entry.save(update_fields=["state", "attempts", "reason", "outcome", "etag", "last_modified"])


def _again(entry: SourceEntry, reason: str) -> None:
    entry.try_at = timezone.now() + timedelta(seconds=pause_after(entry.attempts))
    entry.reason = _told(reason)
    entry.save(update_fields=["attempts", "try_at", "reason"])


def _fail(entry: SourceEntry, reason: str) -> str:
    entry.state, entry.outcome, entry.reason = EntryState.FAILED, Outcome.FAILED, _told(reason)
    entry.save(update_fields=["state", "outcome", "attempts", "reason"])
    return entry.reason


def _told(reason: str) -> str:
    return clip(printable(reason), 2000)
