"""Idempotency-Key: a request that is sent again, because its answer was lost, is answered and not carried out again."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.response import Response

from api.v1.problems import Problem
from api.v1.renderers import ORJSONRenderer
from corpus.models import AnsweredRequest
from corpus.services import once

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")


def begin(request: Any) -> once.Begun | None:
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
    """The answer that the request was given the first time, in the format that is asked for now."""
    headers = {name: value for name, value in (("Location", row.location), ("ETag", row.etag)) if value}
    try:
        data = orjson.loads(row.answer) if row.answer else None
    except orjson.JSONDecodeError:  # an older version of this server kept pages as they were
        return HttpResponse(row.answer, status=row.status, headers=headers)
    return Response(data, status=row.status, headers=headers)


def finish(begun: once.Begun, response: Any) -> None:
    """Keep what the answer says, as JSON whatever it was written as."""
    answer = ORJSONRenderer().render(response.data).decode()
    told = {"location": response.get("Location", ""), "etag": response.get("ETag", "")}
    once.finish(begun, status=response.status_code, answer=answer, **told)
