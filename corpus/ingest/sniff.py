"""The format of what comes on standard input without a name."""

from __future__ import annotations

import json
import re

from corpus.ingest.config import Format, IngestError
from corpus.ingest.encoding import decode

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


_XML = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+(?:nitf|rss)[^>]{0,300}>\s*)?"
    r"<(?:rss|feed|nitf|newsitem|newsmessage|(?:[a-z]{1,20}:)?rdf|(?:[a-z]{1,20}:)?newsitem)\b",
    re.IGNORECASE | re.DOTALL,
)
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
    if _HTML.match(text):
        return Format.HTML
    if _XML.match(text):
        return Format.XML
    body = text.lstrip()
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


def _is_object(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
