"""``python -m tests.supply``: write docs/supply/hashes.txt, the files that are installed, by sha256."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.conftest import ROOT

HASHES = ROOT / "docs" / "supply" / "hashes.txt"
HEADING = """\
# The files that requirements.txt leads to on Linux (x86-64) with Python 3.11, by their sha256; made by `make hashes`.
# pip install --require-hashes -r docs/supply/hashes.txt takes these alone.
"""


def lines(report: dict[str, Any]) -> list[str]:
    """A line for each package of pip's report."""
    found = []
    for one in report["install"]:
        about, archive = one["metadata"], one["download_info"]["archive_info"]
        found.append(f"{about['name'].lower()}=={about['version']} --hash=sha256:{archive['hashes']['sha256']}")
    return sorted(found)


def main() -> int:
    """Ask pip what it would install, and write it down."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    asked = subprocess.run([*command, "-r", "requirements.txt"], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if asked.returncode:
        return asked.returncode
    HASHES.parent.mkdir(exist_ok=True)
    HASHES.write_text(HEADING + "\n".join(lines(json.loads(asked.stdout))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
