"""The trained reader: word pieces in; labels, names and links from content to source out."""

from .linking import Link, Linker, link
from .model import Model, load
from .pieces import encode
from .sureness import SPAN, SPEAKER, calibrated, span_features, speaker_features

__all__ = [
    "SPAN",
    "SPEAKER",
    "Link",
    "Linker",
    "Model",
    "calibrated",
    "encode",
    "link",
    "load",
    "span_features",
    "speaker_features",
]
