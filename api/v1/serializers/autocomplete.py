"""What is offered while a name is being typed."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import Choice, Count, PublicId, RecordUrl, Text, TextOrNull
from corpus.models import Shown


class SuggestionSerializer(ShapedSerializer):
    """A person, an organisation or a publisher that may be meant."""

    shapeable = False

    id = PublicId(source="entity.public_id")
    type = Choice(Shown.choices, source="shown", help_text="publisher: an organisation that publishes articles here.")
    name = Text(source="entity.name", help_text="The name of the record.")
    hint = TextOrNull(
        help_text="What tells it from others: a person's current role as last stated; another name of an "
        "organisation, the one that was typed or its acronym first. Null where nothing is known."
    )
    alias = TextOrNull(help_text="The other name that answers, where the name itself does not; null else.")
    count = Count(help_text="Live quotations that it speaks and live mentions of it in newest revisions, together.")
    url = RecordUrl(source="entity.public_id")


class SuggestionsSerializer(serializers.Serializer[Any]):
    """Who may be meant, the best first."""

    results = SuggestionSerializer(many=True, read_only=True, help_text="At most `size` records.")
