"""A server for the clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.running import Server
from tests.prepared import serving_demo


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product over the demo corpus."""
    with serving_demo(tmp_path_factory.mktemp("server")) as site:
        token = site.manage("createtoken", "tester", "--groups", "ingestors,curators").splitlines()[-1]
        yield Server(site.address, token)
