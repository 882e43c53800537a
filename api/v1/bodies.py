"""The fields of a body, read as strictly as the query string: what is not understood is refused, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from api.v1.parameters import MAX_UNKNOWN, nearest
from api.v1.problems import Fault, Problem
from corpus.services.fields import article_field_limits, article_field_names, overlong

MAX_FAULTS = 20  # that a problem tells of


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


def unknown_fields(names: Iterable[str], allowed: Iterable[str], shown: Iterable[str]) -> list[Fault]:
    """The faults of the first fields that the body may not have: looking for what was meant takes time."""
    allowed, shown = list(allowed), list(shown)
    return [unknown_field(name, allowed, shown) for name in islice(names, MAX_UNKNOWN)]


def refuse_fields(faults: list[Fault]) -> None:
    """400 where there is a fault."""
    if faults:
        first = faults[0]
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Problem(400, "invalid_body", f"{first['pointer']}: {first['detail']}{more}", faults)


def check_article(fields: Mapping[str, Any]) -> None:
    """Refuse what would not be stored as it is given: unknown fields, one under two names, two stories, long texts.

    A schema.org document says more than an article holds, so what else it says may stand.
    """
    names = article_field_names()
    known = {folded(spelling): name for name, others in names.items() for spelling in (name, *others)}
    long = (fault for name, value in fields.items() for fault in too_long(name, known.get(folded(name)), value))
    faults = list(islice(long, MAX_FAULTS))
    if not any(name.startswith("@") for name in fields):
        faults += misnamed(fields, names, known)
    refuse_fields(faults)


def too_long(name: str, meaning: str | None, value: Any) -> Iterator[Fault]:
    """Faults of the texts under a field that the store has no room for."""
    for path, length in overlong(meaning, value) if meaning else ():
        limit = article_field_limits()[str(meaning)]
        detail = f"The {meaning} holds {length:,} characters; at most {limit:,} are kept."
        yield {**wrong_field(name, "too_long", detail), "pointer": pointer(name, *path)}


def misnamed(
    fields: Mapping[str, Any], names: Mapping[str, tuple[str, ...]], known: Mapping[str, str]
) -> Iterator[Fault]:
    """Faults of unknown fields, and of those that say one thing twice."""
    spellings = [spelling for name, others in names.items() for spelling in (name, *others)]
    given: dict[str, str] = {}
    meanings = {name: known.get(folded(name)) for name in fields}
    yield from unknown_fields((name for name, meaning in meanings.items() if meaning is None), spellings, names)
    for name, value in fields.items():
        meaning = meanings[name]
        if meaning is None:
            continue
        if value not in (None, "", []) and not (isinstance(value, str) and not value.strip()):
            other = given.setdefault(meaning, name)
            if other != name and fields[other] != value:
                yield wrong_field(name, "repeated", f"{other} and {name} both give the {meaning}.")
    if "body" in given and "html" in given:
        detail = f"{given['body']} and {given['html']} both give the story; send one of them."
        yield wrong_field(given["html"], "conflict", detail)
    publisher = fields[given["publisher"]] if "publisher" in given else None
    if isinstance(publisher, list) and len(publisher) > 1:
        yield wrong_field(given["publisher"], "too_many", f"An article has one publisher, not {len(publisher)}.")


def folded(name: str) -> str:
    """Names are the same whatever their case, spaces, hyphens and underscores."""
    return name.translate({ord(mark): None for mark in " _-\t"}).casefold()
