"""What is killed: each work on a corpus, how it is taken up again, and what must have come of it then."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.hostile import carried
from tests.hostile.state import State, state

DEMO = ROOT / "fixtures" / "demo"
BEFORE_COPIES = "0021"
Work = Callable[[], Any]


@dataclass(frozen=True)
class Killed:
    """A work; where it starts from; how it is taken up. Without that it consists of steps that are done or not."""

    start: str  # the database that it works on a copy of: "" or a key of STARTS
    work: Work
    again: Work | None = None
    outcome: Callable[[], Any] = state  # what it has come to
    left: Callable[[], list[str]] = list  # what is wrong beside the database, after each kill and at the end
    whole_tables: bool = True  # the database has all tables at all times


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


def upgrade() -> None:
    """As docs/production.md has it: what stands is linked and counted afterwards."""
    migrate()
    command("recount")()


def upgraded() -> State:
    """The tables, and what is in them."""
    return {"tables": tables()} | state()


def lease_runs_out() -> None:
    """Time passes: what a dead worker held is free, and what waited for its next attempt is due."""
    from django.utils import timezone

    from corpus.models import AskedHost, Source, SourceEntry, Subscription

    now = timezone.now()
    Source.objects.update(leased_until=None, not_before=None)
    SourceEntry.objects.update(try_at=now)
    AskedHost.objects.update(free_at=now)
    Subscription.objects.update(leased_until=None, next_try_at=None)


def watch_again() -> None:
    """Another watcher, later."""
    lease_runs_out()
    command("watch", once=True, json=True)()


def subscribe(url: str) -> None:
    """To all quotations, from the first change on."""
    from django.contrib.auth import get_user_model

    from corpus.services.subscriptions import replay_since
    from corpus.services.subscriptions import subscribe as made

    owner = get_user_model().objects.get(username="edith")
    replay_since(made(owner, name="all", collection="quotations", query="", url=url), 0)


def deliver_again() -> None:
    """Another worker, later."""
    lease_runs_out()
    command("deliver", once=True, json=True)()


def deliver_first(received: Path) -> Work:
    """The first worker; nothing was received yet."""

    def run() -> None:
        received.write_text("")
        deliver_again()

    return run


def delivered(received: Path) -> Work:
    """All rows, and the events that came, by what they tell: their ids are made up."""

    def read() -> State:
        from corpus.models import SubscriptionEvent

        rows = SubscriptionEvent.objects.values_list("public_id", "kind", "record", "position")
        noted = {public_id: f"{kind} {record} {position}" for public_id, kind, record, position in rows}
        return state() | {"received": sorted(noted.get(one, one) for one in set(received.read_text().split()))}

    return read


def not_received(received: Path) -> Callable[[], list[str]]:
    """Events that count as taken and never came."""

    def lost() -> list[str]:
        from corpus.models import SubscriptionEvent

        noted = SubscriptionEvent.objects.filter(state="delivered").values_list("public_id", flat=True)
        return [f"{one} counts as delivered and never came" for one in set(noted) - set(received.read_text().split())]

    return lost


@dataclass(frozen=True)
class Places:
    """Where works find what is beside the database."""

    folder: Path
    feed: str  # address of the feed that is watched
    hook: str  # address of the receiver

    @property
    def received(self) -> Path:
        """The ids of the events that the receiver took."""
        return self.folder / "received"

    @property
    def whole(self) -> Path:
        """A dump of the demo corpus."""
        return self.folder / "whole"


def starts(places: Places) -> dict[str, tuple[str, Work]]:
    """The databases to start from: what each is a copy of, and what is done to it then."""
    return {
        "tables": ("", migrate),
        "empty": ("tables", account),
        "demo": ("empty", ingest),
        "dumped": ("demo", lambda: carried.dump(places.whole)),
        "old": ("demo", command("migrate", "corpus", BEFORE_COPIES, verbosity=0)),
        "watched": ("empty", command("watch", add=places.feed, publisher="The Tolmouth Gazette")),
        "subscribed": ("demo", lambda: subscribe(places.hook)),
    }


# What has to be made before a work, beside the database that it starts from.
BESIDE = {"load": "dumped"}


def works(places: Places) -> dict[str, Killed]:
    """All of them, by name."""
    folder, whole, received = places.folder, places.whole, places.received
    dump = folder / "dump"
    return {
        "migrate": Killed("", migrate, migrate, outcome=tables, whole_tables=False),
        "upgrade": Killed("old", upgrade, upgrade, outcome=upgraded, whole_tables=False),
        "ingest": Killed("empty", ingest, ingest_again),
        "extract": Killed("demo", command("extract", all=True), command("extract", all=True)),
        "edit": Killed("demo", edit),
        "resolve": Killed("demo", command("resolve", json=True), command("resolve", json=True)),
        "recount": Killed("demo", command("recount"), command("recount")),
        "rebuild_search": Killed("demo", command("rebuild_search"), command("rebuild_search")),
        "export": Killed("demo", export, export),
        "backup": Killed("demo", back_up(folder / "copy"), back_up(folder / "copy")),
        "dump": Killed(
            "demo",
            lambda: carried.dump(dump),
            lambda: carried.dump(dump),
            outcome=lambda: carried.dumped(dump),
            left=lambda: carried.half_a_dump(dump),
        ),
        "load": Killed(
            "tables", lambda: carried.load(whole), lambda: carried.load(whole), left=lambda: carried.half_a_load(whole)
        ),
        "watch": Killed("watched", watch_again, watch_again),
        "deliver": Killed(
            "subscribed",
            deliver_first(received),
            deliver_again,
            outcome=delivered(received),
            left=not_received(received),
        ),
    }
