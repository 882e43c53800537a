"""Which records may be read no more: taken down with their article, or erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from corpus.models.affiliation import Affiliation
from corpus.models.article import Article
from corpus.models.entity import Entity
from corpus.models.ids import IdType
from corpus.models.mention import Mention
from corpus.models.quotation import Quotation


def _entities() -> QuerySet[Entity]:
    # A record that was merged away leads on to one that stands.
    return Entity.objects.filter(removed_at__isnull=True)


READABLE: dict[str, Callable[[], QuerySet[Any]]] = {
    IdType.ARTICLE: Article.objects.readable,
    IdType.QUOTATION: Quotation.objects.readable,
    IdType.MENTION: Mention.objects.readable,
    IdType.AFFILIATION: Affiliation.objects.readable,
    IdType.PERSON: _entities,
    IdType.ORGANISATION: _entities,
}


def unreadable(ids: Iterable[str]) -> set[str]:
    """Those of the ids whose records may not be read; of other kinds of records none. A query a kind."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for one in ids:
        if (kind := one.partition("_")[0]) in READABLE:
            by_kind[kind].add(one)
    found: set[str] = set()
    for kind, some in by_kind.items():
        rows = READABLE[kind]().filter(public_id__in=some).order_by()
        found |= some - set(rows.values_list("public_id", flat=True))
    return found
