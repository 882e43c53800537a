"""The history of a record: what people decided about it."""

from __future__ import annotations

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.views.base import ResourceViewSet
from corpus.models import Decision


class RecordedViewSet(ResourceViewSet):
    """Records about which people decide: adds ``history/``."""

    @action(detail=True)
    def history(self, request: Request, id: str) -> Response:
        """What people decided about a record, newest first."""
        return self.page(lambda record: Decision.objects.filter(record=record), self.find(id).public_id)
