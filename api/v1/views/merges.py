"""Merges."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import examples
from api.v1.listings import MERGES
from api.v1.serializers.curation import MergeSerializer
from api.v1.serializers.writes import ReasonSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import Merge
from corpus.services import merge as merging


class MergeViewSet(ResourceViewSet):
    """What editors merged."""

    model = Merge
    record_serializer = MergeSerializer
    listings = {"list": MERGES}
    needs = {"undo": "corpus.change_merge"}
    bodies = {"undo": examples.UNDO}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Merge.objects.all()

    def list(self, request: Request) -> Response:
        """Merges, newest first, undone ones too."""
        return self.page(self.collection)

    @extend_schema(request=ReasonSerializer, responses=MergeSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, id: str) -> Response:
        """Take a merge back: 200 and the merge. Both records stand again, each with what was its own."""
        merge = self.find(id)
        body = ReasonSerializer(data=request.data or {})
        body.is_valid(raise_exception=True)
        undone = merging.undo(merge, reason=body.validated_data.get("reason") or "", user=request.user)
        return self.written(undone)
