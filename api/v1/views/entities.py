"""What people and organisations have in common: identifiers in paths, merging, what they say."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, examples
from api.v1.problems import Moved, Problem
from api.v1.serializers.fields import record_url
from api.v1.serializers.writes import MergeInputSerializer
from api.v1.views.company import CompanyViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.quotations import entity_named
from api.v1.views.search import SearchedViewSet
from corpus.models import Entity, Quotation
from corpus.services import merge as merging

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}:[^\s\0]{1,200}")


class EntityViewSet(SearchedViewSet, CompanyViewSet, RecordedViewSet):
    """People or organisations: their paths take identifiers too, and lead from a merged record to the survivor."""

    state_columns = ("removed_at", "merged_into")
    bodies = {"merge": examples.MERGE, "search": examples.ENTITIES_SOUGHT}

    def named(self, public_id: str) -> Q:
        """By public id, or by an identifier such as ``wikidata:Q42``."""
        if IDENTIFIER.fullmatch(public_id):
            scheme, _, value = public_id.partition(":")
            return Q(identifiers__scheme=scheme, identifiers__value=value)
        return super().named(public_id)

    def check_standing(self, record: Any) -> None:
        """308 to the survivor of a merged record."""
        if record.merged_into_id is not None:
            raise Moved(self.address_of(Entity.objects.get(pk=record.pk).survivor))
        super().check_standing(record)

    def address_of(self, survivor: Entity) -> str:
        """The address of this request, at another record of the same collection."""
        below = self.request.path.partition(f"/{self.kwargs['id']}/")[2]
        query = self.request.META.get("QUERY_STRING", "")
        return f"{record_url(self.context['root'], survivor.public_id)}{below}{'?' if query else ''}{query}"

    @action(detail=True)
    def quotations(self, request: Request, id: str) -> Response:
        """What a person or an organisation said, newest first."""
        return self.page(Quotation.objects.readable().filter(speaker=self.find(id)))

    @extend_schema(request=MergeInputSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, id: str) -> Response:
        """Merge a record into another: 200 and the survivor. The id of the one that goes leads to it from now on."""
        loser = self.find(id)
        body = MergeInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        expected = caching.expected_version(request, loser.version)
        if expected is not None and expected != loser.version:
            raise Problem(412, "stale", f"The record is at version {loser.version}, not {expected}.")
        into = entity_named(body.validated_data["into"], "into")
        made = merging.merge(loser, into, reason=body.validated_data.get("reason") or "", user=request.user)
        return self.written(self.model._default_manager.get(pk=made.survivor_id))
