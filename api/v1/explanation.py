"""How a query was understood, told instead of its results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.v1.filters.base import Default
from api.v1.parameters import Parameter
from corpus import search
from corpus.search.query import Phrase

EXPLAIN = Parameter(
    "explain", "`true` tells in `explanation` how the query is understood, and finds nothing.", {"type": "boolean"}
)


def explained(
    told: list[dict[str, Any]],
    defaults: Iterable[Default],
    q: tuple[str, search.Query] | None,
    order: tuple[str, ...],
    size: int,
) -> dict[str, Any]:
    """A page without results that tells of the query."""
    explanation = {
        "filters": told,
        "defaults": [{"parameter": default.parameter, "values": list(default.values)} for default in defaults],
        "q": sought(*q) if q is not None else None,
        "ordering": [{"field": word.removeprefix("-"), "descending": word.startswith("-")} for word in order],
        "tie_break": {"field": "key", "descending": order[-1].startswith("-")},
        "page_size": size,
    }
    return {"next": None, "previous": None, "count": None, "results": [], "explanation": explanation}


def sought(q: str, query: search.Query) -> dict[str, Any]:
    """A search as it was read: folded and stemmed, or exactly."""
    return {
        "text": q,
        "all_of": [[written(phrase) for phrase in group] for group in query.required],
        "none_of": [written(phrase) for phrase in query.excluded],
    }


def written(phrase: Phrase) -> str:
    """The words of a phrase as they are looked for."""
    return f"{' '.join(phrase.terms)}{'*' if phrase.prefix else ''}"
