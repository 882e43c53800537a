"""``manage.py serve``: the production server and the worker beside it."""

from __future__ import annotations

import logging
import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from api.management.beside import Beside
from corpus.management.checked import CHECKED

OPEN = """
On Record is serving on {base}

  people     {base}/
  API        {base}/api/v1/
  docs       {base}/api/v1/docs/
  admin      {base}/admin/

  an editor for the admin    {python} manage.py createsuperuser
  a token for a program      {python} manage.py createtoken NAME --groups ingestors
  articles of your own       {python} manage.py ingest FOLDER --publisher NAME

Stop it with Ctrl-C.
"""


MOST_PORTS, MOST_WORKERS = 65_535, 1_000
SPARE_THREADS = 24
GOES_ON = "manage.py {name} is in the middle of something long, and is stopped; the next start goes on with it."


def whole(least: int, most: int) -> Callable[[str], int]:
    """What reads an option: a whole number between these."""

    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
        if not least <= number <= most:
            raise ArgumentTypeError(f"{text[:40]!r} is no whole number from {least} to {most}")
        return number

    return read


def log_level() -> LogLevels:
    """The level of the log in the server's words."""
    return LogLevels(logging.getLevelName(settings.LOG_LEVEL).lower())


class Command(BaseCommand):
    """Serves until it is interrupted; the worker stops with it."""

    help = "Serve the API, the admin and the documentation, and run the worker."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=whole(1, MOST_PORTS), default=8000, help="port to listen on (default 8000)")
        parser.add_argument(
            "--workers",
            type=whole(1, MOST_WORKERS),
            default=settings.WEB_WORKERS,
            help="processes that answer (default: WEB_WORKERS, or 1)",
        )
        parser.add_argument(
            "--no-worker", action="store_true", help="serve alone: manage.py worker and deliver run elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        host, port = options["host"], options["port"]
        self._check_free(host, port)
        self.stdout.write(OPEN.format(base=f"http://{host}:{port}", python=os.path.relpath(sys.executable)))
        self.stdout.flush()
        beside = Beside([] if options["no_worker"] else ["worker", "deliver"])
        try:
            with beside:
                server = Granian(
                    "api.wsgi:application",
                    address=host,
                    port=port,
                    interface=Interfaces.WSGI,
                    websockets=False,
                    workers=options["workers"],
                    # A costly request holds its thread as long as it takes, a stream or a body as long as its client
                    # does; those that are left wait for a place, or answer what costs little.
                    blocking_threads=settings.WEB_THREADS + settings.WEB_STREAMS + settings.WEB_BODIES + SPARE_THREADS,
                    log_level=log_level(),
                    log_dictconfig=settings.LOGGING | {"loggers": {"_granian": {"handlers": [], "propagate": True}}},
                    log_access=False,
                    working_dir=settings.BASE_DIR,
                    respawn_failed_workers=True,
                    # A client that never ends its body would keep the server from stopping.
                    workers_kill_timeout=settings.WEB_STOP_SECONDS,
                )
                server.on_startup(beside.heed_signals)
                server.serve()
        finally:
            for name in beside.killed:
                self.stderr.write(GOES_ON.format(name=name))

    def _check_free(self, host: str, port: int) -> None:
        try:
            with socket.create_server((host, port)):
                pass
        except OSError as error:
            raise CommandError(
                f"port {port} of {host} cannot be used ({error.strerror}); another one: PORT=9000 make run"
            ) from error
