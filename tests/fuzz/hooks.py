"""What schemathesis is told of the API: how the one body that is no JSON is written, and where HTTP ends."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import schemathesis

# A longer address is refused by the HTTP server itself, with 414 and no body, and never reaches the API.
LONGEST_QUERY = 60_000


@schemathesis.hook
def filter_case(_: Any, case: schemathesis.Case) -> bool:
    """Whether the server lets the request through to the API."""
    return len(urlencode(case.query or {}, doseq=True)) < LONGEST_QUERY


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """Text as it is, anything else as one line."""
    if isinstance(value, bytes):
        return value
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")
