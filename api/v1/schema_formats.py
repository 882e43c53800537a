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
NINJS = {
    "title": "Ninjs",
    "type": "object",
    "description": "The article as ninjs 2.1, IPTC's news in JSON: https://iptc.org/standards/ninjs/.",
    "required": ["uri", "standard"],
    "properties": {
        "uri": {"type": "string", "description": "The key where that is a URI, else the address of the record."},
        "standard": {
            "title": "NinjsStandard",
            "type": "object",
            "description": "Name, version and schema.",
            "additionalProperties": True,
        },
    },
    "additionalProperties": True,
}
POPOLO = {
    "title": "Popolo",
    "type": "object",
    "description": "A Person, an Organization or a Membership of Popolo; of a list `persons`, `organizations` or "
    "`memberships`, and `total` where the count is asked for: https://www.popoloproject.com/.",
    "additionalProperties": True,
}
NEWS_ARTICLE = {
    "title": "NewsArticle",
    "type": "object",
    "description": "An article in the words of schema.org, as pages carry it; what is not kept of it may stand there.",
    "properties": {"headline": {"type": "string", "description": "The headline."}},
    "additionalProperties": True,
}
LINES = {"type": "string", "format": "binary", "description": "One JSON object a line, in UTF-8."}
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
    "application/ninjs+json": NINJS,
    "application/popolo+json": POPOLO,
    "application/vnd.iptc.g2.newsitem+xml": {"type": "string", "description": "A news item of IPTC's NewsML-G2 2.35."},
    "application/vnd.iptc.g2.newsmessage+xml": {
        "type": "string",
        "description": "A page as a message of NewsML-G2 2.35, the articles with their words; Link leads on.",
    },
    "application/nitf+xml": {"type": "string", "description": "The article in NITF 3.6, IPTC's text format."},
    "application/atom+xml": {"type": "string", "description": "A page as an Atom feed, after RFC 4287."},
}
STREAMED = ("text/csv", "application/x-ndjson")

WHOLE = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
HEADERS = {
    "Deprecation": ("Since when something that the request uses, or the answer holds, goes away: RFC 9745.", TEXT),
    "ETag": ("Validator for If-None-Match; of a record, its version stands in front, for If-Match.", TEXT),
    "Last-Modified": (
        "Of a record that has a time of change of its own: when it or a record shown in it was last changed.",
        TEXT,
    ),
    "Link": (
        "Of a page: addresses of the pages around it, as next, prev and first; of what goes away, as deprecation, "
        "what tells of it.",
        TEXT,
    ),
    "Location": ("Address of the record.", TEXT),
    "RateLimit-Limit": ("Requests a minute; absent where throttles are off.", WHOLE),
    "RateLimit-Remaining": ("Requests left in this minute.", WHOLE),
    "RateLimit-Reset": ("Seconds until the next minute begins.", WHOLE),
    "Retry-After": ("Seconds to wait before the request is sent again.", WHOLE),
    "Sunset": ("When what goes away may be gone: RFC 8594.", TEXT),
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
            going = any(one.get("deprecated") for one in (operation, *operation.get("parameters", [])))
            for status, response in operation["responses"].items():
                names = headers_of(method, status, response)
                if going and status < "4":
                    names = list(dict.fromkeys([*names, "Deprecation", "Sunset", "Link"]))
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


def with_formats(responses: dict[str, Any], renderers: list[Any]) -> None:
    """Add what a 200 may be written as, after JSON."""
    content = responses["200"].get("content", {})
    for renderer in renderers:
        media_type = renderer.media_type
        if media_type in BODIES:
            alike = getattr(renderer, "writes_what_json_does", False)
            content[media_type] = content["application/json"] if alike else {"schema": BODIES[media_type]}
