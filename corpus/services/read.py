"""Read documents: parsing and extraction, in this process or in several. Knows no database.

What is read depends on the document alone, so the number of processes changes nothing but the time.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from corpus.extraction import ExtractionConfig, extract
from corpus.ingest import DEFAULT, IngestConfig, IngestError, parse
from corpus.processes import Died, Processes
from corpus.records import ArticleRecord, ExtractionRecord, RawRecord
from corpus.services.bounds import NONE, Bounds, TooCostly, within

Given = TypeVar("Given")
Result = TypeVar("Result")
LOOK_AHEAD = 8  # tasks a process has waiting: enough to keep it busy, few enough to stay flat in memory
HARMLESS_RAW = RawRecord("harmless", b"It rained in Tolm.", "text/plain")  # what any process reads that can read at all

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document from which nothing could be read, and why."""

    reason: str


def parsed(raw: RawRecord, config: IngestConfig = DEFAULT, bounds: Bounds = NONE) -> ArticleRecord | Unreadable:
    """The article in a raw document."""
    try:
        return within(bounds, lambda: parse(raw, config))
    except (IngestError, TooCostly) as error:
        return Unreadable(str(error))
    except Exception as error:  # one document must not stop a run
        log.exception("parsing failed: %s", raw.source)
        return Unreadable(f"could not be parsed: {type(error).__name__}: {error}")


def extracted(article: ArticleRecord, config: ExtractionConfig, bounds: Bounds = NONE) -> ExtractionRecord | Unreadable:
    """What the article says, by whom."""
    try:
        return within(bounds, lambda: extract(for_extraction(article), config))
    except TooCostly as error:
        return Unreadable(str(error))
    except Exception as error:  # one document must not stop a run
        log.exception("extraction failed: %s", article.source_key)
        return Unreadable(f"could not be extracted: {type(error).__name__}: {error}")


def for_extraction(article: ArticleRecord) -> ArticleRecord:
    """Only what extraction may read, so that a later run over the stored article sees the same."""
    return ArticleRecord(
        source_key=article.source_key,
        headline=article.headline,
        body=article.body,
        published=article.published,
        language=article.language,
    )


def mapped(
    function: Callable[[Given], Result], items: Iterable[Given], workers: int, harmless: Given
) -> Iterator[Result | Unreadable]:
    """``map`` over processes: results in order, flat in memory. One worker works in this process.

    What kills the process that reads it is Unreadable, and the rest goes on. Raises NoReader where processes die of
    ``harmless`` too: then nobody knows what stands in the documents.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    context = multiprocessing.get_context("spawn")  # forked children would share database connections
    for found in Processes(function, workers, LOOK_AHEAD, context, harmless).map(items):
        if isinstance(found, Died):
            log.error("%s", found.reason)
            yield Unreadable(found.reason)
        else:
            yield found
