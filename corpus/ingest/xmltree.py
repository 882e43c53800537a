"""XML to a tree, without entities, document types or anything from outside; and what kind of news it holds."""

from __future__ import annotations

import html
from contextlib import suppress
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from corpus.ingest.config import IngestError

# What old software writes into feeds, and no reader minds: "&nbsp;", "AT&T", a control character.
_HARMLESS = frozenset(
    [
        "ERR_UNDECLARED_ENTITY",
        "WAR_UNDECLARED_ENTITY",
        "ERR_ENTITYREF_SEMICOL_MISSING",
        "ERR_NAME_REQUIRED",
        "ERR_INVALID_CHAR",
        "WAR_NS_URI_RELATIVE",
        "NS_ERR_UNDEFINED_NAMESPACE",
    ]
)


def tree_of(content: bytes) -> Any:
    """The root of a document. Raises IngestError with the line where it cannot be read.

    Entities are what HTML takes them for, and else nothing: what a document declares is never expanded, be it from
    inside (a "billion laughs") or outside.
    """
    root = _read(content)
    for entity in list(root.iter(etree.Entity)):
        meant = html.unescape(entity.text)
        _replace(entity, "" if meant == entity.text else meant)
    return root


def _read(content: bytes) -> Any:
    try:
        return etree.fromstring(content, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        reason = str(error)
    except ValueError as error:  # an encoding that nobody knows
        raise IngestError(f"not XML that can be read: {error}") from None
    parser = _parser(recover=True)
    with suppress(etree.XMLSyntaxError):
        root = etree.fromstring(content, parser)
        if root is not None and all(entry.type_name in _HARMLESS for entry in parser.error_log):
            return root
    raise IngestError(f"not XML that can be read: {reason[:1].lower()}{reason[1:200]}")


def _replace(node: Any, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    text += node.tail or ""
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    node.tail = None
    parent.remove(node)


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local(element: Any) -> str:
    """The name of an element without its namespace, in lower case; "" for what is no element."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The elements that a path of local names leads to, in the order of the document."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if local(child) == name]
    return found


def words(element: Any) -> str:
    """All text in an element, with the spaces that print would have."""
    return " ".join("".join(element.itertext()).split())


def first(element: Any, *names: str) -> str:
    """The text of the first element of the path that has any."""
    return next((text for found in children(element, *names) if (text := words(found))), "")


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname.lower() == name:
            return str(value).strip()
    return ""
