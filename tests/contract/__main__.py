"""``python -m tests.contract``: whether docs/openapi.yaml breaks clients of the last release; ``--release`` is one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from tests.contract import CURRENT, RELEASED, read
from tests.contract.breaking import breaks
from tests.contract.released import condensed

HEADING = """\
# What clients of the last release may rely on: docs/openapi.yaml of then, without its prose.
# `make contract` compares; a release writes it anew by `python -m tests.contract --release`.
"""


def main(arguments: list[str]) -> int:
    """Compare, or release."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract", description=__doc__)
    parser.add_argument("old", nargs="?", type=Path, default=RELEASED, help="description that clients were made from")
    parser.add_argument("new", nargs="?", type=Path, default=CURRENT, help="description of now")
    parser.add_argument(
        "--release", action="store_true", help="write docs/openapi-released.yaml from docs/openapi.yaml"
    )
    given = parser.parse_args(arguments)
    if given.release:
        text = yaml.dump(condensed(read(CURRENT)), Dumper=yaml.CSafeDumper, sort_keys=False, width=200)
        RELEASED.write_text(HEADING + text, encoding="utf-8")
        return 0
    found = breaks(read(given.old), read(given.new))
    for one in found:
        print(f"breaks clients: {one}")  # noqa: T201
    if found:
        print(f"{len(found)} changes break clients of {given.old.name}; docs/clients.md says what to do")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
