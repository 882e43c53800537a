"""The body of a search: the parameters of a listing as members, and its filters as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from api.v1 import parameters, where
from api.v1.bodies import refuse_fields, wrong_field
from api.v1.listing import Listing
from api.v1.parameters import Parameter
from api.v1.problems import Fault, Problem
from api.v1.where import Where
from corpus.search import QueryError

TYPES: dict[str, type | tuple[type, ...]] = {"boolean": bool, "integer": int, "string": str}


def read(data: Any, listing: Listing) -> tuple[dict[str, list[str]], Where]:
    """The parameters beside ``where`` as a query string would give them, and ``where``.

    Raises a 400 problem that points at everything wrong at once.
    """
    if not isinstance(data, dict):
        raise Problem(400, "invalid_body", "The body is no object.")
    controls = {one.name: one for one in listing.parameters if one.name not in listing.names and one.name != "format"}
    telling = data.get("explain") is True
    found, faults = where.read(data.get("where"), listing.filterset, [*controls], telling=telling)
    if "where" in data and data["where"] is None:
        faults = [wrong_field("where", "malformed", "is no object; leave it out to ask for everything.")]
    given: dict[str, list[str]] = {}
    allowed = [*controls, "where"]
    strange = (name for name in data if name not in allowed)
    faults += [unknown(name, allowed, listing) for name in islice(strange, parameters.MAX_UNKNOWN)]
    for name, value in data.items():
        if name not in controls:
            continue
        if (text := written(value, controls[name])) is None:
            faults.append(wrong_field(name, "malformed", f"is no {controls[name].schema.get('type', 'value')}."))
        elif problem := parameters.bad_value(text, longest=controls[name].longest):
            faults.append(wrong_field(name, *problem))
        else:
            given[name] = [text]
    refuse_fields(faults)
    return given, found


def written(value: Any, parameter: Parameter) -> str | None:
    """The value as a query string would give it; None where it is of another type."""
    words = parameter.schema.get("enum", ())
    if "true" in words and not isinstance(value, bool):
        return value if value in words and value not in ("true", "false") else None
    expected = TYPES.get("boolean" if "true" in words else str(parameter.schema.get("type")), object)
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        return None
    return where.text_of(value)


def unknown(name: str, allowed: list[str], listing: Listing) -> Fault:
    """The fault of a member that the body may not have."""
    if name in listing.names or name in ("and", "or", "not"):
        return wrong_field(name, "unknown", f"{name} stands inside where.", "where")
    fault = parameters.unknown(name, allowed)
    near = fault["suggestion"]
    hint = f" Did you mean {near}?" if near else ""
    return wrong_field(name, "unknown", f"There is no such field; allowed are {', '.join(allowed)}.{hint}", near)


@contextmanager
def pointing() -> Iterator[None]:
    """Problems with parameters point at the members of the body that gave them."""
    try:
        yield
    except Problem as problem:
        if problem.code != "invalid_parameters":
            raise
        refuse_fields([pointed(fault) for fault in problem.errors])
    except QueryError as error:
        refuse_fields([{**wrong_field("q", "syntax", error.detail), "position": error.position}])


def pointed(fault: Fault) -> Fault:
    """The fault of a parameter as that of a member."""
    rest = {name: value for name, value in fault.items() if name != "parameter"}
    return {**wrong_field(fault["parameter"], "", ""), **rest}
