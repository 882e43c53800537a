"""Starting with other variables, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.prepared import empty_sqlite
from tests.serving import serving

pytestmark = pytest.mark.slow

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-for-this-test-0123456789",
    "ALLOWED_HOSTS": "onrecord.example",
    "CSRF_TRUSTED_ORIGINS": "https://onrecord.example",
    "BEHIND_HTTPS_PROXY": "1",
    "SECURE_SSL_REDIRECT": "1",
    "SESSION_COOKIE_SECURE": "1",
    "CSRF_COOKIE_SECURE": "1",
    "SECURE_HSTS_SECONDS": "31536000",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": "1",
    "SECURE_HSTS_PRELOAD": "1",
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("manage.py", *arguments, **variables)


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in (*PRODUCTION, "DATABASE_URL")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["manage.py", "serve", "--port", "0"],
        ["manage.py", "worker", "--once"],
        ["-c", "import api.wsgi"],
        ["-c", "import api.asgi"],
    ],
    ids=" ".join,
)
def test_without_a_key_it_refuses_and_says_why_in_a_line(command: list[str]) -> None:
    done = python(*command, DEBUG="0", ALLOWED_HOSTS="localhost")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("On Record cannot start: SECRET_KEY is not set.")


def test_a_key_and_hosts_are_enough() -> None:
    done = manage("check", DEBUG="0", SECRET_KEY="k" * 50, ALLOWED_HOSTS="localhost")
    assert done.returncode == 0, done.stderr


def test_the_documented_production_set_passes_djangos_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_the_production_set_is_documented(name: str) -> None:
    assert f"{name}=" in Path(ROOT / "docs" / "operations.md").read_text()


LOADED = """import sys
import django
django.setup()
from django.core.checks import run_checks
from django.core.management import call_command
{}
print(*(name for name in ("api.urls", "corpus.admin", "openpyxl", "onnxruntime") if name in sys.modules))
"""


@pytest.mark.parametrize(
    ("work", "loaded"),
    [
        ("call_command('status', skip_checks=False)", ""),
        ("call_command('revoketoken', 'nobody', skip_checks=False)", ""),
        ("run_checks(tags=['admin'])", "corpus.admin openpyxl"),
        ("call_command('check')", "api.urls corpus.admin openpyxl"),
        ("import api.wsgi", "api.urls corpus.admin openpyxl"),
        ("import api.asgi", "api.urls corpus.admin openpyxl"),
    ],
)
def test_only_what_needs_them_loads_addresses_and_the_editors_pages(tmp_path: Path, work: str, loaded: str) -> None:
    variables = {"DJANGO_SETTINGS_MODULE": "api.settings", "DATABASE_URL": empty_sqlite(tmp_path)}
    code = LOADED.format(f"try: {work}\nexcept Exception as error: print(error, file=sys.stderr)")
    done = python("-c", code, **variables)
    assert done.stdout.splitlines()[-1] == loaded, done.stderr


@pytest.mark.parametrize("name", ["WEB_WORKERS", "WEB_THREADS", "WEB_READERS", "WEB_STREAMS", "WEB_BODIES"])
@pytest.mark.parametrize("value", ["0", "-1"])
def test_what_no_request_could_be_answered_with_is_refused_at_the_start(name: str, value: str) -> None:
    done = python("-c", "import api.wsgi", **{name: value})
    assert done.returncode == 1
    assert done.stderr == f"On Record cannot start: {name} takes a whole number from 1 on, not {value}\n"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WEB_WORKERS", "two", "WEB_WORKERS takes a whole number, not 'two'"),
        ("THROTTLE_ANONYMOUS", "many", "THROTTLE_ANONYMOUS takes a whole number, not 'many'"),
        ("LEASE_SECONDS", "a minute", "LEASE_SECONDS takes a number, not 'a minute'"),
    ],
)
def test_a_word_for_a_number_is_told_in_a_line(name: str, value: str, told: str) -> None:
    done = manage("serve", "--help", **{name: value})
    assert (done.returncode, done.stderr) == (1, f"On Record cannot start: {told}\n")


@pytest.mark.parametrize("name", ["fatal", "Warn", "DEBUG", "notset"])
def test_levels_of_the_log_that_python_knows(name: str) -> None:
    code = "from django.conf import settings; from api.management.commands import serve; print(serve.log_level())"
    done = python("-c", code, LOG_LEVEL=name, DJANGO_SETTINGS_MODULE="api.settings")
    known = {"fatal": "critical", "Warn": "warning"}.get(name, name.lower())
    assert done.stdout.strip() == f"LogLevels.{known}", done.stderr


def test_a_level_that_is_none_is_told_in_a_line() -> None:
    done = manage("check", LOG_LEVEL="loud")
    assert done.returncode == 1
    assert "LOG_LEVEL takes one of CRITICAL, FATAL, ERROR" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_number_of_processes_is_a_setting() -> None:
    asked = "from django.conf import settings; print(settings.WEB_WORKERS)"
    done = python("-c", asked, DJANGO_SETTINGS_MODULE="api.settings", WEB_WORKERS="3")
    assert done.stdout == "3\n", done.stderr


def test_a_server_of_the_tests_has_no_token_of_who_runs_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("METRICS_TOKEN", "look-in")
    monkeypatch.setattr("tests.serving.running", lambda *_: nullcontext((80, 1)))
    with serving(tmp_path) as site:
        assert "METRICS_TOKEN" not in site.environment
