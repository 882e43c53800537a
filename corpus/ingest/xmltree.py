"""XML to a tree, without entities, document types or anything from outside; and what kind of news it holds."""

from __future__ import annotations

import codecs
import html
from contextlib import suppress
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from corpus.ingest.cleaning import visible
from corpus.ingest.config import IngestError
from corpus.ingest.encoding import decode

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
_ENCODING = "ERR_INVALID_ENCODING"  # bytes that are none of it
_SPACE = b" \t\r\n"  # which old software leaves before the declaration
# A tree takes some hundred bytes for each; a feed of a million entries has fewer.
MAX_MARKS = 20_000_000
_MARKS = (b"<", b"=", b"&")
# What stands once in a document and is repeated in front of each part of it may take so many times the document's size.
_MOST_REPEATED = 200


# What begins a line of its own.
_PARTED = frozenset(["br", "p", "block", "div", "hl1", "hl2", "li", "ul", "ol", "dl", "dt", "dd"])


def tree_of(content: bytes) -> Any:
    """The root of a document. Raises IngestError with the line where it cannot be read.

    Entities are what HTML takes them for, and else nothing: what a document declares is never expanded, be it from
    inside (a "billion laughs") or outside.
    """
    if sum(map(content.count, _MARKS)) > MAX_MARKS:
        raise IngestError(f"XML too large: more than {MAX_MARKS:,} tags, attributes and entities")
    root = _read(content.removeprefix(codecs.BOM_UTF8).lstrip(_SPACE))
    for parent in dict.fromkeys(entity.getparent() for entity in root.iter(etree.Entity)):
        _put_meaning(parent)
    return root


def _read(content: bytes, *, again: bool = False) -> Any:
    try:
        return etree.fromstring(content, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        reason = line_of(error)
    except ValueError as error:  # an encoding that nobody knows
        raise IngestError(f"not XML that can be read: {line_of(error)}") from None
    parser = _parser(recover=True)
    with suppress(etree.LxmlError):
        root = etree.fromstring(content, parser)
        wrong = {entry.type_name for entry in parser.error_log}
        if _ENCODING in wrong and not again:
            return _read(_in_utf8(content), again=True)
        if root is not None and wrong <= _HARMLESS:
            etree.tostring(root)  # in ASCII, which fails where half a surrogate was let through
            return root
    raise IngestError(f"not XML that can be read: {reason[:1].lower()}{reason[1:]}")


def _in_utf8(content: bytes) -> bytes:
    """A document with bytes that its encoding has not, without its declaration.

    Most of it is UTF-8 where no more characters are broken than whole; else it is read as text of any other origin is.
    """
    text = content.decode("utf-8", "replace")
    if text.count("\ufffd") * 2 > len(text) - len(text.encode("ascii", "ignore")):
        text = decode(content)
    declared = text.startswith(("<?xml ", "<?xml\t", "<?xml\n", "<?xml\r"))
    return (text.partition("?>")[2] if declared else text).encode("utf-8", "replace")


def line_of(error: Exception) -> str:
    """What the library says, in a line that can be shown: it quotes the document."""
    return visible(" ".join(str(error).split()))[:200].strip()


def check_repeated(common: int, parts: int, size: int, most: int | None = None) -> None:
    """Raise IngestError where a document of so many bytes would grow beyond measure by being taken apart.

    ``most``: the bytes that are bearable in any case, where all parts are held at once.
    """
    if common * parts > min(_MOST_REPEATED * size, most or _MOST_REPEATED * size):
        raise IngestError(f"what is said of all {parts:,} parts is too long to be kept with each ({common:,} bytes)")


def _put_meaning(parent: Any) -> None:
    """Put what its entities mean in their place, each text once: one after the other would copy it as often."""
    before, pieces = None, [parent.text]
    for child in list(parent):
        if child.tag is etree.Entity:
            meant = html.unescape(child.text)
            pieces += ["" if meant == child.text else meant, child.tail]
            child.tail = None
            parent.remove(child)
        else:
            _put(parent, before, pieces)
            before, pieces = child, [child.tail]
    _put(parent, before, pieces)


def _put(parent: Any, before: Any, pieces: list[str | None]) -> None:
    if len(pieces) > 1:
        text = "".join(piece for piece in pieces if piece)
        if before is None:
            parent.text = text
        else:
            before.tail = text


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
    return bare(element.tag).lower() if isinstance(element.tag, str) else ""


def bare(name: str) -> str:
    """A name without its namespace, and without a prefix that was never declared."""
    return name.rpartition("}")[2].rpartition(":")[2]


def shown(root: Any) -> str:
    """The name of a root, for a reason; names may hold characters that cannot be seen."""
    return visible(local(root)[:40])


def children(element: Any, *names: str) -> list[Any]:
    """The elements that a path of local names leads to, in the order of the document."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if local(child) == name]
    return found


def words(element: Any) -> str:
    """All text in an element, with the spaces that print would have."""
    return " ".join(lines(element).split())


def lines(element: Any) -> str:
    """All text in an element, its lines apart where it breaks them, and its paragraphs."""
    pieces: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        parted = one is not element and local(one) in _PARTED
        if event == "start":
            pieces += ["\n" if parted else "", one.text or ""]
        elif one is not element:
            pieces += ["\n" if parted and local(one) != "br" else "", one.tail or ""]
    return "".join(pieces)


def first(element: Any, *names: str) -> str:
    """The text of the first element of the path that has any."""
    return next((text for found in children(element, *names) if (text := words(found))), "")


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if bare(key).lower() == name:
            return str(value).strip()
    return ""
