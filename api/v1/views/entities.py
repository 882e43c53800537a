"""What people and organisations have in common: identifiers in paths, merging, what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, editing, examples
from api.v1.addresses import beside
from api.v1.named import entity_named, rows_named
from api.v1.problems import Moved
from api.v1.serializers.additions import SplitInputSerializer
from api.v1.serializers.writes import MergeInputSerializer, Strict
from api.v1.views.company import CompanyViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Article, Entity, Mention, Quotation
from corpus.services import merge as merging
from corpus.services import split as splitting
from corpus.services.edit_entity import edit_entity

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}:[^\s\0]{1,200}")


class EntityViewSet(SearchedViewSet, CompanyViewSet, RecordedViewSet):
    """People or organisations: their paths take identifiers too, and lead from a merged record to the survivor."""

    state_columns = ("removed_at", "merged_into")
    # As in the admin: who may edit a record may not say yet that two are one, or one two.
    needs: ClassVar[dict[str, str]] = dict.fromkeys(("merge", "split"), "corpus.add_merge")
    # A record that is new, or one that stood already.
    statuses = {"split": (201, 200)}
    bodies = {
        "merge": examples.MERGE,
        "split": editing.SPLIT,
        "partial_update": editing.PERSON,
        "search": examples.ENTITIES_SOUGHT,
    }

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
        return beside(self, survivor.public_id)

    @action(detail=True)
    def quotations(self, request: Request, id: str) -> Response:
        """What a person or an organisation said, newest first."""
        return self.page(lambda speaker: Quotation.objects.readable().filter(speaker=speaker), self.find(id).pk)

    @extend_schema(request=MergeInputSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, id: str) -> Response:
        """Merge a record into another: 200 and the survivor. The id of the one that goes leads to it from now on."""
        loser = self.find(id)
        body = MergeInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        expected = caching.expected_version(request, loser.version)
        into = entity_named(body.validated_data["into"], "into")
        reason = body.validated_data.get("reason") or ""
        made = merging.merge(loser, into, reason=reason, user=request.user, expected_version=expected)
        return self.written(self.model._default_manager.get(pk=made.survivor_id))

    @extend_schema(request=SplitInputSerializer)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, id: str) -> Response:
        """Let another record have some of what this one is said to be: 201 and the new record, 200 and `into`.

        Mentions and quotations are chosen one by one, and stay where they are put; of an article all goes that it says
        of the record. The two are kept apart from now on.
        """
        entity = self.find(id)
        body = SplitInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        expected = caching.expected_version(request, entity.version)
        given = body.validated_data
        into = entity_named(given["into"], "into") if "into" in given else None
        chosen = {name: rows_named(rows(), given.get(name, []), name) for name, rows in SPLIT.items()}
        made = splitting.split(
            entity,
            **chosen,
            into=into,
            name=given.get("name", ""),
            reason=given.get("reason") or "",
            user=request.user,
            expected_version=expected,
        )
        return self.written(self.model._default_manager.get(pk=made.pk), 201 if into is None else 200)

    def edited(self, request: Request, id: str, serializer: type[Strict]) -> Response:
        """The record with what a PATCH sets; for the views, each of which has a body of its own."""
        entity = self.find(id)
        body = serializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        for name in ("add_identifiers", "remove_identifiers"):
            if name in changes:
                changes[name] = [(one["scheme"], one["value"]) for one in changes[name]]
        if "description" in changes:
            changes["description"] = changes["description"] or ""
        changes["reason"] = changes.get("reason") or ""
        expected = caching.expected_version(request, entity.version)
        edit_entity(entity, **changes, user=request.user, expected_version=expected)
        return self.written(self.model._default_manager.get(pk=entity.pk))


SPLIT: dict[str, Callable[[], QuerySet[Any]]] = {
    "mentions": Mention.objects.all,
    "quotations": Quotation.objects.readable,
    "articles": Article.objects.readable,
}
