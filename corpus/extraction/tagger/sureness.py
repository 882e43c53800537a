"""How sure a content and a speaker are: logistic calibration (Platt 1999) of what the encoder and the ranker say.

The weights lie in the model's manifest and are fitted on articles that the network did not learn from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .linking import Content, Link, Linker

LEAST = 1e-4  # probabilities are kept so far from 0 and 1
SPAN, SPEAKER = "span", "speaker"  # the settings that hold weights


def span_features(linker: Linker, content: Content) -> tuple[float, ...]:
    """Log-odds of: content all over, a beginning at its first piece, an end behind its last."""
    behind = content.last
    ends = 1.0 if behind >= len(linker.pieces) else 1.0 - float(linker.goes_on[behind])
    return (log_odds(content.probability), log_odds(float(linker.begins[content.first])), log_odds(ends))


def speaker_features(link: Link) -> tuple[float, ...]:
    """Log-odds of the likeliest source and of the next one."""
    first, second = ([*(score for _, score in link.candidates[:2]), 0.0, 0.0])[:2]
    return (log_odds(first), log_odds(second))


def calibrated(features: Sequence[float], settings: Mapping[str, Any], part: str, raw: float) -> float:
    """The probability of being right; ``raw`` where the model comes without weights for this part."""
    weights = settings.get(part)
    if weights is None:
        return raw
    total = weights["bias"] + sum(w * f for w, f in zip(weights["weights"], features, strict=True))
    return 1 / (1 + math.exp(-total))


def log_odds(probability: float) -> float:
    """Finite log-odds."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))
