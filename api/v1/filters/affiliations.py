"""Filters of affiliations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Q

from api.v1.filters import references
from api.v1.filters.base import StrictFilterSet
from api.v1.filters.families import Choice, Moment, Number, Text
from corpus.models import Affiliation
from corpus.models.choices import LIVE, TENSES, Status
from corpus.records import EntityType


class AffiliationFilterSet(StrictFilterSet):
    """Who had which role where, and when."""

    families: ClassVar[Iterable[Any]] = (
        references.entity("person", "Id of the person.", entity_type=EntityType.PERSON),
        Text("person__name", "Name of the person", folded="person__name_key"),
        references.entity(
            "organisation", "Id of the organisation.", entity_type=EntityType.ORGANISATION, nullable=True
        ),
        Text("organisation__name", "Name of the organisation", folded="organisation__name_key"),
        Text("title", "The phrase as printed"),
        Choice("tense", TENSES, "Whether the role holds at the time of the article."),
        references.article("Id of the article that says so.", "text__article", nullable=True),
        Choice("status", Status.choices, "Where the reading stands; extracted, confirmed and corrected if not given."),
        Number("confidence", "How sure the reading is, between 0 and 1.", probability=True),
        Moment("began_at", "When the role began.", nullable=True),
        Moment("ended_at", "When the role ended.", nullable=True),
        Moment("stated_at", "Publication date of the article.", sentinel=True),
    )
    defaults: ClassVar[Mapping[tuple[str, ...], Q]] = {("status", "status__not"): Q(status__in=LIVE)}

    class Meta:
        model = Affiliation
        fields: list[str] = []


GIVEN = {"organisation", "organisation__name", "status"}  # the same for all people of an organisation


class MemberFilterSet(AffiliationFilterSet):
    """The people of one organisation."""

    families = tuple(family for family in AffiliationFilterSet.families if family.name not in GIVEN)
    defaults = {}

    class Meta:
        model = Affiliation
        fields: list[str] = []
