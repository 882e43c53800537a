"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/) of an article's words, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.annotated import PROFILE

Uri = {"type": "string", "format": "uri"}
POSITION = {
    "type": "object",
    "required": ["type", "start", "end"],
    "properties": {
        "type": {"type": "string", "enum": ["TextPositionSelector"]},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 1},
    },
}
QUOTE = {
    "type": "object",
    "required": ["type", "exact", "prefix", "suffix"],
    "properties": {
        "type": {"type": "string", "enum": ["TextQuoteSelector"]},
        **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
    },
}
TARGET = {
    "type": "object",
    "required": ["type", "source", "styleClass", "selector"],
    "properties": {
        "type": {"type": "string", "enum": ["SpecificResource"]},
        "source": Uri,
        "styleClass": {"type": "string", "enum": ["quotation", "speaker", "cue", "mention"]},
        "selector": {"type": "array", "items": {"oneOf": [POSITION, QUOTE]}},
    },
}
BODY = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "id": Uri,
        "type": {"type": "string", "enum": ["Dataset", "TextualBody", "SpecificResource"]},
        "purpose": {"type": "string"},
        "source": Uri,
        "value": {"type": "string"},
        "format": {"type": "string"},
    },
}


@extend_schema_field({"type": "array", "items": TARGET})
class Targets(serializers.ReadOnlyField):
    """Spans of the article."""


@extend_schema_field({"type": "array", "items": BODY})
class Bodies(serializers.ReadOnlyField):
    """What is said of them."""


class AnnotationSerializer(serializers.Serializer[Any]):
    """A quotation or a mention as a Web Annotation."""

    id = serializers.URLField(read_only=True, help_text="Stable: made of the address of the record.")
    type = serializers.ChoiceField([("Annotation", "Annotation")], read_only=True, help_text="Annotation.")
    motivation = serializers.ChoiceField(
        [(word, word) for word in ("describing", "identifying")],
        read_only=True,
        help_text="describing: who said the words; identifying: whom they mean.",
    )
    created = serializers.DateTimeField(required=False, help_text="When the quotation was first stored.")
    modified = serializers.DateTimeField(required=False, help_text="When it was last changed.")
    body = Bodies(help_text="The record first; then a line for people, and who it is.")
    target = Targets(
        help_text="The spans that hold the words, then those of speaker and cue; styleClass says which is which. "
        "Each has a TextPositionSelector, in code points, and a TextQuoteSelector."
    )


class AnnotationCollectionSerializer(serializers.Serializer[Any]):
    """All annotations of the article."""

    id = serializers.URLField(read_only=True, help_text="Address of the collection.")
    type = serializers.ChoiceField(
        [("AnnotationCollection", "AnnotationCollection")], read_only=True, help_text="AnnotationCollection."
    )
    total = serializers.IntegerField(read_only=True, help_text="How many annotations there are.")
    first = serializers.URLField(read_only=True, help_text="Address of the first page.")

    def get_fields(self) -> dict[str, Any]:
        """With the label, whose name stands for something else in Python."""
        label = serializers.CharField(read_only=True, help_text="What it is, for people.")
        return {**super().get_fields(), "label": label}


class AnnotationPageSerializer(serializers.Serializer[Any]):
    """A page of the annotations of an article, in the order of its text."""

    id = serializers.URLField(read_only=True, help_text="Address of the page.")
    type = serializers.ChoiceField([("AnnotationPage", "AnnotationPage")], read_only=True, help_text="AnnotationPage.")
    partOf = AnnotationCollectionSerializer(read_only=True, help_text="The collection.")
    next = serializers.URLField(required=False, help_text="Address of the next page; not on the last.")
    prev = serializers.URLField(required=False, help_text="Address of the page before.")
    items = AnnotationSerializer(many=True, read_only=True, help_text="The annotations.")

    def get_fields(self) -> dict[str, Any]:
        """With the context, whose name is none in Python."""
        context = serializers.ChoiceField([(PROFILE, PROFILE)], read_only=True, help_text="The JSON-LD context.")
        return {"@context": context, **super().get_fields()}
