"""Fill the corpus through the product's own services, and a twin with the same rows by ``bulk_create``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice
from statistics import median

from django.db import connections, transaction
from django.db.models import Max, Model

from corpus import models
from corpus.bulk import insert
from corpus.extraction import extract
from corpus.records import Outcome
from corpus.services.keep import keep
from corpus.services.process import store_one
from tests.bench.generator import Synthetic, articles
from tests.bench.loading import load

CHUNK = 100
COMPARED = 10  # chunks that are written twice
# All tables that storing a new article writes, each after those that it refers to (articles and texts refer to each
# other; the constraints are checked at the end of the transaction).
TABLES: tuple[type[Model], ...] = (
    models.RawContent,
    models.Entity,
    models.Article,
    models.RawDocument,
    models.Author,
    models.ArticleText,
    models.Fingerprint,
    models.Alias,
    models.Affiliation,
    models.Mention,
    models.Utterance,
    models.Quotation,
    models.QuotationSpan,
    models.Candidate,
    models.NamePart,
    models.Shingle,
    models.SpeakerMonth,
    models.QuotationMonth,
)


class NotStored(Exception):
    """The services refused an article that the generator made."""


def store_all(synthetic: Iterable[Synthetic]) -> int:
    """Store articles as ingest does once they are read: keep the raw documents, then one transaction each."""
    batch = list(synthetic)
    for (raw, _), item in zip(keep([item.raw for item in batch]), batch, strict=True):
        raw.source_key = item.article.source_key
        raw.save(update_fields=["source_key"])
        stored = store_one(raw, item.article, item.extraction)
        if stored.outcome != Outcome.CREATED:
            raise NotStored(f"{item.article.source_key}: {stored.outcome} {stored.reason}")
    return len(batch)


def fill(count: int, *, seed: int, advance: Callable[[int], object]) -> tuple[float, float]:
    """Store ``count`` articles. Gives how fast that is, in times the rows a second of ``bulk_create``: by the services,
    and by bulk writes of finished rows.

    All write by turns, so that what else the machine does slows all: rows of all tables of the product count, and only
    the services' time includes resolving names, matching, counting and indexing the words. What is not compared is
    written in bulk.
    """
    services, bulk = [], []
    source = articles(count, seed=seed)
    done = 0
    for _ in range(COMPARED):
        chunk = list(islice(source, CHUNK))
        if not chunk:
            break
        standing = {table: _last(table) for table in TABLES}
        began = time.perf_counter()
        store_all(chunk)
        stored = time.perf_counter() - began
        created, inserted = _write_again(standing)
        services.append(created / stored)
        bulk.append(created / inserted)
        done += len(chunk)
        advance(len(chunk))
    load(count - done, seed=seed, first=done, advance=advance)
    settle()
    return median(services), median(bulk)


def extraction_rate(count: int, *, seed: int) -> float:
    """Articles of the corpus that the extractor reads in a second of processor time, on one core."""
    sample = [item.article for item in articles(count, seed=seed)]
    extract(sample[0])
    began = time.process_time()
    for article in sample:
        extract(article)
    return len(sample) / (time.process_time() - began)


def _last(table: type[Model]) -> int:
    return table._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _write_again(standing: dict[type[Model], int]) -> tuple[float, float]:
    """Seconds that ``bulk_create`` and ``insert`` need for the rows that came after those that stood."""

    def rows() -> dict[type[Model], list[Model]]:
        return {
            table: list(table._default_manager.filter(pk__gt=last).order_by("pk")) for table, last in standing.items()
        }

    found = rows()
    began = time.perf_counter()
    with transaction.atomic(using="twin"):
        for table, some in found.items():
            table._default_manager.using("twin").bulk_create(some)
        created = time.perf_counter() - began
        transaction.set_rollback(True, using="twin")
    found = rows()
    began = time.perf_counter()
    with transaction.atomic(using="twin"):
        for some in found.values():
            insert(some, using="twin")
        inserted = time.perf_counter() - began
    return created, inserted


def settle() -> None:
    """Statistics for the planner, as a server that has run for a day has them."""
    with connections["default"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connections["default"].vendor == "postgresql" else "ANALYZE")
