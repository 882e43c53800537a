"""Source keys."""

import hashlib

import pytest

from corpus.ingest import source_key
from corpus.ingest.keys import path_key

HASH = hashlib.sha256(b"bytes").hexdigest()


@pytest.mark.parametrize(
    ("key", "url", "publisher", "expected"),
    [
        ("wire-7", "https://courier.example/a", "Courier", "wire-7"),
        (" wire\u0000-7\n", "", "", "wire-7"),
        ("news/2024/a.txt:3", "", "", "news/2024/a.txt:3"),
        ("", "https://courier.example/a", "Courier", "https://courier.example/a"),
        ("", "", "Port Ellis  Courier", f"sha256:port ellis courier:{HASH}"),
        ("", "", "", f"sha256::{HASH}"),
        ("k" * 500, "", "", "k" * 500),
        ("k" * 501, "", "", "sha256:long:" + hashlib.sha256(b"k" * 501).hexdigest()),
        ("\ud800", "", "", f"sha256::{HASH}"),
    ],
)
def test_source_key(key: str, url: str, publisher: str, expected: str) -> None:
    assert source_key(key=key, url=url, publisher=publisher, content=b"bytes") == expected
    assert len(expected) <= 500


def test_long_paths_that_begin_alike_are_two_keys() -> None:
    keys = {path_key(f"{'news/' * 120}{name}.txt") for name in ("a", "b")}
    assert len(keys) == 2
    assert all(key.startswith("sha256:long:") for key in keys)


def test_a_long_publisher_still_gives_a_key_that_fits() -> None:
    assert len(source_key(key="", url="", publisher="ß" * 5_000, content=b"bytes")) <= 500
