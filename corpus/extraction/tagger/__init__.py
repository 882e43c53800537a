"""The trained reader: word pieces in; labels, names and links from content to source out."""

from .linking import Link, Linker, link
from .model import Model, load
from .pieces import encode

__all__ = ["Link", "Linker", "Model", "encode", "link", "load"]
