"""Decisions: each can be read, and taken back."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import editing
from api.v1.serializers.curation import DecisionSerializer
from api.v1.serializers.writes import ReasonSerializer
from api.v1.views.base import ResourceViewSet, gone
from corpus.models import Decision
from corpus.models.ids import IdType
from corpus.models.readable import unreadable
from corpus.services.revert import revert

RIGHTS: dict[str, str] = {
    IdType.QUOTATION: "corpus.change_quotation",
    IdType.MENTION: "corpus.change_mention",
    IdType.AFFILIATION: "corpus.change_affiliation",
    IdType.PERSON: "corpus.change_person",
    IdType.ORGANISATION: "corpus.change_organisation",
    IdType.ARTICLE: "corpus.change_article",
}
# What taking back needs beside, as at the door of its own.
MORE = {"merge": ("corpus.change_merge",)}


class DecisionViewSet(ResourceViewSet):
    """What people decided about records."""

    model = Decision
    record_serializer = DecisionSerializer
    state_columns = ("record",)
    needs = {
        "retrieve": "corpus.view_quotation",  # the histories of records tell of it to whoever reads
        "revert": "corpus.view_decision",  # and the right to change the record that it is about
    }
    bodies = {"revert": editing.WHY}

    def check_standing(self, record: Any) -> None:
        """Gone with the record that it is about, which it tells of: what its history does not show, no id leads to."""
        if unreadable([record.record]):
            raise gone()

    @extend_schema(
        request=ReasonSerializer,
        responses={201: DecisionSerializer},
    )
    @action(detail=True, methods=["post"])
    def revert(self, request: Request, id: str) -> Response:
        """Take a decision back: 201 and the decision that does so, which can be taken back in turn.

        The fields are what they were before. 409 where it was taken back already, a later decision set the same
        fields, or an erasure has emptied it; 410 where the record is gone; 400 where the decision is undone in another
        way.
        """
        decision = self.find(id)
        right = RIGHTS.get(decision.record.partition("_")[0])
        if right is None or not request.user.has_perms([right, *MORE.get(decision.action, ())]):
            raise PermissionDenied("The permission to change the record is missing.")
        body = ReasonSerializer(data=request.data or {})
        body.is_valid(raise_exception=True)
        made = revert(decision, user=request.user, reason=body.validated_data.get("reason") or "")
        return self.written(made, 201)
