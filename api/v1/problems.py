"""The codes that a problem may carry, with what they mean: the table behind /api/v1/errors/."""

from __future__ import annotations

from typing import NamedTuple


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
    "not_authenticated": Kind(401, "Not authenticated", "The request needs 'Authorization: Token ...'."),
    "forbidden": Kind(403, "Forbidden", "The account lacks the permission for this."),
    "not_found": Kind(404, "Not found", "There is no such record or address."),
    "method_not_allowed": Kind(405, "Method not allowed", "Allow names the methods that the address takes."),
    "not_acceptable": Kind(406, "Not acceptable", "The address cannot answer in the media type of Accept."),
    "conflict": Kind(409, "Conflict", "The state of the record does not allow it."),
    "removed": Kind(410, "Removed", "The record was removed and will not come back."),
    "stale": Kind(412, "Stale version", "The record was changed since it was read; If-Match no longer holds."),
    "too_large": Kind(413, "Too large", "The body is larger than the server accepts."),
    "unsupported_media_type": Kind(415, "Unsupported media type", "The body is of a media type not read here."),
    "throttled": Kind(429, "Too many requests", "Retry-After says in how many seconds to try again."),
    "server_error": Kind(500, "Server error", "The server failed; its log holds the request id."),
}
TITLES = {code: kind.title for code, kind in KINDS.items()}
