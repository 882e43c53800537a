"""People, organisations and their roles as one document in Popolo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from api.v1 import ordering, streams
from api.v1.asked import reader
from api.v1.listing import Listing
from api.v1.listings import AFFILIATIONS, ORGANISATIONS, PEOPLE
from api.v1.parameters import Catalogue, Parameter, written_as
from api.v1.problems import root_of
from api.v1.renderers import PopoloDocumentRenderer
from api.v1.serializers.popolo import PopoloDocumentSerializer
from api.v1.views.base import StrictView
from corpus.models import Affiliation, Organisation, Person

Batches = Iterator[list[dict[str, Any]]]
TAKES = Catalogue([*AFFILIATIONS.selection, written_as(PopoloDocumentRenderer.format)])


class PopoloViewSet(StrictView, ViewSet):
    """Popolo, for open data."""

    needs: ClassVar = {"list": "corpus.view_affiliation"}  # where reading is closed
    takes: ClassVar[Mapping[str, list[Parameter]]] = {"list": TAKES}
    expensive_actions = ("list",)
    renderer_classes = [PopoloDocumentRenderer]

    @extend_schema(responses=PopoloDocumentSerializer)
    def list(self, request: Request) -> StreamingHttpResponse:
        """Memberships, people and organisations in one document of Popolo, streamed without limit.

        It takes the filters of affiliations. With one, it holds the roles that the filters find, and the people and
        organisations that these name; without any, all people and organisations, those without a role too. Its lists
        are read one after the other.
        """
        filters = {name: values for name, values in self.given.items() if name != "format"}
        roles = AFFILIATIONS.filterset.restrict(Affiliation.objects.readable(), AFFILIATIONS.values(filters))
        people: QuerySet[Any] = Person.objects.standing()
        bodies: QuerySet[Any] = Organisation.objects.standing()
        if filters:
            people = people.filter(pk__in=roles.order_by().values("person"))
            bodies = bodies.filter(pk__in=roles.order_by().values("organisation"))
        # Roles first: a person who is added meanwhile is read after the role that names them.
        parts = ((AFFILIATIONS, roles), (PEOPLE, people), (ORGANISATIONS, bodies))
        written = {
            listing.renditions["popolo"].collection: self.records(listing, rows)  # type: ignore[attr-defined]
            for listing, rows in parts
        }
        return streams.sent(PopoloDocumentRenderer().blocks(written), request)

    def records(self, listing: Listing, rows: QuerySet[Any]) -> Batches:
        """What is written of the rows, a batch at a time."""
        context = {"request": self.request, "view": self, "root": root_of(self.request)}
        serializer: Any = listing.renditions["popolo"](many=True, context=context)
        ordered, keys = ordering.apply(rows, listing.default, listing.columns)
        found = streams.batches(reader(serializer.child, ordered, keys), keys, serializer)
        return (results for _, results in found)
