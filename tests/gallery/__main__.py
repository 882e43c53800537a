"""``python -m tests.gallery``: what `make gallery` runs. Writes the tables and the pictures of docs/gallery."""

from __future__ import annotations

import json
import sys
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import ROOT
from tests.gallery import pictures, questions
from tests.prepared import serving_demo

GALLERY = ROOT / "docs" / "gallery"


def main() -> int:
    """Serve the demo corpus, ask it, and write what it answers."""
    page = GALLERY / "README.md"
    with TemporaryDirectory() as folder, serving_demo(Path(folder)) as site:

        def ask(path: str) -> Any:
            with urllib.request.urlopen(f"{site.address}/api/v1{path}", timeout=60) as answer:  # noqa: S310
                return json.load(answer)

        page.write_text(questions.written(page.read_text(encoding="utf-8"), ask), encoding="utf-8")
        for path in pictures.draw(ask, GALLERY):
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
