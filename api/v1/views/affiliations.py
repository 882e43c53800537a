"""Affiliations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import examples, facets
from api.v1.listings import AFFILIATIONS, HISTORY
from api.v1.serializers.affiliations import AffiliationSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Affiliation


class AffiliationViewSet(SearchedViewSet, FacetedViewSet, RecordedViewSet):
    """The roles of people."""

    model = Affiliation
    record_serializer = AffiliationSerializer
    state_columns = ("text__article__removed_at",)
    bodies = {"search": examples.AFFILIATIONS_SOUGHT}
    faceting = facets.AFFILIATIONS
    listings = {"list": AFFILIATIONS, "history": HISTORY}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Affiliation.objects.readable()

    def list(self, request: Request) -> Response:
        """Roles, newest first."""
        return self.page(self.collection())

    def check_standing(self, record: Any) -> None:
        """Gone with its article."""
        if record.text is not None and record.text.article.removed_at is not None:
            raise gone()
