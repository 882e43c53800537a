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


def sniff(start: bytes) -> Format:
    """Return the format that the first bytes show: JSON, JSON lines, HTML, else text.

    A first line that is a whole JSON object, with more after it, makes JSON lines.
    """
    try:
        text = decode(start).lstrip("\ufeff")
    except IngestError:
        return Format.TXT
    if _HTML.match(text):
        return Format.HTML
    body = text.lstrip()
    if not body.startswith(("{", "[")):
        return Format.TXT
    if body.startswith("["):
        return Format.JSON if re.match(r"\[\s*(?:[\[{\"\]\d-]|null|true|false|$)", body) else Format.TXT
    line, _, rest = body.partition("\n")
    try:
        json.loads(line)
    except RecursionError:
        return Format.JSON
    except ValueError:
        return Format.JSON if re.match(r"\{\s*(?:[\"}]|$)", body) else Format.TXT
    return Format.JSONL if rest.strip() else Format.JSON
