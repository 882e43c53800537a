"""Stored quotations in a text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import examples, shape
from api.v1.parameters import FORMAT
from api.v1.serializers.base import Plan
from api.v1.serializers.lookup import LookupInputSerializer, MatchesSerializer, MatchSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import Quotation
from corpus.search.finding import Found, find

BODY = {"lookup": examples.LOOKUP}
PARAMETERS = [shape.FIELDS, shape.OMIT, shape.EXPAND, FORMAT]


class LookupViewSet(ResourceViewSet):
    """Adds ``lookup/``, open to everybody."""

    open_actions: ClassVar[tuple[str, ...]] = ("lookup",)
    expensive_actions: ClassVar[tuple[str, ...]] = ("lookup",)

    @extend_schema(
        request=LookupInputSerializer,
        responses={200: MatchesSerializer},
    )
    @action(detail=False, methods=["post"])
    def lookup(self, request: Request) -> Response:
        """Find stored quotations in any text: a draft, a post, a fact check. Nothing is stored.

        One utterance is one match, however often it is printed. Of matches that overlap the best stays: the one with
        the most words in common. Quotations of one or two words are not looked up.
        """
        body = LookupInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        serializer = MatchSerializer(shape=shape.parse(self.given, MatchSerializer), context=self.context)
        text = body.validated_data["text"]
        matches = [serializer.to_representation(match) for match in matched(text, find(text), serializer)]
        return Response({"matches": matches})


def matched(text: str, found: list[Found], serializer: MatchSerializer) -> list[Any]:
    """The matches with the rows that the serializer shows."""
    first = rows_of(serializer.quotation_plan(), {one.printings[0] for one in found})
    plan = serializer.printing_plan()
    further = rows_of(plan, {pk for one in found for pk in one.printings}) if plan else {}
    return [
        SimpleNamespace(
            start=one.start,
            end=one.end,
            text=text[one.start : one.end],
            match=one.match,
            score=one.score,
            quotation=first[one.printings[0]],
            printings=[further[pk] for pk in one.printings if pk in further],
            times_printed=one.times_printed,
        )
        for one in found
        if one.printings[0] in first
    ]


def rows_of(plan: Plan, keys: set[int]) -> dict[int, Quotation]:
    """Quotations by key, with what the plan names."""
    return {row.pk: row for row in plan.apply(Quotation.objects.filter(pk__in=keys))} if keys else {}
