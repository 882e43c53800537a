"""What a caller may set, and the small values that travel beside a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The formats that can be read. The value is the file's extension and the ``--format`` argument."""

    TXT = "txt"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XML = "xml"
    WARC = "warc"


#: Media type of one document of each format: a line of a .jsonl, an entry of a feed, a record of a .warc is one.
MEDIA_TYPES: dict[Format, str] = {
    Format.TXT: "text/plain",
    Format.HTML: "text/html",
    Format.JSON: "application/json",
    Format.JSONL: "application/json",
    Format.CSV: "text/csv",
    Format.XML: "application/xml",
    Format.WARC: "application/warc",
}

#: How the names of files end, lower case and with the dot.
EXTENSIONS: dict[str, Format] = {
    ".txt": Format.TXT,
    ".text": Format.TXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".xml": Format.XML,
    ".nitf": Format.XML,
    ".rss": Format.XML,
    ".atom": Format.XML,
    ".warc": Format.WARC,
    ".warc.gz": Format.WARC,
}

#: How the name of an archive ends whose files are read as those of a folder are.
ZIP = ".zip"


class IngestError(Exception):
    """A document cannot be read. The message is a plain reason, written for an editor."""


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """Limits of what is read. Sizes are in bytes or in Unicode code points, as said."""

    max_document_bytes: int = 40_000_000  # one document: a file, a line of a .jsonl, a row of a .csv
    max_container_bytes: int = 1_000_000_000  # a JSON array or a feed, which are read whole; all files of a .zip
    max_body_chars: int = 10_000_000  # code points of the clean body
    max_headline_chars: int = 1_000
    max_field_chars: int = 500  # any other short field: a name, a section, a licence


DEFAULT = IngestConfig()


@dataclass(frozen=True, slots=True)
class Declared:
    """What the caller says about all the documents of a run. It wins over what the documents say."""

    publisher: str = ""
    published: str = ""  # a date as ``parse_date`` reads it
    format: Format | str = ""  # a value of Format; "": by the name of the file, standard input is sniffed
    key_from_path: bool = False  # the path as named becomes the source key, so that an edited file is an update


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a named folder whose type is unknown."""

    source: str
