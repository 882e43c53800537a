"""Fields of the bodies that editors send."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.serializers.fields import SPAN, TextInput
from corpus.records import Moment
from corpus.services.fields import moment_of

MOST_IDS = 500
LONGEST_REASON = 2000


def reason() -> TextInput:
    """Why something is done."""
    return TextInput(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="Why; kept in the history.",
    )


def record_id(help_text: str, **kwargs: Any) -> TextInput:
    """The id of a record, or an identifier that leads to it."""
    return TextInput(max_length=300, help_text=help_text, **kwargs)


def text(help_text: str, most: int) -> TextInput:
    """A text that may be taken away: null, or empty."""
    return TextInput(required=False, allow_null=True, allow_blank=True, max_length=most, help_text=help_text)


def ids(help_text: str) -> serializers.ListField:
    """Ids of records."""
    return serializers.ListField(
        child=TextInput(max_length=40), required=False, max_length=MOST_IDS, help_text=help_text
    )


def names(help_text: str) -> serializers.ListField:
    """Names that come or go."""
    return serializers.ListField(child=TextInput(max_length=300), required=False, max_length=100, help_text=help_text)


@extend_schema_field({k: v for k, v in SPAN.items() if k != "title"})
class SpanInput(serializers.Field[Any, Any, Any, Any]):
    """``[start, end]``; whether words stand there is for the text to say."""

    default_error_messages = {"invalid": "A span is two whole numbers, [start, end], in code points."}

    def to_internal_value(self, data: Any) -> list[int]:
        """The pair."""
        whole = isinstance(data, list) and len(data) == 2
        if not whole or not all(isinstance(at, int) and not isinstance(at, bool) for at in data):
            self.fail("invalid")
        return [int(at) for at in data]


def span_list(help_text: str, **kwargs: Any) -> serializers.ListField:
    """``[[start, end], ...]``."""
    return serializers.ListField(child=SpanInput(), max_length=50, help_text=help_text, **kwargs)


@extend_schema_field({"type": "string", "example": "2024-03-05"})
class MomentInput(serializers.Field[Any, Any, Any, Any]):
    """A time as exactly as it is known: 2024, 2024-03, 2024-03-05, or a date-time."""

    default_error_messages = {
        "invalid": "ISO 8601 as exactly as it is known: 2024, 2024-03, 2024-03-05 or 2024-03-05T14:30:00Z."
    }

    def to_internal_value(self, data: Any) -> Moment:
        """The moment with its precision."""
        moment = moment_of(data) if isinstance(data, str) else None
        if moment is None:
            self.fail("invalid")
        return moment
