"""The query string, read strictly and in one place: what is not understood is refused, never ignored.

An endpoint's parameters are one catalogue, from which the check and the OpenAPI schema are both made.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote_to_bytes

from django.urls import get_script_prefix

from api.v1.deprecation import Deprecation
from api.v1.problems import Fault, Problem, bad_parameters, fault

MAX_PARAMETERS = 500
MAX_LENGTH = 2000
MAX_UNKNOWN = 10  # unknown names that a problem tells of: looking for what was meant takes time
FEW = 12  # names that a problem lists in full
SHOWN = 4  # names that it suggests
ALIKE = 0.7
# What other APIs call our parameters; they look nothing like ours.
SYNONYMS = {
    **dict.fromkeys(("limit", "per_page", "perpage", "pagesize", "size", "rows"), "page_size"),
    **dict.fromkeys(("page", "offset", "start", "after"), "cursor"),
    **dict.fromkeys(("sort", "sort_by", "order", "order_by", "orderby"), "ordering"),
    **dict.fromkeys(("query", "search", "keyword", "keywords"), "q"),
    **dict.fromkeys(("include", "embed"), "expand"),
    **dict.fromkeys(("outlet", "source", "newspaper"), "publisher"),
    **dict.fromkeys(("date", "day"), "published_at"),
    "exclude": "omit",
}
# What the schema calls the formats that an address may answer in.
FORMATS = {
    ("json",): "JSONFormat",
    ("json", "jsonld"): "RecordFormat",
    ("json", "csv", "ndjson"): "TableFormat",
    ("json", "csv", "ndjson", "atom"): "FeedFormat",
    ("json", "csv", "ndjson", "jsonld", "atom"): "ListFormat",
    ("json", "csv", "ndjson", "jsonld", "atom", "newsml"): "ArticleListFormat",
    ("json", "csv", "ndjson", "jsonld", "atom", "popolo"): "EntityListFormat",
    ("json", "csv", "ndjson", "atom", "popolo"): "AffiliationListFormat",
    ("json", "jsonld", "popolo"): "EntityFormat",
    ("json", "popolo"): "AffiliationFormat",
    ("popolo",): "PopoloFormat",
    ("json", "jsonld", "ninjs", "newsml", "nitf"): "ArticleFormat",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string."""

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False  # may be repeated, which means OR
    required: bool = False
    blank: bool = False  # may be given without a value, as clients of other people's protocols do
    longest: int = MAX_LENGTH  # characters
    deprecated: Deprecation | None = None


class Catalogue(list[Parameter]):
    """The parameters of an address; collections have hundreds, so they are put in order once."""

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """The parameters by their names."""
        return {parameter.name: parameter for parameter in self}

    @cached_property
    def required(self) -> list[str]:
        """Names of those that have to be given."""
        return [parameter.name for parameter in self if parameter.required]

    @cached_property
    def deprecated(self) -> dict[str, Deprecation]:
        """Those that go away."""
        return {parameter.name: parameter.deprecated for parameter in self if parameter.deprecated is not None}


def written_as(*formats: str) -> Parameter:
    """The format parameter of an address that answers in these. Pages for people are no part of the contract."""
    text = "How the answer is written, over the Accept header. `api` gives the page for people."
    name = FORMATS.get(formats)
    return Parameter("format", text, {**({"title": name} if name else {}), "type": "string", "enum": list(formats)})


FORMAT = written_as("json")


def read(query: str, catalogue: Iterable[Parameter]) -> dict[str, list[str]]:
    """The values of each parameter; raises a 400 problem that names everything wrong at once."""
    catalogue = catalogue if isinstance(catalogue, Catalogue) else Catalogue(catalogue)
    known = catalogue.by_name
    values: dict[str, list[str]] = {}
    errors: list[Fault] = []
    strange: dict[str, None] = {}
    for name, value in pairs(query):
        # kind!=direct: the name ends in the mark, and stands for kind__not.
        if name.endswith("!") and f"{name[:-1]}__not" in known:
            name = f"{name[:-1]}__not"
        if name not in known:
            strange.setdefault(name)
            continue
        if problem := bad_value(value, blank=known[name].blank, longest=known[name].longest):
            errors.append(fault(name, *problem))
        values.setdefault(name, []).append(value)
    errors = [*(unknown(name, known) for name in list(strange)[:MAX_UNKNOWN]), *errors]
    errors += [
        fault(name, "repeated", "may be given only once here.")
        for name, given in values.items()
        if len(given) > 1 and not known[name].many
    ]
    errors += [fault(name, "required", "has to be given.") for name in catalogue.required if name not in values]
    if errors:
        raise bad_parameters(errors)
    return values


def unchecked(request: Any, name: str) -> str | None:
    """The parameter, for what comes before the check: as the check will read it, whatever charset a header names.

    None too where the query string cannot be read, which the check refuses.
    """
    query = request.META.get("QUERY_STRING", "")
    if name not in query and "%" not in query:
        return None
    try:
        return dict(pairs(query)).get(name)
    except Problem:
        return None


def names(request: Any) -> set[str]:
    """The names that the query string gives, as the check will read them; a 400 problem where it cannot be read."""
    return {name for name, _ in pairs(request.META.get("QUERY_STRING", ""))}


def pairs(query: str) -> list[tuple[str, str]]:
    """The decoded names and values in their order; what is not UTF-8 is refused."""
    pieces = [piece for piece in query.split("&") if piece]
    if len(pieces) > MAX_PARAMETERS:
        raise Problem(400, "bad_request", f"The query string holds more than {MAX_PARAMETERS} parameters.")
    return [(decoded(name), decoded(value)) for name, _, value in (piece.partition("=") for piece in pieces)]


def decoded(text: str) -> str:
    """Percent-decoded UTF-8; curl sends letters beyond ASCII as they are, and WSGI shows their bytes as Latin-1."""
    try:
        return unquote_to_bytes(text.replace("+", " ").encode("latin-1")).decode()
    except UnicodeError:
        raise Problem(400, "bad_request", "The query string is not percent-encoded UTF-8.") from None


def bad_value(value: str, *, blank: bool = False, longest: int = MAX_LENGTH) -> tuple[str, str] | None:
    """Code and detail of what no parameter accepts, whatever it means."""
    if not value.strip() and not blank:
        return "empty", "is empty; leave it out to ask for everything."
    if "\0" in value:
        return "malformed", "holds a NUL byte."
    if len(value) > longest:
        return "too_long", f"is longer than {longest} characters."
    return None


def unknown(name: str, known: Iterable[str]) -> Fault:
    """The fault of a name that the endpoint does not know, with what it does know."""
    known = list(known)
    near = resembling(name, known)
    hint = f" Did you mean {near[0]}?" if near else ""
    others = f" Like it: {', '.join(near[1:])}." if near[1:] else ""
    return fault(
        name, "unknown", f"is not a parameter of this address.{hint}{others} {allowed(known)}", next(iter(near), None)
    )


def allowed(known: Sequence[str]) -> str:
    """What an address takes: all of it where that is little, else where it is told."""
    if not known:
        return "It takes none."
    if len(known) <= FEW:
        return f"It takes {', '.join(known)}."
    return f"All that it takes are at {get_script_prefix()}api/v1/docs/."


def resembling(name: str, known: Sequence[str]) -> list[str]:
    """The names that were probably meant, the likeliest first: through a relation, then those spelled alike."""
    meant = SYNONYMS.get(name.lower(), "")
    found = [meant] if meant in known else []
    # language stands for article__language, article__publisher for publisher.
    found += sorted((one for one in known if one.endswith(f"__{name}")), key=len)
    found += sorted((one for one in known if name.endswith(f"__{one}")), key=len, reverse=True)
    found += sorted((one for one in known if one.startswith(f"{name}_")), key=len)
    # Long words would make the comparison slow, and are no misspelling of anything.
    found += difflib.get_close_matches(name.lower()[:60], known, n=SHOWN, cutoff=ALIKE)
    return list(dict.fromkeys(found))[:SHOWN]


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word that looks most like the one given."""
    # Long words would make the comparison slow, and are no misspelling of anything.
    close = difflib.get_close_matches(word.lower()[:60], list(valid), n=1, cutoff=ALIKE)
    return close[0] if close else None
