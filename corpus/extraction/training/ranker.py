"""Fits the ranker that links contents to their sources: boosted trees (Friedman 2001) over tagger/linking's features.

Learned from the training articles as the exported network reads them, and from what the rules say of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from tqdm import tqdm

from corpus.records import Span

from ..attribution import attribute
from ..attribution.trained import hints
from ..config import DEFAULT
from ..entities import find_entities
from ..evaluation.brat import GoldAttribution
from ..evaluation.printed_speakers import SourceClass, Verdict, judge, source_class
from ..evaluation.units import words_of
from ..tagger.linking import Content, Hint, Linker, Mention
from ..tagger.model import Reading, open_session, read_windows
from .export import SETTINGS
from .texts import LabelledText

LEAST_OVERLAP = 0.3  # of words, for a content found to be the gold one


def readings(folder: Path, texts: Iterable[LabelledText]) -> Iterator[tuple[LabelledText, Reading]]:
    """What the exported network reads in each text."""
    session = open_session(folder / "tagger.onnx", threads=1)
    for text in texts:
        yield text, read_windows(session, text.pieces, SETTINGS)


def examples(
    texts: Iterable[tuple[LabelledText, Reading]], quoted_from: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """A row a candidate of each content that the gold knows with a source among the candidates; 1 for a right one."""
    rows: list[npt.NDArray[np.float32]] = []
    labels: list[int] = []
    for text, reading in tqdm(texts, desc="ranker", unit="article"):
        linker = Linker(text.document, text.pieces, reading, hints_of(text), quoted_from)
        for content in linker.contents:
            gold = _gold(text, content)
            near = linker.near(content)
            if gold is None or near.start == near.stop:
                continue
            right = [is_source(text, mention, gold) for mention in linker.mentions[near]]
            if any(right):
                rows.append(linker.features([content], [near]))
                labels.extend(right)
    return np.concatenate(rows), np.array(labels, np.int64)


def hints_of(text: LabelledText) -> list[Hint]:
    """What the rules read in a text."""
    entities = find_entities(text.document, DEFAULT.longest_name)
    return hints(text.document, attribute(text.document, entities, DEFAULT))


def span_of(text: LabelledText, first: int, last: int) -> Span:
    """The characters of some pieces."""
    return Span(int(text.pieces.start[first]), int(text.pieces.end[last - 1]))


def right_attribution(text: LabelledText, content: Content, least: float) -> GoldAttribution | None:
    """The annotated attribution one of whose pieces shares ``least`` of the words with the content, and most."""
    body = text.document.body
    span = span_of(text, content.first, content.last)
    words = words_of(body, span)
    best, most = None, least
    for attribution in text.gold.attributions if text.gold else ():
        for piece in attribution.content:
            if piece.start < span.end and span.start < piece.end:
                other = words_of(body, piece)
                share = len(words & other) / (len(words | other) or 1)
                if share >= most:
                    best, most = attribution, share
    return best


def _gold(text: LabelledText, content: Content) -> GoldAttribution | None:
    """The annotated attribution that shares most words with the content, or holds most of it."""
    body = text.document.body
    span = span_of(text, content.first, content.last)
    words = words_of(body, span)
    best, most = None, LEAST_OVERLAP
    for attribution in text.gold.attributions if text.gold else ():
        for piece in attribution.content:
            if piece.start < span.end and span.start < piece.end:
                other = words_of(body, Span(max(piece.start, span.start - 400), min(piece.end, span.end + 400)))
                share = len(words & other) / (len(words | other) or 1)
                inside = len(words & other) / (len(words) or 1)
                if max(share, 0.9 * inside) > most:
                    best, most = attribution, max(share, 0.9 * inside)
    return best


def is_source(text: LabelledText, mention: Mention, gold: GoldAttribution) -> bool:
    """Whether the mention is the source of the annotated attribution."""
    body = text.document.body
    span = span_of(text, mention.first, mention.last)
    if not any(span.start < piece.end and piece.start < span.end for piece in gold.source):
        return False
    printed = gold.source_text(body)
    return source_class(printed) is not SourceClass.NONE and judge(printed, span.of(body)) is Verdict.RIGHT


def fit_trees(
    rows: npt.NDArray[np.float32], labels: Sequence[int] | npt.NDArray[np.int64], seed: int
) -> dict[str, Any]:
    """The fitted trees as ``tagger.trees.Trees.from_json`` reads them."""
    model = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.07, max_leaf_nodes=15, l2_regularization=1.0, random_state=seed
    ).fit(rows, labels)
    return stored_trees(model)


def stored_trees(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The trees of a fitted model as ``tagger.trees.Trees.from_json`` reads them."""
    grown = [stage[0].nodes for stage in model._predictors]
    width = max(len(nodes) for nodes in grown)
    stored: dict[str, Any] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for nodes in grown:
        here = np.arange(width)
        leaf = np.ones(width, bool)
        leaf[: len(nodes)] = nodes["is_leaf"].astype(bool)
        for name, column, filler in (
            ("feature", "feature_idx", 0),
            ("threshold", "num_threshold", 0.0),
            ("left", "left", here),
            ("right", "right", here),
            ("value", "value", 0.0),
        ):
            values = np.zeros(width, np.float64 if column in ("num_threshold", "value") else np.int64)
            values[: len(nodes)] = nodes[column]
            stored[name].append((values if name == "value" else np.where(leaf, filler, values)).tolist())
    stored["depth"] = int(max(nodes["depth"].max() for nodes in grown))
    stored["baseline"] = float(np.ravel(model._baseline_prediction)[0])
    return stored
