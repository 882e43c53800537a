"""A listing: rows of one resource, filtered, searched, ordered, paged and shaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import ordering, pagination, shape
from api.v1.filters.base import StrictFilterSet
from api.v1.parameters import Parameter, written_as
from api.v1.problems import bad_parameters, fault
from api.v1.serializers.base import ShapedSerializer
from corpus import search

Given = Mapping[str, list[str]]
Snippets = Callable[[list[Any], str], list[dict[str, str]]]

STREAMED = ("csv", "ndjson")
RELEVANCE = ordering.Column("search_rank")
Q = Parameter(
    "q",
    'Full text: words (all of them), "phrases", -exclusion, OR.',
    {"type": "string", "example": '"tax cut" OR levy'},
)
HIGHLIGHT = Parameter(
    "highlight", "`true` adds `highlight`: the places that `q` found, as HTML with <mark>.", {"type": "boolean"}
)


@dataclass(frozen=True)
class Listing:
    """What a collection is made of; the views bring the rows."""

    serializer: type[ShapedSerializer]
    filterset: type[StrictFilterSet]
    columns: Mapping[str, ordering.Column]
    default: tuple[str, ...]
    snippets: Snippets | None = None  # where it can be searched: what q found in each row
    extra: Iterable[Parameter] = field(default=())
    # Formats with a vocabulary of their own, each with what writes the records in it.
    renditions: Mapping[str, type[ShapedSerializer]] = field(default_factory=dict)

    @cached_property
    def selection(self) -> list[Parameter]:
        """The parameters that say which rows are meant: filters and search."""
        return [*self.filterset.parameters(), *([Q] if self.snippets else [])]

    @cached_property
    def parameters(self) -> list[Parameter]:
        """All parameters of the collection."""
        return [
            *self.selection,
            *([HIGHLIGHT] if self.snippets else []),
            ordering.parameter(self.columns, self.default, ranked=self.snippets is not None),
            *pagination.PARAMETERS,
            shape.FIELDS,
            shape.OMIT,
            *([shape.EXPAND] if self.serializer.members({}) else []),
            written_as("json", *self.formats),
            *self.extra,
        ]

    def answer(self, rows: QuerySet[Any], given: Given, request: Request, context: dict[str, Any]) -> Response:
        """One page of the rows that the query asks for."""
        size = pagination.page_size(given)
        wanted = shape.parse(given, self.serializer)
        counted = flag("count", given)
        highlighted = self.highlighted(given)
        query = pagination.fingerprint(request.path, given)
        cursor = pagination.decode(given["cursor"][0], query) if "cursor" in given else None
        rows, words, columns = self.select(rows, given)
        count = rows.count() if counted else None
        rows, keys = ordering.apply(rows, words, columns)
        if cursor is not None and len(cursor.values) != len(keys):
            raise bad_parameters([fault("cursor", "other_query", "belongs to another query.")])
        serializer: Any = self.serializer(many=True, shape=wanted, context=context)
        page = pagination.page(serializer.child.plan().apply(rows), keys, size, cursor)
        results = serializer.to_representation(page.rows)
        if highlighted and self.snippets:
            for result, found in zip(results, self.snippets(page.rows, given["q"][0]), strict=True):
                result["highlight"] = found
        onward = self.links(page, query, given, request, context["root"])
        body = {"next": onward.get("next"), "previous": onward.get("prev"), "count": count, "results": results}
        header = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in onward.items())
        return Response(body, headers={"Link": header})

    @cached_property
    def formats(self) -> list[str]:
        """The formats that it comes in, beside JSON."""
        return [*STREAMED, *self.renditions]

    def highlighted(self, given: Given) -> bool:
        """Whether the places that q found are asked for."""
        asked = flag("highlight", given)
        if asked and "q" not in given:
            raise bad_parameters([fault("highlight", "needs_q", "marks what q finds, so it needs q.")])
        return asked

    @cached_property
    def names(self) -> set[str]:
        """Names of the filters."""
        return set(self.filterset.base_filters)

    def select(
        self, rows: QuerySet[Any], given: Given
    ) -> tuple[QuerySet[Any], tuple[str, ...], Mapping[str, ordering.Column]]:
        """The rows that filters and q ask for, with the terms of their order and the columns that these name.

        Raises a 400 problem that names every value that cannot be read.
        """
        filterset = self.filterset({name: values for name, values in given.items() if name in self.names}, rows)
        return self.searched(filterset.rows(), given)

    def searched(
        self, rows: QuerySet[Any], given: Given
    ) -> tuple[QuerySet[Any], tuple[str, ...], Mapping[str, ordering.Column]]:
        """The rows that q finds, with the order they come in."""
        asked = given["ordering"][0] if "ordering" in given else None
        words = ordering.terms(asked, self.columns, self.default)
        if "q" not in given:
            return rows, words, self.columns
        if asked is not None:
            return search.matching(rows, given["q"][0]), words, self.columns
        ranked = search.matching(rows, given["q"][0], ranked=True)
        return ranked, ("relevance", *words), {"relevance": RELEVANCE, **self.columns}

    def links(self, page: pagination.Page, query: str, given: Given, request: Request, root: str) -> dict[str, str]:
        """Addresses of the pages around this one, by their link relation."""
        found = {}
        for rel, cursor in (("next", page.next), ("prev", page.previous)):
            if cursor is not None:
                found[rel] = pagination.link(root, request.path, given, pagination.encode(cursor, query))
        found["first"] = pagination.link(root, request.path, given, None)
        return found


def flag(name: str, given: Given) -> bool:
    """A parameter of true and false."""
    text = given.get(name, ["false"])[0]
    if text not in ("true", "false"):
        raise bad_parameters([fault(name, "malformed", f"{text[:60]!r} is neither true nor false.")])
    return text == "true"
