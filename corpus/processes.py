"""Work on several processes, results in order. What kills its process is told apart from the rest, which goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.context import BaseContext
from typing import Generic, TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Died:
    """In place of a result: a process that had this item alone came to its end over it."""

    reason: str = "the process that read it died of it"


@dataclass(frozen=True)
class Processes(Generic[Given, Result]):
    """``map`` over so many processes; ``ahead`` items for each are taken before their results are asked for."""

    function: Callable[[Given], Result]
    workers: int
    ahead: int
    context: BaseContext

    def map(self, items: Iterable[Given]) -> Iterator[Result | Died]:
        """The results in the order of the items; what the function raises is raised."""
        source = iter(items)
        waiting: deque[tuple[Given, Future[Result]]] = deque()
        pool = self._pool(self.workers)
        try:
            while True:
                room = self.workers * self.ahead - len(waiting)
                waiting.extend((item, self._submit(pool, item)) for item in islice(source, room))
                if not waiting:
                    return
                if isinstance(waiting[0][1].exception(), BrokenProcessPool):
                    pool.shutdown()  # now it is known of all whether they were done
                    yield from self._one_by_one(waiting)
                    pool = self._pool(self.workers)
                else:
                    yield waiting.popleft()[1].result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=self.context)

    def _submit(self, pool: ProcessPoolExecutor, item: Given) -> Future[Result]:
        try:
            return pool.submit(self.function, item)
        except BrokenProcessPool as error:
            future: Future[Result] = Future()
            future.set_exception(error)
            return future

    def _one_by_one(self, waiting: deque[tuple[Given, Future[Result]]]) -> Iterator[Result | Died]:
        """What was under way when a process died: which of it was to blame is seen where each is alone."""
        pool: ProcessPoolExecutor | None = None
        try:
            while waiting:
                item, future = waiting.popleft()
                fresh = False
                while not fresh and isinstance(future.exception(), BrokenProcessPool):
                    fresh = pool is None
                    pool = pool or self._pool(1)
                    future = self._submit(pool, item)
                    if isinstance(future.exception(), BrokenProcessPool):
                        pool.shutdown()
                        pool = None  # one that others were read in before gives no proof
                yield Died() if isinstance(future.exception(), BrokenProcessPool) else future.result()
        finally:
            if pool is not None:
                pool.shutdown()
