"""Utterances: the same words by the same speaker across articles."""

from __future__ import annotations

from typing import ClassVar

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import BriefEntitySerializer, EntitySerializer
from api.v1.serializers.fields import Count, PublicId, RecordUrl, Text, UnknownTime


class UtteranceSerializer(ShapedSerializer):
    """What one speaker said once, however often it is printed."""

    id = PublicId()
    url = RecordUrl()
    text = Text(help_text="The words as first printed.")
    speaker = BriefEntitySerializer(read_only=True, help_text="Who said it.")
    times_printed = Count(help_text="Live quotations that print it; see /quotations/?utterance=.")
    first_at = UnknownTime(help_text="Publication date of the first that is known.")
    last_at = UnknownTime(help_text="Publication date of the last that is known.")

    expandable: ClassVar = {"speaker": lambda: EntitySerializer(read_only=True)}
