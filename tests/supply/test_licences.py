"""What On Record runs on may be given on by everybody: the licence of each package that is pinned."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

from tests.conftest import ROOT

PINNED = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
NAMES = [name for name, _ in PINNED]
# Words of the licences that are taken: none obliges who runs or changes On Record to anything beyond it.
# LGPL: psycopg, which is imported and not changed. tld: offered under MPL 1.1, GPL or LGPL, of which MPL is taken.
ALLOWED = re.compile(r"\b(MIT|BSD|0BSD|Apache|MPL|Mozilla Public License|PSF|Python Software Foundation|LGPL|Zlib)\b")
REFUSED = re.compile(r"\b(AGPL|Affero|GPL|SSPL|BUSL|Proprietary|Commercial)\b")
OFFERED_OTHERWISE = {"tld"}


def licence(name: str) -> str:
    """What the package says of itself: an expression, a name, or classifiers."""
    about = metadata.metadata(name)
    said = [about.get("License-Expression"), (about.get("License") or "").strip().split("\n")[0]]
    said += [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " / ".join(one for one in said if one)


@pytest.mark.parametrize("name", NAMES)
def test_its_licence_is_one_that_is_taken(name):
    said = licence(name)
    assert ALLOWED.search(said), f"{name}: {said!r}"
    assert name in OFFERED_OTHERWISE or not REFUSED.search(said), f"{name}: {said!r}"


def test_every_package_that_is_needed_is_pinned():
    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    pinned = {plain(name) for name in NAMES}
    missing = {
        (name, needed)
        for name in NAMES
        for needed in (re.match(r"[\w.-]+", line).group() for line in metadata.requires(name) or [] if ";" not in line)
        if plain(needed) not in pinned
    }
    assert missing == set()


def test_the_hashes_are_those_of_what_is_pinned():
    written = (ROOT / "docs" / "supply" / "hashes.txt").read_text()
    rows = re.findall(r"^(\S+)==(\S+) --hash=sha256:[0-9a-f]{64}$", written, re.MULTILINE)
    listed = {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in rows}
    assert {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in PINNED} <= listed
