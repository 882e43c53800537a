"""Web pages: the story by trafilatura, what is known about it by JSON-LD and meta tags."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]

from corpus.ingest.cleaning import clean_line, clean_text
from corpus.ingest.config import IngestError
from corpus.ingest.encoding import decode
from corpus.ingest.metadata import Metadata
from corpus.ingest.pagemeta import page_metadata

# A page without a story is no fault of the program: what is wrong with it is said in the reason of the document.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_DECLARED = re.compile(
    rb"(?:<\?xml[^>]{0,200}encoding|<meta[^>]{0,300}charset)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,40})", re.IGNORECASE
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "picture",
        "figure",
        "figcaption",
        "caption",
        "table",
        "form",
        "button",
        "select",
        "textarea",
        "nav",
        "aside",
        "footer",
        "header",
        "menu",
        "dialog",
        "head",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "article",
        "section",
        "main",
        "body",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "address",
        "center",
        "td",
        "tr",
    ]
)
_PROSE = frozenset(["p", "blockquote", "li", "pre", "h2", "h3", "h4", "h5", "h6"])
_PARTED = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\r?\n[ \t\r]*\n\s*")
_CONTAINERS = ("//article", "//*[@itemprop='articleBody']", "//main", "//body")
_MAX_DEPTH = 200  # deeper and larger trees are read plainly: the algorithms of trafilatura recurse
_MANY_NODES = 60_000
_MAX_NODES = 300_000


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds."""

    paragraphs: list[str]
    metadata: Metadata


def decode_page(content: bytes) -> str:
    """Return the text of a page: UTF-8 where it is valid, else the charset that the page declares, else a guess."""
    match = _DECLARED.search(content[:4096])
    declared = match[1].decode("ascii").lower() if match else ""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        name = ""
    if name in ("iso8859-1", "ascii"):
        name = "cp1252"  # what browsers read it as
    if name.startswith(
        (
            "utf-16",
            "utf-32",
            "utf-7",
            "idna",
            "punycode",
            "raw",
            "unicode",
            "hex",
            "base64",
            "rot",
            "zlib",
            "bz2",
            "uu",
            "quopri",
        )
    ):
        name = ""
    return decode(content, declared=name)


def read_page(text: str) -> Page:
    """Read a whole page. Raises IngestError where no story is found in it."""
    tree = _parse(text)
    depth, nodes = _measure(tree)
    if nodes > _MAX_NODES:
        raise IngestError(f"page too large: more than {_MAX_NODES:,} elements")
    metadata, structured = page_metadata(tree)
    found = _extract(text) if depth <= _MAX_DEPTH and nodes <= _MANY_NODES else []
    if not found:
        found = _plain(tree)
    stated = [line for line in map(clean_line, structured.split("\n")) if line]
    if sum(map(len, found)) * 2 < sum(map(len, stated)) or " ".join(found) == " ".join(stated):
        found = stated
    if not found:
        raise IngestError("no article text found in the page")
    return Page(found, metadata)


def fragment_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a piece of HTML that is all story: the body in a feed or a database.

    Empty lines part them where no tag does, as editors write who leave that to the software of their site.
    """
    if not _PARTED.search(text):
        text = _EMPTY_LINES.sub("<br>", text)
    return [line for line, _ in _blocks(_parse(f"<body>{text}</body>"))]


def _parse(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    content = clean_text(text).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise IngestError("no article text found in the page") from None
    return tree


def _measure(tree: html.HtmlElement) -> tuple[int, int]:
    """Return the depth of a tree and the number of its elements, or enough of them to know that it is too large."""
    depth = deepest = nodes = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        nodes += 1
        deepest = max(deepest, depth)
        if nodes > _MAX_NODES:
            break
    return deepest, nodes


def _extract(text: str) -> list[str]:
    """Return the paragraphs that trafilatura finds, favouring precision, and recall where that finds nothing."""
    for precise in (True, False):
        story = trafilatura.extract(
            clean_text(text).encode("utf-8", "replace").decode("utf-8"),
            output_format="txt",
            favor_precision=precise,
            favor_recall=not precise,
            include_comments=False,
            include_tables=False,
            include_links=False,
            include_images=False,
            include_formatting=False,
            deduplicate=False,
            with_metadata=False,
            prune_xpath=[
                "//figcaption",
                "//figure",
                "//caption",
                "//noscript",
                "//template",
                "//nav",
                "//aside",
                "//menu",
            ],
        )
        found = [line for line in map(clean_line, (story or "").split("\n")) if line]
        if found:
            return found
    return []


def _plain(tree: html.HtmlElement) -> list[str]:
    """Return the paragraphs of the element that most likely holds the story, else all of its text."""
    for path in _CONTAINERS:
        for element in tree.xpath(path)[:20]:
            found = _blocks(element)
            if found:
                return [text for text, prose in found if prose] or [text for text, _ in found]
    return []


def _blocks(root: html.HtmlElement) -> list[tuple[str, bool]]:
    """Return the text of an element's blocks in order, and whether each stands in a paragraph, list or quotation."""
    found: list[tuple[str, bool]] = []
    pieces: list[str] = []
    prose = skipped = 0

    def flush() -> None:
        line = clean_line("".join(pieces)) if pieces else ""
        pieces.clear()
        if line:
            found.append((line, prose > 0))

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        dropped = tag in _DROPPED and element is not root
        if tag in _BLOCKS and not skipped:
            flush()
        if event == "start":
            prose += tag in _PROSE
            skipped += dropped
            text = element.text
        else:
            prose -= tag in _PROSE
            skipped -= dropped
            text = element.tail if element is not root else None
        if text and not skipped:
            pieces.append(text)
    flush()
    return found
