"""Reading for threads of the web server: in processes of their own, where limits of time and memory hold.

It leaves the interpreter's lock to the threads that answer, and a reader that dies takes nobody along.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from django.conf import settings

Given = ParamSpec("Given")
Result = TypeVar("Result")

NICE = 5
_lock = threading.Lock()
_pools: list[ProcessPoolExecutor] = []  # none before the first reading, then one


class ReaderDied(Exception):
    """The process that read died of it, twice."""


def apart(function: Callable[Given, Result], *given: Given.args, **options: Given.kwargs) -> Result:
    """What the function gives: of the main thread, here; of any other, by one of ``WEB_READERS`` processes.

    All of it must be such as can be sent to a process. ReaderDied where the process came to an end over it.
    """
    if threading.current_thread() is threading.main_thread():
        return function(*given, **options)
    for _ in range(2):  # the first time it may have been somebody else's document
        pool = _pool()
        try:
            return pool.submit(function, *given, **options).result()
        except BrokenProcessPool:
            _leave(pool)
    raise ReaderDied("the process that read it died")


def _pool() -> ProcessPoolExecutor:
    with _lock:
        if not _pools:
            context = multiprocessing.get_context("spawn")  # forked children would share database connections
            _pools.append(ProcessPoolExecutor(settings.WEB_READERS, mp_context=context, initializer=_begin))
        return _pools[0]


def _leave(pool: ProcessPoolExecutor) -> None:
    with _lock:
        if pool in _pools:
            _pools.remove(pool)
    pool.shutdown(wait=False)


def _begin() -> None:
    """Let those who answer go first, and end with the server, however it ends: else a reader would stay for good."""
    os.nice(NICE)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="follow").start()
