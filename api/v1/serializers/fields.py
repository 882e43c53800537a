"""Fields that several resources share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.compiled import At
from corpus.models.sorting import UNKNOWN_TIME

COLLECTIONS = {
    "art": "articles",
    "quo": "quotations",
    "per": "people",
    "org": "organisations",
    "aff": "affiliations",
    "utt": "utterances",
    "mrg": "merges",
    "job": "jobs",
    "dec": "decisions",
    "prp": "proposals",
    "dup": "pairs",
    "sub": "subscriptions",
    "src": "sources",
}


FOLDERS = {kind: f"api/v1/{name}/" for kind, name in COLLECTIONS.items()}


def record_url(root: str, public_id: str) -> str:
    """Address of a record, from the address of the site."""
    return f"{root}api/v1/{COLLECTIONS[public_id[:3]]}/{public_id}/"


def iso(value: datetime | None) -> str | None:
    """ISO 8601 in UTC; null where the time is unknown."""
    if value is None or value <= UNKNOWN_TIME:
        return None
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return f"{value.isoformat()[:-6]}Z"


class PublicId(serializers.CharField):
    """The record's public id."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Public id: type, underscore, 13 characters of lower-case base 32.")
        super().__init__(source=kwargs.pop("source", "public_id"), read_only=True, **kwargs)

    def to_representation(self, value: str) -> str:
        """The id as it stands."""
        return value

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return value


@extend_schema_field(OpenApiTypes.URI)
class RecordUrl(serializers.ReadOnlyField):
    """Absolute address of the record."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Absolute address of the record, with a trailing slash.")
        super().__init__(source=kwargs.pop("source", "public_id"), **kwargs)

    def to_representation(self, value: Any) -> str:
        """The address, from the public id."""
        return record_url(self.context["root"], value)

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return f"f'{{context[\"root\"]}}{{{at.use(FOLDERS)}[{value}[:3]]}}{{{value}}}/'"

    def writing(self) -> Callable[[Any], str]:
        """The same, with the way to the serializer that knows the site found once."""
        top = self.root
        return lambda value: record_url(top._context["root"], value)


@extend_schema_field(OpenApiTypes.DATETIME)
class Instant(serializers.ReadOnlyField):
    """A time in UTC."""

    def to_representation(self, value: Any) -> str | None:
        """ISO 8601 with Z; null for the sentinel of unknown times."""
        return iso(value)

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return f"{at.use(iso)}({value})"

    def writing(self) -> Callable[[Any], str | None]:
        """The same."""
        return iso


class UnknownTime(Instant):
    """A time that may be unknown: null then."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)


class TextInput(serializers.CharField):
    """Text of a body; a number is none."""

    def to_internal_value(self, data: Any) -> str:
        """The text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text as it is stored."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The text itself."""
        return value

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return value


class TextOrNull(Text):
    """Text whose emptiness means "not known": null then."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The text, or null."""
        return value or None

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return f"{value} or None"


class Choice(serializers.ChoiceField):
    """One of the words that the schema names."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The word itself; null where a nullable one is empty."""
        return (value or None) if self.allow_null else value

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return f"{value} or None" if self.allow_null else value


class Count(serializers.IntegerField):
    """A whole number, at least zero."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The number itself."""
        return value

    def of_value(self, at: At, value: str) -> str:
        """The same, as an expression."""
        return value


SPAN = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "example": [1174, 1180],
}


NULLABLE_SPAN = {**SPAN, "type": ["array", "null"]}


@extend_schema_field(NULLABLE_SPAN)
class SpanOrNull(serializers.ReadOnlyField):
    """``[start, end]`` from two columns; null where the text holds no such words."""

    def __init__(self, first: str, last: str, **kwargs: Any) -> None:
        self.reads = (first, last)
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> list[int] | None:
        """The pair of offsets."""
        start = getattr(value, self.reads[0])
        return None if start is None else [start, getattr(value, self.reads[1])]

    def expression(self, at: At) -> str:
        """The same of the columns."""
        start, end = map(at.column, self.reads)
        return f"None if {start} is None else [{start}, {end}]"


@extend_schema_field({"type": "array", "items": SPAN})
class Spans(serializers.ReadOnlyField):
    """``[[start, end], ...]`` from rows of spans."""
