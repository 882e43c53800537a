"""Merging: the action on people and organisations, and the merges themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, examples
from api.v1.listings import MERGES
from api.v1.problems import Problem
from api.v1.serializers.curation import MergeSerializer
from api.v1.serializers.writes import MergeInputSerializer, ReasonSerializer
from api.v1.views.base import ResourceViewSet
from api.v1.views.quotations import entity_named
from corpus.models import Merge
from corpus.services import merge as merging


class MergingMixin:
    """Adds ``merge/`` to people and organisations."""

    model: Any
    record_serializer: Any
    find: Any
    written: Any
    bodies: ClassVar = {"merge": examples.MERGE}

    @extend_schema(request=MergeInputSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, id: str) -> Response:
        """Merge a record into another: 200 and the survivor. The id of the one that goes leads to it from now on."""
        loser = self.find(id)
        body = MergeInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        expected = caching.expected_version(request)
        if expected is not None and expected != loser.version:
            raise Problem(412, "stale", f"The record is at version {loser.version}, not {expected}.")
        into = entity_named(body.validated_data["into"], "into")
        made = merging.merge(loser, into, reason=body.validated_data.get("reason", ""), user=request.user)
        return self.written(self.model.objects.get(pk=made.survivor_id), self.record_serializer)


class MergeViewSet(ResourceViewSet):
    """What editors merged."""

    model = Merge
    record_serializer = MergeSerializer
    listings = {"list": MERGES}
    needs = {"undo": "corpus.change_merge"}
    bodies = {"undo": examples.UNDO}

    def list(self, request: Request) -> Response:
        """Merges, newest first, undone ones too."""
        return self.page(Merge.objects.all())

    @extend_schema(request=ReasonSerializer, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, id: str) -> Response:
        """Take a merge back: 200 and the merge. Both records stand again, each with what was its own."""
        merge = self.find(id)
        body = ReasonSerializer(data=request.data or {})
        body.is_valid(raise_exception=True)
        undone = merging.undo(merge, reason=body.validated_data.get("reason", ""), user=request.user)
        return self.written(undone, MergeSerializer)
