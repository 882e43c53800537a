"""A client that openapi-python-client generates: all of it, typed, and what it reads is what plain HTTP gives."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.clients.running import Server, alone, run
from tests.conftest import ROOT
from tests.contract import CURRENT, read

pytestmark = pytest.mark.slow

PROGRAM = Path(__file__).with_name("python_program.py")
CONFIG = ROOT / "docs" / "openapi-python-client.yaml"
TOOL = Path(sys.executable).with_name("openapi-python-client")


@pytest.fixture(scope="module")
def client() -> Path:
    """The folder of the generated client; generated anew when the description is another one."""
    parts = (CURRENT.read_bytes(), CONFIG.read_bytes(), version("openapi-python-client").encode())
    wanted = hashlib.sha256(b"\0".join(parts)).hexdigest()
    with alone("python") as folder:
        stamp = folder / "made-from"
        if not stamp.is_file() or stamp.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            arguments = ["--path", CURRENT, "--config", CONFIG, "--output-path", folder, "--fail-on-warning"]
            # The generator formats what it writes by the ruff that it finds.
            path = f"{TOOL.parent}:{Path('/usr/bin')}:{Path('/bin')}"
            done = run(TOOL, "generate", *arguments, PATH=path)
            printed = done.stdout + done.stderr
            assert done.returncode == 0, printed
            assert printed.strip() == f"Generating {folder}", "the generator has something to say of the description"
            stamp.write_text(wanted)
        yield folder


@pytest.fixture(scope="module")
def description() -> Any:
    return read(CURRENT)


def test_no_operation_and_no_parameter_is_left_out(client: Path, description: Any) -> None:
    found = """
import importlib, inspect, json, pkgutil
from on_record_client import api
from on_record_client.types import Unset
made = {}
for group in pkgutil.iter_modules(api.__path__, "on_record_client.api."):
    for one in pkgutil.iter_modules(importlib.import_module(group.name).__path__, group.name + "."):
        made[one.name.rpartition(".")[2]] = list(inspect.signature(importlib.import_module(one.name).sync).parameters)
print(json.dumps(made))
"""
    done = run(sys.executable, "-c", found, PYTHONPATH=str(client))
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    described = {
        operation["operationId"]: operation
        for methods in description["paths"].values()
        for operation in methods.values()
    }
    assert set(made) == set(described)
    for name, operation in described.items():
        arguments = [argument for argument in made[name] if argument not in ("client", "body")]
        assert len(arguments) == len(operation.get("parameters", [])), name
        assert ("body" in made[name]) == ("requestBody" in operation), name


def test_models_have_the_names_of_the_description(client: Path, description: Any) -> None:
    source = (client / "on_record_client" / "models" / "__init__.py").read_text()
    [names] = [line.value for line in ast_assignments(source)]
    made = {constant.value for constant in names.elts}
    # Facets by name, and a record of any type, are classes of their own, since the generator has no dictionaries.
    assert made - set(description["components"]["schemas"]) == {"FacetCountsFacets", "ChangeRecordType0"}
    # A union of records is a type of its own in Python, and no class.
    assert {name for name, one in description["components"]["schemas"].items() if "oneOf" not in one} <= made


def ast_assignments(source: str) -> list[Any]:
    import ast

    return [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]


def test_the_program_is_typed(client: Path) -> None:
    cache = client.parent / "mypy"
    # The generator's own code is judged by its types alone, as that of an installed package is.
    options = ["--strict", "--follow-imports=silent", "--config-file=", f"--cache-dir={cache}"]
    done = run(sys.executable, "-m", "mypy", *options, PROGRAM, MYPYPATH=str(client))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_say_no_too(client: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from on_record_client.models import Quotation\n\n\n"
        "def name(quotation: Quotation) -> str:\n    return quotation.speaker.name\n"
    )
    options = ["--strict", "--follow-imports=silent", "--config-file=", f"--cache-dir={client.parent / 'mypy'}"]
    done = run(sys.executable, "-m", "mypy", *options, wrong, MYPYPATH=str(client))
    assert 'Item "None" of "Speaker | Unset | None" has no attribute "name"' in done.stdout


def test_what_is_read_is_what_plain_http_gives(client: Path, server: Server) -> None:
    speaker = server.most_quoted()
    publisher = server.ask("organisations/", {"is_publisher": "true", "page_size": 1})["results"][0]["id"]
    before = server.ask("quotations/", {"count": "true", "page_size": 1})["count"]
    done = run(sys.executable, PROGRAM, server.root, server.token, speaker["id"], publisher, PYTHONPATH=str(client))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["writing"] == {
        "status": 201,
        "outcome": "created",
        "speaker": "Orla Fenwick",
        "role": ["lock keeper", "lock keeper", "corrected"],
        "late": 412,
        "linked": "Gates oiled",
        "job": [1, "waiting"],
    }
    compare(server, found["reading"], speaker, publisher, before)


def as_told(row: Any) -> dict[str, Any]:
    """A quotation by plain HTTP, as the program tells it."""
    return {
        "id": row["id"],
        "text": row["text"],
        "kind": row["kind"],
        "channel": row["channel"],
        "speaker": [row["speaker"][name] for name in ("id", "name", "type")],
        "role": row["speaker_role"],
        "start": row["spans"][0][0],
        "sure": row["confidences"]["speaker"],
        "article": row["article"]["id"],
        "year": int(row["article"]["published_at"][:4]) if row["article"]["published_at"] else None,
    }


def compare(server: Server, read: dict[str, Any], speaker: Any, publisher: str, before: int) -> None:
    """Each part of what the program read with the same by plain HTTP; what it wrote left out."""
    plain = server.all_of("quotations/", {"speaker": speaker["id"]})
    assert len(plain) > 2  # more than a page
    assert [one["id"] for one in read["quotations"]] == [row["id"] for row in plain]
    assert read["quotations"] == [as_told(row) for row in plain]
    unnamed = server.all_of("quotations/", {"speaker_type": "unnamed"})
    assert unnamed
    assert read["unnamed"] == [as_told(row) for row in unnamed]
    assert read["unread"] == []
    written = {row["id"] for row in server.all_of("quotations/", {"article__headline": "Lock gates to be oiled"})}
    for name, query in {
        "date": {"published_at__gte": "2024-06-01"},
        "enum": {"channel": ["email", "letter"]},
        "not": {"kind__not": "indirect"},
        "boolean": {"is_repeat": "false"},
        "number": {"confidence__gte": "0.9"},
        "relation": {"publisher": publisher},
        "known": {"speaker__type": "person"},
    }.items():
        rows = [row["id"] for row in server.all_of("quotations/", query) if row["id"] not in written]
        assert rows, f"nothing to compare for {name}"
        assert read[name] == rows[:200], name  # a page
        assert len(rows) < before, f"{name} filters nothing"
    under = server.all_of(f"people/{speaker['id']}/quotations/", {})
    assert read["under the person"] == [row["id"] for row in under][:200]
    assert read["count"] == before
    assert sum(count for _, count in read["facets"]["speaker_type"]) <= before
    months = server.ask("quotations/facets/", {"by": "published_month"})["facets"]["published_month"]["buckets"]
    assert [key for key, _ in read["facets"]["published_month"]] == [bucket["key"] for bucket in months]
    where = {"or": [{"channel": ["email", "letter"]}, {"kind": "direct"}], "not": {"cue": "said"}}
    body = {"where": where, "ordering": "-confidence", "page_size": 60, "count": True}
    sought = [row["id"] for row in server.ask("quotations/search/", body=body)["results"] if row["id"] not in written]
    assert read["search"] == sought[: len(read["search"])]
    assert len(read["search"]) == min(40, read["search count"])
    assert read["problem"] == [400, "invalid_parameters", [["published_at__gte", "malformed"]]]
