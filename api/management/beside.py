"""The processes that run beside the server: started with it, started again when they end, ended with it."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from django.conf import settings

SOONEST, LATEST = 1.0, 60.0  # seconds until what ended is started again; each time twice as long
LASTING = 300.0  # seconds after which a process ran well: the next time it ends is a first time
STOP_SECONDS = 30  # that they have to end what they are at
log = logging.getLogger(__name__)


class Beside:
    """Commands of manage.py, a process each. To be used as a context: they end with it."""

    def __init__(self, commands: Sequence[str]) -> None:
        self._commands = commands
        self._kept: list[_Kept] = []
        self._stopping = threading.Event()
        self.killed: list[str] = []  # those that were in the middle of something long

    def __enter__(self) -> Beside:
        self._kept = [_Kept(name, self._stopping) for name in self._commands]
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for kept in self._kept:
            kept.terminate()
        self.killed = [kept.name for kept in self._kept if not kept.ended()]

    def heed_signals(self) -> None:
        """Start nothing again once the server is told to stop: Ctrl-C reaches these processes as well."""
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)

            def heard(number: int, frame: object, handler: object = handler) -> None:
                self._stopping.set()
                if callable(handler):
                    handler(number, frame)

            signal.signal(number, heard)


class _Kept:
    """One process, and the thread that waits for its end."""

    def __init__(self, name: str, stopping: threading.Event) -> None:
        self.name = name
        self._stopping = stopping
        self._starting = threading.Lock()
        self._process = self._start()
        threading.Thread(target=self._watch, name=f"beside-{name}", daemon=True).start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), self.name])  # noqa: S603

    def _watch(self) -> None:
        pause = SOONEST
        while True:
            began = time.monotonic()
            code = self._process.wait()
            if time.monotonic() - began > LASTING:
                pause = SOONEST
            if self._stopping.wait(pause):
                return
            with self._starting:
                if self._stopping.is_set():
                    return
                log.error("manage.py %s ended (exit status %d), and is started again", self.name, code)
                self._process = self._start()
            pause = min(2 * pause, LATEST)

    def terminate(self) -> None:
        """Tell the process to end; the caller has set that all are stopping."""
        with self._starting:
            self._process.terminate()

    def ended(self) -> bool:
        """Wait for its end; false where it had to be killed."""
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True
