"""Plain text: head, paragraphs and tail of a story as it comes out of an editor, an archive or a mail."""

from __future__ import annotations

from corpus.ingest.bylines import read_head_line
from corpus.ingest.cleaning import clean_text
from corpus.ingest.layout import paragraphs


def text_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, cleaned, each on one line."""
    return paragraphs(clean_text(text), stands_alone=_is_small_print)


def _is_small_print(line: str) -> bool:
    return len(line) <= 120 and read_head_line(line) is not None
