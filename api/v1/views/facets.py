"""Collections that can be counted by their values: adds ``facets/``."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.facet import Facets
from api.v1.parameters import Parameter
from api.v1.serializers.facets import FacetsSerializer
from api.v1.views.base import ResourceViewSet


class FacetedViewSet(ResourceViewSet):
    """A collection with facets."""

    faceting: ClassVar[Facets]
    expensive_actions: ClassVar[tuple[str, ...]] = ("facets",)

    def parameters(self, action: str | None) -> list[Parameter]:
        """Those of the facets too."""
        return self.faceting.parameters if action == "facets" else super().parameters(action)

    @extend_schema(responses=FacetsSerializer)
    @action(detail=False)
    def facets(self, request: Request) -> Response:
        """How many of the records that the filters ask for have which value.

        Each key is a value of the parameter that `filter` names, which finds as many records as `count` says. A
        merged record counts for the one that it was merged into.
        """
        return Response(self.faceting.answer(self.collection(), self.given))
