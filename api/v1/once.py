"""Idempotency-Key: a request that is sent again, because its answer was lost, is answered and not carried out again."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.http import HttpResponse

from api.v1.problems import Problem
from corpus.models import AnsweredRequest
from corpus.services import once

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")


def begin(request: Any) -> AnsweredRequest | None:
    """The request by its key, with the answer where there is one already; None where it has no key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Problem(400, "bad_request", f"{HEADER} is between 1 and 200 characters of ASCII without spaces.")
    return once.begin(key, fingerprint(request), user=request.user)


def fingerprint(request: Any) -> str:
    """What makes two requests the same: the method, the address and what the body says."""
    data = request.data
    body = data if isinstance(data, bytes) else json.dumps(data, sort_keys=True).encode()
    start = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(start + body).hexdigest()


def again(row: AnsweredRequest) -> HttpResponse:
    """The answer that the request was given the first time."""
    headers = {"Location": row.location} if row.location else None
    return HttpResponse(row.answer, status=row.status, content_type="application/json", headers=headers)


def finish(row: AnsweredRequest, response: Any) -> None:
    """Keep the answer."""
    once.finish(
        row, status=response.status_code, answer=response.content.decode(), location=response.get("Location", "")
    )
