"""Examples of every operation for the description: one story, as the API itself answered when it was told it.

``tests/api/story.py`` tells it and writes ``operation_examples.json``: of each operation the answer by its status, of
a listing the first record.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.utils import OpenApiExample

from api.v1 import examples
from api.v1.problems import MEDIA_TYPE

TABLE = Path(__file__).with_suffix(".json")
# Bodies that are no JSON: their media type, and the text; of a form its fields.
TEXTS: dict[str, tuple[str, Any]] = {
    "articles_bulk": ("application/x-ndjson", json.dumps(examples.SECOND_ARTICLE, ensure_ascii=False) + "\n"),
    "reconcile_create": ("application/x-www-form-urlencoded", examples.RECONCILED),
}


@cache
def answers() -> dict[str, dict[str, Any]]:
    """The answers by operation and status."""
    found: dict[str, dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


def of(operation: str, body: Any) -> list[OpenApiExample]:
    """The examples of an operation; ``body`` is what its page offers to send."""
    found = [
        OpenApiExample("An answer", value, response_only=True, status_codes=[status])
        for status, value in answers().get(operation, {}).items()
    ]
    media_type, sent = TEXTS.get(operation, ("application/json", body))
    if sent is not None:
        found.append(OpenApiExample("A request", sent, request_only=True, media_type=media_type))
    wrong = OpenApiExample(
        "An unknown parameter", examples.PROBLEM, response_only=True, media_type=MEDIA_TYPE, status_codes=["400"]
    )
    return [*found, wrong]
