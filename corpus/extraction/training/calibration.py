"""Fits what turns the network's and the ranker's numbers into probabilities, on articles that neither learned from.

Logistic regression (Platt 1999). What is less likely right than half the F1 that can be had is better left out (Lipton,
Elkan and Narayanaswamy 2014, Optimal Thresholding of Classifiers to Maximize F1 Measure), which gives the thresholds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from ..tagger import Model, link, span_features, speaker_features
from ..tagger.sureness import log_odds
from .ranker import hints_of, is_source, right_attribution
from .texts import LabelledText

Pairs = list[tuple[tuple[float, ...], bool]]
RIGHT = 0.8  # of the words, as in the evaluation


def calibrate(model: Model, texts: Sequence[LabelledText]) -> dict[str, Any]:
    """Settings for the manifest: weights for spans and speakers, the least probability of contents that are kept."""
    spans: Pairs = []
    speakers: Pairs = []
    wanted = 0
    for text in tqdm(texts, desc="calibration", unit="article", disable=None):
        wanted += sum(len(attribution.content) for attribution in text.gold.attributions) if text.gold else 0
        linker, links = link(text.document, text.pieces, model.read(text.pieces), hints_of(text), model)
        for one in links:
            gold = right_attribution(text, one.content, RIGHT)
            spans.append((span_features(linker, one.content), gold is not None))
            if gold is not None and gold.source and one.candidates:
                speakers.append((speaker_features(one), is_source(text, one.candidates[0][0], gold)))
    weights, sure = _fit(spans)
    return {
        "span": weights,
        "speaker": _fit(speakers)[0],
        "least": round(_best_f1(sure, [right for _, right in spans], wanted) / 2, 3),
    }


def _fit(pairs: Pairs) -> tuple[dict[str, Any], npt.NDArray[np.float64]]:
    """The weights, and the probabilities that they give the pairs."""
    rows, labels = np.array([features for features, _ in pairs]), np.array([right for _, right in pairs])
    weights, bias = np.zeros(rows.shape[1]), log_odds(float(labels.mean()))
    if labels.any() and not labels.all():
        model = LogisticRegression().fit(rows, labels)
        weights, bias = model.coef_[0], float(model.intercept_[0])
    stored = {"weights": [round(float(weight), 4) for weight in weights], "bias": round(bias, 4)}
    return stored, 1 / (1 + np.exp(-(rows @ weights + bias)))


def _best_f1(sure: npt.NDArray[np.float64], right: Sequence[bool], wanted: int) -> float:
    """The best F1 that keeping the surest so many gives, where there are ``wanted`` to be found."""
    order = np.argsort(-sure)
    found = np.cumsum(np.array(right)[order])
    return float((2 * found / (np.arange(1, len(order) + 1) + wanted)).max())
