"""Timelines and associates of people and organisations."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.serializers.entities import BriefEntitySerializer
from api.v1.serializers.fields import Count, Text
from corpus.models.associates import MOST_ARTICLES
from corpus.models.timelines import MOST_PERIODS

QUOTED = "Live quotations that were printed."
NAMED = "Articles whose newest revision mentions it."
TIMES = "How often these mention it."


class TimesSerializer(serializers.Serializer[Any]):
    """How often somebody is quoted and mentioned."""

    quotations = Count(help_text=QUOTED)
    articles = Count(help_text=NAMED)
    mentions = Count(help_text=TIMES)


class PeriodSerializer(TimesSerializer):
    """A day, week, month or year."""

    period = Text(help_text="As filters take it: `2024-03-05`, `2024-W10`, `2024-03`, `2024`.")
    label = Text(help_text="For readers: `March 2024`.")  # type: ignore[assignment]


class TimelineSerializer(serializers.Serializer[Any]):
    """The periods from the first to the last in which there is something."""

    results = PeriodSerializer(
        many=True, help_text=f"In the order of time, without gaps; at most the last {MOST_PERIODS}."
    )
    unknown = TimesSerializer(help_text="The same of articles without a date.")
    cut = serializers.BooleanField(
        help_text="Whether there are older periods; `published_at__lte` asks for these, or a longer period for fewer."
    )


class AssociateSerializer(BriefEntitySerializer):
    """Somebody of the same articles."""

    articles = Count(help_text="Articles that quote or mention both.")
    quoted = Count(help_text="Articles that quote both.")


class AssociatesSerializer(serializers.Serializer[Any]):
    """Who is quoted or mentioned in the same articles."""

    count = Count(help_text="All associates, shown or not.")
    results = AssociateSerializer(many=True, help_text="Those of most articles first.")
    articles = Count(help_text="Articles that were looked through.")
    approximate = serializers.BooleanField(
        help_text=f"Whether there are older articles: only the {MOST_ARTICLES:,} published last are looked through."
    )
