"""Jobs."""

from __future__ import annotations

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.serializers.writes import JobSerializer
from api.v1.views.articles import with_progress
from api.v1.views.base import ResourceViewSet
from corpus.models import Job


class JobViewSet(ResourceViewSet):
    """Work that requests left to the worker, shown to the account that sent it, and to staff who may see jobs."""

    model = Job
    record_serializer = JobSerializer
    closed_actions = ("retrieve",)
    # Whoever may send a job may see what became of it.
    needs = {"retrieve": ""}

    def retrieve(self, request: Request, id: str) -> Response:
        """How far a job is, and what became of its lines."""
        job = self.find(id)
        user = request.user
        if job.created_by_id != user.pk and not (user.is_staff and user.has_perm("corpus.view_job")):
            raise PermissionDenied("The job belongs to another account.")
        return Response(self.shaped().to_representation(with_progress(job)))
