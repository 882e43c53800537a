"""Commands as a person or a script runs them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from knox.models import AuthToken

from corpus.management.commands.evaluate import Command as EvaluateCommand
from corpus.management.commands.ingest import Command as IngestCommand
from corpus.models import Article, RawDocument

pytestmark = pytest.mark.slow

STORY = "Harbour plan\n\nThe council met.\n\n“We have waited long enough,” said Mara Ellwin, the mayor of Tolmouth.\n"


def run(*arguments: str, **options: object) -> tuple[str, int]:
    out, status = io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue(), status


@pytest.mark.django_db
def test_ingest_prints_one_object_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    (tmp_path / "c.txt").touch()
    printed, status = run("ingest", str(tmp_path), "--json")
    report = json.loads(printed)
    assert {name: report[name] for name in ("created", "updated", "unchanged", "duplicate", "failed", "skipped")} == {
        **{"created": 1, "updated": 0, "unchanged": 0, "duplicate": 0, "failed": 1, "skipped": 1}
    }
    assert [Path(failure["source"]).name for failure in report["failures"]] == ["c.txt"]
    assert status == 1


@pytest.mark.django_db
def test_ingest_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(STORY.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    printed, status = run("ingest", "-", "--json", "--publisher", "The Tolmouth Gazette")
    assert (json.loads(printed)["created"], status) == (1, 0)
    assert Article.objects.get().publisher.name == "The Tolmouth Gazette"


@pytest.mark.django_db
def test_ingest_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert run("ingest", str(tmp_path)) == ("created 1, updated 0, unchanged 0, duplicate 0, failed 0\n", 0)
    assert run("ingest", str(tmp_path / "missing.txt"), "--json")[1] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name at least one file, folder or pattern"),
        (("PATH", "--workers", "0"), "--workers: expected a number of processes from 1 on, got '0'"),
        (("PATH", "--workers", "-1"), "--workers: expected a number of processes from 1 on"),
        (("PATH", "--workers", "two"), "--workers: expected a number of processes from 1 on"),
        (("PATH", "--pending"), "--pending takes no PATH"),
        (("--pending", "--dry-run"), "--pending takes no --dry-run"),
        (("--pending", "--publisher", "X"), "--pending takes no --publisher"),
        (("--pending", "--key-from", "path"), "--pending takes no --key-from"),
        (("PATH", "--published", "2024-13-45"), "--published: .*2024-13-45"),
        (("PATH", "--published", "03/04/2024"), "--published: ambiguous date"),
    ],
)
def test_ingest_refuses_in_a_line_and_stores_nothing(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    with pytest.raises(CommandError, match=told) as caught:
        call_command("ingest", *(str(tmp_path) if word == "PATH" else word for word in arguments))
    assert "\n" not in str(caught.value)
    assert not RawDocument.objects.exists()


@pytest.mark.django_db
def test_a_command_line_that_is_wrong_exits_with_2() -> None:
    for arguments in ([], ["--pending", "--dry-run"], ["x", "--published", "2024-13-45"], ["x", "--workers", "0"]):
        with pytest.raises(SystemExit) as stop:
            IngestCommand().run_from_argv(["manage.py", "ingest", *arguments])
        assert stop.value.code == 2


@pytest.mark.django_db
def test_ingest_takes_the_date_that_is_declared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert run("ingest", str(tmp_path), "--published", "4 March 2024")[1] == 0
    assert Article.objects.get().published_at.date().isoformat() == "2024-03-04"


@pytest.mark.django_db
def test_extract_again() -> None:
    assert run("extract") == ("nothing to do\n", 0)
    assert run("extract", "--all") == ("nothing to do\n", 0)


@pytest.mark.django_db
def test_verify_says_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    run("ingest", str(tmp_path))
    assert run("verify") == ("all promises hold\n", 0)
    Article.objects.update(quotation_count=7)
    printed, status = run("verify")
    assert status == 1
    assert "count of quotations" in printed


@pytest.mark.django_db
def test_createtoken_makes_the_account_and_prints_the_token_last() -> None:
    printed, _ = run("createtoken", "importer", "--groups", "ingestors,curators", "--expires", "30")
    token = printed.splitlines()[-1]
    user = get_user_model().objects.get(username="importer")
    assert {group.name for group in user.groups.all()} == {"ingestors", "curators"}
    assert not user.has_usable_password()
    assert AuthToken.objects.get(user=user).expiry is not None
    assert token not in AuthToken.objects.get(user=user).digest
    again, _ = run("createtoken", "importer")
    assert again.splitlines()[-1] != token
    assert AuthToken.objects.filter(user=user).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("x", "--groups", "kings"), "no group kings; there are contributors, curators, ingestors, readers"),
        (("x", "--expires", "0"), "--expires takes"),
        (("x", "--expires", "-1"), "--expires takes"),
        (("x", "--expires", "99999999999"), "--expires takes"),
        (("no spaces allowed",), "is no name for an account"),
        (("",), "is no name for an account"),
        (("x" * 151,), "is no name for an account"),
    ],
)
def test_createtoken_refuses_in_a_line(arguments: tuple[str, ...], told: str) -> None:
    err = io.StringIO()
    with pytest.raises(CommandError, match=told):
        call_command("createtoken", *arguments, stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == ""
    assert not AuthToken.objects.exists()
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_createtoken_tells_of_no_account_that_was_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError

    err = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(AuthToken.objects, "create", fail)
        with pytest.raises(RuntimeError):
            call_command("createtoken", "importer", stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == ""
    call_command("createtoken", "importer", stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == "made the account importer\n"


def test_evaluate_prints_the_table(shared: Path) -> None:
    gold = shared / "eval" / "polnear" / "dev"
    if not gold.is_dir():
        pytest.skip(f"{gold} is not there")
    printed, status = run("evaluate", "--quotes", str(gold))
    assert status == 0
    assert "DIRECT" in printed
    assert "ALL" in printed


def test_evaluate_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not there"):
        call_command(EvaluateCommand(), "--quotes", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(EvaluateCommand(), "--quotes", str(tmp_path))


@pytest.mark.django_db
def test_a_dry_run_says_first_that_nobody_else_can_write(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained in Tolm on Monday, and the council met all the same.")
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", str(tmp_path), "--dry-run", "--json", stdout=out, stderr=err)
    assert err.getvalue() == "A dry run is one transaction: until it ends, nobody else can write to the database.\n"
    assert json.loads(out.getvalue())["created"] == 1
    assert not Article.objects.exists()
