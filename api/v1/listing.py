"""A listing: rows of one resource, filtered, searched, ordered, paged and shaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import ordering, pagination, shape
from api.v1.asked import RELEVANCE, Asked, Base
from api.v1.explanation import EXPLAIN, explained
from api.v1.filters.base import StrictFilterSet
from api.v1.parameters import Catalogue, Parameter, written_as
from api.v1.problems import bad_parameters, fault
from api.v1.serializers.base import PREPARED, ShapedSerializer
from api.v1.where import Where
from corpus import search
from corpus.services import statistics

Given = Mapping[str, list[str]]
Snippets = Callable[[list[Any], search.Query], list[dict[str, str]]]

STREAMED = ("csv", "ndjson")
BY_RANK = ordering.Column("", only_first=True)
Q = Parameter(
    "q",
    'Full text: words (all of them), "phrases", -exclusion, OR, prefix*.',
    {"type": "string", "example": '"tax cut" OR levy'},
)
EXACT = Parameter(
    "exact",
    "`true`: the words of `q` as they are printed, with their case, accents and endings.",
    {"type": "boolean"},
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
    language: str = ""  # where it can be searched: the filter by the language of what is searched
    extra: Iterable[Parameter] = field(default=())
    # Formats with a vocabulary of their own, each with what writes the records in it.
    renditions: Mapping[str, type[ShapedSerializer]] = field(default_factory=dict)

    @cached_property
    def selection(self) -> list[Parameter]:
        """The parameters that say which rows are meant: filters and search."""
        return [*self.filterset.parameters(), *([Q, EXACT] if self.snippets else [])]

    @cached_property
    def parameters(self) -> Catalogue:
        """All parameters of the collection."""
        return Catalogue(
            [
                *self.selection,
                *([HIGHLIGHT] if self.snippets else []),
                ordering.parameter(self.columns, self.default, ranked=self.snippets is not None),
                *pagination.PARAMETERS,
                shape.FIELDS,
                shape.OMIT,
                *([shape.EXPAND] if self.serializer.members({}) else []),
                EXPLAIN,
                written_as("json", *self.formats),
                *self.extra,
            ]
        )

    def answer(
        self, base: Base, given: Given, request: Request, context: dict[str, Any], where: Where | None = None
    ) -> Response:
        """One page of the rows that the query asks for; ``where`` holds its filters where a body gave it."""
        size = pagination.page_size(given)
        wanted = shape.parse(given, self.serializer)
        counting = choice("count", given, ("true", "false", "estimate"))
        highlighted = self.highlighted(given)
        query = pagination.fingerprint(request.path, {**given, "where": [where.fingerprint]} if where else given)
        cursor = pagination.decode(given["cursor"][0], query) if "cursor" in given else None
        if flag("explain", given):
            return Response(self.explained(given, size, where))
        words, sought = self.sought(given, where), None
        order, values = self.order(given, where), self.values(given) if where is None else {}
        floor = None
        if words is not None:
            # Any rows of the model do: what is sought follows from the words and the database alone.
            rows, ranked = self.filterset.Meta.model._default_manager.all(), RELEVANCE in order
            if ranked:
                floor = cursor.floor if cursor is not None else search.rank_floor(rows, words)
            sought = search.sought(rows, words, ranked=ranked, floor=floor)
        asked = Asked(base, self.filterset, values, order, self.columns, sought, where)
        counts = counted(asked, counting)
        if cursor is not None and len(cursor.values) != ordering.width(order, {RELEVANCE: BY_RANK, **self.columns}):
            raise bad_parameters([fault("cursor", "other_query", "belongs to another query.")])
        serializer = PREPARED.serializer(self.serializer, wanted, context)
        page = asked.page(serializer, size, cursor)
        results = [serializer.to_representation(row) for row in page.rows]
        if highlighted and self.snippets and words is not None:
            for result, found in zip(results, self.snippets(page.rows, words), strict=True):
                result["highlight"] = found
        body = {"next": None, "previous": None, **counts, "results": results}
        if where is not None:
            # An address cannot hold the body, so what leads on is the cursor alone.
            body["next"], body["previous"] = (
                cursor and pagination.encode(replace(cursor, floor=floor), query)
                for cursor in (page.next, page.previous)
            )
            return Response(body)
        onward = self.links(page, query, given, request, context["root"], floor)
        body["next"], body["previous"] = onward.get("next"), onward.get("prev")
        header = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in onward.items())
        return Response(body, headers={"Link": header})

    def explained(self, given: Given, size: int, where: Where | None) -> dict[str, Any]:
        """How the query is understood; one that cannot be is a 400 problem as ever."""
        words, query = self.order(given, where), self.sought(given, where)
        if where is not None:
            told, named = where.told, where.named
        else:
            told, named = self.filters(given).told(), frozenset(given)
        q = (given["q"][0], query) if query is not None else None
        return explained(told, self.filterset.standing(named), q, words, size)

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
        words, query = self.order(given), self.sought(given)
        rows = self.filterset.restrict(rows, self.values(given))
        if query is None or RELEVANCE not in words:
            return rows if query is None else search.matching(rows, query), words, self.columns
        ranked = search.matching(rows, query, ranked=True)
        return ranked, words, {RELEVANCE: ordering.Column("search_rank"), **self.columns}

    def filters(self, given: Given) -> StrictFilterSet:
        """The filters that the query gives."""
        return self.filterset({name: given[name] for name in given if name in self.names})

    def values(self, given: Given) -> dict[str, list[Any]]:
        """Their values as they were read; one that cannot be read is a 400 problem."""
        return self.filters(given).values()

    def order(self, given: Given, where: Where | None = None) -> tuple[str, ...]:
        """The terms of the order; what is not declared, or says nothing here, is a 400 problem."""
        named = where.named if where is not None else given
        ranked = self.snippets is not None and "q" in given
        if "ordering" not in given:
            return (RELEVANCE, *self.default) if ranked else self.default
        asked = given["ordering"][0]
        if self.snippets is not None and not ranked and RELEVANCE in asked.split(","):
            detail = "relevance says how well a record answers q, so it needs q."
            raise bad_parameters([fault("ordering", "needs_q", detail)])
        relevance = {RELEVANCE: BY_RANK} if ranked else {}
        words = ordering.terms(asked, {**relevance, **self.columns}, self.default)
        lacking = [
            fault("ordering", "needs_filter", f"An order by {word.removeprefix('-')} needs the filter {column.needs}.")
            for word in words
            if (column := self.columns.get(word.removeprefix("-"))) and column.needs and column.needs not in named
        ]
        if lacking:
            raise bad_parameters(lacking)
        return (RELEVANCE, *self.default) if words == (RELEVANCE,) else words

    def sought(self, given: Given, where: Where | None = None) -> search.Query | None:
        """What q asks for, read in the languages that the filters leave."""
        exact = flag("exact", given)
        if "q" in given:
            query = search.parse(given["q"][0], exact=exact)
            filters = given if where is None else where.given
            tags = [""] if filters.get(f"{self.language}__isnull") == ["true"] else filters.get(self.language)
            return query if tags is None else query.in_texts(tags)
        if exact:
            raise bad_parameters([fault("exact", "needs_q", "says how q is meant, so it needs q.")])
        return None

    def links(
        self, page: pagination.Page, query: str, given: Given, request: Request, root: str, floor: int | None
    ) -> dict[str, str]:
        """Addresses of the pages around this one, by their link relation."""
        found, first = {}, pagination.link(root, request.path, given, None)
        for rel, cursor in (("next", page.next), ("prev", page.previous)):
            if cursor is not None:
                found[rel] = pagination.behind(first, pagination.encode(replace(cursor, floor=floor), query))
        return {**found, "first": first}


def counted(asked: Asked, how: str) -> dict[str, Any]:
    """The members of a page that say how many rows there are."""
    if how != "estimate":
        return {"count": asked.count() if how == "true" else None}
    estimate = statistics.estimate(asked.all_rows())
    exact = estimate.relation == "exact"
    return {"count": estimate.value if exact else None, "estimate": estimate._asdict()}


def flag(name: str, given: Given) -> bool:
    """A parameter of true and false."""
    return choice(name, given, ("true", "false")) == "true"


def choice(name: str, given: Given, words: tuple[str, ...]) -> str:
    """A parameter of a few words, among them false, which stands where it is not given."""
    text = given.get(name, ["false"])[0]
    if text not in words:
        raise bad_parameters([fault(name, "malformed", f"{text[:60]!r} is none of {', '.join(words)}.")])
    return text
