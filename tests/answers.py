"""Every answer that a test gets is held against the committed description of the API.

Stricter than JSON Schema: what the description does not name may not be there.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from tests.contract import CURRENT, read

PREFIX = "/api/v1/"
# Pages for people, and the description itself.
OUTSIDE = re.compile(r"/api/v1/(docs|redoc|schema|errors|guide)/")
CHECKED = ("application/json", "application/problem+json", "application/ld+json")
# What an address or a method that there is not may be answered with.
ELSEWHERE = (308, 400, 401, 403, 404, 405, 406, 414, 429)


class BrokenContract(AssertionError):
    """An answer that the description does not tell of."""


@cache
def description() -> dict[str, Any]:
    """The committed description, its records closed."""
    found: dict[str, Any] = read(CURRENT)
    close(found["components"]["schemas"])
    return found


def close(node: Any) -> None:
    """No further members where some are named."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            node.setdefault("additionalProperties", False)
        for name, value in node.items():
            if name not in ("example", "examples", "enum", "default"):
                close(value)
    elif isinstance(node, list):
        for value in node:
            close(value)


@cache
def routes() -> list[tuple[re.Pattern[str], str]]:
    """The addresses, those without an id first."""
    paths = sorted(description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), path) for path in paths]


def route(path: str) -> str | None:
    """The address of the description that a path is one of."""
    return next((template for pattern, template in routes() if pattern.fullmatch(path)), None)


@cache
def validator(template: str, method: str, status: str, media_type: str) -> Any:
    """What checks a body."""
    told = description()["paths"][template][method]["responses"][status]["content"][media_type]["schema"]
    return compiled(json.dumps(told))


@cache
def compiled(schema: str) -> Any:
    """What checks a body by a schema; many answers are told of by one, above all the problems."""
    whole = {**json.loads(schema), "components": description()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def check(method: str, path: str, status: int, kind: str, content: bytes | None) -> None:
    """Raise where the description does not tell of the answer. ``content`` is None where it is streamed."""
    # Failures are provoked by tests; 304 and pages for people are the same everywhere.
    if not path.startswith(PREFIX) or OUTSIDE.match(path) or status in (304, 500) or kind == "text/html":
        return
    method, content = ("get", None) if method == "HEAD" else (method.lower(), content)
    template = route(path)
    operation = description()["paths"].get(template, {}).get(method)
    if operation is None:
        expect(method == "options" or status in ELSEWHERE, f"{method} {path}: {status} where nothing is described")
        return
    told = operation["responses"].get(str(status))
    expect(told is not None, f"{method} {template}: {status} is not described")
    kinds = told.get("content", {})
    expect(kind in kinds or not kinds, f"{method} {template}: {status} in {kind} is not described")
    if content and kind in CHECKED:
        body = json.loads(content)
        for fault in validator(template, method, str(status), kind).iter_errors(body):
            where = "/".join(map(str, fault.instance_path))
            raise BrokenContract(f"{method} {path} {status}: {where}: {fault.message[:600]}")


def expect(holds: bool, told: str) -> None:
    """Raise unless it holds."""
    if not holds:
        raise BrokenContract(told)
