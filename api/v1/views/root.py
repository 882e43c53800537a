"""The root of the API, and the answer to addresses that do not exist."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.v1.addresses import exists
from api.v1.problems import Problem, root_of
from api.v1.serializers.root import RootSerializer
from api.v1.views.base import StrictView

COLLECTIONS = (
    "articles",
    "quotations",
    "people",
    "organisations",
    "affiliations",
    "utterances",
    "merges",
    "proposals",
    "pairs",
    "subscriptions",
    "sources",
)
PAGES = ("changes", "popolo", "autocomplete", "extract", "reconcile", "schema", "guide", "docs", "redoc", "errors")


class RootView(StrictView, ViewSet):
    """The API."""

    @extend_schema(responses=RootSerializer)
    def list(self, request: Request) -> Response:
        """The collections and pages of the API with their addresses."""
        base = f"{root_of(request)}api/v1/"
        return Response({name: f"{base}{name}/" for name in (*COLLECTIONS, *PAGES)})


class MissingView(StrictView, ViewSet):
    """An address that does not exist, or lacks its trailing slash."""

    schema = None
    offers_forms = False
    # Nothing is written at an address that does not exist, so nobody needs credentials to be told.
    open_actions = ("answer",)

    def get_view_name(self) -> str:
        """The title of its page."""
        return "Not found"

    def check_parameters(self, request: Request) -> None:
        """Nothing: the address itself is wrong."""

    def answer(self, request: Request) -> Response:
        """404, or 308 where only the slash is missing."""
        if not request.path.endswith("/") and exists(request.path_info + "/"):
            query = request.META.get("QUERY_STRING", "")
            location = f"{root_of(request)}{request.path_info.lstrip('/')}/{'?' if query else ''}{query}"
            detail = f"Addresses end in a slash: {location}"
            raise Problem(308, "moved", detail, headers={"Location": location})
        raise Problem(404, "not_found", f"There is nothing at {request.path[:200]}; see {root_of(request)}api/v1/.")
