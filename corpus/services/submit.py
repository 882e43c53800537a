"""Take files that somebody sent: look at what they hold, or keep them as a job for the worker."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.db import transaction

from corpus.ingest import Declared, Skipped, documents
from corpus.models import Job, JobDocument, RawDocument
from corpus.models.ids import IdType
from corpus.models.ids import fresh as fresh_id
from corpus.records import ArticleRecord, ExtractionRecord, Failure, Outcome, RawRecord
from corpus.services.configs import document_bounds, extraction_config, ingest_config
from corpus.services.decide import User
from corpus.services.errors import InvalidDocument
from corpus.services.jobs import BATCH, refuse
from corpus.services.keep import keep
from corpus.services.read import Unreadable, extracted, parsed

MOST_UNPACKED = 200_000_000  # bytes of all documents that are sent together: they are held until all are kept
MOST_DOCUMENTS = 50_000  # sent together: each is held too, and some kB of an archive may be millions of short lines
TOO_MUCH = f"more than {MOST_UNPACKED // 1_000_000} MB or {MOST_DOCUMENTS:,} documents together, unpacked"
UNREAD = "application/octet-stream"
LONGEST_LOOK = 500_000  # characters of a document that is read while somebody waits


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What one document holds: an article and what is read from it, or the reason why there is none."""

    source: str
    article: ArticleRecord | None = None
    extraction: ExtractionRecord | None = None
    reason: str = ""


def submit_files(files: Sequence[Sent], declared: Declared, *, user: User) -> tuple[Job, list[Failure]]:
    """Keep every document of the files as a job for the worker, and of what cannot be kept its name and the reason.

    Gives the job and what could not be kept. Raises InvalidDocument where nothing could.
    """
    items = list(_documents(files, declared))
    failures = [item for item in items if isinstance(item, Failure)]
    if len(failures) == len(items):
        told = "; ".join(f"{failure.source}: {failure.reason}" for failure in failures[:5])
        raise InvalidDocument(told or "there is no document in what was sent")
    with transaction.atomic():
        job = Job.objects.create(public_id=fresh_id(IdType.JOB), total=len(items), created_by=user)
        for at in range(0, len(items), BATCH):
            batch = items[at : at + BATCH]
            kept = keep([_nameplate(item) if isinstance(item, Failure) else item for item in batch])
            JobDocument.objects.bulk_create(
                JobDocument(job=job, position=n, raw=raw, **_refused(item, raw, fresh))
                for n, (item, (raw, fresh)) in enumerate(zip(batch, kept, strict=True), at + 1)
            )
    return job, failures


def _nameplate(failure: Failure) -> RawRecord:
    """What is kept of a document that could not be read: where it should have been."""
    return RawRecord(failure.source, b"", UNREAD, key=failure.source)


def _refused(item: RawRecord | Failure, raw: RawDocument, fresh: bool) -> dict[str, str]:
    if isinstance(item, RawRecord):
        return {}
    return {"outcome": Outcome.FAILED, "reason": refuse(raw, fresh, item.reason)}


def look_at(files: Sequence[Sent], declared: Declared, most: int) -> list[Look]:
    """What the first documents of the files hold. Nothing is stored."""
    return [_look(item) for item in islice(_documents(files, declared), most)]


def _look(item: RawRecord | Failure) -> Look:
    if isinstance(item, Failure):
        return Look(item.source, reason=item.reason)
    article = parsed(item, ingest_config(), document_bounds())
    if isinstance(article, Unreadable):
        return Look(item.source, reason=article.reason)
    if len(article.body) > LONGEST_LOOK:
        return Look(
            item.source, article, reason=f"longer than {LONGEST_LOOK:,} characters: it is read once it is stored"
        )
    extraction = extracted(article, extraction_config(), document_bounds())
    if isinstance(extraction, Unreadable):
        return Look(item.source, article, reason=extraction.reason)
    return Look(item.source, article, extraction)


def _documents(files: Iterable[Sent], declared: Declared) -> Iterator[RawRecord | Failure]:
    """The documents of the files, named as they were sent. They lie in a folder of their own as long as that takes."""
    config = replace(ingest_config(), max_container_bytes=MOST_UNPACKED)
    size = found = 0
    for number, file in enumerate(files, 1):
        with tempfile.TemporaryDirectory(prefix="on-record-") as folder:
            # The end of the file's name decides its format alone: the rest could lead anywhere else.
            path = Path(folder) / f"{number}{''.join(Path(file.name).suffixes[-2:]).lower()[-20:]}"
            path.write_bytes(file.content)
            for item in documents([str(path)], declared=declared, config=config):
                if isinstance(item, Skipped):
                    continue
                found += 1
                size += len(item.content) if isinstance(item, RawRecord) else 0
                if size > MOST_UNPACKED or found > MOST_DOCUMENTS:
                    yield Failure(file.name, f"{TOO_MUCH}; larger ones go in by ingest")
                    return
                yield _renamed(item, path, file.name)


def _renamed(item: RawRecord | Failure, path: Path, name: str) -> RawRecord | Failure:
    shown = path.as_posix()
    source = item.source.replace(shown, name, 1)
    if isinstance(item, Failure):
        return Failure(source, item.reason.replace(shown, name))
    return replace(item, source=source, path=item.path.replace(path.name, name, 1))
