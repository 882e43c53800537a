"""Pairs of records that may be one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import editing
from api.v1.listings import PAIRS
from api.v1.named import entity_named
from api.v1.permissions import ReadOrPermitted
from api.v1.serializers.additions import VerdictSerializer
from api.v1.serializers.curation import PairSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import DuplicatePair
from corpus.services.naming import likelier_to_stay
from corpus.services.pairs import keep_two, make_one

VIEW = "corpus.view_duplicatepair"
# What each verdict needs; the admin asks the same.
NEEDED = {"same": "corpus.add_merge", "different": "corpus.change_duplicatepair"}


class PairViewSet(ResourceViewSet):
    """Two records of like names, for an editor to decide. Shown to accounts that may see them."""

    model = DuplicatePair
    record_serializer = PairSerializer
    listings = {"list": PAIRS}
    closed_actions = ("list", "retrieve")
    needs = {"list": VIEW, "retrieve": VIEW, "decide": VIEW}  # and what the verdict needs
    bodies = {"decide": editing.VERDICT}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return DuplicatePair.objects.all()

    def list(self, request: Request) -> Response:
        """Pairs, the likeliest first; decided ones only where state= asks for them."""
        return self.page(self.collection)

    @extend_schema(
        request=VerdictSerializer,
        responses=PairSerializer,
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, id: str) -> Response:
        """Say whether the two are one record: 200 and the pair. 409 where it is decided already.

        Of one record `into` is the one that stays; if it is not given, the one named by hand, in full or more often.
        """
        if not any(map(request.user.has_perm, NEEDED.values())):
            raise PermissionDenied(ReadOrPermitted.message)
        pair = self.find(id)
        body = VerdictSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        if not request.user.has_perm(NEEDED[given["verdict"]]):
            raise PermissionDenied(f"The permission {NEEDED[given['verdict']]} is missing, which this verdict needs.")
        decision: dict[str, Any] = {"user": request.user, "reason": given.get("reason") or ""}
        if given["verdict"] == "different":
            keep_two(pair, **decision)
        else:
            into = entity_named(given["into"], "into") if "into" in given else None
            make_one(pair, into or likelier_to_stay(pair.first, pair.second), **decision)
        return self.written(pair)
