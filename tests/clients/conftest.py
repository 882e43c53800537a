"""A server for the clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.running import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product over the demo corpus."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running
