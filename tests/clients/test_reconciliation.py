"""Clients of the reconciliation protocol match a table of names against the demo corpus, and extend it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients import openrefine
from tests.clients.running import Server, run

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).with_name("reconciler_program.py")


@pytest.fixture(scope="module")
def people(server: Server) -> list[Any]:
    """Those of the demo corpus who are quoted most and have a role and a name of two words or more."""
    query = {"ordering": "-quotation_count", "expand": "affiliations", "page_size": 40}
    rows = server.ask("people/", query)["results"]
    found = [row for row in rows if row["affiliations"] and " " in row["name"]][:6]
    assert len(found) == 6
    return found


def test_the_package_reconciler(server: Server, people: list[Any]) -> None:
    """It sends batches by POST, and lays candidates out as a table."""
    table = {
        "name": [row["name"].upper() for row in people],
        "role": [row["affiliations"][0]["title"] for row in people],
    }
    done = run(sys.executable, "-W", "ignore", PROGRAM, f"{server.root}/api/v1/reconcile/", json.dumps(table))
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    best = {row["input_value"]: row for row in reversed(rows)}
    assert {name: row["id"] for name, row in best.items()} == {row["name"].upper(): row["id"] for row in people}
    assert all(row["match"] and row["score"] >= 90 for row in best.values())
    assert {row["type_id"] for row in best.values()} == {"person"}


@pytest.mark.skipif(openrefine.PROGRAM is None, reason="openrefine is not here: it is not tried as a client")
def test_openrefine(server: Server, people: list[Any], tmp_path: Path) -> None:
    """It matches a column, guesses its type, and fetches properties into new columns."""
    service = f"{server.root}/api/v1/reconcile/"
    manifest = server.ask("reconcile/")
    names = [row["name"] for row in people]
    with openrefine.running(tmp_path) as client:
        client.open(["name", *names, "Zebulon Quantock"])
        guessed = client.ask("guess-types-of-column", columnName="name", service=service)
        assert guessed["types"][0]["id"] == "person"
        config = {
            "mode": "standard-service",
            "service": service,
            "identifierSpace": manifest["identifierSpace"],
            "schemaSpace": manifest["schemaSpace"],
            "type": {"id": "person", "name": "Person"},
            "autoMatch": True,
            "columnDetails": [],
            "limit": 0,
        }
        client.ask("reconcile", columnName="name", config=json.dumps(config), **openrefine.ALL_ROWS)
        client.wait()
        cells = [row["cells"][0]["recon"] for row in client.rows()]
        assert [cell["j"] for cell in cells] == [*["matched"] * len(names), "none"]
        assert [cell["m"]["id"] for cell in cells[:-1]] == [row["id"] for row in people]
        extension = {"properties": [{"id": "quotation_count", "name": "Quotations"}, {"id": "organisations"}]}
        client.ask(
            "extend-data",
            baseColumnName="name",
            endpoint=service,
            identifierSpace=manifest["identifierSpace"],
            schemaSpace=manifest["schemaSpace"],
            extension=json.dumps(extension),
            columnInsertIndex="1",
            **openrefine.ALL_ROWS,
        )
        client.wait()
        rows = client.rows()
        counts = [row["cells"][1]["v"] for row in rows if row["cells"][0] and len(row["cells"]) > 1]
        assert counts == [row["quotation_count"] for row in people]
        bodies = [row["cells"][2]["recon"]["m"]["id"] for row in rows if len(row["cells"]) > 2 and row["cells"][2]]
        stated = {one["organisation"]["id"] for row in people for one in row["affiliations"] if one["organisation"]}
        assert bodies
        assert set(bodies) <= stated
