"""Whole result sets, written as they are read: in chunks, each by queries of its own, so that memory stays flat.

No transaction and no cursor of the database is held while a slow client reads. A row that stands from the first chunk
to the last comes exactly once, whatever is added or removed meanwhile, as with pages.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import StreamingHttpResponse

from api import replicas
from api.v1 import ordering, pagination, shape
from api.v1.asked import Asked, Base, reader
from api.v1.listing import Given, Listing
from api.v1.problems import Problem
from corpus import search

logger = logging.getLogger(__name__)

ROWS = 500  # in memory at a time
RETRY_AFTER = 10  # seconds
SLOTS = BoundedSemaphore(settings.WEB_STREAMS)


def answer(listing: Listing, base: Base, given: Given, request: Any, context: dict[str, Any]) -> StreamingHttpResponse:
    """All rows that the query asks for, in the format of the request's renderer.

    Raises a 400 problem for a query that cannot be read, and a 503 one where too many streams run already.
    """
    renderer = request.accepted_renderer
    wanted = shape.parse(given, listing.serializer)
    snippets = listing.snippets if listing.highlighted(given) else None
    serializer: Any = listing.serializer(many=True, shape=wanted, context=context)
    if "ordering" not in given:
        # By relevance, each chunk would have to rank everything anew.
        given = {**given, "ordering": [",".join(listing.default)]}
    sought = listing.sought(given)
    if sought is None:
        asked = Asked(base, listing.filterset, listing.values(given), listing.order(given), listing.columns)
        records = batches(*asked.reading(serializer.child), serializer)
    else:
        rows, words, columns = listing.select(base.rows(), given)
        ordered, keys = ordering.apply(rows, words, columns)
        records = batches(reader(serializer.child, ordered, keys), keys, serializer)
    if snippets is not None and sought is not None:
        records = marked(records, snippets, sought)
    blocks = renderer.blocks((results for _, results in records), serializer.child, highlighted=snippets is not None)
    return sent(blocks, request)


def sent(blocks: Iterator[bytes], request: Any) -> StreamingHttpResponse:
    """The blocks as a file, named as the last part of the address. Raises a 503 problem as `answer` does."""
    renderer = request.accepted_renderer
    name = request.path.rstrip("/").rpartition("/")[2]
    return StreamingHttpResponse(
        () if request.method == "HEAD" else Stream(blocks, renderer.broken, request),
        content_type=renderer.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{renderer.format}"'},
    )


Batch = tuple[list[Any], list[dict[str, Any]]]


def batches(read: pagination.Read, keys: list[ordering.Key], serializer: Any) -> Iterator[Batch]:
    """The rows in order, with what is written of each, a chunk at a time: each starts behind the last one."""

    def chunk(cursor: pagination.Cursor | None) -> tuple[pagination.Page, list[dict[str, Any]]]:
        page = pagination.page(read, keys, ROWS, cursor)
        return page, serializer.to_representation(page.rows)

    cursor = None
    while True:
        try:
            page, results = chunk(cursor)
        except Error as error:
            if not replicas.left(error):
                raise
            page, results = chunk(cursor)  # the primary carries on where the replica has failed
        if not page.rows:
            return
        yield page.rows, results
        cursor = page.next
        if cursor is None:
            return


def marked(records: Iterator[Batch], snippets: Any, sought: search.Query) -> Iterator[Batch]:
    """The records with the places that q found."""
    for rows, results in records:
        for result, found in zip(results, snippets(rows, sought), strict=True):
            result["highlight"] = found
        yield rows, results


class Stream:
    """Blocks of bytes for the server to send. It holds one of the slots of its process until it ends or is closed."""

    def __init__(self, blocks: Iterator[bytes], broken: bytes, request: Any) -> None:
        if not SLOTS.acquire(blocking=False):
            detail = f"{settings.WEB_STREAMS} whole result sets are being sent already; try again in a while."
            raise Problem(503, "busy", detail, headers={"Retry-After": str(RETRY_AFTER)})
        self.blocks, self.broken, self.request = blocks, broken, request
        self.open = True
        self.failure: Exception | None = None
        try:
            # What fails before the first byte can still be answered as a problem.
            self.first: bytes | None = next(blocks, None)
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> bytes:
        """The next block; after a failure a last line that no parser takes, and then the failure."""
        if self.failure is not None:
            self.close()
            raise self.failure
        try:
            if self.first is not None:
                first, self.first = self.first, None
                return first
            return next(self.blocks)
        except StopIteration:
            self.close()
            raise
        except Exception as error:
            logger.error("a stream broke off", exc_info=error, extra={"request": self.request._request})
            self.failure = error
            # Not every server cuts the connection when it is told of the failure.
            return self.broken

    def close(self) -> None:
        """Stop reading, and make room for another stream; the server calls it when the client is gone."""
        if self.open:
            self.open = False
            self.blocks.close()  # type: ignore[attr-defined]
            SLOTS.release()
