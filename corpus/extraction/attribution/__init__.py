"""Who is said to have said what: quoted runs and statements tied to the words that announce them."""

from .attribute import attribute, quoted_only
from .found import Attribution, Source, SourceKind
from .trained import attribute_trained, hints

__all__ = ["Attribution", "Source", "SourceKind", "attribute", "attribute_trained", "hints", "quoted_only"]
