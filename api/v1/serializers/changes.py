"""What changed, as a feed that a mirror follows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.serializers.affiliations import AffiliationSerializer
from api.v1.serializers.articles import ArticleSerializer
from api.v1.serializers.base import PREPARED, ShapedSerializer
from api.v1.serializers.entities import OrganisationSerializer, PersonSerializer
from api.v1.serializers.fields import Choice, Instant, PublicId, RecordUrl
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.serializers.utterances import UtteranceSerializer
from api.v1.shape import WHOLE
from corpus.models import Action, Affiliation, Article, Organisation, Person, Quotation, Told, Utterance
from corpus.models.change import TYPES

# Of each type its model, and the shape in which its collection lists it.
COLLECTIONS: dict[str, tuple[Any, type[ShapedSerializer]]] = {
    "article": (Article, ArticleSerializer),
    "quotation": (Quotation, QuotationSerializer),
    "person": (Person, PersonSerializer),
    "organisation": (Organisation, OrganisationSerializer),
    "affiliation": (Affiliation, AffiliationSerializer),
    "utterance": (Utterance, UtteranceSerializer),
}
STANDING = (Action.CREATED, Action.UPDATED)


# No union of the six: an organisation has all that a person has, so nothing would tell them apart but type.
@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class ChangedRecord(serializers.ReadOnlyField):
    """The record itself, from those that were read for the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Told) -> dict[str, Any] | None:
        """The record; null where it does not stand, or was not asked for."""
        found: dict[str, Any] | None = self.context["records"].get(value.public_id)
        return found


class ChangeSerializer(ShapedSerializer):
    """A record that changed since the place asked for. It comes once, as it is now, however often it changed."""

    shapeable = False

    id = PublicId()
    type = Choice(TYPES, help_text="Which collection it belongs to.")
    url = RecordUrl(source="public_id")
    action = Choice(
        Action.choices,
        help_text="created: it came since; updated: it changed, or something changed that it shows of another record, "
        "or is found by; merged: survivor stands for it now; removed: its address answers 410, or 404.",
    )
    survivor = PublicId(
        source="stands_for_it", allow_null=True, help_text="Of a merged record: who stands for it; else null."
    )
    at = Instant(
        help_text="When it changed last, by the clock of the database. The order of the feed is not that of times."
    )
    record = ChangedRecord(
        help_text="With expand=record: the record as its collection lists it (Article, Quotation, Person, "
        "Organisation, Affiliation or Utterance, by type); null for merged and removed ones, and without expand."
    )


class ChangesSerializer(serializers.Serializer[Any]):
    """A page of the feed."""

    next = serializers.URLField(
        read_only=True, allow_null=True, help_text="Address of the next page; null where the feed ends for now."
    )
    cursor = serializers.CharField(
        read_only=True, help_text="Where this page ends: keep it, and ask with since= for what comes after."
    )
    results = ChangeSerializer(many=True, read_only=True, help_text="In the order in which they changed last.")


def records_of(told: list[Told], context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The records that stand, by their ids, as their collections list them: the queries of one list for each type."""
    found: dict[str, dict[str, Any]] = {}
    for name, (model, kind) in COLLECTIONS.items():
        ids = [one.public_id for one in told if one.type == name and one.action in STANDING]
        if ids:
            serializer = PREPARED.serializer(kind, WHOLE, context)
            rows = serializer.plan().apply(model.objects.filter(public_id__in=ids))
            found |= {row.public_id: serializer.to_representation(row) for row in rows}
    return found
