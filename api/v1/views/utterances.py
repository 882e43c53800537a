"""Utterances."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import examples, facets
from api.v1.listings import QUOTATIONS, UTTERANCES
from api.v1.serializers.linked import LinkedUtteranceSerializer
from api.v1.serializers.utterances import UtteranceSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Quotation, Utterance


class UtteranceViewSet(SearchedViewSet, FacetedViewSet):
    """The same words by the same speaker across articles."""

    model = Utterance
    record_serializer = UtteranceSerializer
    renditions = {"jsonld": LinkedUtteranceSerializer}
    state_columns = ("times_printed",)
    bodies = {"search": examples.UTTERANCES_SOUGHT}
    faceting = facets.UTTERANCES
    listings = {"list": UTTERANCES, "quotations": QUOTATIONS}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Utterance.objects.printed()

    def list(self, request: Request) -> Response:
        """Utterances that a standing article prints, last printed first."""
        return self.page(self.collection)

    def check_standing(self, record: Any) -> None:
        """Gone with the last quotation that prints it."""
        if not record.times_printed:
            raise gone()

    @action(detail=True)
    def quotations(self, request: Request, id: str) -> Response:
        """The quotations that print an utterance, newest first."""
        return self.page(lambda utterance: Quotation.objects.readable().filter(utterance=utterance), self.find(id).pk)
