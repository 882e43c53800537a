"""OpenRefine, the client that the reconciliation protocol was made for, as a server on loopback without its page."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.serving import free_port

PROGRAM = shutil.which("openrefine")
STARTS_WITHIN = ENDS_WITHIN = 120  # seconds
ALL_ROWS = {"engine": json.dumps({"facets": [], "mode": "row-based"})}


class OpenRefine:
    """One project in it, asked as its page asks."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=f"{address}/command/core/", timeout=60, follow_redirects=False)
        self.project = ""

    def ask(self, command: str, **form: str) -> Any:
        """The answer to a command that changes something."""
        token = self.client.get("get-csrf-token").json()["token"]
        query = {"project": self.project, "csrf_token": token}
        answer = self.client.post(command, params=query, data=form).raise_for_status().json()
        assert answer.get("code") != "error", answer
        return answer

    def open(self, rows: list[str]) -> None:
        """Make a project of a table as CSV."""
        token = self.client.get("get-csrf-token").json()["token"]
        form = {"project-name": "names", "format": "text/line-based/*sv", "options": json.dumps({"separator": ","})}
        files = {"project-file": ("names.csv", "\n".join(rows), "text/csv")}
        answer = self.client.post("create-project-from-upload", params={"csrf_token": token}, data=form, files=files)
        self.project = httpx.URL(answer.headers["Location"]).params["project"]

    def wait(self) -> None:
        """Until all that runs in the background is done."""
        deadline = time.monotonic() + ENDS_WITHIN
        while self.client.get("get-processes", params={"project": self.project}).json()["processes"]:
            assert time.monotonic() < deadline, "OpenRefine does not end"
            time.sleep(0.2)

    def rows(self) -> list[Any]:
        """The rows as its page gets them, and what was found of their cells."""
        query = {"project": self.project, "start": "0", "limit": "100"}
        answer = self.client.post("get-rows", params=query, data=ALL_ROWS).raise_for_status().json()
        recons = answer.get("pool", {}).get("recons", {})
        for row in answer["rows"]:
            for cell in row["cells"]:
                if cell and "r" in cell:
                    cell["recon"] = recons[str(cell["r"])]
        found: list[Any] = answer["rows"]
        return found


@contextmanager
def running(folder: Path) -> Iterator[OpenRefine]:
    """OpenRefine with an empty workspace in the folder."""
    port = free_port()
    command = [str(PROGRAM), "-i", "127.0.0.1", "-p", str(port), "-d", str(folder), "-m", "512M"]
    command += ["-x", "refine.headless=true"]
    with (folder / "openrefine.log").open("w") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, start_new_session=True, env=os.environ | {"HOME": str(folder)}
        )
        try:
            client = OpenRefine(f"http://127.0.0.1:{port}")
            deadline = time.monotonic() + STARTS_WITHIN
            while True:
                with suppress(httpx.TransportError):
                    if client.client.get("get-version").status_code == 200:
                        break
                assert server.poll() is None, (folder / "openrefine.log").read_text()
                assert time.monotonic() < deadline, "OpenRefine does not start"
                time.sleep(0.3)
            yield client
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=20)
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
