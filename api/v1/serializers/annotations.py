"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/) of an article's words, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.v1 import examples
from api.v1.annotated import PROFILE


def uri(text: str) -> dict[str, Any]:
    """An address."""
    return {"type": "string", "format": "uri", "description": text}


def text(meaning: str) -> dict[str, Any]:
    """Any text."""
    return {"type": "string", "description": meaning}


def word(title: str, *words: str, meaning: str = "The type after the standard.") -> dict[str, Any]:
    """One of the words of the standard, or of ours."""
    return {"title": title, "type": "string", "enum": list(words), "description": meaning}


POSITION = {
    "title": "TextPositionSelector",
    "type": "object",
    "description": "A span by its offsets, in code points of the revision that `source` names.",
    "required": ["type", "start", "end"],
    "properties": {
        "type": word("TextPositionSelectorType", "TextPositionSelector"),
        "start": {"type": "integer", "minimum": 0, "description": "Where it begins."},
        "end": {"type": "integer", "minimum": 1, "description": "Where it ends; that code point is outside."},
    },
}
QUOTE = {
    "title": "TextQuoteSelector",
    "type": "object",
    "description": "A span by its words and what stands around them.",
    "required": ["type", "exact", "prefix", "suffix"],
    "properties": {
        "type": word("TextQuoteSelectorType", "TextQuoteSelector"),
        "exact": text("The words."),
        "prefix": text("What stands before them."),
        "suffix": text("What stands after them."),
    },
}
TARGET = {
    "title": "AnnotationTarget",
    "type": "object",
    "description": "A span of the article.",
    "required": ["type", "source", "styleClass", "selector"],
    "properties": {
        "type": word("AnnotationTargetType", "SpecificResource"),
        "source": uri("Address of the revision that it is a span of."),
        "styleClass": word("AnnotationStyle", "quotation", "speaker", "cue", "mention", meaning="What the span holds."),
        "selector": {
            "type": "array",
            "description": "Where it is: by offsets and by words.",
            "items": {"oneOf": [POSITION, QUOTE]},
        },
    },
}
BODY = {
    "title": "AnnotationBody",
    "type": "object",
    "description": "The record, a line for people, or who it is.",
    "required": ["type"],
    "properties": {
        "id": uri("Address of the record."),
        "type": word("AnnotationBodyType", "Dataset", "TextualBody", "SpecificResource"),
        "purpose": text("Why it is there: `describing`, `identifying`."),
        "source": uri("Address of the person or organisation."),
        "value": text("The line for people."),
        "format": text("Media type of the record or the line."),
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
    created = serializers.DateTimeField(
        read_only=True, required=False, help_text="When the quotation was first stored."
    )
    modified = serializers.DateTimeField(read_only=True, required=False, help_text="When it was last changed.")
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


@extend_schema_serializer(examples=[OpenApiExample("A page", examples.ANNOTATIONS, response_only=True)])
class AnnotationPageSerializer(serializers.Serializer[Any]):
    """A page of the annotations of an article, in the order of its text."""

    id = serializers.URLField(read_only=True, help_text="Address of the page.")
    type = serializers.ChoiceField([("AnnotationPage", "AnnotationPage")], read_only=True, help_text="AnnotationPage.")
    partOf = AnnotationCollectionSerializer(read_only=True, help_text="The collection.")
    next = serializers.URLField(read_only=True, required=False, help_text="Address of the next page; not on the last.")
    prev = serializers.URLField(read_only=True, required=False, help_text="Address of the page before.")
    items = AnnotationSerializer(many=True, read_only=True, help_text="The annotations.")

    def get_fields(self) -> dict[str, Any]:
        """With the context, whose name is none in Python."""
        context = serializers.ChoiceField([(PROFILE, PROFILE)], read_only=True, help_text="The JSON-LD context.")
        return {"@context": context, **super().get_fields()}
