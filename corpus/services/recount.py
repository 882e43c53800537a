"""Counters of entities from the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from corpus.models import Article, Entity, Mention, Quotation
from corpus.services.copies import relink_all
from corpus.services.hide_names import hide_all_names
from corpus.services.months import all_months, recount_month, recount_speakers
from corpus.services.name_parts import weigh
from corpus.services.utterances import link_utterances
from corpus.services.writing import one_writer

CHUNK = 200


def true_counts(pk: int) -> tuple[int, int]:
    """Live quotations that the entity speaks, and live mentions of it in newest revisions."""
    quotations = Quotation.objects.live().readable().filter(speaker=pk).count()
    standing = Mention.objects.live().filter(text__article__removed_at__isnull=True)
    mentions = standing.filter(entity=pk, text=F("text__article__current_text")).count()
    return quotations, mentions


def recount_all(advance: Callable[[int], object] = lambda done: None) -> None:
    """Set every counter of entities, articles, utterances and months to what is true, link copies, hide names.

    Some records at a time: others may write meanwhile.
    """
    for keys in _keys(Entity):
        with one_writer():
            recount_entities(keys)
        advance(len(keys))
    for keys in _keys(Article):
        with one_writer():
            recount_articles(keys)
    gather_sayings()
    for month in all_months():
        recount_month(month)
    relink_all()
    hide_all_names()


def gather_sayings() -> None:
    """Gather the wordings of what was said anew, some quotations at a time."""
    for keys in _keys(Quotation):
        with one_writer():
            link_utterances(Quotation.objects.filter(pk__in=keys))


def _keys(model: type[Entity] | type[Article] | type[Quotation]) -> Iterator[list[int]]:
    last = 0
    while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield keys
        last = keys[-1]


def recount_articles(ids: list[int]) -> None:
    """Set how many live quotations stand in the newest revision of the articles."""
    newest = Quotation.objects.live().filter(text=OuterRef("current_text")).order_by().values("text")
    count = Coalesce(Subquery(newest.annotate(n=Count("pk")).values("n")), 0)
    Article.objects.filter(pk__in=ids).update(quotation_count=count)


def recount_entities(ids: Iterable[int]) -> None:
    """Set the counters of the entities to what is true."""
    ids = sorted(set(ids))
    for pk in ids:
        quotations, mentions = true_counts(pk)
        Entity.objects.filter(pk=pk).update(quotation_count=quotations, mention_count=mentions)
    recount_speakers(ids)
    weigh(ids)
