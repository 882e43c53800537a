"""Plain text: head, paragraphs and tail of a story as it comes out of an editor, an archive or a mail."""

from __future__ import annotations

import re

from corpus.ingest.bylines import read_head_line
from corpus.ingest.cleaning import clean_text
from corpus.ingest.config import DEFAULT, IngestConfig
from corpus.ingest.layout import paragraphs
from corpus.ingest.metadata import check_length

_SPACES = re.compile(r"\s+")


def text_paragraphs(text: str, config: IngestConfig = DEFAULT) -> list[str]:
    """Return the paragraphs of a plain text, cleaned, each on one line. Raises IngestError where it is far too long."""
    text = clean_text(text)
    if len(text) > config.max_body_chars:
        check_length(len(_SPACES.sub(" ", text)), config)
    return paragraphs(text, stands_alone=_is_small_print)


def _is_small_print(line: str) -> bool:
    return len(line) <= 120 and read_head_line(line) is not None
