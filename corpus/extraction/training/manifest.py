"""The file that names a model folder's files by their hashes; ``tagger.model.load`` checks them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..tagger.model import FILES, MANIFEST


def write_manifest(folder: Path, name: str, settings: dict[str, Any]) -> None:
    """Name the folder's files by their hashes."""
    hashes = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in FILES}
    stored = {"name": name, "settings": settings, "sha256": hashes}
    (folder / MANIFEST).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
