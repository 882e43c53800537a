"""How a query was understood, told instead of its results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.v1.filters.base import Default
from api.v1.parameters import Parameter
from corpus import search
from corpus.search.analysis import for_readers
from corpus.search.prefixes import reading
from corpus.search.query import Phrase
from corpus.search.stemming import unmarked

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
    """A search as it was read: folded and stemmed in each language that is asked, or exactly."""
    readings = [{"language": language or "en", **words(query, language)} for language in query.languages]
    first = words(query, query.languages[0] if query.languages else "")
    return {"text": q, **first, "readings": readings}


def words(query: search.Query, language: str) -> dict[str, Any]:
    """What is looked for among the words of one language."""
    return {
        "all_of": [written(group, language) for group in query.required],
        "none_of": written(query.excluded, language),
    }


def written(phrases: Iterable[Phrase], language: str) -> list[str]:
    """The words of phrases as they are looked for, with all that they may be."""
    found = (other for phrase in phrases for other in reading(phrase, language))
    texts = (
        " ".join(for_readers(unmarked(term, language)) for term in other.terms) + "*" * other.prefix for other in found
    )
    return list(dict.fromkeys(texts))
