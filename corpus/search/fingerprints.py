"""By which runs of words an article is found again in others: its fingerprints, kept in rows.

A run of five words is kept where its hash is a multiple of a fixed number. So two articles that share words keep the
same ones, whatever stands before them: sampling by hash modulo, after Manber ("Finding similar files in a large file
system", USENIX 1994) and Broder ("On the resemblance and containment of documents", SEQUENCES 1997).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from django.db.models import Count, F, Max

from corpus.bulk import insert
from corpus.chunks import chunked
from corpus.models import Fingerprint
from corpus.search.holders import holding
from corpus.search.shingles import shingle_key

RUN = 5  # words in a row
SAMPLED = 16  # one run in so many is kept
FEWEST = 30  # words of the shortest article that can be a copy, or be copied: less is printed alike by chance
MOST_HOLDERS = 200  # articles beyond which a run says nothing by itself: it is a house's standing phrase, or a story
MOST_LEADERS = 200  # originals beyond which it says nothing at all
CHUNK = 100
SEARCHED = 5000  # keys of one statement that looks through all who have them


class Holder(NamedTuple):
    """An article that has a fingerprint too."""

    article: int
    total: int  # fingerprints that it has


def runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of a text, in their order."""
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def fingerprints(words: Sequence[str]) -> set[int]:
    """The keys that are kept of a text's folded words."""
    if len(words) < FEWEST:
        return set()
    kept = {run for run in map(" ".join, runs(words)) if crc32(run.encode()) % SAMPLED == 0}
    return {shingle_key(run.split()) for run in kept}


def held(articles: Iterable[int]) -> dict[int, set[int]]:
    """The fingerprints that are kept of the articles."""
    found: dict[int, set[int]] = {}
    for some in chunked(articles, CHUNK):
        found |= {pk: set() for pk in some}
        rows = Fingerprint.objects.filter(article__in=some).order_by()
        for pk, key in rows.values_list("article", "key"):
            found[pk].add(key)
    return found


def keep(article: int, keys: set[int], *, instead_of: set[int]) -> None:
    """Keep these fingerprints of an article instead of those that are kept."""
    if instead_of:
        Fingerprint.objects.filter(article=article).delete()
    insert(Fingerprint(key=key, article_id=article, total=len(keys)) for key in sorted(keys))


def holders(keys: Iterable[int]) -> dict[int, list[Holder]]:
    """Who has each of the keys: two more than MOST_HOLDERS at the most, so that no phrase costs more than that."""
    return _by_key(holding(Fingerprint, "article_id", keys, most=MOST_HOLDERS + 2))


def leaders(keys: Iterable[int]) -> dict[int, list[Holder]]:
    """Which originals that very many print have each of the keys: one more than MOST_LEADERS at the most."""
    return _by_key(holding(Fingerprint, "article_id", keys, most=MOST_LEADERS + 1, marked="leads"))


def _by_key(rows: Iterable[tuple[int, int, int]]) -> dict[int, list[Holder]]:
    found: dict[int, list[Holder]] = {}
    for key, article, total in rows:
        found.setdefault(key, []).append(Holder(article, total))
    return found


def leading(articles: Iterable[int]) -> set[int]:
    """Those of the articles that are marked as originals that very many print."""
    found: set[int] = set()
    for some in chunked(articles, CHUNK):
        rows = Fingerprint.objects.filter(article__in=some, leads=True).order_by()
        found.update(rows.values_list("article", flat=True).distinct())
    return found


def mark(articles: Iterable[int], *, leads: bool) -> None:
    """Mark the articles as such originals, or as none."""
    for some in chunked(articles, CHUNK):
        Fingerprint.objects.filter(article__in=some).update(leads=leads)


def sharing(keys: Iterable[int], least: float) -> set[int]:
    """All articles with such a share of their own fingerprints among the keys, however many these are.

    Looks through everybody who has one. Of more keys than one statement takes, a share of some of them is enough.
    """
    found: set[int] = set()
    chunks = list(chunked(sorted(keys), SEARCHED))
    for some in chunks:
        rows = Fingerprint.objects.filter(key__in=some).order_by().values("article")
        rows = rows.annotate(number=Count("pk"), of=Max("total")).filter(number__gte=F("of") * (least / len(chunks)))
        found.update(rows.values_list("article", flat=True))
    return found
