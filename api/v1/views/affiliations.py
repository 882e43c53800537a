"""Affiliations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, editing, examples, facets
from api.v1.listings import AFFILIATIONS, HISTORY
from api.v1.named import article_named, as_called, entities_named
from api.v1.serializers.additions import AffiliationInputSerializer
from api.v1.serializers.affiliations import AffiliationSerializer
from api.v1.serializers.edits import AffiliationPatchSerializer
from api.v1.serializers.popolo import PopoloMembershipSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Affiliation
from corpus.models.choices import Status
from corpus.services.add_affiliation import add_affiliation
from corpus.services.review_affiliation import confirm_affiliation, correct_affiliation, reject_affiliation


class AffiliationViewSet(SearchedViewSet, FacetedViewSet, RecordedViewSet):
    """The roles of people."""

    model = Affiliation
    record_serializer = AffiliationSerializer
    renditions = {"popolo": PopoloMembershipSerializer}
    state_columns = ("text__article__removed_at",)
    needs = {"create": "corpus.add_affiliation", "partial_update": "corpus.change_affiliation"}
    bodies = {
        "create": editing.AFFILIATION,
        "partial_update": editing.AFFILIATION_CORRECTION,
        "search": examples.AFFILIATIONS_SOUGHT,
    }
    faceting = facets.AFFILIATIONS
    listings = {"list": AFFILIATIONS, "history": HISTORY}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Affiliation.objects.readable()

    def list(self, request: Request) -> Response:
        """Roles, newest first."""
        return self.page(self.collection)

    @extend_schema(
        request=AffiliationInputSerializer,
        responses={201: AffiliationSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a role that the machine overlooked: 201. Its title is what stands in the span."""
        body = AffiliationInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        reason, span = given.pop("reason", None) or "", given.pop("span")
        article = article_named(given)
        with as_called():
            made = add_affiliation(article, span, **resolved(given), user=request.user, reason=reason)
        return self.written(made, 201)

    @extend_schema(
        request=AffiliationPatchSerializer,
        responses=AffiliationSerializer,
    )
    def partial_update(self, request: Request, id: str) -> Response:
        """Correct, confirm or reject a role. If-Match with its version guards against overwriting another edit."""
        affiliation = self.find(id)
        body = AffiliationPatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        decision: dict[str, Any] = {
            "user": request.user,
            "reason": changes.pop("reason", None) or "",
            "expected_version": caching.expected_version(request, affiliation.version),
        }
        if "status" in changes:
            decide = confirm_affiliation if changes["status"] == Status.CONFIRMED else reject_affiliation
            return self.written(decide(affiliation, **decision))
        with as_called():
            return self.written(correct_affiliation(affiliation, resolved(changes), **decision))

    def check_standing(self, record: Any) -> None:
        """Gone with its article."""
        if record.text is not None and record.text.article.removed_at is not None:
            raise gone()


def resolved(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes as a service takes and calls them, with records for ids."""
    found = changes | entities_named(changes, "person", "organisation")
    return {name.removesuffix("_at"): value for name, value in found.items()}
