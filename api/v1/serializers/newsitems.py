"""Articles for the formats of news agencies, with their words: in lists too, where JSON leaves them out."""

from __future__ import annotations

from typing import ClassVar

from api.v1.serializers.articles import ArticleDetailSerializer, ArticleSerializer, Body
from api.v1.serializers.base import AnyField

BODY_HELP = "Clean text; null where it is closed to who asks."


class NewsItemSerializer(ArticleSerializer):
    """An article with its words."""

    personal: ClassVar = True

    body = Body(help_text=BODY_HELP)


class QuotedNewsItemSerializer(ArticleDetailSerializer):
    """An article with its words, and who is quoted in it."""

    def get_fields(self) -> dict[str, AnyField]:
        """Without what was cut as no part of the story."""
        fields = super().get_fields()
        fields.pop("removed", None)
        return fields
