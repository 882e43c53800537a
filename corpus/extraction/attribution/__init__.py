"""Who is said to have said what: quoted runs and statements tied to the words that announce them."""

from .attribute import attribute, quoted_only
from .completion import complete
from .found import Attribution, Source, SourceKind
from .printed import printed_source
from .signatures import sign
from .spoken_turns import keep_settled

__all__ = [
    "Attribution",
    "Source",
    "SourceKind",
    "attribute",
    "complete",
    "keep_settled",
    "printed_source",
    "quoted_only",
    "sign",
]
