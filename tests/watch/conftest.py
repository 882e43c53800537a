"""An outlet on loopback, and a watcher that may ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.prepared import empty_sqlite
from tests.stores import empty_postgresql
from tests.watch.outlet import Outlet, outlet


@pytest.fixture
def gazette() -> Iterator[Outlet]:
    with outlet() as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, for watchers that are processes."""
    if connection.vendor == "sqlite":
        yield empty_sqlite(tmp_path)
    else:
        with empty_postgresql() as url:
            yield url


@pytest.fixture
def at_once(settings) -> None:
    """Read by rules, and ask without a pause."""
    settings.EXTRACTION_MODEL = "rules"
    settings.WATCH_DELAY_SECONDS = 0.0
