"""``python -m corpus.extraction.training.coreference DATA``: fits the ranker of pronouns' antecedents.

DATA is laid out as training/chains.py says. A pronoun is one example a candidate, as the rules and the shipped reader
see the text. CoreNLP's chains are wrong in one link of five; over ten thousand of them the errors mostly cancel, and
GUM's, which people made, weigh more.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from tqdm import tqdm

from corpus.records import ArticleRecord, EntityType, Span

from ..coreference.features import Anaphor, Pairs
from ..coreference.ranking import LEAST
from ..document import Document
from ..entities import Entities
from ..pipeline import resolved
from .chains import ChainedText, Link, Printed, chained
from .ranker import stored_trees

GOLD_WEIGHT = 3.0
TREES, LEAVES, RATE, SMALLEST_LEAF = 80, 12, 0.1, 30
DIGITS = 5  # of what a leaf holds
LEAST_SHARE = 1 / 3  # of a silver chain's names that an entity holds which the chain means
TITLE = re.compile(r"[,(]| of | for | at | in | and |['’]s ")  # what parts a title from a name that is not its own


class Examples:
    """Rows, labels and weights of one type of candidates."""

    def __init__(self) -> None:
        self.rows: list[list[float]] = []
        self.labels: list[bool] = []
        self.weights: list[float] = []

    def add(self, rows: list[list[float]], labels: list[bool], weight: float) -> None:
        """Take the candidates of one pronoun."""
        self.rows.extend(rows)
        self.labels.extend(labels)
        self.weights.extend([weight] * len(labels))

    def fit(self, seed: int) -> dict[str, Any]:
        """The trees as ``tagger.trees.Trees.from_json`` reads them."""
        model = HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=RATE,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=SMALLEST_LEAF,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=seed,
        ).fit(np.array(self.rows, np.float32), np.array(self.labels, np.int64), np.array(self.weights))
        stored = stored_trees(model)
        stored["value"] = [[round(value, DIGITS) for value in tree] for tree in stored["value"]]
        stored["threshold"] = [[float(f"{limit:.6g}") for limit in tree] for tree in stored["threshold"]]
        return stored


def examples(texts: Iterable[ChainedText]) -> dict[EntityType, Examples]:
    """The pronouns of the texts with their candidates."""
    found = {kind: Examples() for kind in LEAST}
    for text in texts:
        read = resolved(ArticleRecord(text.name, "", text.body), ranked=False)
        pairs = Pairs(read.document, read.entities, read.references, read.attributions)
        held = entities_of(text, read.document, read.entities)
        chain_at = {link.head.start: link.chain for link in text.links if link.printed is Printed.PRONOUN}
        printed: dict[str, set[Printed]] = defaultdict(set)
        spans: dict[str, list[Span]] = defaultdict(list)  # of what is no name
        for link in text.links:
            if link.printed is Printed.NOMINAL:
                spans[link.chain].append(link.span)
            printed[link.chain].add(link.printed)
        for anaphor in pairs.anaphors:
            chain = chain_at.get(read.document.tokens[anaphor.token].start, "")
            if text.silver and anaphor.type is EntityType.PERSON and printed[chain] <= {Printed.PRONOUN}:
                continue  # the program found no antecedent: that says little of a person
            unnamed = {
                id(person)
                for token, person in read.references.unnamed
                for span in spans.get(chain, ())
                if span.start <= read.document.tokens[token].start < span.end
            }
            labels = _labels(anaphor, held.get(chain, Counter()), unnamed, text.silver)
            rows = pairs.rows[anaphor.row : anaphor.row + len(labels)]
            found[anaphor.type].add(rows, labels, 1.0 if text.silver else GOLD_WEIGHT)
    return found


def _labels(anaphor: Anaphor, held: Counter[str], unnamed: set[int], silver: bool) -> list[bool]:
    """Whom the chain names is right; somebody without a name where it names nobody."""
    least = max(held.values(), default=0) * LEAST_SHARE if silver else 0
    return [
        held[entity.key] > 0 and held[entity.key] >= least if entity.key else not held and id(entity) in unnamed
        for entity in anaphor.candidates
    ]


def entities_of(text: ChainedText, document: Document, entities: Entities) -> dict[str, Counter[str]]:
    """How many of each chain's names are names of which entity, by its key."""
    names = sorted(
        (*document.span(name.first, name.last), entity.key)
        for entity in (*entities.people, *entities.organisations)
        for name in entity.names
    )
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for link in text.links:
        if link.printed is Printed.NAME:
            key = _named(link, names, text.body)
            if key:
                held[link.chain][key] += 1
    return held


def _named(link: Link, names: list[tuple[int, int, str]], body: str) -> str:
    """Whose name the head of a mention is part of, or ends the mention: "Shadow Secretary Ana Kerr"."""
    for start, end, key in names:
        if start <= link.head.start < end:
            return key
    for start, end, key in names:
        inside = link.head.start < start and end <= link.span.end
        if inside and not TITLE.search(body, link.head.start, start):
            return key
    return ""


def main() -> None:
    """Read the command line and fit."""
    parser = argparse.ArgumentParser(prog="python -m corpus.extraction.training.coreference", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("var/training/coreference.json"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = examples(tqdm(chained(options.data), desc="reading", unit="article", disable=None))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    stored = {kind.value: some.fit(options.seed) for kind, some in found.items()}
    options.out.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
