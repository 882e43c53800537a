"""Check what is linked as a copy against the words: for ``manage.py verify``."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F

from corpus.folding import folded_words
from corpus.models import Article, Fingerprint
from corpus.search import fingerprints
from corpus.services.leading import is_wide
from corpus.services.likeness import Wording, likeness

CHUNK = 200


def mislinked() -> Iterator[str]:
    """One line for each broken promise: fingerprints, counters, and links that the words or an editor deny."""
    numbers = Fingerprint.objects.order_by().values("key").annotate(n=Count("pk"))
    too_common = set(numbers.filter(n__gt=fingerprints.MOST_HOLDERS).values_list("key", flat=True))
    last = 0
    rows = Article.objects.select_related("current_text", "copy_ruling").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = some[-1].pk
        yield from _fingerprints(some, too_common)
    for name in (
        Article.objects.annotate(n=Count("copies")).exclude(copies_count=F("n")).values_list("public_id", flat=True)
    ):
        yield f"{name}: its count of copies is stale"
    yield from _links()
    yield from _ruled()


def _fingerprints(some: list[Article], too_common: set[int]) -> Iterator[str]:
    held: dict[int, set[tuple[int, int, bool]]] = {row.pk: set() for row in some}
    rows = Fingerprint.objects.filter(article__in=held)
    for pk, key, total, leads in rows.values_list("article", "key", "total", "leads"):
        held[pk].add((key, total, leads))
    for row in some:
        readable = row.current_text is not None and row.removed_at is None
        keys = (
            fingerprints.fingerprints(folded_words(row.current_text.body)) if readable and row.current_text else set()
        )
        leads = row.copy_of_id is None and is_wide(keys, too_common)
        if hasattr(row, "copy_ruling") and row.copy_ruling.original_id is not None:
            leads = any(marked for _, _, marked in held[row.pk])  # it is for an editor to say
        if held[row.pk] != {(key, len(keys), leads) for key in keys}:
            yield f"{row.public_id}: what finds copies of it is stale"


def _links() -> Iterator[str]:
    """A copy and its original can be read, and the copy holds what it is said to."""
    rows = Article.objects.filter(copy_of__isnull=False).order_by("pk")
    rows = rows.select_related("current_text", "copy_of__current_text", "copy_ruling")
    for row in rows.iterator(CHUNK):
        original = row.copy_of
        if original is None or row.current_text is None or row.removed_at is not None:
            yield f"{row.public_id}: a copy that cannot be read"
        elif original.current_text is None or original.removed_at is not None:
            yield f"{row.public_id}: a copy of what cannot be read"
        else:
            pair = [Wording(text.headline, text.body) for text in (row.current_text, original.current_text)]
            found = likeness(pair[0], pair[1])
            told = (row.copy_share, row.copy_kept, row.copy_kind, row.copy_retitled)
            if told != (found.share, found.kept, found.kind, found.retitled):
                yield f"{row.public_id}: what it has in common with its original is stale"
            if not found.is_copy and not hasattr(row, "copy_ruling"):
                yield f"{row.public_id}: a copy of {original.public_id}, whose words it does not hold"


def _ruled() -> Iterator[str]:
    """What an editor said of copies holds."""
    none = Article.objects.filter(copy_ruling__isnull=False, copy_ruling__original__isnull=True)
    for name in none.filter(copy_of__isnull=False).values_list("public_id", flat=True):
        yield f"{name}: a copy, and an editor said that it is none"
    some = Article.objects.readable().filter(
        copy_of__isnull=True, copy_ruling__original__removed_at__isnull=True, copy_ruling__original__isnull=False
    )
    for name in some.values_list("public_id", flat=True):
        yield f"{name}: no copy, and an editor said of what it is one"
