"""Sources: feeds and sitemaps that are watched."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, examples
from api.v1.listings import SOURCE_ENTRIES, SOURCES
from api.v1.serializers.sources import (
    FetchedAgainSerializer,
    SourceInputSerializer,
    SourcePatchSerializer,
    SourceSerializer,
)
from api.v1.views.base import ResourceViewSet
from corpus.models import Source, SourceEntry
from corpus.services import sources
from corpus.services.errors import ServiceError

CHANGE = "corpus.change_source"


class SourceViewSet(ResourceViewSet):
    """Feeds and sitemaps that are watched. Their addresses may hold keys, so they are shown to those alone who may
    see sources, as in the admin."""

    model = Source
    record_serializer = SourceSerializer
    listings = {"list": SOURCES, "entries": SOURCE_ENTRIES}
    closed_actions = ("list", "retrieve", "entries")
    needs = {"entries": "corpus.view_sourceentry", "poll": CHANGE, "retry": CHANGE}
    bodies: ClassVar = {
        "create": examples.SOURCE,
        "partial_update": {"state": "paused"},
        "poll": {},
        "retry": {},
    }

    def collection(self) -> QuerySet[Any]:
        """All sources."""
        return Source.objects.all()

    def list(self, request: Request) -> Response:
        """The sources, the newest first."""
        return self.page(self.collection)

    @extend_schema(request=SourceInputSerializer, responses={201: SourceSerializer})
    def create(self, request: Request) -> Response:
        """Watch a feed or sitemap from now on: the next watcher that is free polls it.

        409 where its address is watched already. An address that was removed and comes again has its id again.
        """
        body = SourceInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        try:
            made = sources.add_source(given["address"], publisher=given["publisher"], interval=given["interval"])
        except ServiceError as refusal:
            refusal.field = "address" if refusal.field == "url" else refusal.field
            raise
        return self.written(made, 201)

    @extend_schema(request=SourcePatchSerializer, responses=SourceSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Change its publisher or its interval, pause it, or take it up again.

        If-Match with its version guards against overwriting another edit, and the pause that a watcher set.
        """
        row = self.find(id)
        body = SourcePatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sources.change_source(
            row,
            **body.validated_data,
            reason=f"paused by {request.user.get_username()}",
            expected_version=caching.expected_version(request, row.version),
        )
        return self.written(row)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Watch it no more, and forget what it listed. Articles that it brought stay."""
        row = self.find(id)
        sources.remove_source(row, expected_version=caching.expected_version(request, row.version))
        return Response(status=204)

    @action(detail=True, methods=["get"])
    def entries(self, request: Request, id: str) -> Response:
        """What it listed and what became of each, the newest first; `state=waiting` is still to be fetched."""
        return self.page(SourceEntry.objects.listed_by, self.find(id).pk)

    @extend_schema(request=None, responses={202: SourceSerializer})
    @action(detail=True, methods=["post"])
    def poll(self, request: Request, id: str) -> Response:
        """Let the next watcher that is free poll it, whatever pause it was to have. 409 where it is paused."""
        row = self.find(id)
        sources.poll_now(row)
        return self.written(row, 202)

    @extend_schema(request=None, responses={202: FetchedAgainSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, id: str) -> Response:
        """Have its entries that failed fetched once more."""
        return Response({"entries": sources.try_failed_again(self.find(id))}, status=202)
