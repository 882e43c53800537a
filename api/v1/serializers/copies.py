"""Copies of an article, and how one differs from its original."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.fields import Choice, Text
from api.v1.serializers.quotations import BriefArticleSerializer
from api.v1.serializers.verification import PlaceOrNull
from corpus.models import CopyKind

SHARE_HELP = "Share of its words that stand in the original, in runs of five or more, from 0 to 1."
KEPT_HELP = "Share of the original's words that stand in it, in runs of five or more, from 0 to 1."
KIND_HELP = (
    "same: the same words; edited: words changed here and there; cut: passages left out; extended: passages added; "
    "reworked: passages left out and others added."
)
RETITLED_HELP = "Whether its headline is another."


class CopySerializer(BriefArticleSerializer):
    """An article that holds most of an earlier one's words, in brief, and what was done to it."""

    share = serializers.FloatField(read_only=True, source="copy_share", help_text=SHARE_HELP)
    kept = serializers.FloatField(read_only=True, source="copy_kept", help_text=KEPT_HELP)
    kind = Choice(CopyKind.choices, source="copy_kind", help_text=KIND_HELP)
    retitled = serializers.BooleanField(read_only=True, source="copy_retitled", help_text=RETITLED_HELP)

    marked = ("headline", "body")


class CopyDifferenceSerializer(serializers.Serializer[Any]):
    """A place where a copy leaves its original."""

    op = Choice(
        [(word, word) for word in ("replace", "insert", "delete")],
        help_text="replace: other words; insert: words that the original lacks; delete: words that were left out.",
    )
    original = Text(help_text="What the original has; empty where words were inserted.")
    copy = Text(help_text="What the copy has; empty where words were left out.")
    original_span = PlaceOrNull(help_text="Where it stands in the original's `body`; null where nothing does.")
    copy_span = PlaceOrNull(help_text="Where it stands in the copy's `body`; null where nothing does.")


class DifferencesSerializer(ShapedSerializer):
    """How a copy differs from its original."""

    original = BriefArticleSerializer(read_only=True, help_text="What it copies.")
    share = serializers.FloatField(read_only=True, help_text=SHARE_HELP)
    kept = serializers.FloatField(read_only=True, help_text=KEPT_HELP)
    kind = Choice(CopyKind.choices, help_text=KIND_HELP)
    retitled = serializers.BooleanField(read_only=True, help_text=RETITLED_HELP)
    differences = CopyDifferenceSerializer(
        many=True,
        read_only=True,
        allow_null=True,
        help_text="Word by word, in the order of the text, whatever the case, accents and marks; null where "
        "`body_access` closes one of the two bodies to who asks.",
    )
    cut = serializers.BooleanField(
        read_only=True, help_text="Whether one of the two is longer than the 5,000 words that are compared."
    )
