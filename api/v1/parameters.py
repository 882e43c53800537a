"""The query string, read strictly and in one place: what is not understood is refused, never ignored.

An endpoint's parameters are one catalogue, from which the check and the OpenAPI schema are both made.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from api.v1.problems import Fault, Problem, bad_parameters, fault

MAX_PARAMETERS = 500
MAX_LENGTH = 2000
# What other APIs call our parameters; they look nothing like ours.
SYNONYMS = {
    **dict.fromkeys(("limit", "per_page", "perpage", "pagesize", "size", "rows"), "page_size"),
    **dict.fromkeys(("page", "offset", "start", "after"), "cursor"),
    **dict.fromkeys(("sort", "sort_by", "order", "order_by", "orderby"), "ordering"),
    **dict.fromkeys(("query", "search", "keyword", "keywords"), "q"),
    **dict.fromkeys(("include", "embed"), "expand"),
    "exclude": "omit",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string."""

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False  # may be repeated, which means OR


def written_as(*formats: str) -> Parameter:
    """The format parameter of an address that answers in these. Pages for people are no part of the contract."""
    text = "How the answer is written, over the Accept header. `api` gives the page for people."
    return Parameter("format", text, {"type": "string", "enum": list(formats)})


FORMAT = written_as("json")


def read(query: str, catalogue: Iterable[Parameter]) -> dict[str, list[str]]:
    """The values of each parameter; raises a 400 problem that names everything wrong at once."""
    known = {parameter.name: parameter for parameter in catalogue}
    values: dict[str, list[str]] = {}
    errors: list[Fault] = []
    for name, value in pairs(query):
        # kind!=direct: the name ends in the mark, and stands for kind__not.
        if name.endswith("!") and f"{name[:-1]}__not" in known:
            name = f"{name[:-1]}__not"
        if name not in known:
            if not any(error["parameter"] == name for error in errors):
                errors.append(unknown(name, known))
            continue
        if problem := bad_value(value):
            errors.append(fault(name, *problem))
        values.setdefault(name, []).append(value)
    errors += [
        fault(name, "repeated", "may be given only once here.")
        for name, given in values.items()
        if len(given) > 1 and not known[name].many
    ]
    if errors:
        raise bad_parameters(errors)
    return values


def pairs(query: str) -> list[tuple[str, str]]:
    """The decoded names and values in their order; what is not UTF-8 is refused."""
    pieces = [piece for piece in query.split("&") if piece]
    if len(pieces) > MAX_PARAMETERS:
        raise Problem(400, "bad_request", f"The query string holds more than {MAX_PARAMETERS} parameters.")
    return [(decoded(name), decoded(value)) for name, _, value in (piece.partition("=") for piece in pieces)]


def decoded(text: str) -> str:
    """Percent-decoded UTF-8."""
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode()
    except UnicodeError:
        raise Problem(400, "bad_request", "The query string is not percent-encoded UTF-8.") from None


def bad_value(value: str) -> tuple[str, str] | None:
    """Code and detail of what no parameter accepts."""
    if not value.strip():
        return "empty", "is empty; leave it out to ask for everything."
    if "\0" in value:
        return "malformed", "holds a NUL byte."
    if len(value) > MAX_LENGTH:
        return "too_long", f"is longer than {MAX_LENGTH} characters."
    return None


def unknown(name: str, known: Iterable[str]) -> Fault:
    """The fault of a name that the endpoint does not know, with the nearest that it does."""
    known = list(known)
    meant = SYNONYMS.get(name.lower())
    suggestion = meant if meant in known else nearest(name, known)
    hint = f" Did you mean {suggestion}?" if suggestion else ""
    return fault(name, "unknown", f"is not a parameter of this address.{hint}", suggestion)


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word that looks most like the one given."""
    # Long words would make the comparison slow, and are no misspelling of anything.
    close = difflib.get_close_matches(word.lower()[:60], list(valid), n=1, cutoff=0.7)
    return close[0] if close else None
