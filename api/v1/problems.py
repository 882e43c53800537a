"""Problem details after RFC 9457: the codes with what they mean, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.urls import get_script_prefix
from rest_framework.exceptions import APIException

from api.middleware import request_id

MEDIA_TYPE = "application/problem+json"
Fault = Mapping[str, Any]


class Kind(NamedTuple):
    """A kind of problem."""

    status: int
    title: str
    meaning: str


KINDS: dict[str, Kind] = {
    "merged": Kind(308, "Merged record", "The record was merged into another; Location leads to the survivor."),
    "moved": Kind(308, "Moved", "Location has the right address: it ends in a slash."),
    "bad_request": Kind(400, "Bad request", "The request line or a header cannot be read."),
    "invalid_parameters": Kind(
        400,
        "Invalid parameters",
        "A parameter is unknown, empty, malformed or given twice. Each entry of errors names one, says what is "
        "allowed and suggests the nearest valid name.",
    ),
    "malformed_body": Kind(400, "Malformed body", "The body is not valid JSON in UTF-8."),
    "invalid_body": Kind(400, "Invalid body", "A field of the body is missing or wrong; pointer says which."),
    "invalid_document": Kind(400, "Unreadable document", "The article cannot be read: it has no text, for one."),
    "refused": Kind(400, "Refused", "The request cannot be carried out; nothing was changed."),
    "too_costly": Kind(400, "Too costly", "The answer would take too long; ask about fewer records."),
    "not_authenticated": Kind(401, "Not authenticated", "The request needs 'Authorization: Token ...'."),
    "forbidden": Kind(403, "Forbidden", "The account lacks the permission for this."),
    "not_found": Kind(404, "Not found", "There is no such record or address."),
    "method_not_allowed": Kind(405, "Method not allowed", "Allow names the methods that the address takes."),
    "not_acceptable": Kind(406, "Not acceptable", "The address cannot answer in the media type of Accept."),
    "conflict": Kind(409, "Conflict", "The state of the record does not allow it."),
    "removed": Kind(410, "Removed", "The record was removed and will not come back."),
    "stale": Kind(412, "Stale version", "The record was changed since it was read; If-Match no longer holds."),
    "too_large": Kind(413, "Too large", "The body is larger than the server accepts."),
    "uri_too_long": Kind(414, "Address too long", "The address is longer than the server reads; ask for less at once."),
    "unsupported_media_type": Kind(415, "Unsupported media type", "The body is of a media type not read here."),
    "key_reused": Kind(422, "Key used before", "The Idempotency-Key was given to another request before."),
    "throttled": Kind(429, "Too many requests", "Retry-After says in how many seconds to try again."),
    "server_error": Kind(500, "Server error", "The server failed; its log holds the request id."),
    "unavailable": Kind(
        503, "Unavailable", "The database does not answer or cannot be written to; Retry-After says when to try again."
    ),
    "busy": Kind(503, "Busy", "Too many whole result sets are being sent; Retry-After says when to try again."),
}
TITLES = {code: kind.title for code, kind in KINDS.items()}


class Problem(APIException):
    """An error with a code that clients may rely on; ``errors`` names the faulty parts of the request."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status_code = status
        self.code = code
        self.detail: Any = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})

    def __str__(self) -> str:
        return str(self.detail)


class Moved(Problem):
    """The record was merged into another: 308 to the same address of the survivor."""

    def __init__(self, location: str) -> None:
        super().__init__(
            308, "merged", f"The record was merged into another: {location}", headers={"Location": location}
        )


def bad_parameters(errors: Sequence[Fault]) -> Problem:
    """400 for a query string that the endpoint does not take."""
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return Problem(400, "invalid_parameters", f"{first['parameter']}: {first['detail']}{more}", errors)


def fault(parameter: str, code: str, detail: str, suggestion: str | None = None, **more: Any) -> Fault:
    """One faulty parameter."""
    return {"parameter": parameter, "code": code, "detail": detail, "suggestion": suggestion, **more}


def body(status: int, code: str, detail: str, errors: Sequence[Fault] = (), root: str = "/") -> dict[str, Any]:
    """The members of a problem; ``type`` leads to the page that explains the code."""
    return {
        "type": f"{root}api/v1/errors/#{code}",
        "title": TITLES[code],
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id.get() or None,
        "errors": list(errors),
    }


def root_of(request: Any) -> str:
    """Address of the site as the client reached it, with a slash at its end; a path where Host is not acceptable."""
    prefix = get_script_prefix()
    if request is None:
        return prefix
    # REST framework wraps the request; what it wraps keeps the address for all who ask.
    held = getattr(request, "_request", request).__dict__
    if "site_root" not in held:
        try:
            held["site_root"] = f"{request.scheme}://{request.get_host()}{prefix}"
        except SuspiciousOperation:
            return prefix
    return str(held["site_root"])
