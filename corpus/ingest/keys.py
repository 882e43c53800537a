"""The source key: what tells two deliveries of one article from two articles."""

from __future__ import annotations

import hashlib
import posixpath

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
        return _fitted(own or url)
    folded = clean_line(publisher).casefold()[:300]
    return f"sha256:{folded}:{hashlib.sha256(content).hexdigest()}"


def path_key(path: str) -> str:
    """Return the key of a document in a file: the path as it was named, with "." and ".." and doubled slashes resolved.

    The current folder plays no part in it, so the same command line gives the same key, and two folders two keys.
    """
    return _fitted(posixpath.normpath(path))


def _fitted(key: str) -> str:
    """Return a key of at most 500 characters: a longer one by its hash, since its beginning may be another's too."""
    return key if len(key) <= MAX_KEY else f"sha256:long:{hashlib.sha256(key.encode()).hexdigest()}"
