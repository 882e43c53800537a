"""What a client meets: the product as a server of its own over the demo corpus, and plain HTTP beside it."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT

CLIENTS = ROOT / "var" / "clients"


@dataclass(frozen=True)
class Server:
    """A running server and a token for its writes."""

    root: str
    token: str

    def ask(self, path: str, query: dict[str, Any] | None = None, body: Any = None) -> Any:
        """The JSON of an answer, by plain HTTP."""
        method = "GET" if body is None else "POST"
        answer = httpx.request(method, f"{self.root}/api/v1/{path}", params=query, json=body, timeout=60)
        return answer.raise_for_status().json()

    def all_of(self, path: str, query: dict[str, Any]) -> list[Any]:
        """The results of all pages of a list, in pages of another size than clients ask for."""
        found: list[Any] = []
        page = self.ask(path, {**query, "page_size": 200})
        while True:
            found += page["results"]
            if page["next"] is None:
                return found
            page = httpx.get(page["next"], timeout=60).raise_for_status().json()

    def most_quoted(self) -> Any:
        """The person of the demo corpus who is quoted most."""
        return self.ask("people/", {"ordering": "-quotation_count", "page_size": 1})["results"][0]


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """The folder of a client under var/, for one process at a time."""
    CLIENTS.mkdir(parents=True, exist_ok=True)
    with (CLIENTS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield CLIENTS / name


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A finished command, in the checkout."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False)
