"""The format of what comes on standard input without a name."""

from __future__ import annotations

import json
import re

from corpus.ingest.config import Format, IngestError
from corpus.ingest.encoding import decode

_HTML = re.compile(r"<(?:html|head|body|meta|title|article|div|p|h1)\b", re.IGNORECASE)
_XML = re.compile(r"<(?:[a-z_][\w.-]{0,40}:)?(?:rss|feed|nitf|newsitem|newsmessage|rdf)\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype\s+(html\b)?", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_SUBSET_ENDS = re.compile(r"\]\s*>")
_ARCHIVE = (b"WARC/", b"\x1f\x8b")  # plain or compressed
_LONG_LINE = 100_000  # bytes without a line break: the end is out of sight, and a reader of lines manages either way


def sniff(start: bytes) -> Format:
    """Return the format that the first bytes show: WARC, JSON, JSON lines, HTML, XML of news, else text.

    One of the first lines being a whole JSON object, with more around it, makes JSON lines; so does one very long line.
    """
    if start.startswith(_ARCHIVE):
        return Format.WARC
    try:
        text = decode(start).lstrip("\ufeff")
    except IngestError:
        return Format.TXT
    body = text.lstrip()
    if body.startswith("<"):
        return _marked_up(body)
    if not body.startswith(("{", "[")):
        return Format.TXT
    if body.startswith("["):
        return Format.JSON if re.match(r"\[\s*(?:[\[{\"\]\d-]|null|true|false|$)", body) else Format.TXT
    lines = [line for line in body.split("\n") if line.strip()]
    if len(lines) == 1 and len(start) >= _LONG_LINE:
        return Format.JSONL
    if len(lines) > 1 and any(_is_object(line) for line in lines[:10]):
        return Format.JSONL
    return Format.JSON if re.match(r"\{\s*(?:[\"}]|$)", body) else Format.TXT


def _marked_up(text: str) -> Format:
    """The format of what begins with "<", by its root; instructions, comments and a document type stand before that."""
    at = 0
    while at >= 0:
        if text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at + 4)
        elif doctype := _DOCTYPE.match(text, at):
            if doctype[1]:
                return Format.HTML
            at = _after_doctype(text, at)
        elif _HTML.match(text, at):
            return Format.HTML
        else:
            return Format.XML if _XML.match(text, at) or text.startswith("<?xml") else Format.TXT
    return Format.XML if text.startswith("<?xml") else Format.TXT


def _after(text: str, end: str, at: int) -> int:
    """Where what follows begins; -1 where the end is not in sight."""
    found = text.find(end, at)
    space = _SPACE.match(text, found + len(end)) if found >= 0 else None
    return space.end() if space else -1


def _after_doctype(text: str, at: int) -> int:
    end = text.find(">", at)
    if "[" not in text[at:end]:
        return _after(text, ">", at)
    found = _SUBSET_ENDS.search(text, at)
    return _after(text, ">", found.start()) if found else -1


def _is_object(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
