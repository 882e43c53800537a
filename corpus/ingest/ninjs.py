"""ninjs of IPTC: news in JSON, of all three generations."""

from __future__ import annotations

from collections.abc import Mapping

_MARKS = frozenset(["versioncreated", "body_text", "body_html", "body_xhtml", "bodies", "headlines", "pubstatus"])


def is_ninjs(value: Mapping[str, object]) -> bool:
    """Whether the object says so, or has a uri and fields that no other format names alike."""
    standard = value.get("standard")
    named = isinstance(standard, Mapping) and standard.get("name") == "ninjs"
    return named or ("uri" in value and bool(_MARKS & value.keys()))


def ninjs_fields(value: Mapping[str, object]) -> dict[str, object]:
    """The fields of an item (see ``article_fields``), beside those that it names as we do."""
    told = {
        "key": _valued(value.get("altids"), "source_key") or value.get("uri"),
        "headline": value.get("headline") or _best(value.get("headlines")) or value.get("title"),
        "body": value.get("body_xhtml")
        or value.get("body_html")
        or value.get("body_text")
        or value.get("body")
        or _best(value.get("bodies")),
        "publisher": _first_name(value.get("infosources")) or value.get("source") or value.get("copyrightholder"),
        "byline": value.get("byline") or value.get("by"),
        "dateline": value.get("located"),
        "published": value.get("firstcreated") or value.get("contentcreated") or value.get("versioncreated"),
        "modified": value.get("versioncreated"),
        "url": value.get("url") or value.get("link") or _page(value.get("renditions")),
        "language": value.get("language"),
        "section": _first_name(value.get("subject") or value.get("subjects")),
        "licence": value.get("usageterms"),
    }
    return {**value, **{name: found for name, found in told.items() if found}}


def _best(values: object) -> object:
    """Of several headlines or bodies, the one called main, else the first."""
    found = [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []
    chosen = next((one for one in found if one.get("role") in ("main", "http://cv.iptc.org/newscodes/main")), None)
    return (chosen or next(iter(found), {})).get("value")


def _valued(values: object, role: str) -> object:
    """The value of the one in a role."""
    found = [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []
    return next((one.get("value") for one in found if one.get("role") == role), None)


def _page(values: object) -> object:
    """Where the item itself is a page of the web."""
    found = [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []
    return next((one.get("href") for one in found if one.get("contenttype") == "text/html"), None)


def _first_name(values: object) -> object:
    found = [one.get("name") for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []
    return next(iter(found), None)
