"""Quotations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, examples, facets
from api.v1.filters.references import entity_key
from api.v1.listings import HISTORY, QUOTATIONS
from api.v1.problems import Problem
from api.v1.serializers.linked import LinkedQuotationSerializer
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.serializers.writes import QuotationPatchSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.lookup import BODY, PARAMETERS, LookupViewSet
from api.v1.views.search import SearchedViewSet
from api.v1.views.verification import TAKES, VerificationViewSet
from corpus.models import Entity, Quotation
from corpus.models.choices import Status
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation


class QuotationViewSet(SearchedViewSet, FacetedViewSet, LookupViewSet, VerificationViewSet, RecordedViewSet):
    """Who said what, where it is printed."""

    model = Quotation
    record_serializer = QuotationSerializer
    renditions = {"jsonld": LinkedQuotationSerializer}
    state_columns = ("article__removed_at",)
    faceting = facets.QUOTATIONS
    listings = {"list": QUOTATIONS, "history": HISTORY}
    needs = {"partial_update": "corpus.change_quotation"}
    bodies = {"partial_update": examples.CORRECTION, "search": examples.QUOTATIONS_SOUGHT, **BODY}
    takes = {"lookup": PARAMETERS, "verify": TAKES}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Quotation.objects.readable()

    def list(self, request: Request) -> Response:
        """Quotations of all articles, newest first; rejected and withdrawn ones only where status= asks for them."""
        return self.page(self.collection())

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
            for name in ("speaker", "addressee"):
                if changes.get(name) is not None:
                    changes[name] = entity_named(changes[name], name)
            for name in ("channel", "speaker_role"):
                if name in changes:
                    changes[name] = changes[name] or ""
            changed = correct_quotation(quotation, changes, **decision)
        return self.written(changed)


def entity_named(reference: str, field: str) -> Entity:
    """The standing entity that a body names; a 400 problem points at the field where there is none."""
    try:
        return Entity.objects.get(pk=entity_key(reference))
    except ValidationError as error:
        errors = [{"pointer": f"/{field}", "code": error.code, "detail": str(error.message), "suggestion": None}]
        raise Problem(400, "invalid_body", f"/{field}: {error.message}", errors) from None
