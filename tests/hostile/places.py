"""Where inputs and findings are kept, and what the inputs start from."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from tests.conftest import ROOT
from tests.hostile.news import BUILT, OUTSIDE
from tests.hostile.news import XML as NEWS
from tests.ingest.test_ninjs import FIRST, SECOND
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
    **dict.fromkeys(BUILT, ()),
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
    **{kind: [text.encode() for text in texts] for kind, texts in NEWS.items()},
    "ninjs": [json.dumps(item).encode() for item in (FIRST, SECOND)],
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


def built(target: str, random: Random) -> bytes:
    """A document of the kind that was never right. Some name a file that nothing may read."""
    outside = FOLDER / "outside.txt"
    if not outside.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        outside.write_text(OUTSIDE)
    return BUILT[target](random, str(outside))
