"""Errors outside of the views: problems under /api/, Django's plain pages elsewhere."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.v1 import problems


def problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """A problem without the machinery of a view."""
    content = orjson.dumps(problems.body(status, code, detail, root=problems.root_of(request)))
    return HttpResponse(content, status=status, content_type=problems.MEDIA_TYPE)


def of_api(request: HttpRequest) -> bool:
    """Whether a client of the API asks."""
    return request.path_info.startswith("/api")


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


def server_error(request: HttpRequest) -> Any:
    """500."""
    if of_api(request):
        return problem(request, 500, "server_error", "The server failed to answer.")
    return defaults.server_error(request)
