"""ZIP archives: read as folders are, a broken file of one alone fails, and little is unpacked of what would grow."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from corpus.ingest import Declared, IngestConfig, Skipped, documents
from corpus.records import Failure, RawRecord
from tests.ingest.test_warc import archived


def packed(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive of the files."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def read(path: Path, config: IngestConfig | None = None, **declared: object) -> list[str]:
    """What comes of it: "name: words", "name! reason", "name?"."""
    told = []
    given = Declared(**declared)  # type: ignore[arg-type]
    for item in documents([str(path)], declared=given, config=config or IngestConfig()):
        source = item.source.removeprefix(f"{path.parent}/")
        if isinstance(item, RawRecord):
            told.append(f"{source}: {item.content[:40].decode('utf-8', 'replace')}")
        else:
            told.append(f"{source}! {item.reason}" if isinstance(item, Failure) else f"{source}?")
    return told


NOTES = {"b/two.TXT": b"two", "a.jsonl": b'{"a": 1}\n\n{"b": 2}\n', "b/one.txt": b"one"}


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_its_files_are_read_as_those_of_a_folder(tmp_path: Path, how: int) -> None:
    more = {".hidden.txt": b"no", "__MACOSX/._one.txt": b"no", "b/.git/x.txt": b"no", "c.dat": b"c", "b/": b""}
    path = packed(tmp_path / "news.ZIP", NOTES | more, how)
    expected = [
        'news.ZIP/a.jsonl:1: {"a": 1}',
        'news.ZIP/a.jsonl:3: {"b": 2}',
        "news.ZIP/b/one.txt: one",
        "news.ZIP/b/two.TXT: two",
        "news.ZIP/c.dat?",
    ]
    assert read(path) == expected
    [folder] = [tmp_path / "folder"]
    folder.mkdir()
    path.rename(folder / "news.ZIP")
    assert read(folder) == [f"folder/{line}" for line in expected]


def test_what_is_declared_is_said_of_each(tmp_path: Path) -> None:
    path = packed(tmp_path / "news.zip", {"one.md": b"one", "two.txt": b"two"})
    found = list(documents([str(path)], declared=Declared(publisher="Courier", format="txt", key_from_path=True)))
    assert [(one.path, one.key, one.publisher, one.media_type) for one in found if isinstance(one, RawRecord)] == [
        ("news.zip/one.md", f"{path}/one.md", "Courier", "text/plain"),
        ("news.zip/two.txt", f"{path}/two.txt", "Courier", "text/plain"),
    ]


def test_a_crawl_in_it(tmp_path: Path) -> None:
    path = packed(tmp_path / "news.zip", {"a.warc.gz": archived(packed=True), "b.warc": archived(packed=False)})
    found = [item.source.rpartition("/")[2] for item in documents([str(path)]) if isinstance(item, RawRecord)]
    assert found == ["a.warc.gz:2", "b.warc:2"]


def test_a_broken_file_fails_alone(tmp_path: Path) -> None:
    path = packed(tmp_path / "news.zip", NOTES | {"b/broken.txt": b"x" * 50, "b/crooked.txt": b"y" * 50}, 0)
    content = bytearray(path.read_bytes())
    content[content.index(b"x" * 50) + 7] ^= 1
    head = content.index(b"b/crooked.txt")
    content[head - 30 : head - 26] = b"none"
    path.write_bytes(content)
    broken, crooked = (line for line in read(path) if "!" in line)
    assert broken.startswith("news.zip/b/broken.txt! broken in the archive: Bad CRC-32")
    assert crooked.startswith("news.zip/b/crooked.txt! broken in the archive: Bad magic number")
    assert len([line for line in read(path) if ": " in line and "!" not in line]) == 4


def test_lines_before_the_fault_are_read(tmp_path: Path) -> None:
    lines = b'{"n": 1}\n' * 100_000
    path = packed(tmp_path / "news.zip", {"a.jsonl": lines, "b.txt": b"b"}, 0)
    content = bytearray(path.read_bytes())
    content[len(lines) - 100] ^= 1
    path.write_bytes(content)
    told = read(path)
    assert told[0] == 'news.zip/a.jsonl:1: {"n": 1}'
    assert len(told) > 50_000
    assert "Bad CRC-32" in told[-2]
    assert told[-1] == "news.zip/b.txt: b"


@pytest.mark.parametrize("name", ["../one.txt", "/etc/one.txt", "a/../../one.txt", "a\\..\\one.txt"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "news.zip", {name: b"one", "two.txt": b"two"})
    found = list(documents([str(path)], declared=Declared(key_from_path=True)))
    for item in found:
        assert item.source.startswith(f"{path}/")
        assert not isinstance(item, RawRecord) or item.key.startswith(f"{path}/")
    assert len([one for one in found if isinstance(one, RawRecord)]) == 1 + name.startswith("a\\")


def test_what_is_not_opened_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "news.zip", {"a.txt": b"one", "b.zip": packed(tmp_path / "b.zip", NOTES).read_bytes()}, 0)
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(b"b.zip"))
    first = content.rindex(b"PK\x01\x02", 0, directory)
    content[first + 8] |= 1  # encrypted, says the directory
    path.write_bytes(content)
    assert read(path) == ["news.zip/a.txt! encrypted", "news.zip/b.zip! an archive in an archive is not read"]


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + b"\xff" * 18, b"PK\x03\x04" * 99]
)
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    [told] = read(tmp_path / "a.zip")
    assert told.startswith("a.zip! not a ZIP archive that can be read: ")


def test_whatever_is_changed_in_it_nothing_is_raised(tmp_path: Path) -> None:
    whole = packed(tmp_path / "news.zip", NOTES | {"#.txt": b"no name", "c.html": b"<p>It rained." * 9}).read_bytes()
    whole = whole.replace(b"#.txt", b"\x00.txt")  # the library cuts it there
    chance = random.Random(1)
    for _ in range(1_000):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / "b.zip").write_bytes(content[: chance.randrange(len(content)) if chance.random() < 0.1 else None])
        for line in read(tmp_path / "b.zip", format=chance.choice(["", "jsonl", "csv", "txt"])):
            assert "!" not in line or line.rpartition("! ")[2].isprintable()


def test_a_document_keeps_its_limit_and_the_archive_has_one(tmp_path: Path) -> None:
    config = IngestConfig(max_document_bytes=20_000, max_container_bytes=200_000)
    files = {f"{n}.txt": b"x" * (30_000 if n == 3 else 19_000) for n in range(100, 140)} | {"0.txt": b"y" * 30_000}
    told = read(packed(tmp_path / "news.zip", files), config)
    assert told[0] == "news.zip/0.txt! larger than 0.02 MB"
    assert [line for line in told if "!" in line][1:] == [
        f"news.zip/{100 + len(told) - 2}.txt! the archive unpacks to more than 0.2 MB"
    ]
    assert len(told) < 15


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (zipfile.ZIP_DEFLATED, "larger than 5 MB"),
        (zipfile.ZIP_BZIP2, "compressed in another way than by deflate"),
        (zipfile.ZIP_LZMA, "compressed in another way than by deflate"),
    ],
)
def test_what_would_grow_is_not_held(tmp_path: Path, how: int, reason: str) -> None:
    packer = BytesIO()
    with zipfile.ZipFile(packer, "w", how) as archive, archive.open("a.txt", "w") as file:
        for _ in range(300):
            file.write(b"\0" * 1_000_000)
    (tmp_path / "a.zip").write_bytes(packer.getvalue())
    tracemalloc.start()
    told = read(tmp_path / "a.zip", IngestConfig(max_document_bytes=5_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == [f"a.zip/a.txt! {reason}"]
    assert peak < 20_000_000


def test_skipped_files_are_counted_as_in_a_folder(tmp_path: Path) -> None:
    [skipped] = documents([str(packed(tmp_path / "news.zip", {"photo.png": b"x"}))])
    assert isinstance(skipped, Skipped)
