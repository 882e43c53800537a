"""Pages of a WARC archive, each with the address it was got from."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.ingest import Declared, IngestConfig, documents, parse
from corpus.records import Failure, RawRecord

PAGE = """<html lang="en"><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1>
<p>“The bridge was never safe,” said Tom Lind, the harbour master of Tolmouth, on Monday night.</p>
<p>The bridge board wants it mended before the winter, and will meet again next month.</p></article></body></html>"""


def archived(*pages: tuple[str, str, str, bytes], packed: bool) -> bytes:
    """Pages as (address, status, media type, body); one where none is given."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("tests", {"software": "tests"}))
    for address, status, kind, body in pages or [("https://gazette.example/", "200 OK", "text/html", PAGE.encode())]:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=headers))
    return out.getvalue()


def archive(path: Path, *pages: tuple[str, str, str, bytes], packed: bool = True) -> Path:
    """A file of them."""
    path.write_bytes(archived(*pages, packed=packed))
    return path


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False)])
def test_pages_are_read_and_the_rest_is_passed_over(tmp_path: Path, name: str, packed: bool) -> None:
    path = archive(
        tmp_path / name,
        ("https://gazette.example/bridge?utm_source=x", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://gazette.example/gone", "404 Not Found", "text/html", b"<p>Gone</p>"),
        ("https://gazette.example/a.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://gazette.example/note", "200 OK", "text/plain", b"A note\n\nIt rained in Tolmouth."),
        packed=packed,
    )
    page, note = documents([str(path)], declared=Declared(publisher="The Tolmouth Gazette"))
    assert isinstance(page, RawRecord)
    assert isinstance(note, RawRecord)
    assert (page.source.endswith(f"{name}:2"), page.media_type) == (True, "application/warc")
    article = parse(page)
    assert (article.source_url, article.source_key) == ("https://gazette.example/bridge",) * 2
    assert article.headline == "Bridge closed"
    assert article.body.startswith("“The bridge was never safe,” said Tom Lind")
    assert article.publisher == "The Tolmouth Gazette"
    assert parse(note).body == "It rained in Tolmouth."


def test_the_record_is_kept_as_it_came(tmp_path: Path) -> None:
    pages = [("https://gazette.example/bridge", "200 OK", "text/html", PAGE.encode())]
    plain = archive(tmp_path / "a.warc", *pages, packed=False)
    [record] = documents([str(plain)])
    assert isinstance(record, RawRecord)
    assert PAGE.encode() in record.content
    assert record.content.startswith(b"WARC/1.")
    assert b"HTTP/1.1 200 OK" in record.content


def test_a_page_that_names_another_address_keeps_it(tmp_path: Path) -> None:
    named = PAGE.replace("<head>", '<head><link rel="canonical" href="https://gazette.example/canonical">')
    path = archive(tmp_path / "a.warc.gz", ("https://cache.example/1", "200 OK", "text/html", named.encode()))
    [record] = documents([str(path)])
    assert isinstance(record, RawRecord)
    assert parse(record).source_url == "https://gazette.example/canonical"


def test_an_archive_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    whole = archive(
        tmp_path / "whole.warc.gz",
        *[(f"https://gazette.example/{n}", "200 OK", "text/html", PAGE.encode()) for n in range(3)],
    )
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole.read_bytes()[:-200])
    found = list(documents([str(cut)]))
    assert len([one for one in found if isinstance(one, RawRecord)]) >= 2


@pytest.mark.parametrize(
    "content", [b"no archive at all", b"", gzip.compress(b"no archive either")], ids=["plain", "empty", "packed"]
)
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    [failure] = documents([str(tmp_path / "a.warc")])
    assert isinstance(failure, Failure)
    assert failure.reason


def test_a_page_that_grows_beyond_the_limit_fails_alone(tmp_path: Path) -> None:
    large = ("https://gazette.example/large", "200 OK", "text/html", b"<p>" + b"x" * 50_000)
    small = ("https://gazette.example/small", "200 OK", "text/html", PAGE.encode())
    path = archive(tmp_path / "a.warc.gz", large, small)
    failure, page = documents([str(path)], config=IngestConfig(max_document_bytes=20_000))
    assert isinstance(failure, Failure)
    assert isinstance(page, RawRecord)
    assert "larger than" in failure.reason
