"""Take files that somebody sent: look at what they hold, or keep them as a job for the worker."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.db import transaction

from corpus.ingest import Declared, Skipped, documents
from corpus.models import Job, JobDocument
from corpus.models.ids import IdType
from corpus.models.ids import fresh as fresh_id
from corpus.records import ArticleRecord, ExtractionRecord, Failure, RawRecord
from corpus.services.configs import document_bounds, extraction_config, ingest_config
from corpus.services.decide import User
from corpus.services.errors import InvalidDocument
from corpus.services.jobs import BATCH
from corpus.services.keep import keep
from corpus.services.read import Unreadable, extracted, parsed

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
    """Keep every document of the files as a job for the worker; gives what could not even be kept beside it.

    Raises InvalidDocument where nothing could be kept.
    """
    failures: list[Failure] = []
    records: list[RawRecord] = []
    for item in _documents(files, declared):
        if isinstance(item, Failure):
            failures.append(item)
        else:
            records.append(item)
    if not records:
        told = "; ".join(f"{failure.source}: {failure.reason}" for failure in failures[:5])
        raise InvalidDocument(told or "there is no document in what was sent")
    with transaction.atomic():
        job = Job.objects.create(public_id=fresh_id(IdType.JOB), total=len(records), created_by=user)
        for at in range(0, len(records), BATCH):
            kept = keep(records[at : at + BATCH])
            JobDocument.objects.bulk_create(
                JobDocument(job=job, position=n, raw=raw) for n, (raw, _) in enumerate(kept, at + 1)
            )
    return job, failures


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
    for number, file in enumerate(files, 1):
        with tempfile.TemporaryDirectory(prefix="on-record-") as folder:
            # The name of the file decides its format alone: it could lead anywhere else.
            path = Path(folder) / f"{number}{Path(file.name).suffix.lower()[:10]}"
            path.write_bytes(file.content)
            shown = str(path.as_posix())
            for item in documents([str(path)], declared=declared, config=ingest_config()):
                if not isinstance(item, Skipped):
                    yield _renamed(item, shown, file.name)


def _renamed(item: RawRecord | Failure, shown: str, name: str) -> RawRecord | Failure:
    source = item.source.replace(shown, name, 1)
    if isinstance(item, Failure):
        return Failure(source, item.reason.replace(shown, name))
    return replace(item, source=source, path=name)
