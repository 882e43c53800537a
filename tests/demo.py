"""The demo corpus in the database of a test: read and stored once a process, and the same rows from then on."""

from __future__ import annotations

from corpus.management.demo import load_demo
from tests.conftest import ROOT
from tests.replayed import Replayed


@Replayed
def stored_demo() -> None:
    """Read and store it, as ``make run`` does."""
    tally = load_demo(ROOT / "fixtures")
    assert not tally.failures
