"""Where inputs and findings are kept, and what the inputs start from."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT

FOLDER = ROOT / "var" / "hostile"
FINDINGS = FOLDER / "findings"
DEMO = ROOT / "fixtures" / "demo"
KINDS = {
    "text": (".txt",),
    "page": (".html",),
    "json": (".json",),
    "csv": (".csv",),
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
    for number, text in enumerate(WORDS if target == "words" else ()):
        (folder / str(number)).write_text(text)
    return folder
