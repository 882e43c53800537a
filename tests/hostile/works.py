"""What is killed: each work on a corpus, how it is taken up again, and what must have come of it then."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.hostile.state import state

DEMO = ROOT / "fixtures" / "demo"
Work = Callable[[], Any]
State = dict[str, list[str]]


@dataclass(frozen=True)
class Killed:
    """A work; where it starts from; how it is taken up. Without that it consists of steps that are done or not."""

    start: str  # the database that it works on a copy of: "", "empty" or "demo"
    work: Work
    again: Work | None = None
    left: Callable[[Path], None] | None = None  # what is checked beside the database


def command(*words: str, **options: Any) -> Work:
    """A command of manage.py, with nothing printed."""

    def run() -> None:
        from django.core.management import call_command

        try:
            call_command(*words, **options)
        except SystemExit as stop:
            if stop.code:
                raise

    return run


def read_word_lists() -> None:
    """Once, for all children."""
    from corpus.extraction import ExtractionConfig, extract
    from corpus.records import ArticleRecord

    extract(ArticleRecord("", "", "“We waited,” said Ana Kerr, the mayor of Sundholm."), ExtractionConfig(model=None))


def migrate() -> None:
    """All tables."""
    command("migrate", verbosity=0)()


def ingest() -> None:
    """The demo corpus, outlet after outlet."""
    names = json.loads((ROOT / "fixtures" / "outlets.json").read_text())
    for folder in sorted(DEMO.iterdir()):
        command("ingest", str(folder), publisher=names[folder.name], json=True)()


def ingest_again() -> None:
    """What a person does after a crash."""
    command("ingest", pending=True, json=True)()
    ingest()


SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%%'",
    "postgresql": """
        SELECT table_name, column_name, data_type || is_nullable FROM information_schema.columns
        WHERE table_schema = 'public' UNION ALL
        SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
}


def tables() -> list[str]:
    """The schema as the database tells it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        return sorted(" ".join(map(str, row)) for row in cursor.fetchall())


def steps() -> list[Callable[[], Any]]:
    """What editors do one after the other, each in one transaction: all is chosen before the first of them."""
    from django.contrib.auth import get_user_model

    from corpus.models import Article, Entity, Merge, Quotation
    from corpus.services.erase import erase
    from corpus.services.merge import merge, undo
    from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
    from corpus.services.split import split
    from corpus.services.take_down import reinstate, take_down

    user = get_user_model().objects.get(username="edith")
    people = list(Entity.objects.standing().people().filter(quotation_count__gt=0).order_by("name", "pk")[:10])
    quotations = list(Quotation.objects.live().order_by("article__source_key", "start")[:9])
    articles = list(Article.objects.order_by("source_key")[:4])

    def fresh(row: Any) -> Any:
        return type(row).objects.get(pk=row.pk)

    def undone() -> Any:
        return undo(Merge.objects.order_by("pk")[0], user=user)

    def parted() -> Any:
        whole = fresh(people[8])
        return split(whole, user=user, mentions=list(whole.mentions.order_by("pk")[:1]))

    return [
        lambda: merge(fresh(people[0]), fresh(people[1]), user=user),
        lambda: confirm_quotation(fresh(quotations[0]), user=user),
        lambda: merge(fresh(people[1]), fresh(people[2]), user=user),
        lambda: correct_quotation(fresh(quotations[1]), {"speaker": fresh(people[5])}, user=user),
        undone,
        lambda: reject_quotation(fresh(quotations[2]), user=user),
        lambda: take_down(fresh(articles[0]), user=user, reason="disputed"),
        parted,
        lambda: erase(articles[1].public_id, user=user, reason="asked for"),
        lambda: reinstate(fresh(articles[0]), user=user, reason="settled"),
        lambda: merge(fresh(people[6]), fresh(people[7]), user=user),
        lambda: erase(people[4].public_id, user=user, reason="asked for"),
    ]


def edit() -> None:
    """All steps."""
    for step in steps():
        step()


def edit_and_tell() -> list[State]:
    """The state before the first step, and after each."""
    found = [state()]
    for step in steps():
        step()
        found.append(state())
    return found


def export() -> None:
    """All quotations, sent as they are to a client."""
    from django.test import Client

    answer = Client().get("/api/v1/quotations/?format=ndjson", headers={"host": "localhost"})
    assert answer.status_code == 200
    assert len(list(answer.streaming_content)) > 0


def back_up(path: Path) -> Work:
    """A copy of the database in a file."""
    return command("backup", str(path), force=True)


def account() -> None:
    """The editor of the steps."""
    from django.contrib.auth import get_user_model

    get_user_model().objects.create(username="edith", is_superuser=True)


def works(folder: Path) -> dict[str, Killed]:
    """All of them, by name."""
    return {
        "migrate": Killed("", migrate, migrate),
        "ingest": Killed("empty", ingest, ingest_again),
        "extract": Killed("demo", command("extract", all=True), command("extract", all=True)),
        "edit": Killed("demo", edit),
        "resolve": Killed("demo", command("resolve", json=True), command("resolve", json=True)),
        "recount": Killed("demo", command("recount"), command("recount")),
        "rebuild_search": Killed("demo", command("rebuild_search"), command("rebuild_search")),
        "export": Killed("demo", export, export),
        "backup": Killed("demo", back_up(folder / "copy"), back_up(folder / "copy")),
    }
