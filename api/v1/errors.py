"""Errors of the API: RFC 9457 problem details, one shape for all of them."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import Any

from django.core import signals
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import Error as DatabaseFailure
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.v1.bodies import pointer, wrong_field
from api.v1.problems import TITLES, Problem, bad_parameters, body, fault, root_of
from corpus.models.limits import was_stopped
from corpus.outages import is_outage
from corpus.search import QueryError
from corpus.services.errors import Conflict, ServiceError, StaleVersion
from corpus.services.once import KeyReused

logger = logging.getLogger(__name__)
OUTAGE = "The database does not answer, or cannot be written to; the request may be sent again."
OUTAGE_SECONDS = 5  # after which a client may ask again


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> Response:
    """Any exception of a view as a problem."""
    problem = as_problem(exc)
    view: Any = context.get("view")
    if isinstance(exc, exceptions.UnsupportedMediaType) and view is not None:
        read = ", ".join(parser.media_type for parser in view.get_parsers())
        problem.detail = f"{problem.detail.rstrip('.')}; this address reads {read}."
    if isinstance(exc, exceptions.NotAcceptable) and view is not None:
        written = ", ".join(dict.fromkeys(renderer.media_type for renderer in view.get_renderers()))
        problem.detail = f"Accept takes none of what this address answers in: {written}."
    request = context.get("request")
    if problem.code == "unavailable":
        logger.error("the database does not answer: %s", exc)
    if problem.code == "server_error":
        logger.error("request failed", exc_info=exc)
        # Django's own signal, so that error trackers and the test client see what was answered as a problem.
        signals.got_request_exception.send(sender=type(context.get("view")), request=request)
    set_rollback()
    data = body(problem.status_code, problem.code, problem.detail, problem.errors, root_of(request))
    return Response(data, status=problem.status_code, headers=problem.headers)


def as_problem(exc: Exception) -> Problem:
    """The problem that an exception stands for."""
    for kind, convert in CONVERSIONS:
        if isinstance(exc, kind):
            problem: Problem = convert(exc)
            return problem
    return failure()


def failure() -> Problem:
    """Whatever nobody foresaw."""
    return Problem(500, "server_error", "The server failed to answer. The request id helps to find out why.")


def from_service(exc: Any) -> Problem:
    """A refusal of a service."""
    status = next((status for kind, status in REFUSALS.items() if isinstance(exc, kind)), 400)
    code = exc.code if exc.code in TITLES else "refused"
    errors = [wrong_field(exc.field, code, exc.detail)] if exc.field else []
    return Problem(status, code, exc.detail, errors)


def from_query(exc: Any) -> Problem:
    """A search that cannot be read."""
    return bad_parameters([fault("q", "syntax", exc.detail, position=exc.position)])


def from_validation(exc: Any) -> Problem:
    """A body with invalid fields."""
    errors = list(pointers(exc.detail, ""))
    first = errors[0]
    return Problem(400, "invalid_body", f"{first['pointer'] or 'body'}: {first['detail']}", errors)


def pointers(detail: Any, path: str) -> Any:
    """DRF's nested messages as a flat list of JSON pointers."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from pointers(value, path if key == "non_field_errors" else f"{path}{pointer(str(key))}")
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            yield from pointers(value, f"{path}/{index}" if isinstance(value, dict) else path)
    else:
        code = getattr(detail, "code", "invalid")
        yield {"pointer": path, "code": code, "detail": str(detail), "suggestion": None}


def from_drf(exc: Any) -> Problem:
    """An exception of Django REST framework."""
    code = CODES.get(exc.status_code, "server_error" if exc.status_code >= 500 else "bad_request")
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(exc.wait))
    detail = str(exc.detail)
    if isinstance(exc, exceptions.NotAuthenticated):
        detail = "This needs an account: send 'Authorization: Token ...', other schemes are not read."
    return Problem(exc.status_code, code, detail, headers=headers)


def from_database(exc: Any) -> Problem:
    """A statement that ran into the limit of time, or a database that is away; any other failure is the server's."""
    if was_stopped(exc):
        return Problem(400, "too_costly", "The answer would take the database too long; ask about fewer records.")
    if is_outage(exc):
        return Problem(503, "unavailable", OUTAGE, headers={"Retry-After": str(OUTAGE_SECONDS)})
    return failure()


REFUSALS = {Conflict: 409, StaleVersion: 412, KeyReused: 422}
CODES = {
    400: "malformed_body",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "throttled",
}
CONVERSIONS: tuple[tuple[type[Exception], Any], ...] = (
    (Problem, lambda exc: exc),
    (ServiceError, from_service),
    (QueryError, from_query),
    (DatabaseFailure, from_database),
    (exceptions.ValidationError, from_validation),
    (exceptions.APIException, from_drf),
    (Http404, lambda exc: Problem(404, "not_found", str(exc) or "There is nothing at this address.")),
    (PermissionDenied, lambda exc: Problem(403, "forbidden", str(exc) or "The permission for this is missing.")),
    (RequestDataTooBig, lambda exc: Problem(413, "too_large", "The body is larger than the server accepts.")),
    (SuspiciousOperation, lambda exc: Problem(400, "bad_request", str(exc) or "The request is malformed.")),
)
