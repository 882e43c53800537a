"""Merges and the history of records: what people decided."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import BriefEntitySerializer, EntitySerializer
from api.v1.serializers.fields import Instant, PublicId, RecordUrl, Text, TextOrNull


class Editor(serializers.CharField):
    """The account that decided; shown to those who have one themselves."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Account that decided. Null for readers without an account.")
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The account's name, or null."""
        user = getattr(self.context.get("request"), "user", None)
        return value if user is not None and user.is_authenticated else None


class MergeSerializer(ShapedSerializer):
    """An editor's decision that two records are one."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    loser = BriefEntitySerializer(read_only=True, help_text="The record that was merged away; its url leads on.")
    survivor = BriefEntitySerializer(read_only=True, help_text="The record that it was merged into.")
    reason = TextOrNull(help_text="Why; null where no reason was given.")
    merged_by = Editor(source="merged_by.username")
    merged_at = Instant(help_text="When.")
    undone_by = Editor(source="undone_by.username")
    undone_at = Instant(allow_null=True, help_text="When it was undone; null while it stands.")
    undo_reason = TextOrNull(help_text="Why it was undone; null while it stands or where no reason was given.")

    expandable: ClassVar = {
        "loser": lambda: EntitySerializer(read_only=True),
        "survivor": lambda: EntitySerializer(read_only=True),
    }


@extend_schema_field({"title": "FieldValues", "type": "object", "additionalProperties": {}})
class FieldValues(serializers.DictField):
    """Values of fields, by their names."""


class DecisionSerializer(ShapedSerializer):
    """What a person decided about a record."""

    personal: ClassVar = True

    action = Text(help_text="What was done: 'correct', 'confirm', 'merge', ...")
    before = FieldValues(read_only=True, help_text="The changed fields as they were.")
    after = FieldValues(read_only=True, help_text="The changed fields as they became.")
    reason = TextOrNull(help_text="Why; null where no reason was given.")
    decided_by = Editor(source="decided_by.username")
    decided_at = Instant(help_text="When.")
