"""What is known against the installed packages, told without a network."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from tests.supply import audit
from tests.supply.__main__ import HASHES


def advisory(name: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges, **more.pop("affected", {})}
    return {"id": "OSV-0000-1", "summary": "A made-up fault.", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("events", "version", "expected"),
    [
        ([{"introduced": "0"}, {"fixed": "2.0"}], "1.9", True),
        ([{"introduced": "0"}, {"fixed": "2.0"}], "2.0", False),
        ([{"introduced": "1.5"}, {"fixed": "2.0"}], "1.4.9", False),
        ([{"introduced": "1.5"}], "9.0", True),
        ([{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.2"}, {"fixed": "1.3"}], "1.1", False),
        ([{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.2"}, {"fixed": "1.3"}], "1.2.5", True),
        ([{"fixed": "1.3"}, {"introduced": "1.2"}], "1.2", True),
        ([{"introduced": "0"}, {"last_affected": "1.4"}], "1.4", True),
        ([{"introduced": "0"}, {"last_affected": "1.4"}], "1.4.1", False),
    ],
)
def test_ranges(events: list[dict[str, str]], version: str, expected: bool) -> None:
    assert audit.concerns(advisory("Some_Package", *events), "some-package", Version(version)) is expected


def test_versions_that_are_listed_and_advisories_that_were_taken_back() -> None:
    listed = advisory("one", affected={"versions": ["1.0", "1.1"]})
    assert audit.concerns(listed, "one", Version("1.1"))
    assert not audit.concerns(listed, "one", Version("1.2"))
    assert not audit.concerns(listed, "other", Version("1.1"))
    assert not audit.concerns({**listed, "withdrawn": "2026-01-01T00:00:00Z"}, "one", Version("1.1"))


def test_the_installed_packages_are_read() -> None:
    found = audit.pinned(HASHES)
    assert found["django"].major == 5
    assert len(found) == HASHES.read_text().count("--hash=")


def test_what_is_found_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.json").write_text(json.dumps(advisory("Django", {"introduced": "5.0"})))
    (tmp_path / "two.json").write_text(json.dumps(advisory("nobody", {"introduced": "0"})))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("one.json", "two.json"):
            archive.write(tmp_path / name, name)
    for path in (tmp_path, tmp_path / "all.zip"):
        assert audit.main(["--advisories", str(path)]) == 1
        told = capsys.readouterr().out
        assert "django 5" in told
        assert "1 found in 2 advisories" in told
    assert audit.main(["--advisories", str(tmp_path / "two.json")]) == 0
    (tmp_path / "empty").mkdir()
    assert audit.main(["--advisories", str(tmp_path / "empty")]) == 2
    assert audit.main(["--advisories", str(tmp_path / "absent.zip")]) == 2
