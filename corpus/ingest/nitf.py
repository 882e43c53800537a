"""NITF, the news industry text format of IPTC (3.x)."""

from __future__ import annotations

from typing import Any

from corpus.ingest.released import check_released
from corpus.ingest.xmltree import attribute, children, first, local, words

_PARAGRAPHS = frozenset(["p", "hl2", "li", "dt", "dd"])
_BESIDE = frozenset(["media", "table", "fn", "nitf-table", "bibliography"])


def nitf_fields(root: Any) -> dict[str, object]:
    """The fields of a document (see ``article_fields``). Raises IngestError for one that may not be published."""
    data = next(iter(children(root, "head", "docdata")), root)
    releases = [attribute(release, "norm") for release in children(data, "date.release")]
    check_released([attribute(data, "management-status")], filter(None, releases), "date.release")
    published = next(iter(children(root, "head", "pubdata")), root)
    top = next(iter(children(root, "body", "body.head")), root)
    return {
        "key": _of(data, "doc-id", "id-string"),
        "headline": first(top, "hedline", "hl1") or first(root, "head", "title"),
        "body": "\n\n".join(paragraphs(root)),
        "publisher": attribute(published, "name") or _of(data, "doc.copyright", "holder") or first(top, "distributor"),
        "authors": [attribute(one, "content") for one in children(root, "head", "meta") if _is_author(one)],
        "byline": first(top, "byline"),
        "dateline": first(top, "dateline"),
        "modified": next((attribute(one, "norm") for one in reversed(children(root, "head", "revision-history"))), ""),
        "published": _of(data, "date.issue", "norm")
        or attribute(published, "date.publication")
        or _of(data, "date.release", "norm"),
        "url": attribute(published, "ex-ref"),
        "language": attribute(root, "lang") or attribute(root, "baselang"),
        "section": attribute(published, "position.section"),
        "licence": _of(data, "doc.rights", "limitations"),
        "correction": _of(data, "correction", "info"),
    }


def paragraphs(root: Any) -> list[str]:
    """The story's paragraphs; tables, pictures and notes stand beside it."""
    found: list[str] = []
    for content in children(root, "body", "body.content"):
        stack = [content]
        while stack:
            element = stack.pop()
            if local(element) in _PARAGRAPHS:
                found.append(words(element))
            elif local(element) not in _BESIDE:
                stack.extend(reversed(element))
    return [text for text in found if text]


def _is_author(meta: Any) -> bool:
    return attribute(meta, "name").lower() == "author"


def _of(element: Any, child: str, name: str) -> str:
    return next((value for found in children(element, child) if (value := attribute(found, name))), "")
