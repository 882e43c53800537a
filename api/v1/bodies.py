"""The fields of a body, read as strictly as the query string: what is not understood is refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.v1.parameters import nearest
from api.v1.problems import Fault, Problem
from corpus.services.fields import article_field_names


def pointer(*names: str) -> str:
    """A JSON pointer (RFC 6901) to a field."""
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)


def wrong_field(name: str, code: str, detail: str, suggestion: str | None = None) -> Fault:
    """One faulty field."""
    return {"pointer": pointer(name), "code": code, "detail": detail, "suggestion": suggestion}


def unknown_field(name: str, allowed: Iterable[str], shown: Iterable[str]) -> Fault:
    """The fault of a field that the body may not have, with the nearest that it may."""
    near = nearest(name, allowed)
    hint = f" Did you mean {near}?" if near else ""
    return wrong_field(name, "unknown", f"There is no such field; allowed are {', '.join(shown)}.{hint}", near)


def refuse_fields(faults: list[Fault]) -> None:
    """400 where there is a fault."""
    if faults:
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Problem(400, "invalid_body", f"{first['pointer']}: {first['detail']}{more}", faults)


def check_article(fields: Mapping[str, Any]) -> None:
    """Refuse unknown fields of an article, and one field under two names.

    A schema.org document says more than an article holds, so its other fields may stand.
    """
    if any(name.startswith("@") for name in fields):
        return
    names = article_field_names()
    spellings = [spelling for name, others in names.items() for spelling in (name, *others)]
    known = {folded(spelling): name for name, others in names.items() for spelling in (name, *others)}
    faults: list[Fault] = []
    given: dict[str, str] = {}
    for name, value in fields.items():
        meaning = known.get(folded(name))
        if meaning is None:
            faults.append(unknown_field(name, spellings, names))
        elif value not in (None, "", []):
            other = given.setdefault(meaning, name)
            if other != name and fields[other] != value:
                faults.append(wrong_field(name, "repeated", f"{other} and {name} both give the {meaning}.", None))
    refuse_fields(faults)


def folded(name: str) -> str:
    """Names are the same whatever their case, spaces, hyphens and underscores."""
    return name.translate({ord(mark): None for mark in " _-\t"}).casefold()
