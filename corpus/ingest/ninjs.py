"""ninjs of IPTC: news in JSON, of all three generations. They differ in the case of their names (``pubStatus``)."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.ingest.released import check_released

_MARKS = frozenset(["versioncreated", "body_text", "body_html", "body_xhtml", "bodies", "headlines", "pubstatus"])
_BODIES = frozenset(["body_xhtml", "body_html", "body_text", "body", "bodies"])
AUTHOR = "https://schema.org/author"  # the role of an infosource


def is_ninjs(value: Mapping[str, object]) -> bool:
    """Whether the object says so, or has a uri and fields that no other format names alike."""
    item = _folded(value)
    standard = item.get("standard")
    named = isinstance(standard, Mapping) and standard.get("name") == "ninjs"
    return named or ("uri" in item and bool(_MARKS & item.keys()))


def ninjs_fields(value: Mapping[str, object]) -> dict[str, object]:
    """The fields of an item (see ``article_fields``), beside those that it names as we do.

    Raises IngestError for one that may not be published.
    """
    item = _folded(value)
    check_released(_given(item, "pubstatus"), _given(item, "embargoed"), "embargoed")
    own_key = _valued(item.get("altids"), "source_key")
    created, changed = item.get("firstcreated") or item.get("contentcreated"), item.get("versioncreated")
    # What a server of this kind wrote has a versioncreated where the words were changed, and there alone.
    published = _valued(item.get("descriptions"), "published") or created if own_key else created or changed
    sources = _each(item.get("infosources"))
    html, text = _bodies(item)
    told = {
        "key": own_key or item.get("uri"),
        "headline": item.get("headline") or _best(item.get("headlines")) or item.get("title"),
        "html": html,
        "body": text,
        "publisher": _first_name([one for one in sources if one.get("role") != AUTHOR])
        or item.get("source")
        or item.get("copyrightholder"),
        "authors": [one["name"] for one in sources if one.get("role") == AUTHOR and one.get("name")],
        "byline": item.get("byline") or item.get("by"),
        "dateline": item.get("located"),
        "published": published,
        "modified": changed,
        "url": item.get("url") or item.get("link") or _page(item.get("renditions")),
        "language": item.get("language"),
        "section": _first_name(item.get("subject") or item.get("subjects")),
        "licence": item.get("usageterms"),
        "correction": _valued(item.get("descriptions"), "correction"),
    }
    given = {name: found for name, found in value.items() if name.lower() not in _BODIES}
    return {**given, **{name: found for name, found in told.items() if found}}


def _folded(value: Mapping[str, object]) -> dict[str, object]:
    """The object by the names of its members in lower case."""
    return {str(name).lower(): found for name, found in value.items()}


def _given(item: Mapping[str, object], name: str) -> list[object]:
    """What the member says: nothing where it is absent, null or empty."""
    found = item.get(name)
    return [] if found in (None, "") else [found]


def _each(values: object) -> list[dict[str, object]]:
    """The objects of a list."""
    return [_folded(one) for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []


def _best(values: object) -> object:
    return _chosen(values).get("value")


def _chosen(values: object) -> dict[str, object]:
    """Of several headlines or bodies, the one called main, else the first."""
    found = _each(values)
    chosen = next((one for one in found if one.get("role") in ("main", "http://cv.iptc.org/newscodes/main")), None)
    return chosen or next(iter(found), {})


def _bodies(item: Mapping[str, object]) -> tuple[object, object]:
    """The words as HTML, else as text."""
    best = _chosen(item.get("bodies"))
    marked = best.get("contenttype") in ("text/html", "application/xhtml+xml")
    html = item.get("body_xhtml") or item.get("body_html")
    text = item.get("body_text") or item.get("body")
    if html or text:
        return html, None if html else text
    return (best.get("value"), None) if marked else (None, best.get("value"))


def _valued(values: object, role: str) -> object:
    """The value of the one in a role."""
    return next((one.get("value") for one in _each(values) if one.get("role") == role), None)


def _page(values: object) -> object:
    """Where the item itself is a page of the web."""
    return next((one.get("href") for one in _each(values) if one.get("contenttype") == "text/html"), None)


def _first_name(values: object) -> object:
    return next((one.get("name") for one in _each(values)), None)
