"""The demo corpus: four invented outlets, a folder each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.ingest import Declared, documents
from corpus.models import RawDocument
from corpus.models.choices import RawState
from corpus.records import RawRecord, Tally
from corpus.services.configs import ingest_config
from corpus.services.ingest import ingest_documents
from corpus.services.keep import fingerprint


def load_demo(fixtures: Path, on_progress: Callable[[int, int], None] | None = None) -> Tally:
    """Ingest the demo corpus of ``fixtures``, whose outlets.json names the publisher of each folder under demo/."""
    total = Tally()
    for folder, declared in _outlets(fixtures):
        tally = ingest_documents([folder], declared, on_progress=on_progress)
        for outcome, count in tally.counts.items():
            total.counts[outcome] += count
        total.failures += tally.failures
    return total


def demo_is_wanted(fixtures: Path) -> bool:
    """Whether the corpus is empty, or holds what a broken-off ``load_demo`` left and nothing else."""
    wanted = {
        fingerprint(item)
        for folder, declared in _outlets(fixtures)
        for item in documents([folder], declared=declared, config=ingest_config())
        if isinstance(item, RawRecord)
    }
    held = dict(RawDocument.objects.values_list("fingerprint", "state")[: len(wanted) + 1])
    return held.keys() <= wanted and (held.keys() != wanted or RawState.PENDING in held.values())


def _outlets(fixtures: Path) -> Iterator[tuple[str, Declared]]:
    """The folder of each outlet, and what is declared of it."""
    outlets = json.loads((fixtures / "outlets.json").read_text(encoding="utf-8"))
    for name, publisher in sorted(outlets.items()):
        yield str(fixtures / "demo" / name), Declared(publisher=publisher)
