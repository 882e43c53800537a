"""Filters of an article's mentions."""

from __future__ import annotations

from api.v1.filters import references
from api.v1.filters.base import Default, StrictFilterSet
from api.v1.filters.families import Choice
from corpus.models import Mention
from corpus.models.choices import ENTITY_TYPES, LIVE, MENTION_KINDS, Status, live


class MentionFilterSet(StrictFilterSet):
    """Of whom, and how."""

    families = (
        references.entity("entity", "Id of the person or organisation."),
        Choice("entity__type", ENTITY_TYPES, "Whether it is a person or an organisation."),
        Choice("kind", MENTION_KINDS, "By name, by description, or by pronoun."),
        Choice("status", Status.choices, "Where the reading stands; extracted, confirmed and corrected if not given."),
    )
    defaults = (Default("status", LIVE, live()),)

    class Meta:
        model = Mention
        fields: list[str] = []
