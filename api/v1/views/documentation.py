"""OpenAPI, and the two pages that show it; all they load lies on this server."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.parameters import Parameter
from api.v1.views.base import StrictMixin

PARAMETERS = [
    Parameter("format", "Media type of the schema.", {"type": "string", "enum": ["openapi", "openapi-json"]}),
]


class SchemaView(StrictMixin, SpectacularAPIView):
    """This description of the API."""

    takes: ClassVar = {"get": PARAMETERS}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """OpenAPI 3, as YAML or JSON."""
        return super().get(request, *args, **kwargs)


class SwaggerView(StrictMixin, SpectacularSwaggerView):
    """The documentation, to try it out."""

    url_name = "schema"
    takes: ClassVar = {"get": []}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of HTML."""
        return super().get(request, *args, **kwargs)


class ReferenceView(StrictMixin, SpectacularRedocView):
    """The documentation, to read."""

    url_name = "schema"
    takes: ClassVar = {"get": []}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of HTML."""
        return super().get(request, *args, **kwargs)
