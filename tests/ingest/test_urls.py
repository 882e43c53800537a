"""Addresses: one spelling a page."""

import pytest

from corpus.ingest import IngestError, canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://courier.example/a", "https://courier.example/a"),
        ("HTTPS://Courier.EXAMPLE/A", "https://courier.example/A"),
        ("http://courier.example", "http://courier.example/"),
        ("http://courier.example:80/a", "http://courier.example/a"),
        ("https://courier.example:443/a", "https://courier.example/a"),
        ("https://courier.example:8443/a", "https://courier.example:8443/a"),
        ("https://courier.example/a#comments", "https://courier.example/a"),
        ("https://courier.example/a/", "https://courier.example/a"),
        ("https://courier.example/a///", "https://courier.example/a"),
        ("https://courier.example/?", "https://courier.example/"),
        ("https://courier.example/a?utm_source=x&utm_medium=y", "https://courier.example/a"),
        ("https://courier.example/a?b=2&fbclid=1&a=1", "https://courier.example/a?b=2&a=1"),
        ("https://courier.example/a?UTM_Source=x&id=7", "https://courier.example/a?id=7"),
        ("https://courier.example/a?gclid=1&mc_cid=2&mc_eid=3&_ga=4", "https://courier.example/a"),
        ("https://courier.example/a?source=wire&ref=7", "https://courier.example/a?source=wire&ref=7"),
        ("https://courier.example/a?q=a+b&r=%20", "https://courier.example/a?q=a+b&r=%20"),
        ("https://courier.example/%7euser/%e2%82%ac", "https://courier.example/~user/%E2%82%AC"),
        ("https://courier.example/€", "https://courier.example/%E2%82%AC"),
        ("https://courier.example/100%", "https://courier.example/100%25"),
        ("https://courier.example/a/../b/./c", "https://courier.example/b/c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://user:secret@courier.example/a", "https://courier.example/a"),
        ("https://courier.example./a", "https://courier.example/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("  https://courier.example/a\n", "https://courier.example/a"),
    ],
)
def test_canonical(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "courier.example/a",
        "/a",
        "ftp://courier.example/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///a",
        "http://a b/",
        "http://courier.example/a b",
        "http://[::1",
        "http://courier.example:99999/",
        "http://courier.example:x/",
        "http://-a.example/",
        "http://" + "a" * 70 + ".example/",
        "http://courier.example/" + "a" * 3_000,
        "http://\ud800.example/",
        "http://" + "é" * 80 + ".example/",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(IngestError, match="not a web address"):
        canonical_url(url)
