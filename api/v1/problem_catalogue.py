"""What each kind of problem is told of, for people: a usual cause, what to do, and a request that is answered by it."""

from __future__ import annotations

from typing import Any, NamedTuple

from api.v1 import examples, problems
from api.v1.problems import Fault

ASKED = f"GET {examples.SITE}"
SENT = f"POST {examples.SITE}"


class Explained(NamedTuple):
    """A kind of problem as the page of problems explains it."""

    cause: str
    remedy: str
    request: str
    """The request that the example answers."""
    detail: str
    errors: tuple[Fault, ...] = ()


UNKNOWN_FIELD = "There is no such field; allowed are text. Did you mean text?"
NO_MERGE = "a person cannot become an organisation"

EXPLAINED: dict[str, Explained] = {
    "merged": Explained(
        "Two records turned out to be one person or organisation, and an editor made them one.",
        "Follow Location, and keep the id that it leads to. As a filter the old id finds what the new one does.",
        f"{ASKED}/people/per_aaaaaaaaaaaaa/",
        f"The record was merged into another: {examples.SPEAKER['url']}",
    ),
    "moved": Explained(
        "The slash at the end of the address was left out.",
        "Follow Location, and write addresses with the slash; a POST without it would be sent twice.",
        f"{ASKED}/quotations?kind=direct",
        f"Addresses end in a slash: {examples.SITE}/quotations/?kind=direct",
    ),
    "bad_request": Explained(
        "A value was not percent-encoded as UTF-8, a header is out of its bounds, or Host names another server.",
        "Let your HTTP library encode the parameters; curl does it with -G --data-urlencode.",
        f"{ASKED}/quotations/?q=%E9cole",
        "The query string is not percent-encoded UTF-8.",
    ),
    "invalid_parameters": Explained(
        "A misspelt name, a value of another type, or a filter that belongs to another collection.",
        "Go through errors: each entry names the parameter, and suggestion is what was probably meant. Nothing is "
        "ignored, so an answer of 200 means that the whole query was understood. explain=true shows how.",
        f"{ASKED}/quotations/?speeker=x",
        examples.PROBLEM["detail"],
        tuple(examples.PROBLEM["errors"]),
    ),
    "malformed_body": Explained(
        "Typographic quotation marks around a text, a trailing comma, or an encoding other than UTF-8.",
        "Let a JSON library write the body. The detail tells the line and column at which it cannot be read.",
        f'{SENT}/extract/\n{{"text": “We owe it to the boats”}}',
        "The body is no valid JSON: unexpected character, expected a JSON value: line 1 column 10 (char 9)",
    ),
    "invalid_body": Explained(
        "A misspelt field, a required one left out, or a value of another type.",
        "Go through errors: pointer is a JSON pointer (RFC 6901) to the field.",
        f'{SENT}/quotations/lookup/\n{{"txt": "We owe it to the boats"}}',
        f"/txt: {UNKNOWN_FIELD}",
        ({"pointer": "/txt", "code": "unknown", "detail": UNKNOWN_FIELD, "suggestion": "text"},),
    ),
    "invalid_document": Explained(
        "The article has no words, or a date that is none.",
        "Send the story as body or html, and dates in ISO 8601. The detail says what could not be read.",
        f'{SENT}/articles/\n{{"headline": "Harbour wall to be rebuilt"}}',
        "no text in it",
    ),
    "refused": Explained(
        "What is asked for makes no sense for these records, such as a merge of a person into an organisation.",
        "Read the detail; the same request will be refused again.",
        f'{SENT}/people/per_k3v5qjx2m7aod/merge/\n{{"into": "org_c5d7xzt3hq2fi"}}',
        NO_MERGE,
        ({"pointer": "/into", "code": "refused", "detail": NO_MERGE, "suggestion": None},),
    ),
    "too_costly": Explained(
        "Facets or a timeline over very many records, or a batch of names with very many values to compare.",
        "Narrow the rows down: published_at__gte and published_at__lt, a publisher, a speaker.",
        f"{ASKED}/quotations/facets/?by=cue",
        "Counting this takes longer than 20 seconds; narrow the rows down by filters.",
    ),
    "not_authenticated": Explained(
        "No token was sent, it has expired or was mistyped; or the server lets nobody read without an account.",
        "Send the header 'Authorization: Token ...'. manage.py createtoken makes a token, on the server.",
        f"{SENT}/articles/",
        "This needs an account: send 'Authorization: Token ...', other schemes are not read.",
    ),
    "forbidden": Explained(
        "The account is in no group that may do this: ingestors send articles, curators correct and merge.",
        "Ask whoever runs the server for the group; another token of the same account changes nothing.",
        f"{SENT}/articles/\nAuthorization: Token ...",
        "The permission for this is missing.",
    ),
    "not_found": Explained(
        "An id that was never given out, or an address that is misspelt.",
        "Look the record up by a filter or by /autocomplete/. The root of the API lists the addresses.",
        f"{ASKED}/people/per_aaaaaaaaaaaaa/",
        "There is no person 'per_aaaaaaaaaaaaa'.",
    ),
    "method_not_allowed": Explained(
        "A GET of an address that takes POST alone, or the other way round.",
        "Allow, in the answer, names the methods; OPTIONS asks for them.",
        f"{ASKED}/extract/",
        'Method "GET" not allowed.',
    ),
    "not_acceptable": Explained(
        "Accept names a format that this address does not have.",
        "Name one that the detail lists, or leave Accept out; format= in the address wins over it.",
        f"{ASKED}/quotations/\nAccept: image/png",
        "Accept takes none of what this address answers in: application/json, text/html, text/csv, "
        "application/x-ndjson, application/ld+json, application/atom+xml.",
    ),
    "conflict": Explained(
        "Somebody was faster: the merge is undone already, or a request with this Idempotency-Key is being answered.",
        "Read the record anew, and decide again.",
        f"{SENT}/merges/mrg_q4n7xk2wd5zre/undo/",
        "mrg_q4n7xk2wd5zre is undone already",
    ),
    "removed": Explained(
        "The article was erased, and what was read from it with it.",
        "Forget the id, and delete copies of the record.",
        f"{ASKED}/articles/art_w6yq4n2bsk5ue/",
        "The record was removed.",
    ),
    "stale": Explained(
        "If-Match holds the version that you read, and somebody has written since.",
        "Read the record anew, look whether your change still makes sense, and send it with the new version.",
        f'PATCH {examples.SITE}/quotations/{examples.QUOTATION_ID}/\nIf-Match: "1"',
        "the record is at version 2, not 1",
    ),
    "too_large": Explained(
        "A whole archive in one request, or a text for /extract/, a search or a look-up beyond its limit.",
        "Send many articles to /articles/bulk/ in several requests, and long texts in parts.",
        f"{SENT}/extract/",
        "The body is larger than 2,097,152 bytes.",
    ),
    "uri_too_long": Explained(
        "A filter was given hundreds of values.",
        "Send the query as a body: POST /quotations/search/, and so for the other collections.",
        f"{ASKED}/quotations/?q=aaaa...",
        "The address has 40,001 bytes; at most 32,768 are read.",
    ),
    "unsupported_media_type": Explained(
        "Content-Type was left out, or is a form's.",
        "Send JSON with 'Content-Type: application/json', and JSON lines to /articles/bulk/.",
        f"{SENT}/extract/\nContent-Type: text/plain",
        'Unsupported media type "text/plain" in request; this address reads application/json.',
    ),
    "key_reused": Explained(
        "The key stands for another body or address: a counter that began anew, for one.",
        "Make a new key for each request, such as a UUID, and keep it for sending the same one again.",
        f"{SENT}/articles/\nIdempotency-Key: harbour-1",
        "the Idempotency-Key was given to another request; a new request takes a new key",
    ),
    "throttled": Explained(
        "More requests in a minute than the server lets one client send; searches and exports have a lower limit.",
        "Wait as long as Retry-After says. RateLimit-Remaining tells beforehand; an account has a higher limit.",
        f"{ASKED}/quotations/",
        "Request was throttled. Expected available in 28 seconds.",
    ),
    "server_error": Explained(
        "A fault of the server, not of the request.",
        "Try again later, and report it with the request_id, by which its log is searched.",
        f"{ASKED}/articles/",
        "The server failed to answer. The request id helps to find out why.",
    ),
    "unavailable": Explained(
        "The database is away, or its disk is full or may not be written to; nothing of the request was stored.",
        "Wait as long as Retry-After says and send it again; with an Idempotency-Key it is never done twice.",
        f"{ASKED}/articles/",
        "The database does not answer, or cannot be written to; the request may be sent again.",
    ),
    "busy": Explained(
        "Others are fetching whole result sets as CSV or NDJSON; a server sends a few at a time.",
        "Wait as long as Retry-After says, or read pages of JSON meanwhile.",
        f"{ASKED}/quotations/?format=csv",
        "2 whole result sets are being sent already; try again in a while.",
    ),
}


def example(code: str) -> dict[str, Any]:
    """The problem that the request of a kind is answered by, on the server of all examples."""
    kind, told = problems.KINDS[code], EXPLAINED[code]
    root = examples.SITE.removesuffix("api/v1")
    found = problems.body(kind.status, code, told.detail, told.errors, root)
    return {**found, "request_id": examples.PROBLEM["request_id"]}
