"""How bodies are read: strict JSON in UTF-8, and JSON lines."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from api.v1.problems import Problem


def body_of(stream: Any, context: Any) -> bytes:
    """The bytes of the body; 413 where there are more than the server accepts."""
    limit = getattr(context.get("view") if context else None, "max_body", None) or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    content: bytes = stream.read(limit + 1)
    if len(content) > limit:
        raise Problem(413, "too_large", f"The body is larger than {limit:,} bytes.")
    return content


class ORJSONParser(BaseParser):
    """JSON in UTF-8; refuses what RFC 8259 does not allow, such as NaN and lone surrogates."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value that the body holds."""
        content = body_of(stream, parser_context)
        try:
            return orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is no valid JSON: {error}") from None


class LinesParser(BaseParser):
    """JSON lines, handed on as they are: each line is read when its turn comes."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The bytes."""
        return body_of(stream, parser_context)
