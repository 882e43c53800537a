"""Store what articles copy, and how often each is copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from corpus.bulk import update
from corpus.chunks import chunked
from corpus.models import Article
from corpus.models.copy import NO_COPY
from corpus.services.likeness import Likeness

CHUNK = 200
OF_THE_WORDS = tuple(name for name in NO_COPY if name != "copy_of")


class Link(NamedTuple):
    """What an article copies."""

    original: int
    like: Likeness


def write_links(links: dict[int, Link | None]) -> None:
    """Store what is linked otherwise than before, and how often each is copied."""
    stored = {
        pk: dict(zip(NO_COPY, told, strict=True))
        for some in chunked(links, CHUNK)
        for pk, *told in Article.objects.filter(pk__in=some).order_by().values_list("pk", *NO_COPY)
    }
    changed = {pk: told for pk, link in links.items() if (told := _told(link)) != stored[pk]}
    left = {pk for pk in changed if stored[pk]["copy_of"] is not None}
    now = timezone.now()
    # A copy has no copies: what leaves an original goes before that becomes a copy itself.
    for some in chunked(left, CHUNK):
        Article.objects.filter(pk__in=some).update(**NO_COPY, updated_at=now)
    _recount({stored[pk]["copy_of"] for pk in left})
    copies = (_linked(pk, told, now) for pk, told in sorted(changed.items()) if told["copy_of"] is not None)
    update(copies, [*NO_COPY, "updated_at"])
    gained = Counter(told["copy_of"] for told in changed.values() if told["copy_of"] is not None)
    if left:
        _recount(gained)
        return
    for pk, number in sorted(gained.items()):  # one more of a thousand: nobody counts them all
        Article.objects.filter(pk=pk).update(copies_count=F("copies_count") + number, updated_at=now)


def recount_copies(ids: Iterable[int]) -> None:
    """Count the copies of those articles anew whose number is not right."""
    for some in chunked(ids, CHUNK):
        counted = Article.objects.filter(pk__in=some).order_by().annotate(n=Count("copies"))
        _recount(counted.exclude(copies_count=F("n")).values_list("pk", flat=True))


def _told(link: Link | None) -> dict[str, Any]:
    """The columns of an article that say what it copies."""
    if link is None:
        return NO_COPY
    share, kept, kind, retitled = astuple(link.like)
    return dict(zip(NO_COPY, (link.original, share, kept, kind, retitled), strict=True))


def _linked(pk: int, told: dict[str, Any], now: datetime) -> Article:
    """The article with the columns that are written, and no others."""
    return Article(pk=pk, copy_of_id=told["copy_of"], updated_at=now, **{name: told[name] for name in OF_THE_WORDS})


def _recount(ids: Iterable[int]) -> None:
    """Set how many copies the articles have; answers about them say another number now."""
    copies = Article.objects.filter(copy_of=OuterRef("pk")).order_by().values("copy_of").annotate(n=Count("pk"))
    count = Coalesce(Subquery(copies.values("n")), 0)
    for some in chunked(ids, CHUNK):
        Article.objects.filter(pk__in=some).update(copies_count=count, updated_at=timezone.now())
