"""WARC archives that lie, are broken in the middle or grow without measure: what can be read is, and little is held."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from io import BytesIO

import pytest

from corpus.ingest import Declared, IngestConfig, IngestError, documents, parse
from corpus.ingest.archive import MAX_HEAD
from corpus.records import Failure, RawRecord

HEAD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://gazette.example/%d\r\n"
    b"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http\r\n"
)
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def record(number: int, body: bytes = b"A note\n\nIt rained.", http: bytes = HTTP, length: int | None = None) -> bytes:
    block = http + b"\r\n" + body
    size = len(block) if length is None else length
    return HEAD % number + b"Content-Length: %d\r\n\r\n" % size + block + b"\r\n\r\n"


def read(content: bytes, config: IngestConfig | None = None) -> tuple[list[RawRecord], list[str]]:
    found = list(
        documents(["-"], declared=Declared(format="warc"), config=config or IngestConfig(), stdin=BytesIO(content))
    )
    return [one for one in found if isinstance(one, RawRecord)], [
        one.reason for one in found if isinstance(one, Failure)
    ]


def pages(content: bytes) -> tuple[list[str], int]:
    """The last part of the address of what can be read, and how many failed."""
    raw, failures = read(content)
    for reason in failures:
        assert reason.isprintable()
    articles = [parse(one) for one in raw]
    return [article.source_url.rsplit("/", 1)[1] for article in articles], len(failures)


LINES = b"A note\n\nIt rained.\nIt rained.\nIt rained.\nIt rained.\nIt rained."
FLIPPED = bytearray(gzip.compress(record(2)))
FLIPPED[40] ^= 255
WRONG_SUM = bytearray(gzip.compress(record(2)))
WRONG_SUM[-5] ^= 255


@pytest.mark.parametrize(
    ("content", "expected", "failures"),
    [
        (
            record(1) + record(2, LINES, length=70) + record(3),
            ["1", "2", "3"],
            1,
        ),  # the rest of it stands between records
        (record(1) + record(2, length=100) + record(3) + record(4), ["1", "2", "4"], 1),  # takes in the next one's head
        (record(1) + record(2, length=-7) + record(3), ["1", "3"], 1),
        (record(1) + b"nonsense\nand more\nof it\n" + record(3), ["1", "3"], 1),
        (gzip.compress(record(1)) + FLIPPED + gzip.compress(record(3)), ["1", "3"], 1),
        (gzip.compress(record(1)) + WRONG_SUM + gzip.compress(record(3)), ["1", "3"], 1),
        (gzip.compress(record(1)) + b"nonsense" + gzip.compress(record(3)), ["1", "3"], 1),
        (gzip.compress(b"nonsense\nand more\n") + gzip.compress(record(3)), ["3"], 1),
        (gzip.compress(record(1) + record(2) + record(3)), ["1", "2", "3"], 0),  # not one member a record
        (gzip.compress(record(1)) + gzip.compress(record(2))[:30], ["1"], 0),
    ],
    ids=["short", "long", "negative", "between", "flipped", "sum", "between members", "member", "one member", "cut"],
)
def test_what_is_broken_fails_alone(content: bytes, expected: list[str], failures: int) -> None:
    assert pages(bytes(content)) == (expected, failures)


@pytest.mark.parametrize("head", ["HTTP/1.1 200 Là\r\n", "HTTP/1.1 200 OK\r\nLà: x\r\n"], ids=["status", "name"])
def test_heads_that_are_no_ascii(head: str) -> None:
    odd = record(2, http=head.encode() + b"Content-Type: text/plain\r\n")
    assert pages(record(1) + odd + record(3)) == (["1", "2", "3"], 0)


def test_nothing_of_it_is_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    pages(record(1, length=20) + b"\x1b[31mnonsense\n" + record(2) + gzip.compress(b"x"))
    assert capfd.readouterr().err == ""


def test_only_so_much_nonsense_is_told_of() -> None:
    _, failures = read(b"WARC/0.9\nnonsense\n" * 1_000)
    assert 1 < len(failures) <= 100


@pytest.mark.parametrize(
    "head", [b"x" * (30 * MAX_HEAD), (b"a: " + b"b" * 60 + b"\r\n") * (MAX_HEAD // 30)], ids=["line", "lines"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_head_has_an_end(head: bytes, packed: bool) -> None:
    content = b"WARC/1.0\r\nX: " + head + b"\r\n\r\n" + record(2)
    stream = gzip.compress(content, 1) if packed else content
    tracemalloc.start()
    raw, failures = read(stream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(raw) == 1
    assert failures == [f"not a WARC that can be read: the head of a record is longer than {MAX_HEAD:,} bytes"]
    assert peak < 25 * MAX_HEAD


@pytest.mark.parametrize("encoding", [b"gzip", b"deflate"])
def test_a_body_is_unpacked_up_to_the_limit(encoding: bytes) -> None:
    packer = zlib.compressobj(9, wbits=31 if encoding == b"gzip" else 15)
    bomb = b"".join(packer.compress(b"<p>it rained" * 100_000) for _ in range(100)) + packer.flush()
    http = HTTP + b"Transfer-Encoding: chunked\r\nContent-Encoding: " + encoding + b"\r\n"
    body = b"%x\r\n" % len(bomb) + bomb + b"\r\n0\r\n\r\n"
    config = IngestConfig(max_document_bytes=len(bomb) + 1_000)
    [raw], _ = read(record(1, body, http), config)
    tracemalloc.start()
    with pytest.raises(IngestError, match="larger than"):
        parse(raw, config)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * len(bomb)  # the whole is 120 MB, 800 times as much


@pytest.mark.parametrize(
    ("encoding", "window"), [("gzip", 31), ("X-GZIP", 31), ("deflate", 15), ("deflate", -15), ("gzip", 0)]
)
def test_a_body_that_was_packed(encoding: str, window: int) -> None:
    words = b"A note\n\n\xe2\x80\x9cIt rained,\xe2\x80\x9d said Tom Lind."
    packer = zlib.compressobj(wbits=window or 15)
    packed = packer.compress(words) + packer.flush() if window else words  # unpacked by the crawler
    http = HTTP + f"Content-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n".encode()
    body = b"".join(b"%x\r\n%b\r\n" % (len(packed[n : n + 7]), packed[n : n + 7]) for n in range(0, len(packed), 7))
    [raw], _ = read(record(1, body + b"0\r\n\r\n", http))
    assert parse(raw).body == "“It rained,” said Tom Lind."


def test_a_record_in_a_record() -> None:
    content = record(0)
    for number in range(1, 50):
        head = HEAD.replace(b"response", b"resource").replace(b"application/http", b"application/warc") % number
        content = head + b"Content-Length: %d\r\n\r\n" % len(content) + content + b"\r\n\r\n"
    assert read(content) == ([], [])  # passed over, as all that is no page
    with pytest.raises(IngestError, match="a WARC record within a WARC record"):
        parse(RawRecord("a.warc", content, "application/warc"))
