"""Quotations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, editing, examples, facets
from api.v1.listings import HISTORY, PROPOSALS, QUOTATIONS
from api.v1.named import article_named, entities_named
from api.v1.serializers.additions import QuotationInputSerializer
from api.v1.serializers.curation import ProposalSerializer
from api.v1.serializers.linked import LinkedQuotationSerializer
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.serializers.writes import QuotationPatchSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.lookup import BODY, PARAMETERS, LookupViewSet
from api.v1.views.search import SearchedViewSet
from api.v1.views.verification import TAKES, VerificationViewSet
from corpus.models import Proposal, Quotation
from corpus.models.choices import Status
from corpus.services.add_quotation import add_quotation
from corpus.services.propose import propose
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation


class QuotationViewSet(SearchedViewSet, FacetedViewSet, LookupViewSet, VerificationViewSet, RecordedViewSet):
    """Who said what, where it is printed."""

    model = Quotation
    record_serializer = QuotationSerializer
    renditions = {"jsonld": LinkedQuotationSerializer}
    state_columns = ("article__removed_at",)
    faceting = facets.QUOTATIONS
    listings = {"list": QUOTATIONS, "history": HISTORY, "proposals": PROPOSALS}
    needs = {
        "create": "corpus.add_quotation",
        "partial_update": "corpus.change_quotation",
        "propose": "corpus.add_proposal",
    }
    bodies = {
        "create": editing.QUOTATION,
        "partial_update": examples.CORRECTION,
        "propose": editing.PROPOSAL,
        "search": examples.QUOTATIONS_SOUGHT,
        **BODY,
    }
    takes = {"lookup": PARAMETERS, "verify": TAKES}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Quotation.objects.readable()

    def list(self, request: Request) -> Response:
        """Quotations of all articles, newest first; rejected and withdrawn ones only where status= asks for them."""
        return self.page(self.collection)

    def check_standing(self, record: Any) -> None:
        """Gone with its article."""
        if record.article.removed_at is not None:
            raise gone()

    @extend_schema(
        request=QuotationPatchSerializer,
        responses=QuotationSerializer,
    )
    def partial_update(self, request: Request, id: str) -> Response:
        """Correct, confirm or reject a quotation. If-Match with its version guards against overwriting another edit."""
        quotation = self.find(id)
        body = QuotationPatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        decision: dict[str, Any] = {
            "user": request.user,
            "reason": changes.pop("reason", None) or "",
            "expected_version": caching.expected_version(request, quotation.version),
        }
        if "status" in changes:
            decide = confirm_quotation if changes["status"] == Status.CONFIRMED else reject_quotation
            changed = decide(quotation, **decision)
        else:
            changed = correct_quotation(quotation, resolved(changes), **decision)
        return self.written(changed)

    @extend_schema(
        request=QuotationInputSerializer,
        responses={201: QuotationSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a quotation that the machine overlooked: 201. Its words are what stands in the spans.

        409 where a quotation stands there already. It is confirmed at once, and no later reading changes it.
        """
        body = QuotationInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        reason, spans = given.pop("reason", None) or "", given.pop("spans")
        article = article_named(given)
        made = add_quotation(article, spans, **resolved(given), user=request.user, reason=reason)
        return self.written(made, 201)

    @action(detail=True)
    def proposals(self, request: Request, id: str) -> Response:
        """What was proposed about a quotation, newest first."""
        return self.page(lambda quotation: Proposal.objects.filter(quotation=quotation), self.find(id).pk)

    @extend_schema(
        request=QuotationPatchSerializer,
        responses={201: ProposalSerializer},
    )
    @proposals.mapping.post
    def propose(self, request: Request, id: str) -> Response:
        """Propose a correction for an editor to accept or decline: 201. The body is that of the correction itself."""
        quotation = self.find(id)
        body = QuotationPatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        reason = changes.pop("reason", None) or ""
        made = propose(quotation, resolved(changes), user=request.user, reason=reason)
        serializer = ProposalSerializer(context=self.context)
        row = serializer.plan().apply(Proposal.objects.filter(pk=made.pk)).get()
        content = serializer.to_representation(row)
        return Response(content, status=201, headers={"Location": content["url"]})


def resolved(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes as a service takes them: records for ids, empty texts for null."""
    found = changes | entities_named(changes, "speaker", "addressee")
    return found | {name: found[name] or "" for name in ("channel", "speaker_role") if name in found}
