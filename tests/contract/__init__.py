"""The committed description of the API, and the one that clients of the last release rely on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parents[2] / "docs"
CURRENT, RELEASED = DOCS / "openapi.yaml", DOCS / "openapi-released.yaml"


def read(path: Path) -> Any:
    """A description."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
