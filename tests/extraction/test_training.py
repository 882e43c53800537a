"""Training on a handful of invented articles: labels, a few steps, the export, the folder read again.

What training needs is installed by ``make train``; without it these tests are left out.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.tagger.model import Model, load
from corpus.records import ArticleRecord
from tests.extraction.tiny_model import make

if TYPE_CHECKING:
    import torch

    from corpus.extraction.training import held_out
    from corpus.extraction.training.__main__ import finish
    from corpus.extraction.training.batches import Builder, epoch
    from corpus.extraction.training.fitting import Recipe, fit, losses
    from corpus.extraction.training.network import Network
    from corpus.extraction.training.texts import LabelledText, attributed, named

TEXT = "“We waited,” said Ana Kerr, the mayor.\n\nTom Lind told the board it was not safe.\n"
MARKS = (
    ("Content", "“We waited,”"),
    ("Cue", "said"),
    ("Source", "Ana Kerr, the mayor"),
    ("Content", "it was not safe"),
    ("Cue", "told"),
    ("Source", "Tom Lind"),
)


@pytest.fixture(autouse=True, scope="module")
def _installed() -> None:
    """What training needs, which every process of the tests would load if it stood above."""
    global torch, held_out, finish, Builder, epoch, Recipe, fit, losses, Network, LabelledText, attributed, named
    torch = pytest.importorskip("torch", reason="torch is not installed: make train installs what training needs")
    pytest.importorskip("sklearn", reason="scikit-learn is not installed: make train installs what training needs")
    from corpus.extraction.training import held_out
    from corpus.extraction.training.__main__ import finish
    from corpus.extraction.training.batches import Builder, epoch
    from corpus.extraction.training.fitting import Recipe, fit, losses
    from corpus.extraction.training.network import Network
    from corpus.extraction.training.texts import LabelledText, attributed, named


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Twenty-four copies of one article in a brat folder, with a few sentences of names."""
    folder = tmp_path / "data" / "polnear" / "train"
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    lines = [
        f"T{n}\t{part} {TEXT.index(words)} {TEXT.index(words) + len(words)}\t{words}"
        for n, (part, words) in enumerate(MARKS, 1)
    ]
    lines += ["E1\tAttribution:T2 Content:T1 Cue:T2 Source:T3", "E2\tAttribution:T5 Content:T4 Cue:T5 Source:T6"]
    for number in range(24):
        (folder / "text" / f"a{number}.txt").write_text(TEXT, encoding="utf-8")
        (folder / "attributions" / f"a{number}_x.ann").write_text("\n".join(lines), encoding="utf-8")
    names = tmp_path / "data" / "ner" / "wikigold" / "CONLL-format" / "data"
    names.mkdir(parents=True)
    (names / "wikigold.conll.txt").write_text("Ana I-PER\nKerr I-PER\nwaited O\n. O\n\n", encoding="utf-8")
    return tmp_path / "data"


@pytest.fixture
def texts(gold: Path, tmp_path: Path) -> list[LabelledText]:
    tokenizer = load(make(tmp_path / "tiny")).tokenizer
    return list(attributed(gold / "polnear" / "train", tokenizer))


def test_labels_stand_on_the_marked_words(texts: list[LabelledText]) -> None:
    text = texts[0]
    words = {
        label: [TEXT[s:e] for s, e in zip(text.pieces.start[at], text.pieces.end[at], strict=True)]
        for label in range(1, 7)
        for at in [(text.tags == label).nonzero()[0]]
    }
    assert (words[1], words[3], words[5]) == (["Ana", "Tom"], ["said", "told"], ["“", "it"])
    assert words[2] == ["Kerr", ",", "the", "mayor", "Lind"]
    assert [TEXT[text.pieces.start[at] :][:4] for at in text.sources[1]] == ["Tom ", "Lind"]


def test_names_are_labelled_for_names_alone(gold: Path, tmp_path: Path) -> None:
    (text,) = named(gold / "ner", load(make(tmp_path / "words")).tokenizer)
    assert text.names.tolist() == [1, 2, 0, 0]
    assert np.all(text.tags == -100)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_few_steps_and_the_folder_reads(texts: list[LabelledText], tmp_path: Path) -> None:
    tokenizer = load(make(tmp_path / "words")).tokenizer
    torch.manual_seed(0)  # with some first weights, so few steps learn other bounds
    network = Network(layers=1)
    batches = epoch(texts, 64, 8, random.Random(0))
    assert sum(cut.last - cut.first for batch in batches for cut in batch) == sum(len(text.pieces) for text in texts)
    batch = Builder(tokenizer, random.Random(0)).batch(batches[0])
    with torch.no_grad():
        before = float(sum(losses(network.eval(), batch)))
    recipe = Recipe(epochs=8, rate=1e-3, new_rate=1e-3, name_weight=1, pointer_weight=1, longest=64)
    fit(network, texts, tokenizer, recipe, 0, "test")
    with torch.no_grad():
        assert float(sum(losses(network.eval(), batch))) < before / 2
    words = tmp_path / "tokenizer.json"
    shutil.copy(tmp_path / "words" / "tokenizer.json", words)
    finish(network, texts, texts[:4], words, tmp_path / "out", 0)
    record = extract(ArticleRecord("x", "", TEXT), ExtractionConfig(model=tmp_path / "out"))
    assert [q.speaker.name for q in record.quotations if q.speaker] == ["Ana Kerr", "Tom Lind"]


def test_no_article_judges_numbers_that_were_fitted_on_it(
    gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "model")
    fitted: list[set[str]] = []
    real = held_out.calibrate

    def calibrate(model: Model, texts: list[LabelledText]) -> dict[str, Any]:
        fitted.append({text.name for text in texts})
        return real(model, texts)

    monkeypatch.setattr(held_out, "calibrate", calibrate)
    found = [one.article.name for one in held_out.judged(gold / "polnear" / "train", tmp_path / "model", folds=3)]
    assert sorted(found) == sorted(f"a{number}" for number in range(24))
    for place, others in enumerate(fitted):
        assert others == set(found) - set(found[place * 8 : place * 8 + 8])
