"""Where inputs and findings are kept, and what the inputs start from."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT
from tests.ingest.test_warc import archived
from tests.ingest.test_xml_news import ATOM, ITEM, MESSAGE, NITF, RSS

FOLDER = ROOT / "var" / "hostile"
FINDINGS = FOLDER / "findings"
DEMO = ROOT / "fixtures" / "demo"
KINDS = {
    "text": (".txt",),
    "page": (".html",),
    "json": (".json",),
    "csv": (".csv",),
    "xml": (),
    "archive": (),
    "streams": (".txt", ".html", ".json", ".jsonl", ".csv"),
    "rules": (".txt",),
    "reader": (".txt",),
    "words": (),
    "requests": (".jsonl",),
}
WORDS = (
    "2024-05-01T10:00:00+02:00",
    "5 March 2024, 4pm",
    "https://courier.example/a?utm_source=b",
    '"tax cut" OR levy',
)
XML = (RSS, ATOM, NITF, ITEM, MESSAGE.replace("{items}", ITEM * 2))
# What stands in no file of the demo corpus, by target.
WRITTEN = {
    "words": [text.encode() for text in WORDS],
    "xml": [text.encode() for text in XML],
    "archive": [archived(packed=False), archived(packed=True)],
    # the first byte names a format
    "streams": [*(b"\x06" + text.encode() for text in XML), b"\x07" + archived(packed=False)],
}


def seeds(target: str, longest: int) -> Path:
    """A folder of files of the demo corpus, as far as inputs may go."""
    folder = FOLDER / "seeds" / target
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(DEMO.rglob("*")):
        if path.suffix in KINDS[target]:
            content = path.read_bytes()
            if target == "streams":
                # the first byte names a format
                content = bytes([KINDS["streams"].index(path.suffix) + 1]) + content
            (folder / path.name).write_bytes(content[:longest])
    for number, content in enumerate(WRITTEN.get(target, ())):
        (folder / str(number)).write_bytes(content[:longest])
    return folder
