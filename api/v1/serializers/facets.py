"""What the facets of a collection look like. The answer is made of plain values; this describes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.v1.serializers.fields import Count, Text
from corpus.models.facets import MOST_JOINED, MOST_ROWS


class BucketSerializer(serializers.Serializer[Any]):
    """A value with the number of records that have it."""

    key = Text(help_text="The value as the filter takes it: an id, a word, `2024-03`.")
    label = Text(help_text="The value for readers: a name, `March 2024`.")  # type: ignore[assignment]
    count = Count(help_text="Records with the value.")
    share = serializers.FloatField(
        required=False,
        allow_null=True,
        help_text="With `normalise=articles`: records for each article of the corpus in the same bucket; null where "
        "no article is in it, or the facet is approximate.",
    )


class FacetSerializer(serializers.Serializer[Any]):
    """The records, counted by one of their values."""

    filter = Text(help_text="The parameter of the collection that takes the keys.")
    buckets = BucketSerializer(
        many=True, help_text="The largest first, then by key; of dates the latest, in the order of time."
    )
    unknown = Count(help_text="Records without a value.")
    total_buckets = Count(
        allow_null=True, help_text="Buckets there are, shown or not; null where to count them would take too long."
    )
    approximate = serializers.BooleanField(
        help_text=f"Whether the records are too many, so that only the {MOST_ROWS:,} stored last were counted; "
        f"{MOST_JOINED:,} where a record may fall to several buckets."
    )


@extend_schema_serializer(component_name="FacetCounts")
class FacetsSerializer(serializers.Serializer[Any]):
    """The records that the filters ask for, counted."""

    count = Count(allow_null=True, help_text=f"Records that the filters ask for; null: more than {MOST_ROWS:,}.")
    facets = serializers.DictField(child=FacetSerializer(), help_text="By the names that `by` gives.")
