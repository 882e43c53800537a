"""What a merge moves: counts, and samples of each kind, before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from corpus.admin.base import counted
from corpus.admin.display import link, list_link, shortened
from corpus.models import Affiliation, Article, Entity, Mention, Quotation
from corpus.records import EntityType

SAMPLES = 3
SHOWN_NAMES = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows of one kind that come to belong to the survivor."""

    number: str
    label: str  # links to their list
    samples: list[str]


def what_moves(loser: Entity) -> list[Moved]:
    """Everything that points at the record. The cost is bounded: counts stop, samples are few."""
    of_person = loser.type == EntityType.PERSON
    quotations = Quotation.objects.filter(speaker=loser.pk)
    mentions = Mention.objects.filter(entity=loser.pk).select_related("text__article").defer("text__body")
    roles = Affiliation.objects.filter(**{"person" if of_person else "organisation": loser.pk})
    found = [
        _moved(quotations, list_link("quotation", "quotations", speaker=loser.pk), link),
        _moved(
            mentions,
            list_link("mention", "mentions", entity=loser.pk),
            lambda row: f"{shortened(row.words, 60)} – {shortened(str(row.text.article), 60)}",
        ),
        _moved(
            roles,
            list_link("affiliation", "roles", **{"person" if of_person else "organisation": loser.pk}),
            lambda row: link(row, shortened(row.title, 80)),
        ),
    ]
    if not of_person:
        articles = Article.objects.filter(publisher=loser.pk)
        found.append(_moved(articles, list_link("article", "articles published", publisher=loser.pk), link))
    names = list(loser.aliases.order_by("name").values_list("name", flat=True)[: SHOWN_NAMES + 1])
    found.append(Moved(str(len(names)), "other names, and the name itself", [*names[:SHOWN_NAMES], str(loser)]))
    identifiers = [str(one) for one in loser.identifiers.all()[:SHOWN_NAMES]]
    found.append(Moved(str(len(identifiers)), "identifiers", identifiers))
    return [one for one in found if one.number != "0"]


def _moved(rows: QuerySet[Any], label: str, sample: Any) -> Moved:
    return Moved(str(counted(rows)), label, [sample(row) for row in rows.order_by("-pk")[:SAMPLES]])
