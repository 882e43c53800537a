"""People."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import facets
from api.v1.listings import AFFILIATIONS, HISTORY, PEOPLE, QUOTATIONS
from api.v1.serializers.edits import PersonPatchSerializer
from api.v1.serializers.entities import PersonSerializer
from api.v1.serializers.linked import LinkedPersonSerializer
from api.v1.serializers.popolo import PopoloPersonDetailSerializer
from api.v1.views.entities import EntityViewSet
from api.v1.views.facets import FacetedViewSet
from corpus.models import Affiliation, Person


class PersonViewSet(FacetedViewSet, EntityViewSet):
    """Human beings."""

    model = Person
    record_serializer = PersonSerializer
    faceting = facets.PEOPLE
    renditions = {"jsonld": LinkedPersonSerializer, "popolo": PopoloPersonDetailSerializer}
    listings = {"list": PEOPLE, "quotations": QUOTATIONS, "affiliations": AFFILIATIONS, "history": HISTORY}
    needs = {**EntityViewSet.needs, "partial_update": "corpus.change_person"}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Person.objects.standing()

    def list(self, request: Request) -> Response:
        """People, by name."""
        return self.page(self.collection)

    @action(detail=True)
    def affiliations(self, request: Request, id: str) -> Response:
        """The roles of a person, newest first."""
        return self.page(lambda person: Affiliation.objects.readable().filter(person=person), self.find(id).pk)

    @extend_schema(
        request=PersonPatchSerializer,
    )
    def partial_update(self, request: Request, id: str) -> Response:
        """Edit a person: name, description, other names, identifiers.

        If-Match with its version guards against overwriting another edit.
        """
        return self.edited(request, id, PersonPatchSerializer)
