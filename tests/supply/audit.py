"""``python -m tests.supply.audit``: what is known against the packages that are installed; `make audit`.

With a network pip-audit asks for the advisories. Without, ``--advisories`` names a file or folder of them in the format
of OSV (https://ossf.github.io/osv-schema/): the archive for PyPI that osv.dev gives out, fetched elsewhere.
Exit status 1 where something is known, 2 where nothing could be asked.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tests.supply.__main__ import HASHES


def main(arguments: list[str]) -> int:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.supply.audit", description=__doc__)
    parser.add_argument("--advisories", type=Path, help="a .json, a folder of them, or the .zip of an ecosystem")
    given = parser.parse_args(arguments)
    if given.advisories is None:
        command = ["pip_audit", "--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        asked = subprocess.run([sys.executable, "-m", *command, "-r", str(HASHES)], check=False)
        return asked.returncode
    if not given.advisories.exists():
        say(f"{given.advisories} is not there")
        return 2
    installed, read, found = pinned(HASHES), 0, 0
    for advisory in advisories(given.advisories):
        read += 1
        for name, version in installed.items():
            if concerns(advisory, name, version):
                found += 1
                say(f"{name} {version}: {advisory['id']} {advisory.get('summary', '')}".rstrip())
    say(f"{found} found in {read:,} advisories for {len(installed)} packages")
    return 2 if not read else int(found > 0)


def pinned(path: Path) -> dict[str, Version]:
    """The packages of a file of requirements with hashes, by their canonical names."""
    found = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line.partition(" --hash")[0])
            [pin] = requirement.specifier
            found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


def advisories(path: Path) -> Iterator[dict[str, Any]]:
    """Those of a file, a folder, or an archive."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
        return
    for one in sorted(path.glob("**/*.json")) if path.is_dir() else [path]:
        yield json.loads(one.read_text())


def concerns(advisory: dict[str, Any], name: str, version: Version) -> bool:
    """Whether the advisory stands and is about this version of the package."""
    if "withdrawn" in advisory:
        return False
    for affected in advisory.get("affected", []):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI" or canonicalize_name(package.get("name", "")) != name:
            continue
        if str(version) in affected.get("versions", []):
            return True
        if any(within(one["events"], version) for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM"):
            return True
    return False


def within(events: list[dict[str, str]], version: Version) -> bool:
    """Whether the version lies in a range: from what introduced the fault to before what mended it."""
    inside = False
    for event in sorted(events, key=_when):
        if "introduced" in event and _when(event) <= (version, 0):
            inside = True
        elif ("fixed" in event and _when(event) <= (version, 1)) or (
            "last_affected" in event and _when(event)[0] < version
        ):
            inside = False
    return inside


def _when(event: dict[str, str]) -> tuple[Version, int]:
    """The version of an event, and its turn among those of one version."""
    [(kind, text)] = event.items()
    try:
        return Version(text), int(kind != "introduced")
    except InvalidVersion:
        return Version("0"), 0


def say(line: str) -> None:
    """For people."""
    print(line)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
