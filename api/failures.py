"""Errors outside of the views: problems under /api/, Django's plain pages elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from api.audience import of_api
from api.v1 import problems
from api.v1.errors import OUTAGE, OUTAGE_SECONDS
from corpus.outages import is_outage

MAX_ADDRESS = 32_768  # bytes


def problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """A problem without the machinery of a view."""
    content = orjson.dumps(problems.body(status, code, detail, root=problems.root_of(request)))
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(content, status=status, content_type=problems.MEDIA_TYPE, headers=headers)


class AddressLengthMiddleware:
    """414 for an address of the API that is too long to be read, while it can still be said in a problem.

    The server itself refuses anything longer than 65,534 bytes, in plain words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = len(request.path.encode()) + len(request.META.get("QUERY_STRING", ""))
        if length > MAX_ADDRESS and of_api(request):
            detail = f"The address has {length:,} bytes; at most {MAX_ADDRESS:,} are read."
            return problem(request, 414, "uri_too_long", detail)
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request line or a header cannot be read."""
    if of_api(request):
        return problem(request, 400, "bad_request", "The request is malformed, or its Host header is not served here.")
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    if of_api(request):
        return problem(request, 403, "forbidden", "The permission for this is missing.")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if of_api(request):
        return problem(request, 404, "not_found", "There is nothing at this address.")
    return defaults.page_not_found(request, exception)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503. The page is made without the request: its session, for one, lies in the database."""
    if of_api(request):
        answer = problem(request, 503, "unavailable", OUTAGE)
    else:
        content = render_to_string("on_record/unavailable.html", {"seconds": OUTAGE_SECONDS})
        answer = HttpResponse(content, status=503, headers={"Cache-Control": "no-store"})
    answer["Retry-After"] = str(OUTAGE_SECONDS)
    return answer


def server_error(request: HttpRequest) -> Any:
    """500; 503 where the database is at fault."""
    error = sys.exception()
    if error is not None and is_outage(error):
        return unavailable(request)
    if of_api(request):
        return problem(request, 500, "server_error", "The server failed to answer.")
    return defaults.server_error(request)
