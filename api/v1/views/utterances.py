"""Utterances."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import examples, facets
from api.v1.addresses import beside
from api.v1.listings import QUOTATIONS, UTTERANCES
from api.v1.problems import Moved
from api.v1.serializers.linked import LinkedUtteranceSerializer
from api.v1.serializers.utterances import DisputesSerializer, UtteranceSerializer, VariantsSerializer
from api.v1.views.base import gone
from api.v1.views.facets import FacetedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Quotation, Utterance
from corpus.services import wordings


class UtteranceViewSet(SearchedViewSet, FacetedViewSet):
    """The same words by the same speaker across articles."""

    model = Utterance
    record_serializer = UtteranceSerializer
    renditions = {"jsonld": LinkedUtteranceSerializer}
    state_columns = ("times_printed", "variant_of")
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
        """308 from a variant to the utterance it belongs to, and to that of who stands for the speaker now.

        Gone with the last quotation that prints it.
        """
        if not record.times_printed:
            standing = Utterance.objects.standing_for(record.pk)
            if standing is None:
                raise gone()
            raise Moved(beside(self, standing.public_id))

    @action(detail=True)
    def quotations(self, request: Request, id: str) -> Response:
        """The quotations that print an utterance, newest first."""
        return self.page(lambda utterance: Quotation.objects.readable().filter(utterance=utterance), self.find(id).pk)

    @extend_schema(responses=VariantsSerializer)
    @action(detail=True)
    def variants(self, request: Request, id: str) -> Response:
        """In which wordings an utterance is printed, by whom, and where each leaves the words that it is known by."""
        found = wordings.variants(self.find(id))
        return Response(VariantsSerializer(context=self.context).to_representation({"results": found}))

    @extend_schema(responses=DisputesSerializer)
    @action(detail=True)
    def disputes(self, request: Request, id: str) -> Response:
        """To whom else the same words, or nearly the same, are given: eight words in common at least."""
        found = wordings.given_to_others(self.find(id))
        return Response(DisputesSerializer(context=self.context).to_representation({"results": found}))
