"""Which runs of a quotation's words are kept, so that any text finds the quotation again.

A text is asked for every run of its own words. So it is enough to keep every third run of four words of a quotation:
whatever shares six words in a row with it holds one of them. Of a short quotation, of which little can be left, all are
kept; of one with three words, these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from corpus.bulk import insert
from corpus.chunks import chunked
from corpus.folding import folded_words
from corpus.models import Shingle

RUN = 4  # words of a shingle
STRIDE = 3
SHARED = RUN + STRIDE - 1  # words in a row that are found for certain
SHORT = 12  # words up to which all runs are kept
FEWEST = 3  # words of the shortest quotation that is looked up: fewer are said alike by chance
MOST = 2000  # shingles of one quotation
CHUNK = 200


def shingle_key(words: Sequence[str]) -> int:
    """Hash of a run of folded words, as a signed number of 64 bits."""
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def kept(words: Sequence[str]) -> list[tuple[int, int]]:
    """The shingles of a quotation: where each begins, counted in words, and its key."""
    if len(words) < FEWEST:
        return []
    if len(words) < RUN:
        return [(0, shingle_key(words))]
    stride = 1 if len(words) <= SHORT else STRIDE
    starts = range(0, len(words) - RUN + 1, stride)
    return [(start, shingle_key(words[start : start + RUN])) for start in starts][:MOST]


def shingle_keys(words: str) -> list[int]:
    """The keys of a quotation's shingles, each once."""
    return list(dict.fromkeys(key for _, key in kept(folded_words(words))))


def shingles_of(quotation_id: int, words: str) -> list[Shingle]:
    """The rows that a quotation calls for."""
    keys = shingle_keys(words)
    return [Shingle(key=key, quotation_id=quotation_id, total=len(keys)) for key in keys]


def index_shingles(words: Mapping[int, str], *, using: str) -> None:
    """Keep the shingles of quotations, by their keys, as their words are now."""
    for some in chunked(words, CHUNK):
        wanted = {(row.quotation_id, row.key): row for pk in some for row in shingles_of(pk, words[pk])}
        held = Shingle.objects.using(using).filter(quotation__in=some)
        known = {(pk, key, total) for pk, key, total in held.values_list("quotation", "key", "total")}
        if known != {(*name, row.total) for name, row in wanted.items()}:
            if known:
                held.delete()
            insert(wanted.values(), using=using)


def remove_shingles(quotation_ids: Iterable[int], *, using: str) -> None:
    """Forget the shingles of the quotations."""
    for some in chunked(quotation_ids, CHUNK):
        Shingle.objects.using(using).filter(quotation__in=some).delete()
