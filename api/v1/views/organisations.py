"""Organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import editing, examples, facets
from api.v1.listings import AFFILIATIONS, HISTORY, MEMBERS, ORGANISATIONS, QUOTATIONS
from api.v1.serializers.edits import OrganisationPatchSerializer
from api.v1.serializers.entities import OrganisationSerializer
from api.v1.serializers.linked import LinkedOrganisationSerializer
from api.v1.serializers.popolo import PopoloOrganisationSerializer
from api.v1.views.entities import EntityViewSet
from api.v1.views.facets import FacetedViewSet
from corpus.models import Affiliation, Organisation


class OrganisationViewSet(FacetedViewSet, EntityViewSet):
    """Bodies that act and speak."""

    model = Organisation
    record_serializer = OrganisationSerializer
    bodies = {"merge": examples.MERGE_OF_BODIES, "search": examples.ORGANISATIONS_SOUGHT}
    renditions = {"jsonld": LinkedOrganisationSerializer, "popolo": PopoloOrganisationSerializer}
    faceting = facets.ORGANISATIONS
    listings = {
        "list": ORGANISATIONS,
        "quotations": QUOTATIONS,
        "affiliations": AFFILIATIONS,
        "people": MEMBERS,
        "history": HISTORY,
    }
    needs = {**EntityViewSet.needs, "partial_update": "corpus.change_organisation"}
    bodies = {**EntityViewSet.bodies, "partial_update": editing.ORGANISATION}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Organisation.objects.standing()

    def list(self, request: Request) -> Response:
        """Organisations, by name."""
        return self.page(self.collection)

    @action(detail=True)
    def affiliations(self, request: Request, id: str) -> Response:
        """Who has a role at an organisation, newest first."""
        return self.page(lambda body: Affiliation.objects.readable().filter(organisation=body), self.find(id).pk)

    @action(detail=True)
    def people(self, request: Request, id: str) -> Response:
        """The people who have, had or will have a role at an organisation, each once, with what was said last of it."""
        return self.page(
            lambda body: Affiliation.objects.readable().live().filter(organisation=body).newest_of_each_person(),
            self.find(id).pk,
        )

    @extend_schema(
        request=OrganisationPatchSerializer,
    )
    def partial_update(self, request: Request, id: str) -> Response:
        """Edit an organisation: name, description, other names, identifiers.

        Of a publisher also who may read its articles. If-Match with its version guards against overwriting another
        edit.
        """
        return self.edited(request, id, OrganisationPatchSerializer)
