"""Which outlet printed an annotated article: by a ``metadata.tsv`` beside the gold or above it, else by file names."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

METADATA = "metadata.tsv"
ABOVE = 2  # folders over the gold that are looked into
FILE_COLUMNS = ("filename", "file_name", "file", "name", "doc", "document", "id")
OUTLET_COLUMNS = ("publisher", "outlet", "source")
DATED = re.compile(r"([^\W\d_][\w.-]*?)_\d{4}-\d\d-\d\d_")


def read_outlets(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """The outlets of the named articles of a gold folder, as far as they are known."""
    folder = folder.resolve()
    for place in (folder, *list(folder.parents)[:ABOVE]):
        known = _from_metadata(place / METADATA)
        found = {name: known[name] for name in names if known.get(name)}
        if found:
            return found
    dated = {name: match[1] for name in names if (match := DATED.match(name))}
    # a few names that happen to look dated say nothing
    return dated if len(dated) == len(names) else {}


def _from_metadata(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = {column.strip().lower(): column for column in rows.fieldnames or ()}
        file = next((columns[name] for name in FILE_COLUMNS if name in columns), None)
        outlet = next((columns[name] for name in OUTLET_COLUMNS if name in columns), None)
        if file is None or outlet is None:
            return {}
        return {Path(row[file] or "").name.removesuffix(".txt"): (row[outlet] or "").strip() for row in rows}
