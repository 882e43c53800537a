"""Keep raw documents: bytes are stored before anything else happens to them."""

from __future__ import annotations

import hashlib

from corpus.models import RawContent, RawDocument
from corpus.models.choices import RawState
from corpus.records import RawRecord
from corpus.services.writing import Lock, one_writer


def clip(value: str, limit: int) -> str:
    """The value as far as its column takes it; the raw document holds the rest."""
    return value if len(value) <= limit else value[: limit - 1] + "…"


def printable(value: str) -> str:
    """The value without what no database takes: NUL, and names of files or arguments that are no UTF-8."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def fingerprint(raw: RawRecord) -> str:
    """SHA-256 over the bytes and all that was declared beside them: equal prints read equally."""
    digest = hashlib.sha256(hashlib.sha256(raw.content).digest())
    for part in (raw.media_type, raw.key, raw.publisher, raw.published):
        digest.update(b"\x1f" + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@one_writer(Lock.RAW)
def keep(records: list[RawRecord]) -> list[tuple[RawDocument, bool]]:
    """Store the documents that are not there yet. Gives each with whether it is new, in the order given."""
    prints = [fingerprint(record) for record in records]
    known = {raw.fingerprint: raw for raw in RawDocument.objects.filter(fingerprint__in=prints)}
    kept = []
    for record, print_ in zip(records, prints, strict=True):
        fresh = print_ not in known
        if fresh:
            known[print_] = _create(record, print_)
        kept.append((known[print_], fresh))
    return kept


def _create(record: RawRecord, print_: str) -> RawDocument:
    sha256 = hashlib.sha256(record.content).hexdigest()
    content, _ = RawContent.objects.get_or_create(sha256=sha256, defaults={"content": record.content})
    return RawDocument.objects.create(
        fingerprint=print_,
        content=content,
        source=clip(printable(record.source), 1000),
        media_type=record.media_type,
        size=len(record.content),
        declared_key=clip(printable(record.key), 500),
        declared_publisher=clip(printable(record.publisher), 300),
        declared_published=clip(printable(record.published), 100),
        path=clip(printable(record.path), 1000),
        state=RawState.PENDING,
    )


def as_record(raw: RawDocument) -> RawRecord:
    """The stored document as ingest reads it."""
    return RawRecord(
        source=raw.source,
        content=bytes(raw.content.content),
        media_type=raw.media_type,
        key=raw.declared_key,
        publisher=raw.declared_publisher,
        published=raw.declared_published,
        path=raw.path,
    )
