"""A corpus moved from one kind of database to the other is the same corpus, and goes on as one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import ROOT
from tests.lanes import POSTGRESQL, usable_postgresql
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import empty_postgresql, environment, postgresql_url, sqlite_url

# What editors do, in a process on the source: a confirmation, a correction, a merge, one that was undone, a token.
DECISIONS = """
from django.contrib.auth import get_user_model
from corpus.models import Entity, Quotation
from corpus.services.merge import merge, undo
from corpus.services.review import confirm_quotation, reject_quotation
editor = get_user_model().objects.get(username="mara")
first, second, *_ = Quotation.objects.order_by("pk")
confirm_quotation(first, user=editor)
reject_quotation(second, user=editor, reason="not said")
people = list(Entity.objects.filter(type="person").order_by("pk")[:4])
merge(people[0], people[1], user=editor, reason="one person")
undo(merge(people[2], people[3], user=editor, reason="one person?"), user=editor, reason="two after all")
"""
# Every page of every list and every record, as the API answers it; PostgreSQL keeps no order of names within JSON.
# Where a promise of the corpus is broken, verify ends the process with an error.
ANSWERS = """
import json
from io import StringIO
from django.core.management import call_command
from django.test import Client
call_command("verify", stdout=StringIO())
client, answers = Client(), {}
for name in ("articles", "quotations", "people", "organisations", "affiliations", "utterances", "merges"):
    following = f"/api/v1/{name}/?page_size=50&count=true"
    number = 0
    while following:
        page = client.get(following)
        assert page.status_code == 200, (following, page.content)
        found = page.json()
        answers[f"{name} {number}"] = [found["count"], found["results"]]
        number += 1
        following = found["next"]
        for record in found["results"]:
            path = f"/api/v1/{name}/{record['id']}/"
            answer = client.get(path)
            answers[path] = [answer.status_code, answer.json()]
            if name in ("articles", "quotations", "people"):
                answers[path + "history"] = client.get(path + "history/").json()
for words in ("bridge", "council", "mayor"):
    answers[f"search {words}"] = client.get(f"/api/v1/articles/?q={words}").json()["results"]
print(json.dumps(answers, sort_keys=True))
"""


@pytest.fixture(autouse=True, scope="module")
def _postgresql_answers() -> None:
    if not usable_postgresql(POSTGRESQL):
        pytest.skip(f"no usable PostgreSQL at {POSTGRESQL}")


@pytest.fixture
def target() -> Iterator[str]:
    """An empty database of PostgreSQL."""
    with postgresql_url() as url:
        yield url


@pytest.fixture
def migrated() -> Iterator[str]:
    """A database of PostgreSQL with all tables and no row."""
    with empty_postgresql() as url:
        yield url


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A SQLite file with part of the demo corpus and what editors decided on it, which is only read."""
    variables = environment(empty_sqlite(tmp_path_factory.mktemp("source")), THROTTLE="off", ALLOWED_HOSTS="testserver")
    outlet = sorted(path for path in (ROOT / "fixtures" / "demo").iterdir() if path.is_dir())[0]
    manage(("ingest", str(outlet), "--publisher", "The Gazette"), variables)
    manage(("createtoken", "mara", "--groups", "curators"), variables)
    manage(("shell", "-v0", "-c", DECISIONS), variables)
    return variables


def move(variables: dict[str, str], url: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "manage.py", "move_to", url],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def answers(variables: dict[str, str]) -> dict[str, object]:
    """What the API says of everything, where all promises hold."""
    said: dict[str, object] = json.loads(manage(("shell", "-v0", "-c", ANSWERS), variables))
    return said


def rows(url: str, table: str) -> int:
    """How many rows a table of PostgreSQL holds."""
    with psycopg.connect(url) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        assert found is not None
        return int(found[0])


@pytest.mark.slow
def test_there_and_back(source: dict[str, str], target: str, tmp_path: Path) -> None:
    before = answers(source)
    done = move(source, target)
    assert done.returncode == 0, done.stderr
    assert "rows moved and read back" in done.stdout
    moved = source | {"DATABASE_URL": target}
    assert answers(moved) == before
    assert rows(target, "knox_authtoken") == 1
    assert rows(target, "corpus_merge") == 2
    again = move(source, target)
    assert again.returncode == 1
    assert "The target is not empty" in again.stderr

    # What comes afterwards gets keys of its own.
    late = tmp_path / "late.txt"
    late.write_text("“The ferry is late again,” said Odo Brask, the harbour master of Ellport.")
    manage(("ingest", str(late), "--publisher", "The Ellport Post"), moved)
    manage(("createtoken", "odo", "--groups", "ingestors"), moved)
    after = answers(moved)
    back = moved | {"DATABASE_URL": f"sqlite:///{tmp_path / 'back.sqlite3'}"}
    done = move(moved, back["DATABASE_URL"])
    assert done.returncode == 0, done.stderr
    assert answers(back) == after


def test_a_row_that_does_not_arrive_as_it_was(source: dict[str, str], migrated: str) -> None:
    target = migrated
    with psycopg.connect(target) as connection:
        connection.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END $$"
        )
        connection.execute("CREATE TRIGGER spoil BEFORE INSERT ON corpus_alias FOR EACH ROW EXECUTE FUNCTION spoil()")
    done = move(source, target)
    assert done.returncode == 1
    assert "corpus_alias differs" in done.stderr
    assert rows(target, "corpus_article") == rows(target, "auth_user") == 0


def test_what_is_refused(target: str, tmp_path: Path) -> None:
    assert "migrate first" in move(environment(sqlite_url(tmp_path)), target).stderr
    folder = tmp_path / "migrated"
    folder.mkdir()
    variables = environment(empty_sqlite(folder))
    assert "must begin with" in move(variables, "mysql://root@127.0.0.1/corpus").stderr
    assert "that is to be moved" in move(variables, variables["DATABASE_URL"]).stderr
    nobody = urlsplit(target)._replace(netloc="postgres@127.0.0.1:1").geturl()
    refused = move(variables, nobody)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    with psycopg.connect(target) as connection:
        connection.execute("CREATE TABLE django_migrations (id bigint, app text, name text, applied timestamptz)")
    assert "migrations of the target are others" in move(variables, target).stderr
