"""Associates: who is quoted or mentioned in the same articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from corpus.models.article import Article
from corpus.models.entity import Entity
from corpus.models.mention import Mention
from corpus.models.quotation import Quotation
from corpus.records import EntityType

MOST_ARTICLES = 1000


@dataclass(frozen=True)
class Associate:
    """Somebody else of the same articles."""

    entity: Entity
    articles: int  # articles that quote or mention both
    quoted: int  # articles that quote both


@dataclass(frozen=True)
class Company:
    """The associates that were asked for, and what they were taken from."""

    associates: list[Associate]
    count: int  # of all associates
    articles: int  # that were looked through
    cut: bool  # there are more articles, older ones


def associates(entity: int, size: int, kind: EntityType | None = None) -> Company:
    """The ``size`` associates of the most articles, of those published last that quote or mention the entity."""
    articles, cut = newest(entity)
    texts = dict(Article.objects.filter(pk__in=articles).values_list("current_text", "pk"))
    named = Mention.objects.live().filter(text__in=list(texts), entity__removed_at__isnull=True)
    said = Quotation.objects.live().filter(article__in=articles, speaker__removed_at__isnull=True)
    own = set(said.filter(speaker=entity).values_list("article", flat=True))
    if kind is not None:
        named, said = named.filter(entity__type=kind), said.filter(speaker__type=kind)
    present: dict[int, set[int]] = defaultdict(set)
    quoted: dict[int, set[int]] = defaultdict(set)
    for article, speaker in pairs(said, "article", "speaker"):
        present[speaker].add(article)
        quoted[speaker].add(article)
    for text, other in pairs(named, "text", "entity"):
        present[other].add(texts[text])
    present.pop(entity, None)
    ranked = sorted((-len(present[other]), -len(quoted[other] & own), other) for other in present)[:size]
    entities = Entity.objects.only("public_id", "type", "name").in_bulk([other for _, _, other in ranked])
    found = [Associate(entities[other], -together, -both) for together, both, other in ranked]
    return Company(found, len(present), len(articles), cut)


def newest(entity: int) -> tuple[list[int], bool]:
    """The articles published last that quote or mention the entity, and whether there are older ones.

    Found from the side of the entity, each way by itself: a condition on articles would look at all of them.
    """
    mentioning = Mention.objects.live().filter(entity=entity).values("text")
    named = Article.objects.readable().filter(current_text__in=mentioning).order_by("-published_at", "-pk")
    said = Quotation.objects.live().readable().filter(speaker=entity).order_by("-published_at", "-article")
    found = set(named.values_list("published_at", "pk")[: MOST_ARTICLES + 1])
    found |= set(said.values_list("published_at", "article").distinct()[: MOST_ARTICLES + 1])
    return [pk for _, pk in sorted(found, reverse=True)[:MOST_ARTICLES]], len(found) > MOST_ARTICLES


def pairs(rows: QuerySet[Any], place: str, entity: str) -> Iterable[tuple[int, int]]:
    """Where somebody is, each place once."""
    return rows.filter(**{f"{entity}__isnull": False}).order_by().values_list(place, entity).distinct()
