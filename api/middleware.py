"""A request id on every answer and in every log line, and counts of what was answered."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

request_id: ContextVar[str] = ContextVar("request_id", default="")
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

REQUESTS = Counter("http_requests", "Requests answered.", ["method", "route", "status"])
LATENCY = Histogram(
    "http_request_duration_seconds",
    "Seconds from the request to its answer.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Takes the client's X-Request-ID where it is well formed, else makes one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # To ask `request.headers` would have it made of all of them, for each request.
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        value = given if ACCEPTED.fullmatch(given) else secrets.token_hex(8)
        request.request_id = value  # type: ignore[attr-defined]
        token = request_id.set(value)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = value
        return response


class MetricsMiddleware:
    """Counts requests by route, not by address, so that the number of series stays small."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = match.route if match is not None else "none"
        # Clients may send any word as a method.
        method = request.method if request.method in METHODS else "other"
        requests, latency = counters(method, route, response.status_code)
        requests.inc()
        latency.observe(time.perf_counter() - began)
        return response


@lru_cache(1000)  # the client looks labels up with a lock held
def counters(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """What counts such requests and their time."""
    return REQUESTS.labels(method, route, str(status)), LATENCY.labels(method, route)
