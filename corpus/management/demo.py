"""The demo corpus: four invented outlets, a folder each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from corpus.ingest import Declared
from corpus.records import Tally
from corpus.services.ingest import ingest_documents


def load_demo(fixtures: Path, on_progress: Callable[[int, int], None] | None = None) -> Tally:
    """Ingest the demo corpus of ``fixtures``, whose outlets.json names the publisher of each folder under demo/."""
    total = Tally()
    outlets = json.loads((fixtures / "outlets.json").read_text(encoding="utf-8"))
    for name, publisher in sorted(outlets.items()):
        tally = ingest_documents(
            [str(fixtures / "demo" / name)], Declared(publisher=publisher), on_progress=on_progress
        )
        for outcome, count in tally.counts.items():
            total.counts[outcome] += count
        total.failures += tally.failures
    return total
