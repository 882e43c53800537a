"""Many articles, in order, on one or several processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from corpus.records import ArticleRecord, ExtractionRecord

from .config import DEFAULT, ExtractionConfig
from .pipeline import extract


def extract_many(
    articles: Iterable[ArticleRecord], config: ExtractionConfig = DEFAULT, workers: int = 1
) -> Iterator[ExtractionRecord]:
    """Yield one record an article, in the order of ``articles``.

    With ``workers`` above 1 articles go to that many processes, at most ``config.look_ahead`` a worker ahead of what
    was yielded, so an endless input needs bounded memory. The records are the same with any number of workers.
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
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[ExtractionRecord]] = deque()
        try:
            for article in articles:
                waiting.append(pool.submit(extract, article, config))
                if len(waiting) >= workers * config.look_ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
