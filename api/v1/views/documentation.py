"""OpenAPI, and the two pages that show it; all they load lies on this server."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.parameters import Parameter
from api.v1.views.base import StrictView

SCHEMA_FORMAT = Parameter("format", "How the schema is written.", {"type": "string", "enum": ["yaml", "json"]})
# The pages bring scripts of others, which must not fetch anything from elsewhere. What stands in a page is run,
# and styles are applied, where it bears the nonce of this answer.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@cache
def description() -> Any:
    """The schema. It follows from the code alone, and takes a second or two to make."""
    generator: Any = SchemaGenerator
    return generator().get_schema(request=None, public=True)


@cache
def written(form: str) -> bytes:
    """The schema as YAML or JSON; writing either takes a second."""
    renderer: Any = OpenApiJsonRenderer if form == "json" else OpenApiYamlRenderer
    content: bytes = renderer().render(description(), renderer_context={})
    return content


class SchemaView(StrictView, SpectacularAPIView):
    """This description of the API."""

    takes: ClassVar = {"get": [SCHEMA_FORMAT]}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """OpenAPI 3, as YAML or JSON."""
        renderer = request.accepted_renderer
        name = f'inline; filename="on-record.{renderer.format}"'
        kind = renderer.media_type + (f"; charset={renderer.charset}" if renderer.charset else "")
        return HttpResponse(written(renderer.format), content_type=kind, headers={"Content-Disposition": name})


class PageMixin(StrictView):
    """A page around the schema."""

    url_name = "schema"
    takes: ClassVar = {"get": []}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of HTML."""
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[misc]
        nonce = secrets.token_urlsafe(16)
        response.data["nonce"] = nonce
        response["Content-Security-Policy"] = CONTENT_POLICY.format(nonce=nonce)
        return response

    def _get_schema_url(self, request: Request) -> str:
        return "../schema/?format=json"


class SwaggerView(PageMixin, SpectacularSwaggerView):
    """The documentation, to try it out."""

    template_name = "on_record/swagger.html"


class ReferenceView(PageMixin, SpectacularRedocView):
    """The documentation, to read."""

    template_name = "on_record/redoc.html"
