"""Mentions: spans that refer to a person or an organisation."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import BriefEntitySerializer, EntitySerializer
from api.v1.serializers.fields import Choice, Count, PublicId, Text
from corpus.models.choices import MENTION_KINDS, Status


class MentionSerializer(ShapedSerializer):
    """A span of an article's newest revision that refers to somebody."""

    id = PublicId()
    start = Count(help_text="First code point in the body.")
    end = Count(help_text="Code point after the last.")
    text = Text(source="words", help_text="What stands in the span.")
    kind = Choice(MENTION_KINDS, help_text="By name, by description, or by pronoun.")
    entity = BriefEntitySerializer(read_only=True, help_text="Whom it refers to.")
    confidence = serializers.FloatField(read_only=True, help_text="Between 0 and 1.")
    status = Choice(Status.choices, help_text="Where the reading stands between machine and editor.")

    expandable: ClassVar = {"entity": lambda: EntitySerializer(read_only=True)}
