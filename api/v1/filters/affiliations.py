"""Filters of affiliations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from api.v1.filters import references
from api.v1.filters.base import Default, StrictFilterSet
from api.v1.filters.families import Choice, Moment, Number, Text
from api.v1.filters.names import Names
from corpus.models import Affiliation
from corpus.models.choices import LIVE, TENSES, Status, live
from corpus.records import EntityType


class AffiliationFilterSet(StrictFilterSet):
    """Who had which role where, and when."""

    families: ClassVar[Iterable[Any]] = (
        references.own_id("an affiliation"),
        references.entity("person", "Id of the person.", entity_type=EntityType.PERSON),
        Text("person__name", "Name of the person", folded="person__name_key"),
        Names("person", "of the person"),
        references.entity(
            "organisation", "Id of the organisation.", entity_type=EntityType.ORGANISATION, nullable=True
        ),
        Text("organisation__name", "Name of the organisation", folded="organisation__name_key"),
        Names("organisation", "of the organisation"),
        Text("title", "The phrase as printed"),
        Choice("tense", TENSES, "Whether the role holds at the time of the article."),
        references.article("Id of the article that says so.", "text__article", nullable=True),
        references.publisher("text__article__publisher"),
        Choice("status", Status.choices, "Where the reading stands; extracted, confirmed and corrected if not given."),
        Number("confidence", "How sure the reading is, between 0 and 1.", of="probabilities"),
        Moment("began_at", "When the role began.", nullable=True),
        Moment("ended_at", "When the role ended.", nullable=True),
        Moment("stated_at", "Publication date of the article.", sentinel=True),
        Moment("created_at", "When it was first stored."),
        Moment("updated_at", "When the record was last changed."),
    )
    defaults: ClassVar[Iterable[Default]] = (Default("status", LIVE, live()),)

    class Meta:
        model = Affiliation
        fields: list[str] = []


GIVEN = {"organisation", "organisation__name", "status"}  # the same for all people of an organisation


class MemberFilterSet(AffiliationFilterSet):
    """The people of one organisation."""

    families = tuple(family for family in AffiliationFilterSet.families if getattr(family, "name", "") not in GIVEN)
    defaults = ()

    class Meta:
        model = Affiliation
        fields: list[str] = []
