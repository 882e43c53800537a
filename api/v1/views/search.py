"""Searches by POST, for queries that are too long for an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import searching, shape
from api.v1.asked import Base
from api.v1.deprecation import Deprecation
from api.v1.parsers import ORJSONParser
from api.v1.views.base import ResourceViewSet


class SearchedViewSet(ResourceViewSet):
    """Records whose collection can be asked by POST: adds ``search/``, which stores nothing and so is open."""

    open_actions: ClassVar[tuple[str, ...]] = ("search",)
    expensive_actions: ClassVar[tuple[str, ...]] = ("search",)
    asked: Mapping[str, list[str]] | None = None  # what the body of a search names

    @action(detail=False, methods=["post"], parser_classes=[ORJSONParser])
    def search(self, request: Request) -> Response:
        """The collection, asked by a body: conditions as nested JSON, for queries too long for an address.

        Of the answer, `next` and `previous` are cursors: send the same body with one of them as `cursor`.
        """
        listing = self.listings["list"]
        given, where = searching.read(request.data, listing)
        self.asked = {**{name: [] for name in where.named}, **given}
        with searching.pointing():
            base = Base((type(self), "search"), self.collection)
            return listing.answer(base, given, request, self.context, where)

    def going(self) -> list[Deprecation]:
        """Of a search, what its body names, and the fields of its results."""
        if self.asked is None:
            return super().going()
        listing = self.listings["list"]
        going = listing.parameters.deprecated
        named = [going[name] for name in self.asked if name in going]
        return [*super().going(), *named, *shape.going(self.asked, listing.serializer)]
