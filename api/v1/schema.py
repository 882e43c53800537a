"""The OpenAPI description: made from the same catalogue of parameters that requests are checked against."""

from __future__ import annotations

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.openapi import AutoSchema as BaseSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from api.v1 import operation_examples
from api.v1.declared import declared
from api.v1.deprecation import Deprecation
from api.v1.pagination import CursorPagination
from api.v1.problems import MEDIA_TYPE
from api.v1.schema_formats import with_formats
from api.v1.schema_shapes import ShapedRecord  # noqa: F401 (found by drf-spectacular once it is imported)
from api.v1.serializers.problems import ProblemSerializer
from api.v1.serializers.searching import ExplanationSerializer, SearchSerializer, TextSearchSerializer

ID_HELP = "Public id."
ENTITY_ID_HELP = "Public id, or an identifier in another register: `wikidata:Q42`."
FAULTS = {
    "read": {
        400: "A parameter is unknown or wrong.",
        401: "The credentials are wrong, or this server lets nobody read without any.",
        403: "The permission is missing.",
        406: "The media types of Accept are none that the answer comes in.",
        414: "The address is too long.",
        429: "Too many requests.",
        503: "The database does not answer.",
    },
    "stream": {503: "Too many whole result sets are being sent, or the database does not answer."},
    "record": {
        308: "The record was merged into another; Location leads there.",
        404: "There is no such record.",
        410: "The record was removed.",
    },
    "write": {
        400: "A parameter or a field of the body is wrong.",
        401: "No credentials were given.",
        403: "The permission is missing.",
        406: "The media types of Accept are none that the answer comes in.",
        414: "The address is too long.",
        413: "The body is too large.",
        415: "The body is not of a media type that is read here.",
        429: "Too many requests.",
        503: "The database does not answer or cannot be written to, or too many bodies are being read.",
    },
    "once": {
        409: "The record's state does not allow it, or a request with the same Idempotency-Key is being answered.",
        422: "The Idempotency-Key was given to another request before.",
    },
    "change": {
        308: "The record was merged into another; Location leads there.",
        404: "There is no such record.",
        409: "The record's state does not allow it.",
        410: "The record was removed.",
    },
    "guarded": {412: "It was changed."},
}


class CookieScheme(SessionScheme):
    """The session of an editor, for the schema."""

    target_class = "api.v1.authentication.CookieAuthentication"


class TokenScheme(KnoxTokenScheme):
    """``Authorization: Token ...``, for the schema."""

    target_class = "api.v1.authentication.StrictTokenAuthentication"


WRITES = {"POST": "create", "PATCH": "partial_update"}


class AutoSchema(BaseSchema):
    """Reads listings, details and parameters off the views."""

    view: Any

    @property
    def listing(self) -> Any:
        """The listing of the operation, where it is one."""
        listings = getattr(self.view, "listings", {})
        if self.searches:
            return listings["list"]
        return listings.get(getattr(self.view, "action", None)) if self.method == "GET" else None

    @property
    def searches(self) -> bool:
        """Whether the operation asks a collection by a body."""
        return getattr(self.view, "action", None) == "search"

    def get_override_parameters(self) -> list[Any]:
        """The parameters of the query, the id in the path, and If-Match."""
        action = getattr(self.view, "action", None)
        found = [described(parameter) for parameter in self.view.parameters(action)]
        if "{id}" in self.path:
            entity = any(name in self.path for name in ("/people/", "/organisations/"))
            found.append(
                OpenApiParameter("id", str, "path", required=True, description=ENTITY_ID_HELP if entity else ID_HELP)
            )
        if self.view.compares_versions:
            text = 'Version of the record that the change is based on, such as `"3"`; 412 where it has moved on.'
            found.append(OpenApiParameter("If-Match", str, "header", description=text))
        if self.view.stores(self.method):
            text = "A key of your own for the request. Sent again with it, the request is answered as the first time."
            found.append(OpenApiParameter("Idempotency-Key", str, "header", description=text))
        return found

    @property
    def goes(self) -> Deprecation | None:
        """What is told of the operation, where it goes away."""
        found: Deprecation | None = self.view.deprecated.get(getattr(self.view, "action", None) or self.method.lower())
        return found

    def is_deprecated(self) -> bool:
        """Whether the operation goes away."""
        return self.goes is not None

    def get_description(self) -> str:  # type: ignore[override]
        """What the operation does, and whether it goes away."""
        said = super().get_description()
        return said if self.goes is None else f"{said}\n\n{self.goes.told}"

    def get_extensions(self) -> dict[str, Any]:
        """The day on which the operation may be gone."""
        return {**super().get_extensions(), **(self.goes.extensions if self.goes is not None else {})}

    def get_auth(self) -> list[Any]:
        """Credentials; none are needed for reading and for what stores nothing."""
        action = getattr(self.view, "action", None)
        if action in getattr(self.view, "closed_actions", ()):
            return super().get_auth()
        is_open = self.method == "GET" or action in declared(self.view, "open_actions")
        return [*super().get_auth(), *([{}] if is_open else [])]

    def get_request_serializer(self) -> Any:
        """The body of a search; else none unless the operation names one."""
        if not self.searches:
            return None
        return TextSearchSerializer if self.listing.snippets else SearchSerializer

    def get_examples(self) -> list[OpenApiExample]:
        """What is sent and what is answered, from the table of all operations."""
        body = getattr(self.view, "bodies", {}).get(getattr(self.view, "action", ""))
        return operation_examples.of(self.get_operation_id(), body)

    def get_response_serializers(self) -> Any:
        """The page of a listing, or the record."""
        if self.listing is not None:
            return self.listing.serializer(many=True)
        record = getattr(self.view, "record_serializer", None)
        statuses = getattr(self.view, "statuses", {}).get(getattr(self.view, "action", ""))
        return dict.fromkeys(statuses, record) if statuses else record

    def _get_paginator(self) -> Any:
        return CursorPagination(bare=self.searches) if self.listing is not None else None

    def get_paginated_name(self, serialized_name: str) -> str:
        """``ArticlePage``; of a search ``ArticleSearchPage``."""
        return f"{serialized_name}SearchPage" if self.searches else f"{serialized_name}Page"

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.listing is not None

    def _get_filter_parameters(self) -> list[Any]:
        # The catalogue of the view holds them.
        return []

    def _get_pagination_parameters(self) -> list[Any]:
        return []

    def map_renderers(self, attribute: str) -> list[Any]:
        """JSON first, the other formats by themselves; pages for people are no part of the contract."""
        return ["application/json"] if attribute == "media_type" else super().map_renderers(attribute)

    def get_tags(self) -> list[str]:
        """The first part of the address."""
        return super().get_tags() or ["root"]

    def get_operation_id(self) -> str:
        """``articles_list``, ``articles_quotations_list``, ``people_merge``: it stays when the code changes."""
        action = getattr(self.view, "action", "")
        parts = [part for part in self.path.removeprefix("/api/v1/").split("/") if part and not part.startswith("{")]
        if self.listing is not None and not self.searches:
            return "_".join([*parts, "list"])
        if action in ("retrieve", "create", "partial_update", "destroy"):
            return "_".join([*parts, action])
        if parts and action != parts[-1] and self.method in WRITES:  # at the address of a listing, or of its record
            return "_".join([*parts, WRITES[self.method]])
        return "_".join(parts or ["root"])

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found = super()._get_response_bodies(direction)
        if self.listing is not None:
            self.explain_page(direction)
        if self.method == "GET":
            with_formats(found, self.view.get_renderers())
        kinds = ["read"] if self.method == "GET" else ["write"]
        if self.listing is not None and not self.searches:
            kinds.append("stream")
        if self.view.stores(self.method):
            kinds.append("once")
        if "{id}" in self.path:
            kinds.append("record" if self.method == "GET" else "change")
        if self.view.compares_versions:
            kinds.append("guarded")
        for kind in kinds:
            for status, description in FAULTS[kind].items():
                if str(status) not in found:
                    found[str(status)] = self._get_response_for_code(
                        OpenApiResponse(ProblemSerializer, description), str(status), [MEDIA_TYPE], direction
                    )
        return dict(sorted(found.items()))

    def explain_page(self, direction: Any) -> None:
        """Say of a page that it may hold an explanation, which no example of results has."""
        serializer = self.listing.serializer()
        name = self.get_paginated_name(self._get_serializer_name(serializer, direction))
        page = self.registry[name, ResolvedComponent.SCHEMA]
        explanation = self.resolve_serializer(ExplanationSerializer(), direction)
        page.schema["properties"]["explanation"] = explanation.ref


def described(parameter: Any) -> OpenApiParameter:
    """A parameter of the catalogue as OpenAPI says it."""
    schema = {name: value for name, value in parameter.schema.items() if name != "example"}
    if schema["type"] == "string" and "enum" not in schema:
        schema = {**schema, "minLength": 0 if parameter.blank else 1, "maxLength": parameter.longest}
    if parameter.many:
        schema = {"type": "array", "items": schema}
    goes = parameter.deprecated
    return OpenApiParameter(
        parameter.name,
        schema,
        "query",
        required=parameter.required,
        deprecated=goes is not None,
        extensions=goes.extensions if goes is not None else None,
        description=parameter.description if goes is None else f"{parameter.description} {goes.told}",
        explode=True if parameter.many else None,
        style="form" if parameter.many else None,
    )


def only_version_one(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """The routes of the API proper."""
    return [entry for entry in endpoints if entry[0].startswith("/api/v1/")]
