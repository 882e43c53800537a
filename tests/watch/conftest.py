"""An outlet on loopback, and a watcher that may ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.watch.outlet import Outlet, outlet


@pytest.fixture
def gazette() -> Iterator[Outlet]:
    with outlet() as server:
        yield server


@pytest.fixture
def at_once(settings) -> None:
    """Read by rules, and ask without a pause."""
    settings.EXTRACTION_MODEL = "rules"
    settings.WATCH_DELAY_SECONDS = 0.0
