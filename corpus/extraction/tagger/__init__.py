"""The trained reader: word pieces in; labels, names and links from content to source out."""

from .linking import Link, Linker, link
from .model import Model, Reading, load
from .naming import Names
from .pieces import Pieces, encode
from .sureness import SPAN, SPEAKER, calibrated, span_features, speaker_features

__all__ = [
    "SPAN",
    "SPEAKER",
    "Link",
    "Linker",
    "Model",
    "Names",
    "Pieces",
    "Reading",
    "calibrated",
    "encode",
    "link",
    "load",
    "span_features",
    "speaker_features",
]
