"""From paths to documents."""

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.ingest import Declared, IngestConfig, IngestError, Skipped, documents, parse
from corpus.records import Failure, RawRecord


def walk(
    *paths: str | Path, config: IngestConfig | None = None, stdin: bytes = b"", **declared: object
) -> list[RawRecord | Failure | Skipped]:
    return list(
        documents(
            map(str, paths), declared=Declared(**declared), config=config or IngestConfig(), stdin=io.BytesIO(stdin)
        )
    )  # type: ignore[arg-type]


def told(found: list[RawRecord | Failure | Skipped], root: Path | None = None) -> list[str]:
    """Say in short what came: "source content", "source! reason", "source?"."""
    out = []
    for item in found:
        source = item.source.replace(f"{root.as_posix()}/", "") if root else item.source
        if isinstance(item, RawRecord):
            out.append(f"{source} {item.content.decode('utf-8', 'replace')}")
        else:
            out.append(f"{source}! {item.reason}" if isinstance(item, Failure) else f"{source}?")
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "b" / "two.TXT").write_text("two")
    (tmp_path / "b" / "one.txt").write_text("one")
    (tmp_path / "a.html").write_text("<p>a")
    (tmp_path / "c.dat").write_text("c")
    (tmp_path / ".secret.txt").write_text("no")
    (tmp_path / ".hidden" / "x.txt").write_text("no")
    return tmp_path


def test_folder(folder: Path) -> None:
    found = walk(folder, publisher="Courier", published="2024")
    assert told(found, folder) == ["a.html <p>a", "b/one.txt one", "b/two.TXT two", "c.dat?"]
    records = [item for item in found if isinstance(item, RawRecord)]
    assert [(r.path, r.media_type, r.key) for r in records] == [
        ("a.html", "text/html", ""), ("b/one.txt", "text/plain", ""), ("b/two.TXT", "text/plain", "")
    ]  # fmt: skip
    assert {(r.publisher, r.published) for r in records} == {("Courier", "2024")}


def test_a_declared_format_wins_over_extensions(folder: Path) -> None:
    found = walk(folder, format="txt")
    assert [item.media_type for item in found if isinstance(item, RawRecord)] == ["text/plain"] * 4


def test_an_unknown_format_is_the_callers_fault(folder: Path) -> None:
    with pytest.raises(ValueError, match="no format 'doc'; there are txt, html, json, jsonl, csv"):
        walk(folder, format="doc")


def test_named_files(folder: Path) -> None:
    found = walk(folder / "b" / "one.txt", folder / "c.dat", folder / "none.txt", "", "\0", key_from_path=True)
    assert told(found, folder) == [
        "b/one.txt one",
        "c.dat! unknown type; name the format (txt, html, json, jsonl, csv, xml, warc)",
        "none.txt! no such file or folder",
        "! no such file or folder",
        "\\0! no such file or folder",
    ]
    assert isinstance(found[0], RawRecord)
    assert (found[0].path, found[0].key) == ("one.txt", f"{folder.as_posix()}/b/one.txt")


def test_patterns(folder: Path) -> None:
    assert told(walk(folder / "b" / "*.txt"), folder) == ["b/one.txt one"]
    assert told(walk(folder / "*.xyz"), folder) == ["*.xyz! no such file or folder"]
    deep = walk(folder / "**" / "*.txt", key_from_path=True)
    assert [item.key for item in deep if isinstance(item, RawRecord)] == [f"{folder.as_posix()}/b/one.txt"]
    odd = folder / "odd[1].txt"
    odd.write_text("odd")
    assert told(walk(odd), folder) == ["odd[1].txt odd"]


@pytest.mark.parametrize(
    ("named", "keys"),
    [
        ("b", ["b/one.txt", "b/two.TXT"]),
        (".", ["a.html", "b/one.txt", "b/two.TXT"]),
        (".//b/", ["b/one.txt", "b/two.TXT"]),
        ("b/../b/one.txt", ["b/one.txt"]),
        ("b/*.txt", ["b/one.txt"]),
        ("**/one.txt", ["b/one.txt"]),
    ],
)
def test_a_key_from_the_path_is_the_path_as_it_was_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, named: str, keys: list[str]
) -> None:
    monkeypatch.chdir(folder)
    assert [item.key for item in walk(named, key_from_path=True) if isinstance(item, RawRecord)] == keys


def test_links(folder: Path) -> None:
    (folder / "b" / "loop").symlink_to(folder)
    (folder / "b" / "self.txt").symlink_to(folder / "b" / "self.txt")
    (folder / "b" / "gone.txt").symlink_to(folder / "nowhere.txt")
    found = told(walk(folder), folder)
    assert "b/loop! the folder links back to a folder it is in" in found
    assert "b/gone.txt! no such file or folder" in found
    assert any(line.startswith("b/self.txt! ") for line in found)
    assert "b/one.txt one" in found


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission(folder: Path) -> None:
    (folder / "b" / "one.txt").chmod(0)
    assert "b/one.txt! no permission to read it" in told(walk(folder), folder)


def test_a_folder_called_like_a_file_and_a_file_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "d.txt").mkdir()
    (tmp_path / "d.txt" / "e.txt").write_text("123456")
    assert told(walk(tmp_path, config=IngestConfig(max_document_bytes=5)), tmp_path) == [
        "d.txt/e.txt! larger than 5e-06 MB"
    ]


JSONL = '{"body": "a"}\n\n  \nnull\n{"body": \r\n{"body": "é"}'


def test_json_lines(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text(JSONL, newline="")
    found = walk(tmp_path, key_from_path=True)
    assert told(found, tmp_path) == [
        'f.jsonl:1 {"body": "a"}',
        "f.jsonl:4 null",
        'f.jsonl:5 {"body":',
        'f.jsonl:6 {"body": "é"}',
    ]
    assert [item.key for item in found if isinstance(item, RawRecord)] == [
        f"{tmp_path.as_posix()}/f.jsonl:{line}" for line in (1, 4, 5, 6)
    ]
    assert [outcome(item) for item in found] == [
        "a",
        "expected an object with the fields of an article, got null",
        "not JSON: expecting value at line 1 column 9",
        "é",
    ]


def outcome(item: RawRecord | Failure | Skipped) -> str:
    assert isinstance(item, RawRecord)
    try:
        return parse(item).body
    except IngestError as error:
        return str(error)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_lines_with_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    (tmp_path / "f.ndjson").write_text(f'{mark}{{"body": "é"}}\n{{"body": "ü"}}\n', encoding=encoding)
    assert [outcome(item) for item in walk(tmp_path)] == ["é", "ü"]


def test_a_line_that_is_too_long_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_bytes(b'{"body": "a"}\n' + b"x" * 1_000 + b'\n{"body": "b"}\n' + b"y" * 1_000)
    found = told(walk(tmp_path, config=IngestConfig(max_document_bytes=100)), tmp_path)
    assert found == [
        'f.jsonl:1 {"body": "a"}',
        "f.jsonl:2! larger than 0.0001 MB",
        'f.jsonl:3 {"body": "b"}',
        "f.jsonl:4! larger than 0.0001 MB",
    ]


class Endless(io.RawIOBase):
    """Lines without end: only a reader that streams gets anything out of it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        line = b'{"body": "a"}\n'
        buffer[: len(line)] = line
        return len(line)


def test_json_lines_and_rows_are_streamed() -> None:
    lines: Iterator[RawRecord | Failure | Skipped] = documents(["-"], stdin=io.BufferedReader(Endless()))
    assert [next(lines).source for _ in range(3)] == ["-:1", "-:2", "-:3"]
    rows = documents(["-"], declared=Declared(format="csv"), stdin=io.BufferedReader(Endless()))
    assert [next(rows).source for _ in range(2)] == ["-:2", "-:3"]


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ('[{"body": "a"},\n  {"body":"é"} , null, [1], "x"]', ['{"body": "a"}', '{"body":"é"}', "null", "[1]", '"x"']),
        ("\ufeff [ ] ", []),
        ('[{"a": "[]]"}]', ['{"a": "[]]"}']),
    ],
)
def test_json_arrays(tmp_path: Path, text: str, slices: list[str]) -> None:
    (tmp_path / "f.json").write_text(text)
    assert told(walk(tmp_path), tmp_path) == [f"f.json:{n} {s}" for n, s in enumerate(slices, start=1)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"body": "a"}, {"body', "not JSON: unterminated string starting at line 1 column 18"),
        ('[{"body": "a"}', "not JSON: expecting ',' delimiter at line 1 column 15"),
        ('[{"body": "a"}] x', "not JSON: extra data at line 1 column 17"),
        ('[{"body": "a"},]', "not JSON: expecting value at line 1 column 16"),
        ("[" * 100_000, "not JSON that can be read: nested too deeply"),
        ("[1" + "0" * 5_000 + "]", "not JSON that can be read: a number too large"),
    ],
)
def test_half_a_json_array_is_one_document_that_fails(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "f.json").write_text(text)
    [document] = walk(tmp_path)
    assert isinstance(document, RawRecord)
    assert document.content == text.encode()
    with pytest.raises(IngestError, match=re.escape(reason)):
        parse(document)


def test_a_json_object_is_one_document_with_the_bytes_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_bytes(b' {"body": "a"}\n')
    (tmp_path / "half.json").write_bytes(b'{"body": "a')
    found = walk(tmp_path)
    assert told(found, tmp_path) == ['f.json  {"body": "a"}\n', 'half.json {"body": "a']
    assert outcome(found[1]).startswith("not JSON: unterminated string")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    rows = ["headline,body", '"Bridge, open","One\n\nTwo ""quoted"""', "", "short", "Ferry,Three", "a,b,c"]
    text = "\r\n".join(rows).replace(",", delimiter).replace(f"Bridge{delimiter} open", "Bridge, open")
    (tmp_path / "f.csv").write_text(text, newline="")
    found = walk(tmp_path, key_from_path=True)
    assert told(found, tmp_path) == [
        'f.csv:2 headline,body\n"Bridge, open","One\n\nTwo ""quoted"""\n',
        "f.csv:4! the row has 1 fields, the header has 2",
        "f.csv:5 headline,body\nFerry,Three\n",
        "f.csv:6! the row has 3 fields, the header has 2",
    ]
    assert isinstance(found[0], RawRecord)
    article = parse(found[0])
    assert (article.headline, article.body) == ("Bridge, open", 'One\n\nTwo "quoted"')
    assert article.source_key == f"{tmp_path.as_posix()}/f.csv:2"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("headline,body\nBrücke,“Ja”\n".encode(), "“Ja”"),
        ("headline,body\nBrücke,“Ja”\n".encode("cp1252"), "“Ja”"),
        ("headline,body\nBrücke,“Ja”\n".encode("utf-16"), "“Ja”"),
        ("\ufeffheadline,body\nBrücke,“Ja”\n".encode(), "“Ja”"),
    ],
)
def test_csv_encodings(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    assert [outcome(item) for item in walk(tmp_path)] == [expected]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", ["f.csv:1! empty file"]),
        (b"\n\n", ["f.csv:1! empty file"]),
        (b",,\na,b,c\n", ["f.csv:1! no column names in the first row"]),
        (b"headline,body\n", []),
        (bytes(range(256)) * 10, ["f.csv:1! binary data, not text"]),
        (b'body\n"' + b"x" * 200, ["f.csv:2! not CSV that can be read: a row longer than 100 characters"]),
        (b'body\n"' + b"x\n" * 200, ["f.csv:2! not CSV that can be read: a row longer than 100 characters"]),
    ],
)
def test_broken_csv(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    assert told(walk(tmp_path, config=IngestConfig(max_document_bytes=100)), tmp_path) == lines


@pytest.mark.parametrize(
    ("content", "sources", "media_type"),
    [
        (b"Bridge opens\n\nIt is open.", ["-"], "text/plain"),
        (b"[sic] The bridge", ["-"], "text/plain"),
        (b"{curly} words", ["-"], "text/plain"),
        (b"", ["-"], "text/plain"),
        (b"<!DOCTYPE html><p>a", ["-"], "text/html"),
        (b'\n <?xml version="1.0"?>\n<html><p>a', ["-"], "text/html"),
        (b"<p>a</p>", ["-"], "text/html"),
        (b'{"body": "a"}', ["-"], "application/json"),
        (b'{\n  "body": "a"\n}\n', ["-"], "application/json"),
        (b'[\n{"body": "a"},\n{"body": "b"}\n]', ["-:1", "-:2"], "application/json"),
        (b'{"body": "a"}\n{"body": "b"}\n', ["-:1", "-:2"], "application/json"),
        (b'\xef\xbb\xbf{"body": "a"}\n\nnull\n', ["-:1", "-:3"], "application/json"),
        (b'{"body": \n{"body": "b"}\n', ["-:1", "-:2"], "application/json"),
        (json.dumps({"body": "a" * 300_000}).encode() + b'\n{"body": "b"}', ["-:1", "-:2"], "application/json"),
        (json.dumps([{"body": "a" * 300_000}]).encode(), ["-:1"], "application/json"),
    ],
)
def test_standard_input_is_sniffed(content: bytes, sources: list[str], media_type: str) -> None:
    found = walk("-", stdin=content)
    assert [item.source for item in found] == sources
    assert {item.media_type for item in found if isinstance(item, RawRecord)} == {media_type}


def test_standard_input_with_a_format() -> None:
    assert told(walk("-", stdin=b"body\na\n", format="csv")) == ["-:2 body\na\n"]
    found = walk("-", stdin=b'{"body": "a"}', format="jsonl", key_from_path=True)
    assert [item.key for item in found if isinstance(item, RawRecord)] == [""]


def test_names_that_are_no_utf8_stay_two_names(tmp_path: Path) -> None:
    for name in (b"a\xe9.txt", b"a\xe8.txt"):
        try:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("It rained.")
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
    records = [item for item in walk(tmp_path, key_from_path=True) if isinstance(item, RawRecord)]
    assert len({record.key for record in records}) == 2
    names = [parse(record).source_key.rpartition("/")[2].encode() for record in records]
    assert names == [rb"a\udce8.txt", rb"a\udce9.txt"]
