"""Affiliations: the roles of people, with the words that say so."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import (
    BriefOrganisationSerializer,
    BriefPersonSerializer,
    OrganisationSerializer,
    PersonSerializer,
    lazily,
)
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, SpanOrNull, Text, UnknownTime
from api.v1.serializers.quotations import BriefArticleSerializer
from corpus.models.choices import PRECISIONS, TENSES, Status


class TimesStated(Count):
    """How many affiliations tell of the person."""

    # An annotation of the rows: beyond it no column is read.
    reads = ("person",)


class AffiliationSerializer(ShapedSerializer):
    """A person's role at an organisation."""

    id = PublicId()
    url = RecordUrl()
    person = BriefPersonSerializer(read_only=True, help_text="Who has the role.")
    organisation = BriefOrganisationSerializer(read_only=True, allow_null=True, help_text="Where; null: none is named.")
    title = Text(help_text="The whole phrase as printed.")
    tense = Choice(TENSES, help_text="Whether the role holds at the time of the article.")
    began_at = Instant(allow_null=True, help_text="When it began, where it is stated.")
    began_precision = Choice(PRECISIONS, allow_null=True, help_text="How exactly began_at is known.")
    ended_at = Instant(allow_null=True, help_text="When it ended, where it is stated.")
    ended_precision = Choice(PRECISIONS, allow_null=True, help_text="How exactly ended_at is known.")
    article = BriefArticleSerializer(
        source="text.article", read_only=True, allow_null=True, help_text="The article that says so; null: an editor."
    )
    revision = Count(source="text.revision", allow_null=True, help_text="The revision that the offsets count in.")
    span = SpanOrNull("start", "end", help_text="Where the phrase stands.")
    stated_at = UnknownTime(help_text="When the article was published; null where unknown.")
    confidence = serializers.FloatField(read_only=True, help_text="Between 0 and 1.")
    status = Choice(Status.choices, help_text="Where the reading stands between machine and editor.")
    version = Count(help_text="Counts the changes of the record.")

    expandable: ClassVar = {
        "person": lambda: PersonSerializer(read_only=True),
        "organisation": lambda: OrganisationSerializer(read_only=True, allow_null=True),
        "article": lambda: lazily("articles", "ArticleSerializer")(
            source="text.article", read_only=True, allow_null=True
        ),
    }


class MemberSerializer(AffiliationSerializer):
    """What was said last of a person at an organisation."""

    count = TimesStated(source="times_stated", help_text="Affiliations that tell of the person there.")
