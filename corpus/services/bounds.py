"""What reading one document may take: seconds and memory. A document that would take more fails alone.

Time is told by the alarm clock of the process, which only its main thread hears: commands, the worker, the processes
of a fleet, and those that read for threads of the web server (``apart``).
"""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

Result = TypeVar("Result")
AGAIN = 1.0  # seconds until the next alarm, where somebody has swallowed the first
MEGABYTE = 1024 * 1024


class TooCostly(Exception):
    """The document needs more than is allowed; the message says of what."""


class _Alarm(BaseException):
    """Time is up. No Exception, so that no reader takes it for a fault of its own."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of reading one document once; 0: none."""

    seconds: float = 0.0
    megabytes: int = 0  # of address space, beyond what the process has when it begins


NONE = Bounds()


def within(bounds: Bounds, function: Callable[[], Result]) -> Result:
    """What the function gives. TooCostly where it needs more."""
    if bounds == NONE or threading.current_thread() is not threading.main_thread():
        return function()
    try:
        with _memory(bounds.megabytes), _time(bounds.seconds):
            return function()
    except MemoryError:
        raise TooCostly(f"needs more than {bounds.megabytes:,} MB of memory") from None
    except _Alarm:
        signal.setitimer(signal.ITIMER_REAL, 0)
        raise TooCostly(f"takes longer than {bounds.seconds:g} s to read") from None


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    """The alarm rings after so many seconds."""
    if not seconds:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: Any) -> NoReturn:
    raise _Alarm


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """The process gets no more than so much beyond what it has."""
    held = _held()
    if not megabytes or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = held + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(most, soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _held() -> int | None:
    """Bytes of address space of this process; None where the system does not tell."""
    with suppress(OSError, ValueError, IndexError), open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
    return None
