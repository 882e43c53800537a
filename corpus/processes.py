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


class NoReader(Exception):
    """Processes die whatever they are given: of want of memory, say, or of a broken library."""

    def __init__(self) -> None:
        super().__init__("the processes that read die, whatever they are given")


@dataclass(frozen=True)
class Processes(Generic[Given, Result]):
    """``map`` over so many processes; ``ahead`` items for each are taken before their results are asked for.

    ``harmless`` is an item that no process dies of which can work at all.
    """

    function: Callable[[Given], Result]
    workers: int
    ahead: int
    context: BaseContext
    harmless: Given

    def map(self, items: Iterable[Given]) -> Iterator[Result | Died]:
        """The results in the order of the items; what the function raises is raised.

        Raises NoReader where an item is not to blame for the death of its process.
        """
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
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield future.result()
                elif self._can_work():
                    yield Died()
                else:
                    raise NoReader
        finally:
            if pool is not None:
                pool.shutdown()

    def _can_work(self) -> bool:
        """Whether a process lives through an item that is not to blame."""
        with self._pool(1) as pool:
            return not isinstance(self._submit(pool, self.harmless).exception(), BrokenProcessPool)
