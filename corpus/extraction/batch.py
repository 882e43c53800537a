"""Many articles, in order, on one or several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from functools import partial

from corpus.processes import Died, Processes
from corpus.records import ArticleRecord, ExtractionRecord

from .config import DEFAULT, ExtractionConfig
from .pipeline import extract

# What any process reads that can read at all.
HARMLESS = ArticleRecord("harmless", "", "“It rained,” said Ana Kerr, the mayor of Tolm, on Monday.")


class ReaderDied(Exception):
    """A process that read came to its end over an article."""


def extract_many(
    articles: Iterable[ArticleRecord], config: ExtractionConfig = DEFAULT, workers: int = 1
) -> Iterator[ExtractionRecord]:
    """Yield one record an article, in the order of ``articles``.

    With ``workers`` above 1 articles go to that many processes, at most ``config.look_ahead`` a worker ahead of what
    was yielded, so an endless input needs bounded memory. The records are the same with any number of workers. Raises
    ReaderDied where one of these processes comes to its end over an article, NoReader where over any.
    """
    for found in extract_each(articles, config, workers):
        if isinstance(found, Died):
            raise ReaderDied(found.reason)
        yield found


def extract_each(
    articles: Iterable[ArticleRecord], config: ExtractionConfig = DEFAULT, workers: int = 1
) -> Iterator[ExtractionRecord | Died]:
    """As ``extract_many``; an article that kills the process that reads it leaves Died, and the rest goes on.

    Raises NoReader where processes die of any article.
    """
    if workers < 1:
        raise ValueError("workers must be at least 1")
    if workers == 1:
        for article in articles:
            yield extract(article, config)
        return
    # a forked child would inherit the parent's threads and connections half alive
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    yield from Processes(partial(extract, config=config), workers, config.look_ahead, context, HARMLESS).map(articles)
