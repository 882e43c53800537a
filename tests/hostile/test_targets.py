"""A few made-up documents for each target; ``make hostile`` tries as many as it is told to."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.hostile import places
from tests.hostile.news import BUILT
from tests.hostile.pieces import PIECES, as_bytes, changed
from tests.hostile.targets import TARGETS

TRIED = {"reader": 8, "rules": 40, "page": 40}


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FOLDER", tmp_path)
    random = Random(7)
    seeds = [path.read_bytes() for path in sorted(places.seeds(name, 1_500).iterdir())]
    assert seeds
    for _ in range(TRIED.get(name, 150)):
        TARGETS[name](changed(random.choice(seeds), 3_000, random))


@pytest.mark.parametrize("name", BUILT)
def test_documents_that_were_never_right(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FOLDER", tmp_path)
    random = Random(11)
    for _ in range(200):
        TARGETS[name](places.built(name, random))


@pytest.mark.parametrize("name", ["text", "json", "csv", "streams", "words", "requests"])
def test_each_piece_alone(name: str) -> None:
    for piece in PIECES:
        TARGETS[name](as_bytes(piece))
        TARGETS[name](b"\x03" + as_bytes(piece) * 3)


def test_changes_depend_on_their_seed_and_keep_to_the_length() -> None:
    first, second = (changed(b"Ana Kerr said." * 20, 400, Random(3)) for _ in range(2))
    assert first == second
    assert all(len(changed(b"x" * 390, 400, Random(n))) <= 400 for n in range(200))
