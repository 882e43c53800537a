"""A dump is the corpus: loaded elsewhere it is the same, row by row, and nothing of one that is not whole is loaded."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

import corpus
from corpus.models import Article, Change, Decision, Job, Quotation
from corpus.services.dumped import LEFT_OUT, kind, tables
from corpus.services.review import confirm_quotation
from tests.conftest import ROOT
from tests.hostile.state import differences
from tests.lanes import POSTGRESQL, usable_postgresql
from tests.prepared import empty_sqlite
from tests.serving import manage
from tests.stores import empty_postgresql, environment

pytestmark = pytest.mark.slow

# One process: articles with a second revision, decisions, a merge, an erasure, a job that somebody works at, a token.
FILL = """
import os, sys
from django.core.management import call_command
from django.contrib.auth import get_user_model
from django.utils import timezone
from corpus.models import Article, Entity, Job, Quotation, RawContent
from corpus.services.merge import merge
from corpus.services.review import confirm_quotation, reject_quotation
from corpus.services.rule_copy import rule_copy
from tests.builders import store
for number, town in enumerate(("Tolmouth", "Ellport", "Käsby", "Norrvik")):
    opening = f"“Pier {number} will open in June,” said Mara Ellwin, the mayor of {town}."
    store(f"{opening} “Nobody asked {town},” said Odo Brask.", key=f"pier-{number}")
store("“Pier 0 will open in July,” said Mara Ellwin, the mayor of Tolmouth.", key="pier-0")
canoes = "„Wir bauen 🛶 für Käsby“, sagte Jörg Weißmann, der Bürgermeister."
german = store(canoes, key="canoe", headline="Canoes", published=None, language="de-AT")
call_command("createtoken", "mara", "--groups", "curators", stdout=sys.stderr)
call_command("createtoken", "idle", "--groups", "curators", stdout=sys.stderr)
mara = get_user_model().objects.get(username="mara")
first, second, *_ = Quotation.objects.order_by("pk")
confirm_quotation(first, user=mara)
reject_quotation(second, user=mara, reason="not said")
rule_copy(german, Article.objects.get(source_key__contains="pier-1"), user=mara, reason="“their” words\\n— 🛶")
people = list(Entity.objects.filter(type="person").order_by("pk")[:2])
merge(people[0], people[1], user=mara, reason="one person")
gone = Article.objects.get(source_key__contains="pier-3").public_id
call_command("erase", gone, "--reason", "asked for", stdout=sys.stderr)
RawContent.objects.create(sha256="0" * 64, content=os.urandom(100_000))
working = {"state": "running", "leased_until": timezone.now(), "attempts": 3}
Job.objects.create(public_id="job_aaaaaaaaaaaaa", created_by=mara, **working)
"""
# What a database holds, told without the code of dumps.
TELL = """
import json
from corpus import models
from tests.hostile.state import state
def told():
    ids = {}
    for name in ("Article", "Entity", "Quotation", "Affiliation", "Mention", "Utterance"):
        model = getattr(models, name)
        ids[model.__name__] = [list(row) for row in model._base_manager.order_by("pk").values_list("pk", "public_id")]
    ids["Decision"] = [
        [row.pk, row.public_id, row.record, row.before, row.after, row.decided_by and row.decided_by.username]
        for row in models.Decision.objects.order_by("pk")
    ]
    changes = models.Change.objects.order_by("pk")
    ids["Change"] = [[row.pk, row.record, row.first, row.at.timestamp()] for row in changes]
    ids["Shingle"] = [list(row) for row in models.Shingle.objects.order_by("pk").values_list("pk", "key", "total")]
    ids["ErasedId"] = list(models.ErasedId.objects.order_by("pk").values_list("public_id", flat=True))
    return {"state": state(), "ids": ids}
"""
# What the API says: counts, all records, their history, what is found. Where a promise is broken, verify ends it.
ANSWER = """
from io import StringIO
from django.core.management import call_command
from django.test import Client
def answered():
    call_command("verify", stdout=StringIO())
    client, answers = Client(), {}
    def get(path):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, (path, answer.content)
        answers[path] = answer.json()
        return answer.json()["results"]
    for name in ("articles", "quotations", "people", "organisations", "affiliations", "utterances", "merges"):
        for record in get(f"{name}/?count=true"):
            if name in ("articles", "quotations", "people", "organisations"):
                get(f"{name}/{record['id']}/history/")
    for path in ("articles/?q=pier", "articles/?q=baue", "quotations/?q=Weissmann"):
        get(path)
    return {"answers": answers}
"""
# Nobody works on it here: a job that ran waits again.
RELEASED = ["Job - job|running|0||mara", "Job + job|waiting|0||mara"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a small corpus of this lane's database, which is only read."""
    if connection.vendor == "sqlite":
        variables = environment(empty_sqlite(tmp_path_factory.mktemp("source")))
        manage(("shell", "-v0", "-c", FILL), variables)
        yield variables
        return
    with empty_postgresql() as url:
        variables = environment(url)
        manage(("shell", "-v0", "-c", FILL), variables)
        yield variables


@pytest.fixture(scope="module")
def dumped(source: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of it in both formats, which is only read."""
    folder = tmp_path_factory.mktemp("dumped") / "dump"
    said = json.loads(manage(("dump", str(folder), "--format", "both", "--json"), source))
    assert said["folder"] == str(folder)
    assert said["version"] == corpus.__version__
    return folder


@pytest.fixture(scope="module")
def told(source: dict[str, str]) -> dict[str, Any]:
    """What stands in the corpus that was dumped."""
    return all_told(source)


def all_told(variables: dict[str, str]) -> dict[str, Any]:
    """What stands in the database of an environment, and how the API answers of it."""
    script = TELL + ANSWER + "print(json.dumps(told() | answered()))"
    variables = variables | {"THROTTLE": "off", "ALLOWED_HOSTS": "testserver"}
    said: dict[str, Any] = json.loads(manage(("shell", "-v0", "-c", script), variables))
    return said


@pytest.fixture
def copied(dumped: Path, tmp_path: Path) -> Path:
    """A dump to spoil."""
    return Path(shutil.copytree(dumped, tmp_path / "dump"))


def only(folder: Path, name: str) -> None:
    """Leave the files of one format alone in the dump."""
    edit(folder, lambda said: said.update(files=[one for one in said["files"] if one["format"] == name]))


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest."""
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    change(said)
    path.write_text(json.dumps(said))


def vouch(folder: Path, name: str) -> None:
    """Have the manifest name the file as it is now."""

    def change(said: dict[str, Any]) -> None:
        for one in said["files"]:
            if one["name"] == name:
                written = (folder / name).read_bytes()
                one.update(bytes=len(written), sha256=hashlib.sha256(written).hexdigest())

    edit(folder, change)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ndjson", "parquet"])
def test_there_and_back(name: str, copied: Path, told: dict[str, Any]) -> None:
    only(copied, name)
    out = StringIO()
    call_command("load", str(copied), "--json", stdout=out)
    said = json.loads(out.getvalue())
    namespace: dict[str, Any] = {}
    exec(TELL, namespace)  # noqa: S102
    here = json.loads(json.dumps(namespace["told"]()))
    assert differences(told["state"], here["state"]) == RELEASED
    assert Job.objects.get().attempts == 2  # the third was under way, and is none that failed
    assert here["ids"] == told["ids"]
    assert len(told["ids"]["ErasedId"]) > 0
    call_command("verify", stdout=StringIO())
    assert said["cursor"] == str(told["ids"]["Change"][-1][0])
    assert said["rows"]["corpus_article"] == Article.objects.count() == 5

    # The names of those who decided, and nothing else of any account.
    account = get_user_model().objects.get()
    assert (account.username, account.is_active, account.has_usable_password()) == ("mara", False, False)
    assert not account.groups.exists()
    job = Job.objects.get()
    assert (job.state, job.leased_until, job.created_by) == ("waiting", None, account)

    # It goes on as a corpus of its own: words are found, keys are new, and the feed tells what follows.
    client = Client()
    assert client.get("/api/v1/articles/?q=pier&count=true").json()["count"] == 3
    assert client.get(f"/api/v1/changes/?since={said['cursor']}").json()["results"] == []
    quotation = Quotation.objects.exclude(status="confirmed").exclude(status="rejected").first()
    assert quotation is not None
    confirm_quotation(quotation, user=get_user_model().objects.create_user("odo"))
    assert Decision.objects.latest("pk").pk > told["ids"]["Decision"][-1][0]
    following = client.get(f"/api/v1/changes/?since={said['cursor']}").json()["results"]
    assert quotation.public_id in {one["id"] for one in following}


@contextmanager
def other_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind that this lane does not run on."""
    if connection.vendor == "postgresql":
        yield empty_sqlite(folder)
    elif not usable_postgresql(POSTGRESQL):
        pytest.skip(f"no usable PostgreSQL at {POSTGRESQL}")
    else:
        with empty_postgresql() as url:
            yield url


def vouched(folder: Path, name: str) -> dict[str, list[Any]]:
    """What the manifest says of the rows of each table, by its files of one format."""
    files = json.loads((folder / "manifest.json").read_text())["files"]
    return {one["table"]: [one["rows"], one["checksum"]] for one in files if one["format"] == name}


@pytest.mark.django_db
def test_by_way_of_the_other_database(dumped: Path, told: dict[str, Any], tmp_path: Path) -> None:
    with other_database(tmp_path) as url:
        there = environment(url)
        manage(("load", str(dumped)), there)
        moved = all_told(there)
        manage(("dump", str(tmp_path / "back"), "--format", "parquet"), there)
    assert differences(told["state"], moved["state"]) == RELEASED
    assert (moved["ids"], moved["answers"]) == (told["ids"], told["answers"])

    call_command("load", str(tmp_path / "back"), stdout=StringIO())
    namespace: dict[str, Any] = {}
    exec(TELL + ANSWER, namespace)  # noqa: S102
    assert json.loads(json.dumps(namespace["told"]() | namespace["answered"]())) == moved
    assert vouched(tmp_path / "back", "parquet") == vouched(dumped, "ndjson")
    answers = moved["answers"]
    assert [one["headline"] for one in answers["articles/?q=baue"]["results"]] == ["Canoes"]
    assert answers["articles/?count=true"]["count"] == 4
    assert any("🛶" in (one["reason"] or "") for said in answers.values() for one in said["results"] if "reason" in one)


def forge_row(folder: Path) -> None:
    """A dump of one format in which a word and its file's checksum were changed."""
    only(folder, "ndjson")
    path = folder / "corpus_articletext.ndjson.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"June", b"Mayy")))
    vouch(folder, path.name)


def forge_line(folder: Path, line: bytes) -> None:
    """A line that is none, and a manifest that vouches for it."""
    only(folder, "ndjson")
    path = folder / "corpus_article.ndjson.gz"
    path.write_bytes(gzip.compress(line))
    vouch(folder, path.name)


def swell(folder: Path, found: bytes, put: bytes) -> None:
    """Values that no database holds."""
    only(folder, "ndjson")
    path = folder / "corpus_namepart.ndjson.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(found, put)))
    vouch(folder, path.name)


def forge_parquet(folder: Path) -> None:
    """Another table's file."""
    only(folder, "parquet")
    shutil.copy(folder / "corpus_author.parquet", folder / "corpus_mention.parquet")
    vouch(folder, "corpus_mention.parquet")


def cut(folder: Path, vouched: bool = False) -> None:
    """Half a file."""
    only(folder, "ndjson")
    path = folder / "corpus_quotation.ndjson.gz"
    path.write_bytes(path.read_bytes()[:-40])
    if vouched:
        vouch(folder, path.name)


def flip(folder: Path) -> None:
    """One bit."""
    path = folder / "corpus_quotation.parquet"
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(written)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "There is no manifest.json"),
    "no folder": (shutil.rmtree, "There is no manifest.json"),
    "no JSON": (lambda folder: (folder / "manifest.json").write_text("{"), "is no JSON"),
    "another product's": (lambda folder: (folder / "manifest.json").write_text("[]"), "none of On Record"),
    "a later layout": (lambda folder: edit(folder, lambda said: said.update(layout=99)), "has layout 99"),
    "a word too many": (lambda folder: edit(folder, lambda said: said.update(more=1)), "damaged, or was edited"),
    "a count that is none": (
        lambda folder: edit(folder, lambda said: said["files"][3].update(rows=-1)),
        "rows is no count",
    ),
    "a way out": (
        lambda folder: edit(folder, lambda said: said["files"][0].update(table="../x", name="../x.ndjson.gz")),
        "is no file of a dump",
    ),
    "another migration": (
        lambda folder: edit(folder, lambda said: said["migrations"].append("9999_later")),
        "9999_later is in the dump alone",
    ),
    "a table less": (
        lambda folder: edit(
            folder, lambda said: said.update(files=[one for one in said["files"] if "author" not in one["name"]])
        ),
        "names no file of corpus_author",
    ),
    "another cursor": (lambda folder: edit(folder, lambda said: said.update(cursor="7")), "its cursor is not"),
    "a file less": (lambda folder: (folder / "corpus_mention.parquet").unlink(), "corpus_mention.parquet is missing"),
    "half a file": (cut, "is damaged: it has"),
    "half a file, vouched for": (lambda folder: cut(folder, vouched=True), "cannot be read after line"),
    "a bit": (flip, "its SHA-256 is not that of the manifest"),
    "a word, vouched for": (forge_row, "corpus_articletext.ndjson.gz is damaged, or was edited"),
    "a line that is none": (lambda folder: forge_line(folder, b"[1\n"), "line 1"),
    "a line of another table": (lambda folder: forge_line(folder, b'{"id":1}\n'), "columns are others"),
    "a number too large": (lambda folder: swell(folder, b'"place":', b'"place":' + b"9" * 30), "Nothing was loaded"),
    "half a surrogate": (lambda folder: swell(folder, b'"text":"', b'"text":"\\ud83d'), "cannot take"),
    "another table's columns": (forge_parquet, "columns are others"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", SPOILT)
def test_what_is_not_whole(what: str, copied: Path) -> None:
    spoil, message = SPOILT[what]
    spoil(copied)
    with pytest.raises(CommandError) as refused:
        call_command("load", str(copied))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    for table in tables():
        assert not table.model._base_manager.exists(), table.name


@pytest.mark.django_db
def test_a_row_that_the_database_refuses(copied: Path) -> None:
    only(copied, "ndjson")
    path = copied / "corpus_mention.ndjson.gz"
    path.write_bytes(
        gzip.compress(re.sub(rb'"entity_id":\d+', b'"entity_id":987654', gzip.decompress(path.read_bytes())))
    )
    vouch(copied, path.name)
    with pytest.raises(CommandError, match="The database refused"):
        call_command("load", str(copied))
    assert not Article.objects.exists()
    assert not Change.objects.exists()


@pytest.mark.django_db
def test_a_database_that_is_not_empty(dumped: Path) -> None:
    get_user_model().objects.create_user("odo")
    with pytest.raises(CommandError, match="not empty: there are rows in auth_user"):
        call_command("load", str(dumped))
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_what_is_there_stays(dumped: Path, tmp_path: Path) -> None:
    before = (dumped / "manifest.json").read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("dump", str(dumped))
    assert (dumped / "manifest.json").read_bytes() == before
    with pytest.raises(CommandError, match="is not there"):
        call_command("dump", str(tmp_path / "nowhere" / "dump"))
    (tmp_path / "new.part").mkdir()
    with pytest.raises(CommandError, match="another dump is writing it"):
        call_command("dump", str(tmp_path / "new"))
    assert [path.name for path in tmp_path.iterdir()] == ["new.part"]


def test_a_disk_that_is_full(source: dict[str, str], tmp_path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    done = subprocess.run(
        [sys.executable, "manage.py", "dump", str(tmp_path / "dump"), "--format", "both"],
        cwd=ROOT,
        env=source,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "could not be written" in done.stderr
    assert not list(tmp_path.glob("dump*"))


def test_the_manifest_vouches_for_the_files(dumped: Path) -> None:
    said = json.loads((dumped / "manifest.json").read_text())
    assert {path.name for path in dumped.iterdir()} == {"manifest.json", *(one["name"] for one in said["files"])}
    assert dumped.stat().st_mode & 0o777 == 0o700
    for one in said["files"]:
        written = (dumped / one["name"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(written), hashlib.sha256(written).hexdigest())
        if one["format"] == "ndjson":
            assert len(gzip.decompress(written).splitlines()) == one["rows"]


def test_every_table_is_in_or_left_out_by_name() -> None:
    inside = {table.model for table in tables()}
    of_corpus = {model for model in apps.get_app_config("corpus").get_models() if not model._meta.proxy}
    named = {apps.get_model(label) for label in LEFT_OUT}
    assert named | (inside - {get_user_model()}) == of_corpus
    assert not named & inside
    for table in tables():
        for field in table.fields:
            assert kind(field)
            # no key leads to a table that is not there
            if field.related_model is not None:
                assert field.related_model._meta.concrete_model in inside, field


def test_the_version_is_that_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == corpus.__version__
