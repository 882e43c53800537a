"""An outlet on loopback, and a watcher that may ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.watch.outlet import Outlet, outlet


@pytest.fixture
def gazette() -> Iterator[Outlet]:
    with outlet() as server:
        yield server
