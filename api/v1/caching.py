"""Conditional requests and caches: an ETag over what is served, Last-Modified, 304, If-Match by version."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from api.v1.problems import Problem
from api.v1.rows import CHANGE_TIMES

VERSION = re.compile(r'(?:W/)?"(\d{1,9})(?:-[0-9a-f]+)?"')


date_of = lru_cache(4096)(http_date)  # the same records are asked for again and again


@dataclass(frozen=True)
class Validity:
    """What a view knows of how long its answer holds, and for whom."""

    record: Any = None
    changed_at: datetime | None = None
    personal: bool = False  # some accounts are shown more than others


def finish(request: Any, response: Any, said: Validity) -> Any:
    """The rendered answer with its validators; 304 without a body where the client holds it already."""
    reads = request.method in ("GET", "HEAD")
    public = reads and response.status_code == 200 and settings.PUBLIC_READ and not said.personal
    public = public and not response["Content-Type"].startswith("text/html")
    vary(response, ("Accept",) if public else ("Accept", "Authorization", "Cookie"))
    response["Cache-Control"] = freshness(request, response, public=public)
    if not reads or response.status_code != 200 or response.streaming:
        return response
    etag = tag(said.record, response["Content-Type"], response.content)
    response["ETag"] = etag
    if said.changed_at is not None:
        response["Last-Modified"] = date_of(int(said.changed_at.timestamp()))
    tags = request.META.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        given = parse_etags(tags)
        if etag in given or "*" in given:
            return not_modified(response)
        if f"W/{etag}" in given:
            response["ETag"] = f"W/{etag}"  # compressed, it was sent under this one
            return not_modified(response)
        return response
    # A tag says more than a time of whole seconds, so the time counts only where no tag is sent.
    told = request.META.get("HTTP_IF_MODIFIED_SINCE")
    since = parse_http_date_safe(told) if told is not None else None
    if said.changed_at is not None and since is not None and int(said.changed_at.timestamp()) <= since:
        return not_modified(response)
    return response


def vary(response: Any, headers: tuple[str, ...]) -> None:
    """Say that the answer depends on these headers of the request."""
    response["Vary"] = varying(response.get("Vary"), headers)


@lru_cache(100)  # what answers vary by is much the same for all
def varying(standing: str | None, headers: tuple[str, ...]) -> str:
    """The value of Vary with these headers too."""
    answer = HttpResponse(headers={"Vary": standing} if standing else None)
    patch_vary_headers(answer, headers)
    return answer["Vary"]


def freshness(request: Any, response: Any, *, public: bool) -> str:
    """Who may keep the answer, and for how long before asking again."""
    if response.streaming:
        return "no-store"
    if getattr(request.user, "is_authenticated", False):
        return "private, no-cache"
    if not public:
        # A record that was merged, removed or never there may stand again tomorrow.
        return "no-cache"
    shared = settings.SHARED_CACHE_SECONDS
    return f"public, max-age=0, {f's-maxage={shared}, ' if shared else ''}must-revalidate"


def tag(record: Any, content_type: str, content: bytes) -> str:
    """The strong ETag of what is served, with the record's version in front where it has one."""
    digest = hashlib.blake2b(content_type.encode() + b"\n" + content, digest_size=12).hexdigest()
    version = getattr(record, "version", None)
    return f'"{version}-{digest}"' if version is not None else f'"{digest}"'


def last_change(record: Any) -> datetime | None:
    """When the model, or one that is loaded with it, was last changed; None where it does not say."""
    newest: datetime | None = None
    seen: set[int] = set()
    open_ = [record]
    while open_:
        one = open_.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        held = one.__dict__
        for name in CHANGE_TIMES:
            time = held.get(name)
            if time is not None and (newest is None or time > newest):
                newest = time
        if isinstance(one, Model):
            open_ += one._state.fields_cache.values()
        for name, value in held.items():
            if value.__class__ is list and name.endswith("_list"):
                open_ += value
    return newest


def not_modified(response: Any) -> HttpResponse:
    """304 with the headers of the whole answer, save those that describe its body."""
    answer = HttpResponse(status=304)
    del answer["Content-Type"]
    for name, value in response.items():
        if not name.lower().startswith("content-") or name.lower() == "content-location":
            answer[name] = value
    return answer


def refuse_versions(request: Any) -> None:
    """400 for If-Match on a write that compares no version: who sends it believes that nothing is overwritten."""
    if request.headers.get("If-Match", "").strip() not in ("", "*"):
        detail = "This request compares no versions, so If-Match would guard against nothing; leave it out."
        raise Problem(400, "refused", detail)


def expected_version(request: Any, current: int) -> int | None:
    """The version that If-Match allows, strong or weak, alone or as part of an ETag; None where all are.

    Of several it is the current one where that is among them. Raises a 412 problem where the header names none.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    matches = [VERSION.fullmatch(given) for given in parse_etags(header)]
    versions = [int(match[1]) for match in matches if match is not None]
    if not versions:
        detail = 'If-Match names no version of this record; it looks like "3", as the version field or the ETag says.'
        raise Problem(412, "stale", detail)
    return current if current in versions else versions[0]
