"""Reading a text without storing it."""

from __future__ import annotations

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.v1 import examples
from api.v1.serializers.extraction import ExtractInputSerializer, ExtractionSerializer
from api.v1.views.base import StrictView
from corpus.services.preview import extract_fields


class ExtractViewSet(StrictView, ViewSet):
    """Extraction, open to everybody."""

    open_actions = ("create",)
    expensive_actions = ("create",)
    bodies = {"create": examples.EXTRACT}
    max_body = settings.MAX_EXTRACT_BYTES

    @extend_schema(
        request=ExtractInputSerializer,
        responses={200: ExtractionSerializer},
    )
    def create(self, request: Request) -> Response:
        """Who says what in a text: the object of `python -m corpus.extraction`. Nothing is stored."""
        body = ExtractInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(extract_fields(dict(body.validated_data)))
