"""The files of docs/deploy: they are well formed, and what they start is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
PLACE = "/srv/on-record"
# Variables that the images of other programs read.
THEIRS = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def is_there(words: list[str]) -> bool:
    """Whether a command line starts something that exists."""
    line = " ".join(words)
    if found := re.search(r"manage\.py (\w+)", line):
        return found[1] in get_commands()
    return "celery -A api worker" in line and (ROOT / "api" / "celery.py").exists()


def copied() -> list[str]:
    """What the Containerfile takes from the checkout."""
    text = (DEPLOY / "Containerfile").read_text()
    lines = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return [name for names in lines for name in names]


def test_the_containerfile_has_no_fault() -> None:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert linter is not None
    done = subprocess.run([linter, str(DEPLOY / "Containerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_the_image_takes_is_enough(tmp_path: Path) -> None:
    for name in copied():
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    environment = {"DEBUG": "0", "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "localhost", "PATH": "/usr/bin:/bin"}
    for arguments in (["collectstatic", "--noinput"], ["check"], ["migrate", "-v0"], ["prepare"], ["verify"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "var" / "static" / "corpus" / "admin.css").exists()


def test_the_image_leaves_out_nothing_that_it_takes() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] not in "#!"]
    assert not {name.partition("/")[0] for name in copied()} & {line for line in ignored if "/" not in line}


def test_services_start_what_is_there() -> None:
    services = compose()["services"]
    ours = {name: one for name, one in services.items() if one["image"] == "on-record"}
    assert set(ours) == {"migrate", "web", "jobs", "watch", "deliver", "reader"}
    for name, one in ours.items():
        assert "command" not in one or is_there(one["command"]), name
        assert (DEPLOY / one["build"]["context"] / one["build"]["dockerfile"]).exists()
    for name, one in services.items():
        assert set(one.get("depends_on", {})) <= set(services), name
        for needed, how in one.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in services[needed]["healthcheck"], f"{name} waits for the health of {needed}"
        assert {volume.partition(":")[0] for volume in one.get("volumes", [])} <= set(compose()["volumes"])
        assert re.fullmatch(r"on-record|docker\.io/library/\w+:\d[\w.-]*", one["image"]), name


def test_variables_are_known() -> None:
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text()))
    lines = (DEPLOY / "on-record.env.example").read_text().splitlines()
    given = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert given - THEIRS <= told


PROBES = """
import django
django.setup()
from django.test import Client
for path in ("/health/live", "/metrics", "/api/v1/"):
    print(path, Client().get(path, headers={"host": "127.0.0.1:8000"}).status_code)
"""


def test_the_documented_set_answers_probes_within_the_image() -> None:
    """They come over plain HTTP to 127.0.0.1; all else is sent to HTTPS."""
    text = (ROOT / "docs" / "operations.md").read_text()
    told = dict(
        re.findall(r"^    ([A-Z_]+)=(.*)$", text.partition("check --deploy")[2].partition("\n\nThen ")[0], re.M)
    )
    assert told["SECURE_SSL_REDIRECT"] == "1"
    for name in ("DATABASE_URL", "CACHE_URL"):
        del told[name]
    environment = {
        **told,
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "api.settings",
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": "sqlite://:memory:",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBES], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["/health/live 200", "/metrics 200", "/api/v1/ 301"], done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_have_no_fault(unit: Path, tmp_path: Path) -> None:
    analyser = shutil.which("systemd-analyze")
    if analyser is None:
        pytest.skip("systemd-analyze is not installed")
    text = unit.read_text()
    for line in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE):
        assert is_there(line.split()), line
    for one in UNITS:  # a timer names its service
        # Where the product would be installed, there is this checkout.
        body = one.read_text().replace(f"{PLACE}/.venv/bin/", f"{Path(sys.executable).parent}/")
        (tmp_path / one.name).write_text(body.replace(PLACE, str(ROOT)))
    done = subprocess.run(
        [analyser, "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
