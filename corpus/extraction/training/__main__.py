"""``python -m corpus.extraction.training DATA``: from annotated articles to a model folder.

DATA is laid out as training/texts.py says. The network is kept in ``--work`` after its phases, so that a run that was
broken off goes on from there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tqdm import tqdm

from ..tagger import load
from .base import base_files
from .calibration import calibrate
from .export import NAME, SETTINGS, export
from .fitting import Recipe, fit
from .manifest import write_manifest
from .network import Network
from .ranker import examples, fit_trees, readings
from .texts import LabelledText, attributed, named

PHASES = (
    Recipe(epochs=2, rate=3e-4, new_rate=1e-3, name_weight=0.5, pointer_weight=0.5),
    Recipe(epochs=2, rate=2e-4, new_rate=4e-4, name_weight=1.0, pointer_weight=1.0),
)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("var/training"), help="where what is half done is kept")
    parser.add_argument("--out", type=Path, help="the model's folder; in --work where none is named")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--articles", type=int, default=0, help="learn from so many articles only")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)  # numbers next to nothing cost a hundred times what others do
    weights, words = base_files(options.work / "base")
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    articles = list(
        tqdm(
            attributed(options.data / "polnear" / "train", tokenizer, options.articles), desc="reading", unit="article"
        )
    )
    names = list(named(options.data / "ner", tokenizer))
    network = Network()
    network.load_base(weights)
    for number, recipe in enumerate(PHASES):
        kept = options.work / f"seed{options.seed}-phase{number}.pt"
        if kept.exists():
            network.load_state_dict(torch.load(kept))
            continue
        texts = articles + names if number else articles
        fit(network, texts, tokenizer, recipe, options.seed * 10 + number, f"phase {number + 1} of {len(PHASES)}")
        torch.save(network.state_dict(), kept)
    unseen = list(attributed(options.data / "polnear" / "dev", tokenizer, options.articles))
    finish(network, articles, unseen, words, options.out or options.work / f"seed{options.seed}", options.seed)


def finish(
    network: Network, articles: list[LabelledText], unseen: list[LabelledText], words: Path, out: Path, seed: int
) -> None:
    """Write the model's folder: the network, the ranker fitted on its reading, the calibration on unseen articles."""
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / "tagger.onnx")
    shutil.copy(words, out / "tokenizer.json")
    rows, labels = examples(readings(out, articles), SETTINGS["quoted_from"])
    (out / "linker.json").write_text(json.dumps(fit_trees(rows, labels, seed)), encoding="utf-8")
    write_manifest(out, NAME, SETTINGS)
    write_manifest(out, NAME, SETTINGS | calibrate(load(out), unseen))
    load.cache_clear()  # what was loaded has no calibration yet


if __name__ == "__main__":
    main()
