"""The history of a record: what people decided about it."""

from __future__ import annotations

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from corpus.models import Decision


class HistoryMixin:
    """Adds ``history/`` to a resource."""

    page: Any
    find: Any

    @action(detail=True)
    def history(self, request: Request, id: str) -> Response:
        """What people decided about a record, newest first."""
        return self.page(Decision.objects.filter(record=self.find(id).public_id))
