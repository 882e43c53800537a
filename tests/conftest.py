"""What all tests share."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django.plugin import DjangoDbBlocker

from tests import answers
from tests.lanes import TEMPLATE

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# A test that asks for one of these, itself or by what it asks for, works on the lane's database.
DATABASE = {"db", "transactional_db", "django_db_setup"}

# The same examples on every run, however slow the machine is; `make hostile` and `make fuzz` look for others.
examples.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-stores", action="store_true", help="leave out tests that no store can make differ")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together what shares rows or a server, begin with what takes long, and leave out what no store changes."""
    for item in items:
        if shares_of_its_module(item) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: not comes_first(item))
    if config.getoption("--only-stores"):
        left_out = [item for item in items if not has_store(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if has_store(item)]


def shares_of_its_module(item: pytest.Item) -> bool:
    """Whether it asks for what is made once a module; on two processes it would be made twice."""
    found = getattr(item, "_fixtureinfo", None)
    return found is not None and any(one[-1].scope == "module" for one in found.name2fixturedefs.values() if one)


def comes_first(item: pytest.Item) -> bool:
    """Whether it takes long: begun last, it would keep one process busy and leave the others idle.

    Tests that empty the tables stay behind those that need what migrations put there.
    """
    mark = item.get_closest_marker("django_db")
    empties = "transactional_db" in getattr(item, "fixturenames", ()) or (mark and mark.kwargs.get("transaction"))
    return item.get_closest_marker("slow") is not None and not empties


def has_store(item: pytest.Item) -> bool:
    """Whether a test works on the lane's database, itself or in a process that it starts."""
    if OWN_SERVERS in source(item.path):
        return False
    return (
        item.get_closest_marker("django_db") is not None
        or not DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
        or any(word in source(item.path) for word in STORES)
    )


# What a module names that finds the lane's database without a fixture; servers of tests.serving have their own.
STORES = ("DATABASE_URL", "vendor", "tests.stores")
# What a module names that makes a PostgreSQL of its own, whatever the lane's is.
OWN_SERVERS = "from tests.postgresql.cluster import"


@cache
def source(path: Path) -> str:
    """The text of a module of tests."""
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with evaluation data, which lies outside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The tables are those of a file, or a database, that was migrated once: migrating takes longer than many tests."""
    from django.db import connection

    from tests.prepared import EMPTY, copy

    if connection.vendor != "sqlite":
        if TEMPLATE in os.environ:
            # Named after what it is copied from, so that two runs on one server do not take each other's.
            name = f"{os.environ[TEMPLATE]}_{connection.settings_dict['TEST']['NAME'] or 'alone'}"
            connection.settings_dict["TEST"] |= {"TEMPLATE": os.environ[TEMPLATE], "MIGRATE": False, "NAME": name}
        yield
        return
    path = copy(EMPTY, tmp_path_factory.mktemp("tables") / "empty.sqlite3")
    # Django takes the database by this name for the test's own. What is in memory lasts while somebody is connected.
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(path)) as file:
            file.backup(memory)
        connection.settings_dict["TEST"]["MIGRATE"] = False
        yield


@pytest.fixture(scope="module")
def module_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """A transaction around all tests of a module, each of which has its own within.

    For rows that take long to make, which a fixture of the module stores under ``with module_rows.unblock()``. From
    then on they are there for every test of the module.
    """
    from django.db import transaction

    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(autouse=True, scope="session")
def _answers_keep_the_contract() -> Iterator[None]:
    """Whatever test asks the API for something: the answer is what the description says."""
    with pytest.MonkeyPatch.context() as patch:
        asked = Client.request
        # Reading it takes a second, and later each collection of garbage would look through it: no test's time.
        answers.description()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)  # what tests leave is little beside what was frozen

        def request(self: Client, **environ: Any) -> Any:
            answer = asked(self, **environ)
            method, path = answer.request["REQUEST_METHOD"], answer.request["PATH_INFO"]
            kind = answer.get("Content-Type", "").partition(";")[0]
            whole = not answer.streaming and "Content-Encoding" not in answer
            if settings.ROOT_URLCONF == "api.urls":  # a peer that is measured beside it has a contract of its own
                answers.check(method, path, answer.status_code, kind, answer.content if whole else None)
            return answer

        patch.setattr(Client, "request", request)
        yield


@pytest.fixture(autouse=True, scope="session")
def _metrics_are_open() -> Iterator[None]:
    """Whoever runs the tests may have a token of their own for the metrics of a server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "METRICS_TOKEN", "")
        yield


@pytest.fixture(autouse=True, scope="session")
def _groups_outlive_what_empties_tables() -> Iterator[None]:
    """What empties the tables takes away what migrations put there, and leaves what no model knows, the search tables;
    Django makes the permissions anew by itself."""
    from django.apps import apps
    from django.db import connections
    from django.db.models.signals import post_migrate

    from corpus import search
    from corpus.migrations._tables import groups

    def make(using: str, **told: object) -> None:
        groups.make(apps, SimpleNamespace(connection=connections[using]))
        if "plan" not in told:  # the tables were emptied, not migrated
            search.rebuild(using=using)

    post_migrate.connect(make, sender=apps.get_app_config("corpus"))
    yield
    post_migrate.disconnect(make, sender=apps.get_app_config("corpus"))


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Throttles count in the cache, and one test must not use up another's share."""
    if (
        "django" in {mark.name.split("_")[0] for mark in request.node.iter_markers()}
        or "client" in request.fixturenames
    ):
        from django.core.cache import cache

        cache.clear()
