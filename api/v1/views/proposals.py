"""Proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import editing
from api.v1.listings import PROPOSALS
from api.v1.serializers.curation import ProposalSerializer
from api.v1.serializers.writes import ReasonSerializer
from api.v1.views.base import ResourceViewSet, gone
from corpus.models import Proposal
from corpus.services import propose


class ProposalViewSet(ResourceViewSet):
    """Corrections that were proposed by those who may not decide."""

    model = Proposal
    record_serializer = ProposalSerializer
    state_columns = ("quotation__article__removed_at",)
    listings = {"list": PROPOSALS}
    needs = {"accept": "corpus.change_proposal", "decline": "corpus.change_proposal"}
    bodies = {"accept": editing.WHY, "decline": editing.WHY}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Proposal.objects.readable()

    def list(self, request: Request) -> Response:
        """Proposals, newest first, decided ones too."""
        return self.page(self.collection)

    def check_standing(self, record: Any) -> None:
        """Gone with its article."""
        if record.quotation.article.removed_at is not None:
            raise gone()

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, id: str) -> Response:
        """Write what was proposed, as your decision: 200 and the proposal. 409 where it is decided already."""
        return self.decided(request, id, propose.accept)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, id: str) -> Response:
        """Leave the quotation as it is: 200 and the proposal. 409 where it is decided already."""
        return self.decided(request, id, propose.decline)

    def decided(self, request: Request, id: str, decide: Callable[..., Proposal]) -> Response:
        """The proposal after the decision."""
        proposal = self.find(id)
        body = ReasonSerializer(data=request.data or {})
        body.is_valid(raise_exception=True)
        return self.written(decide(proposal, user=request.user, reason=body.validated_data.get("reason") or ""))
