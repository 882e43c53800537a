"""How bodies are read: strict JSON in UTF-8, and JSON lines."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import orjson
from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from api import charsets
from api.v1.problems import Problem

MAX_DEPTH = 100
CHARSETS = ("", "utf-8", "utf8", "us-ascii")
MAX_QUESTION = 2 * 1024 * 1024  # bytes of a body that asks and stores nothing


def body_of(stream: Any, media_type: str | None, context: Any) -> bytes:
    """The bytes of the body; 413 where there are more than the server accepts, 415 where they are wrapped up."""
    context = context or {}
    request = context.get("request")
    encoding = request.headers.get("Content-Encoding", "identity") if request is not None else "identity"
    if encoding.strip().lower() not in ("", "identity"):
        raise Problem(415, "unsupported_media_type", f"Bodies are read as they are, not in {encoding[:40]!r}.")
    named = parse_header_parameters(media_type or "")[1]
    charset = str(named.get(charsets.NAMED) or named.get("charset", ""))
    if charset.lower() not in CHARSETS:
        raise Problem(415, "unsupported_media_type", f"Bodies are read in UTF-8, not in {charset[:40]!r}.")
    limit: int = getattr(context.get("view"), "max_body", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    content: bytes = stream.read(limit + 1)
    if len(content) > limit:
        raise Problem(413, "too_large", f"The body is larger than {limit:,} bytes.")
    return content


class ORJSONParser(BaseParser):
    """JSON in UTF-8; refuses what RFC 8259 does not allow or leaves open: NaN, lone surrogates, a name given twice."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value that the body holds."""
        return strictly(body_of(stream, media_type, parser_context))


class LinkedDataParser(ORJSONParser):
    """schema.org in JSON-LD."""

    media_type = "application/ld+json"


def strictly(content: bytes) -> Any:
    """The value of JSON that leaves nothing open."""
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ParseError(f"The body is not UTF-8: see byte {error.start}.") from None
    try:
        check_depth(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise ParseError(f"The body is no valid JSON: {error}") from None
    try:
        return json.loads(text, object_pairs_hook=members)
    except ValueError:
        raise ParseError("The body holds a number of more digits than any number here has.") from None


def check_depth(value: Any) -> None:
    """Refuse what is nested so deeply that only an attack can mean it."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inside: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inside += item.values()
            elif isinstance(item, list):
                inside += item
        level = [item for item in inside if isinstance(item, dict | list)]
        if not level:
            return
    raise ParseError(f"The body is nested more than {MAX_DEPTH} levels deep.")


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that gives a name twice says two things at once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name, number in times.items() if number > 1)
        raise ParseError(f"An object of the body gives {twice[:60]!r} twice.")
    return found


class FormParser(BaseParser):
    """A form as it is sent, for `parameters.read`, which takes it apart as it does a query string."""

    media_type = "application/x-www-form-urlencoded"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The text: its escapes are decoded later, and what is not escaped shows its bytes as Latin-1."""
        return body_of(stream, media_type, parser_context).decode("latin-1")


class LinesParser(BaseParser):
    """JSON lines, handed on as they are: each line is read when its turn comes."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The bytes."""
        return body_of(stream, media_type, parser_context)


class PlainLinesParser(LinesParser):
    """JSON lines by another name that they go by."""

    media_type = "application/jsonl"


class RegisteredLinesParser(LinesParser):
    """JSON lines by another name that they go by."""

    media_type = "application/ndjson"
