"""Note what a source lists: what is new or changed waits to be fetched, or is kept where its words came along."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from corpus.fetching import Hosts
from corpus.ingest import (
    MEDIA_TYPES,
    Format,
    IngestError,
    Listed,
    Listing,
    ListKind,
    canonical_url,
    parse_date,
    source_key,
)
from corpus.models import Article, RawDocument, Source, SourceEntry
from corpus.models.choices import EntryState, RawState
from corpus.records import ArticleRecord, Moment, Precision, RawRecord
from corpus.services.configs import document_bounds, ingest_config
from corpus.services.keep import as_record, clip, keep, printable
from corpus.services.read import parsed
from corpus.services.store import fail

BATCH = 500
AHEAD = timedelta(days=1)  # clocks and zones may differ by so much; beyond it a date is not believed
NOTED = ["url", "is_list", "stamp", "published", "state", "attempts", "try_at", "reason", "raw", "changed_at"]
EPOCH = 1970  # what software prints that knows no date


class Noted(NamedTuple):
    """A row that is new or changed, and the document that came along with it."""

    row: SourceEntry
    record: RawRecord | None


def changed_entries(source: Source, listing: Listing, hosts: Hosts, now: datetime) -> list[Noted]:
    """What of a listing is new or changed, the last first, since feeds begin with the newest. Writes nothing.

    What a sitemap says to be older than WATCH_SITEMAP_DAYS is passed over.
    """
    entries = [entry for entry in listing.entries if not _too_old(listing.kind, entry, now)]
    found = []
    for at in range(len(entries), 0, -BATCH):
        batch = {_key(entry): entry for entry in reversed(entries[max(0, at - BATCH) : at])}
        known = {row.key: row for row in source.entries.filter(key__in=batch)}
        for key, entry in batch.items():
            row = known.get(key)
            if row is None or _differs(row, entry):
                row = row or SourceEntry(key=key, first_seen_at=now)
                row.source = source
                found.append(_noted(row, entry, hosts, now))
    return found


@transaction.atomic
def note_entries(found: Sequence[Noted]) -> None:
    """Write them down, and keep the documents that came along."""
    for at in range(0, len(found), BATCH):
        batch = found[at : at + BATCH]
        came = [(row, record) for row, record in batch if record is not None]
        for (row, _), (raw, _) in zip(came, keep([record for _, record in came]), strict=True):
            row.raw, row.state = raw, EntryState.KEPT
        SourceEntry.objects.bulk_create(row for row, _ in batch if row.pk is None)
        SourceEntry.objects.bulk_update([row for row, _ in batch if row.pk is not None], NOTED)


@transaction.atomic
def keep_page(entry: SourceEntry, record: RawRecord, etag: str, last_modified: str) -> None:
    """Keep the page of an entry; from then on it is to be read, whatever becomes of this process."""
    [(entry.raw, _)] = keep([record])
    entry.state, entry.attempts, entry.reason = EntryState.KEPT, 0, ""
    entry.etag, entry.last_modified = etag, last_modified
    entry.save(update_fields=["raw", "state", "attempts", "reason", "etag", "last_modified"])


@transaction.atomic
def date_kept(entry: SourceEntry, raw: RawDocument) -> RawDocument | None:
    """Give what is kept of an entry, and still to be read, a date that can be.

    None where a feed's own words are no article: the page of the entry is fetched then.
    """
    record = as_record(raw)
    from_feed = bool(entry.url) and raw.media_type == MEDIA_TYPES[Format.XML]
    unread = raw.state == RawState.PENDING or (from_feed and raw.state == RawState.FAILED)
    if not unread or record.published:
        return raw
    dated, readable = believable(record, entry.published, entry.first_seen_at)
    if from_feed and not readable:
        fail(raw, "no article in the feed's own words: the page is fetched")
        entry.state, entry.attempts = EntryState.WAITING, 0
        entry.save(update_fields=["state", "attempts"])
        return None
    if dated.published == record.published:
        return raw
    [(entry.raw, _)] = keep([dated])
    entry.save(update_fields=["raw"])
    # Its bytes stand under the date that is believed; where nobody else knows it without one, it is to be read once.
    unread_rows = RawDocument.objects.filter(pk=raw.pk, state=RawState.PENDING)
    unread_rows.filter(source_entries=None, job_documents=None, run_documents=None).delete()
    return entry.raw


def believable(record: RawRecord, said: str, seen: datetime) -> tuple[RawRecord, bool]:
    """The document with a date that can be, and whether an article can be read from it.

    A date that no reader understands, one that lies ahead of the moment at which the entry was first seen, and the
    beginning of 1970 are not believed: what the source prints beside it stands instead (``said``), else that moment.
    """
    article = parsed(record, ingest_config(), document_bounds())
    if isinstance(article, ArticleRecord) and article.published is not None and _can_be(article.published, seen):
        return record, True
    dated = replace(record, published=_said(said, seen) or seen.strftime("%Y-%m-%dT%H:%MZ"))
    if isinstance(article, ArticleRecord):
        return dated, True
    # Its date may be all that is wrong with it.
    found = isinstance(parsed(dated, ingest_config(), document_bounds()), ArticleRecord)
    return (dated if found else record), found


def _said(text: str, seen: datetime) -> str:
    try:
        return text if text and _can_be(parse_date(text), seen) else ""
    except IngestError:
        return ""


def _can_be(moment: Moment, seen: datetime) -> bool:
    """Whether something that was seen then can have been published at that time."""
    begun = moment.value.year == EPOCH and (moment.value.month, moment.value.day) == (1, 1)
    return moment.value <= seen + AHEAD and not (begun and moment.precision != Precision.YEAR)


def _too_old(kind: ListKind, entry: Listed, now: datetime) -> bool:
    """Whether a sitemap lists it as part of its archive: one may list all that an outlet ever published."""
    days = settings.WATCH_SITEMAP_DAYS
    said = entry.changed or entry.published
    if not days or kind not in (ListKind.SITEMAP, ListKind.INDEX) or not said:
        return False
    try:
        return parse_date(said).value < now - timedelta(days=days)
    except IngestError:
        return False


def _key(entry: Listed) -> str:
    return hashlib.sha256(entry.key.encode("utf-8", "surrogatepass")).hexdigest()


def _differs(row: SourceEntry, entry: Listed) -> bool:
    # A sitemap of which nobody says when it changed is looked at each time.
    return row.stamp != entry.stamp or (entry.is_list and not entry.stamp and row.state != EntryState.WAITING)


def _noted(row: SourceEntry, entry: Listed, hosts: Hosts, now: datetime) -> Noted:
    row.url, row.is_list, row.stamp = printable(entry.url), entry.is_list, entry.stamp
    row.published = clip(printable(entry.published), 100)
    row.state, row.attempts, row.reason, row.changed_at, row.try_at = EntryState.WAITING, 0, "", now, now
    if not entry.content:
        return Noted(row, None)
    own = not entry.url or own_address(row.source, entry.url)
    if not own and hosts.allow(Source.host_of(entry.url)):
        # What a feed prints of another site is read there, where that may be asked.
        return Noted(row, None)
    # Kept before anything is read from it: see ``date_kept``.
    return Noted(row, _record(row, entry, own))


def own_address(source: Source, url: str) -> bool:
    """Whether an address is the source's own to publish at: on its host or below it."""
    bare = source.host.removeprefix("www.")
    return Hosts.of([bare, f".{bare}"]).allow(Source.host_of(url))


def fitted_key(key: str) -> str:
    """A key as the store takes it: a longer one by its hash."""
    return source_key(key=key, url="", publisher="", content=b"")


def _record(row: SourceEntry, entry: Listed, own: bool) -> RawRecord:
    """The entry as a document. Its key is its address where that is the source's own to publish at.

    Else a feed could change the articles of others by giving their addresses.
    """
    return RawRecord(
        source=entry.url or row.source.url,
        content=entry.content,
        media_type=MEDIA_TYPES[Format.XML],
        key=fitted_key(canonical_url(entry.url)) if entry.url and own else _key_in_source(row, entry),
        publisher=row.source.publisher,
    )


def _key_in_source(row: SourceEntry, entry: Listed) -> str:
    """The key of an entry that is its source's alone: by the id of that, since everybody who reads the article reads
    its key, and the address of a source may hold a secret. What came in under the address is known by it for good.
    """
    before = fitted_key(f"{row.source.url}#{entry.key}")
    if row.raw is not None:
        is_known = row.raw.source_key == before
    else:  # also where its source was removed meanwhile, and what it listed forgotten
        is_known = Article.objects.filter(source_key=before).exists()
    return before if is_known else fitted_key(f"{row.source.public_id}#{entry.key}")
