"""The source key: what tells two deliveries of one article from two articles."""

from __future__ import annotations

import hashlib

from corpus.ingest.cleaning import clean_line

MAX_KEY = 500


def source_key(*, key: str, url: str, publisher: str, content: bytes) -> str:
    """Return the source key of a document, at most 500 characters.

    The client's own ``key`` as it is (space around it and control characters dropped), else the canonical ``url`` as
    it is, else "sha256:<publisher>:<sha256 of the bytes>" with the publisher folded to lower case. A key longer than
    500 characters becomes "sha256:long:<sha256 of the key>". Two documents with the same key are two states of one
    article.
    """
    own = clean_line(key)
    if own or url:
        chosen = own or url
        return chosen if len(chosen) <= MAX_KEY else f"sha256:long:{hashlib.sha256(chosen.encode()).hexdigest()}"
    folded = clean_line(publisher).casefold()[:300]
    return f"sha256:{folded}:{hashlib.sha256(content).hexdigest()}"
