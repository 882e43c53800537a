"""Servers beside the works that are killed: an outlet that is watched, and a receiver that writes down what it takes.

They are processes of their own, so that nothing of them is in the children that are forked later.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

from tests.alerts.receiver import Handler, Receiver
from tests.watch.outlet import Outlet, feed, item, page, story

PLACES = ("Tolmouth", "Sundholm", "Aldren", "Overby", "Karsund", "Wexbridge", "Marholt", "Linden Quay")
PAGES = 16


def gazette() -> Outlet:
    """A feed with pages, one of whose entries brings its words along."""
    server = Outlet()
    links = []
    for number in range(PAGES):
        place, path = PLACES[number % len(PLACES)], f"/{number}"
        lead = f"The council of {place} met for the {number + 3}rd time on the harbour wall that the storm took"
        server.pages[path] = page(lead, title=f"{place} settles wall {number}")
        links.append(item(server.url(path), title=f"{place} settles wall {number}"))
    words = story("The ferry of Overby stays until the new year, as its harbour master Jonas Pell had asked")
    links.append(item(server.url("/ferry"), title="The ferry stays", body=words))
    server.pages["/feed"] = feed(*links)
    return server


def receiver(received: Path) -> Receiver:
    """Takes each event, and writes its id down before it answers."""

    def answer(handler: Handler) -> None:
        with received.open("a") as file:
            file.write(f"{handler.headers['webhook-id']}\n")
        handler.reply(204)

    server = Receiver()
    server.answer = answer
    return server


@contextmanager
def beside(server: ThreadingHTTPServer) -> Iterator[None]:
    """Serve in another process, which ends with this one."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:

        def orphaned() -> None:
            if os.getppid() != parent:
                os._exit(0)

        server.service_actions = orphaned  # type: ignore[method-assign]
        try:
            server.serve_forever()
        finally:
            os._exit(1)
    server.socket.close()
    try:
        yield
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
