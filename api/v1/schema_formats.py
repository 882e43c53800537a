"""What the OpenAPI description says of formats beside JSON, and of headers: once for all answers."""

from __future__ import annotations

from typing import Any

NODE = {
    "title": "LinkedData",
    "type": "object",
    "description": "A node of schema.org in JSON-LD, or an ItemList of them; Link leads to the next page.",
    "required": ["@context", "@type"],
    "properties": {
        "@context": {"type": "string", "description": "The vocabulary: `https://schema.org`."},
        "@type": {"type": "string", "description": "The type of the node: `NewsArticle`, `ItemList`, ..."},
    },
    "additionalProperties": True,
}
NEWS_ARTICLE = {
    "title": "NewsArticle",
    "type": "object",
    "description": "An article in the words of schema.org, as pages carry it; what is not kept of it may stand there.",
    "properties": {"headline": {"type": "string", "description": "The headline."}},
    "additionalProperties": True,
}
BODIES: dict[str, dict[str, Any]] = {
    "text/csv": {
        "type": "string",
        "description": "The whole result set: a row of dotted names, then a row a record. Streamed.",
    },
    "application/x-ndjson": {
        "type": "string",
        "description": "The whole result set: a record a line, each as in `results` of a page. Streamed.",
    },
    "application/ld+json": NODE,
    "application/atom+xml": {"type": "string", "description": "A page as an Atom feed, after RFC 4287."},
}
STREAMED = ("text/csv", "application/x-ndjson")

WHOLE = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
HEADERS = {
    "ETag": ("Validator for If-None-Match; of a record, its version stands in front, for If-Match.", TEXT),
    "Last-Modified": ("Of a record: when it or a record shown in it was last changed.", TEXT),
    "Link": ("Of a page: addresses of the pages around it, as next, prev and first.", TEXT),
    "Location": ("Address of the record.", TEXT),
    "RateLimit-Limit": ("Requests a minute; absent where throttles are off.", WHOLE),
    "RateLimit-Remaining": ("Requests left in this minute.", WHOLE),
    "RateLimit-Reset": ("Seconds until the next minute begins.", WHOLE),
    "Retry-After": ("Seconds to wait before the request is sent again.", WHOLE),
    "X-Request-ID": ("The request's id, for logs and reports: the client's own where it sent one.", TEXT),
}
EVERYWHERE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-Request-ID")


def with_headers(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The description with the headers of all answers, each declared once."""
    result["components"]["headers"] = {
        name: {"description": description, "schema": schema} for name, (description, schema) in HEADERS.items()
    }
    for methods in result["paths"].values():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                names = headers_of(method, status, response)
                response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return result


def headers_of(method: str, status: str, response: dict[str, Any]) -> list[str]:
    """Names of the headers that an answer carries, or may carry."""
    names = list(EVERYWHERE)
    if status in ("429", "503"):
        names.append("Retry-After")
    if status in ("201", "202", "308"):
        names.append("Location")
    if status == "200":
        names.append("ETag")
        content = str(response.get("content", {}).get("application/json", {}).get("schema", {}))
        if method == "get":
            names.append("Link" if "Page'}" in content else "Last-Modified")
    return names


def with_formats(responses: dict[str, Any], media_types: list[str]) -> None:
    """Add what a 200 may be written as, after JSON."""
    content = responses["200"].get("content", {})
    for media_type in media_types:
        if media_type in BODIES:
            content[media_type] = {"schema": BODIES[media_type]}
