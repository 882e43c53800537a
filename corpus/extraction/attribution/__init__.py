"""Who is said to have said what: quoted runs and statements tied to the words that announce them."""

from .attribute import attribute, quoted_only
from .found import Attribution, Source, SourceKind

__all__ = ["Attribution", "Source", "SourceKind", "attribute", "quoted_only"]
