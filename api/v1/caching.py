"""Conditional requests: an ETag over the bytes that are served, Last-Modified, 304, and If-Match by version."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from api.v1.problems import Problem
from api.v1.serializers.base import CHANGE_TIMES

VERSION = re.compile(r'(?:W/)?"(\d{1,9})(?:-[0-9a-f]+)?"')


def finish(request: Any, response: Any, record: Any = None, changed_at: datetime | None = None) -> Any:
    """The rendered answer with its validators; 304 without a body where the client holds it already."""
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    # Validated every time: a correction must show at once.
    response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else "no-cache"
    digest = hashlib.blake2b(response["Content-Type"].encode() + b"\n" + response.content, digest_size=12).hexdigest()
    version = getattr(record, "version", None)
    etag = f'"{version}-{digest}"' if version is not None else f'"{digest}"'
    response["ETag"] = etag
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        given = [tag.removeprefix("W/") for tag in parse_etags(tags)]
        return not_modified(response) if etag in given or "*" in given else response
    # A tag says more than a time of whole seconds, so the time counts only where no tag is sent.
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if changed_at is not None and since is not None and int(changed_at.timestamp()) <= since:
        return not_modified(response)
    return response


def last_change(record: Any) -> datetime | None:
    """When the record, or one that is loaded with it, was last changed; None where it does not say."""
    times: list[datetime | None] = []
    seen: set[int] = set()
    open_ = [record]
    while open_:
        one = open_.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        times += (vars(one).get(name) for name in CHANGE_TIMES)
        open_ += one._state.fields_cache.values()
        for name, value in vars(one).items():
            open_ += value if name.endswith("_list") and isinstance(value, list) else ()
    return max(filter(None, times), default=None)


def not_modified(response: Any) -> HttpResponse:
    """304 with the headers that the whole answer would have had."""
    answer = HttpResponse(status=304)
    for name in ("Cache-Control", "ETag", "Last-Modified", "Vary", "Link", "Content-Location"):
        if response.has_header(name):
            answer[name] = response[name]
    del answer["Content-Type"]
    return answer


def expected_version(request: Any) -> int | None:
    """The version that If-Match names, strong or weak, alone or as part of an ETag; None where it is not given."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    match = VERSION.fullmatch(header)
    if match is None:
        detail = 'If-Match names no version of this record; it looks like "3", as the version field or the ETag says.'
        raise Problem(412, "stale", detail)
    return int(match[1])
