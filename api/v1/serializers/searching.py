"""The body of a search and the explanation of a query, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from api.v1.pagination import DEFAULT_SIZE, MAX_SIZE
from corpus.search.stemming import LANGUAGES

AS_THERE = "As in the query string of the collection."
WHERE = (
    "Conditions. An object of the collection's filters, each with a value or a list of values; all of them hold "
    'together, for one related row. `{"and": [...]}`, `{"or": [...]}` and `{"not": {...}}` combine such objects and '
    "may stand inside them."
)


@extend_schema_field(
    {"oneOf": [{"type": "boolean"}, {"title": "CountEstimate", "type": "string", "enum": ["estimate"]}]}
)
class CountField(serializers.Field[Any, Any, Any, Any]):
    """Whether the rows are counted, or estimated."""


@extend_schema_field({"title": "Conditions", "type": "object", "additionalProperties": {}, "description": WHERE})
class ConditionsField(serializers.DictField):
    """Filters, combined."""


# One query, though a list is answered: its examples are not to be shown as lists.
@extend_schema_serializer(many=False)
class SearchSerializer(serializers.Serializer[Any]):
    """A query. What its query string would hold beside filters stands beside `where`."""

    where = ConditionsField(required=False, help_text=WHERE)
    ordering = serializers.CharField(required=False, help_text=AS_THERE)
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_SIZE, default=DEFAULT_SIZE, help_text=AS_THERE
    )
    cursor = serializers.CharField(required=False, help_text="`next` or `previous` of another page of the same query.")
    count = CountField(required=False, help_text=AS_THERE)
    fields = serializers.CharField(required=False, help_text=AS_THERE)  # type: ignore[assignment]
    omit = serializers.CharField(required=False, help_text=AS_THERE)
    expand = serializers.CharField(required=False, help_text=AS_THERE)
    explain = serializers.BooleanField(required=False, help_text=AS_THERE)


class TextSearchSerializer(SearchSerializer):
    """A query of a collection that has full text."""

    q = serializers.CharField(required=False, help_text=AS_THERE)
    exact = serializers.BooleanField(required=False, help_text=AS_THERE)
    highlight = serializers.BooleanField(required=False, help_text=AS_THERE)


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/ToldFilter"}})
class ToldFiltersField(serializers.ListField):
    """Conditions inside a condition."""


class ToldFilterSerializer(serializers.Serializer[Any]):
    """A condition, or several that are combined."""

    parameter = serializers.CharField(required=False, help_text="Name of the filter.")
    values = serializers.ListField(
        child=serializers.JSONField(), required=False, help_text="Its values as they were read; ids through merges."
    )
    means = serializers.CharField(required=False, help_text="What the filter does.")
    operator = serializers.ChoiceField(["and", "or", "not"], required=False, help_text="How others are combined.")
    of = ToldFiltersField(required=False, help_text="Those that are combined.")


class ToldDefaultSerializer(serializers.Serializer[Any]):
    """A condition that holds because its filter is not given."""

    parameter = serializers.CharField(help_text="Name of the filter.")
    values = serializers.ListField(child=serializers.CharField(), help_text="The values that are meant.")


class ToldWordsSerializer(serializers.Serializer[Any]):
    """Words that are looked for."""

    all_of = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Words and phrases that must be found; of several in one list, one.",
    )
    none_of = serializers.ListField(child=serializers.CharField(), help_text="Words and phrases not to be found.")


class ToldReadingSerializer(ToldWordsSerializer):
    """A search as it is read for the texts of a language, folded and stemmed."""

    language = serializers.CharField(
        help_text=f"Of the texts: {', '.join(LANGUAGES)}; en: of all that are in none of these."
    )


class ToldSearchSerializer(ToldWordsSerializer):
    """A search for words: the first of its readings, or with exact=true the words as they are printed."""

    text = serializers.CharField(help_text="As given.")
    readings = ToldReadingSerializer(
        many=True,
        help_text="The languages that it is read in, which a filter by language leaves; none with exact=true.",
    )


class ToldOrderSerializer(serializers.Serializer[Any]):
    """A term of the order."""

    field = serializers.CharField(help_text="Name of the field; key: the record's own.")
    descending = serializers.BooleanField(help_text="Whether the greatest comes first. Unknown values come last.")


class ExplanationSerializer(serializers.Serializer[Any]):
    """How a query was understood."""

    filters = ToldFilterSerializer(many=True, help_text="The conditions that were given; all of them hold.")
    defaults = ToldDefaultSerializer(many=True, help_text="The conditions that hold because nothing else was given.")
    q = ToldSearchSerializer(allow_null=True, help_text="The search, where there is one.")
    ordering = ToldOrderSerializer(many=True, help_text="The order of the results.")
    tie_break = ToldOrderSerializer(help_text="What comes first of two that are equal so far.")
    page_size = serializers.IntegerField(help_text="Records a page.")
