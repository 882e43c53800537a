"""A deploy gathers the static files while the server before it still answers with them."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command

STYLE = "\n".join(f'.a{n} {{ background: url("picture.svg") }}' for n in range(2_000))
AGAIN = 15


@pytest.fixture
def gather(tmp_path, settings):
    """Gathers two files, one of which names the other; gives the folder where they are."""
    source, root = tmp_path / "source", tmp_path / "root"
    source.mkdir()
    (source / "style.css").write_text(STYLE)
    (source / "picture.svg").write_text("<svg>" + " " * 5_000 + "</svg>")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = root
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "api.static_files.WholeFilesStorage"}}

    def run() -> Path:
        call_command("collectstatic", interactive=False, verbosity=0)
        return root

    return run


def hashed(root: Path) -> dict[Path, bytes]:
    """What pages name: files with their content's hash in their names, compressed or not, and the list of them."""
    return {path: path.read_bytes() for path in root.iterdir() if path.name not in ("style.css", "picture.svg")}


def test_pages_name_files_by_their_content(gather):
    root = gather()
    name = storages["staticfiles"].stored_name("style.css")
    picture = storages["staticfiles"].stored_name("picture.svg")
    assert (root / name).read_text() == STYLE.replace("picture.svg", picture)
    assert gzip.decompress((root / f"{name}.gz").read_bytes()) == (root / name).read_bytes()
    assert {path.stat().st_mode & 0o777 for path in root.iterdir()} == {0o644}


def test_what_is_gathered_again_is_whole_at_every_moment(gather):
    root = gather()
    before = hashed(root)
    assert len(before) >= 5
    over, wrong = threading.Event(), []

    def look() -> None:
        while not over.is_set():
            for path, content in before.items():
                try:
                    if path.read_bytes() != content:
                        wrong.append(f"{path.name} is cut")
                except FileNotFoundError:
                    wrong.append(f"{path.name} is away")

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for _ in range(AGAIN):
            gather()
    finally:
        over.set()
        reader.join()
    assert wrong == []
    assert hashed(root) == before
    assert list(root.with_suffix(".part").iterdir()) == []


def test_a_file_that_changes_comes_by_another_name(gather, tmp_path):
    root = gather()
    before = hashed(root)
    (tmp_path / "source" / "style.css").write_text(STYLE + "\n")
    gather()
    new = set(hashed(root)) - set(before)
    assert len(new) == 2  # the style, and the style compressed
    assert all(path.read_bytes() == content for path, content in before.items() if path.name != "staticfiles.json")


def test_files_of_earlier_times_are_taken_away_when_asked(gather):
    root = gather()
    (root / "old.css").write_text("a {}")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    assert not (root / "old.css").exists()


def test_what_cannot_be_written_leaves_nothing_behind(gather, monkeypatch):
    root = gather()
    before = hashed(root)
    monkeypatch.setattr("os.fchmod", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        gather()
    assert hashed(root) == before
    assert list(root.with_suffix(".part").iterdir()) == []
