"""What is fetched, and what is not: addresses, redirects, limits of size and time."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest

from corpus.fetching import (
    Answer,
    FetchConfig,
    Fetcher,
    FetchError,
    Hosts,
    Refused,
    Robots,
    TooLarge,
    Unreachable,
    permitted,
    unpacked,
    web_address,
)
from tests.watch.outlet import Handler, Outlet, fetcher

LOOPBACK = Hosts.of(["127.0.0.1", "gazette.example"])


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::", "::1", "::127.0.0.1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "fd00:ec2::254", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fe80::1%eth0", "no address", ""),
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not permitted(address)


def test_public_addresses_and_those_of_a_house() -> None:
    assert permitted("8.8.8.8")
    assert permitted("2606:4700::1111")
    assert permitted("64:ff9b::808:808")
    for address in ("127.0.0.1", "10.1.2.3", "::1", "fc00::1", "::ffff:192.168.1.1"):
        assert permitted(address, allow_private=True), address
    for address in (
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "0.0.0.0",  # noqa: S104
        "255.255.255.255",
    ):
        assert not permitted(address, allow_private=True), address


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://gazette.example/", "file:///etc/passwd", "//gazette.example/", "gazette.example", "", "http://"),
        *("http://u:p@gazette.example/", "http://a@gazette.example/", "http://gazette.example:99999/", "http://[::1"),
        *("http://gaz ette.example/", "http://gazette.example/\r\nHost: other", "http://gazette.example\\@other/"),
        "http://gazette.example/" + "a" * 3000,
    ],
)
def test_no_web_address(url: str) -> None:
    with pytest.raises(Refused):
        web_address(url)


def test_web_addresses_are_sent_in_ascii() -> None:
    assert web_address("HTTP://Bücher.Example:8080/ä?q=ö#part").geturl() == (
        "http://xn--bcher-kva.example:8080/%C3%A4?q=%C3%B6"
    )


def test_hosts() -> None:
    hosts = Hosts.of(["gazette.example", ".harbour.example", "WWW.Post.example."])
    for host in (
        "gazette.example",
        "www.gazette.example",
        "GAZETTE.example.",
        "a.b.harbour.example",
        "harbour.example",
    ):
        assert hosts.allow(host), host
    for host in ("post.example", "feeds.gazette.example", "evilgazette.example", "evilharbour.example", "example", ""):
        assert hosts.allow(host) == (host == "post.example"), host


def test_a_name_that_is_looked_up_twice_is_asked_once(gazette: Outlet) -> None:
    """DNS rebinding: the second look would give a private address; nobody takes it."""
    answers = iter([["10.9.9.9", "127.0.0.1"], ["169.254.169.254"]])
    looks: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        looks.append(host)
        return next(answers)

    gazette.pages["/"] = b"here"
    guarded = Fetcher(FetchConfig(allow_private=False), resolver=resolver)
    with pytest.raises(Refused, match=r"leads to 10\.9\.9\.9, 127\.0\.0\.1, which is not a public address"):
        guarded.get(gazette.url("/", "gazette.example"), LOOPBACK)
    with pytest.raises(Refused, match=r"169\.254\.169\.254"):
        Fetcher(FetchConfig(allow_private=True), resolver=resolver).get(gazette.url("/", "gazette.example"), LOOPBACK)
    assert looks == ["gazette.example"] * 2
    assert gazette.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(gazette: Outlet) -> None:
    """Of several addresses the permitted ones alone are tried, and the name is never looked up again."""
    looks: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        looks.append(host)
        return ["169.254.169.254", "127.0.0.1"]

    gazette.pages["/"] = b"here"
    answer = Fetcher(FetchConfig(allow_private=True), resolver=resolver).get(
        gazette.url("/", "gazette.example"), LOOPBACK
    )
    assert answer.content == b"here"
    assert looks == ["gazette.example"]
    assert gazette.asked[0][1]["Host"] == f"gazette.example:{gazette.server_port}"
    assert "Cookie" not in gazette.asked[0][1]


def test_a_redirect_to_what_is_private_or_not_allowed(gazette: Outlet) -> None:
    gazette.pages["/meta"] = lambda h: h.reply(b"", 302, Location="http://169.254.169.254/latest/meta-data/")
    gazette.pages["/file"] = lambda h: h.reply(b"", 302, Location="file:///etc/passwd")
    gazette.pages["/other"] = lambda h: h.reply(b"", 301, Location="http://other.example/")
    gazette.pages["/inside"] = lambda h: h.reply(b"", 307, Location=gazette.url("/secret", "inside.example"))
    with pytest.raises(Refused, match=r"169\.254\.169\.254 is no host that may be asked"):
        fetcher().get(gazette.url("/meta"), LOOPBACK)
    everywhere = Hosts.of(["127.0.0.1", "169.254.169.254"])
    names = Fetcher(FetchConfig(allow_private=True))
    with pytest.raises(Refused, match="not a public address"):
        names.get(gazette.url("/meta"), everywhere)
    for path in ("/file", "/other", "/inside"):
        with pytest.raises(Refused):
            fetcher().get(gazette.url(path), LOOPBACK)
    assert gazette.times("/secret") == 0


def test_redirects_end(gazette: Outlet) -> None:
    for number in range(7):
        gazette.pages[f"/{number}"] = lambda h, n=number: h.reply(b"", 302, Location=f"/{n + 1}")
    gazette.pages["/7"] = b"the end"
    assert fetcher().get(gazette.url("/2"), LOOPBACK).content == b"the end"
    assert fetcher().get(gazette.url("/2"), LOOPBACK).url == gazette.url("/7")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher().get(gazette.url("/1"), LOOPBACK)


def test_answers_that_are_too_large(gazette: Outlet) -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)
    members = b"".join(gzip.compress(b"") for _ in range(10_000))
    gazette.pages["/plain"] = b"a" * 100_001
    gazette.pages["/bomb"] = lambda h: h.reply(bomb, Content_Encoding="gzip")
    gazette.pages["/members"] = lambda h: h.reply(members, Content_Encoding="gzip")
    gazette.pages["/undeclared"] = _endless
    for path in ("/plain", "/bomb", "/members", "/undeclared"):
        with pytest.raises(TooLarge, match=r"larger than 0.1 MB"):
            fetcher(max_bytes=100_000).get(gazette.url(path), LOOPBACK)
    assert len(fetcher().get(gazette.url("/bomb"), LOOPBACK, max_bytes=1_000, cut=True).content) == 1_000
    with pytest.raises(TooLarge):
        unpacked(bomb, 100_000)
    assert unpacked(gzip.compress(b"one") + gzip.compress(b"two"), 100) == b"onetwo"


def _endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"a" * 10_000)


def test_packed_answers(gazette: Outlet) -> None:
    gazette.pages["/good"] = lambda h: h.reply(gzip.compress(b"words"), Content_Encoding="gzip")
    gazette.pages["/short"] = lambda h: h.reply(gzip.compress(b"words" * 99)[:-9], Content_Encoding="gzip")
    gazette.pages["/broken"] = lambda h: h.reply(b"\x1f\x8bno gzip at all", Content_Encoding="gzip")
    gazette.pages["/other"] = lambda h: h.reply(zlib.compress(b"words"), Content_Encoding="br")
    assert fetcher().get(gazette.url("/good"), LOOPBACK).content == b"words"
    assert gazette.asked[0][1]["Accept-Encoding"] == "gzip"
    for path, reason in (("/short", "ends early"), ("/broken", "cannot be unpacked"), ("/other", "not asked for")):
        with pytest.raises(FetchError, match=reason):
            fetcher().get(gazette.url(path), LOOPBACK)


def test_servers_that_are_slow_or_go_away(gazette: Outlet) -> None:
    given_up, waited_in_vain = threading.Event(), []

    def silent(handler: Handler) -> None:
        waited_in_vain.append(not given_up.wait(60))

    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not given_up.wait(0.05):
            handler.wfile.write(b".")

    def slow_headers(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not given_up.wait(0.05):
            handler.wfile.write(b"a")

    def half(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")

    gazette.pages |= {"/silent": silent, "/drip": drip, "/headers": slow_headers, "/half": half}
    gazette.pages["/garbage"] = lambda h: h.wfile.write(b"\0\1\2 no HTTP\r\n\r\n")
    # The first three never end by themselves: who fetches gives up, or this goes on for ever.
    for path in ("/silent", "/drip", "/headers", "/half", "/garbage"):
        with pytest.raises(Unreachable):
            fetcher(max_seconds=0.6, idle_seconds=0.3).get(gazette.url(path), LOOPBACK)
        assert gazette.times(path) == 1
    assert waited_in_vain == []
    given_up.set()
    with pytest.raises(Unreachable, match="is not known"):
        Fetcher(FetchConfig()).get("http://nowhere.invalid/", Hosts.of(["nowhere.invalid"]))


def test_post_follows_no_redirect(gazette: Outlet) -> None:
    answer = fetcher().post(gazette.url("/hook"), LOOPBACK, b'{"a": 1}', headers={"Content-Type": "application/json"})
    assert (answer.status, answer.content) == (200, b"taken")
    assert gazette.asked[0][1]["body"] == '{"a": 1}'
    with pytest.raises(Refused):
        fetcher().post("http://other.example/", LOOPBACK, b"")


def test_retry_after() -> None:
    now = datetime(2024, 3, 5, 12, tzinfo=UTC)
    for said, seconds in (
        ("120", 120),
        ("Tue, 05 Mar 2024 12:01:00 GMT", 60),
        ("Tue, 05 Mar 2024 11:00:00 GMT", 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
        ("9" * 40, 999_999_999),
    ):
        assert Answer("", 503, {"retry-after": said}).retry_after(now) == seconds


ROBOTS = b"User-agent: *\nDisallow: /\n\nUser-agent: on-record\nCrawl-delay: 3\nDisallow: /private/*.html$\nAllow: /\n"


def test_robots(gazette: Outlet) -> None:
    gazette.pages["/robots.txt"] = ROBOTS
    robots = Robots(fetcher())
    assert robots.check(web_address(gazette.url("/news/1.html")), LOOPBACK) == 3.0
    assert robots.check(web_address(gazette.url("/private/1.html?all")), LOOPBACK) == 3.0
    with pytest.raises(Refused, match=r"robots\.txt of 127\.0\.0\.1 does not allow /private/1\.html"):
        robots.check(web_address(gazette.url("/private/1.html")), LOOPBACK)
    with pytest.raises(Refused):
        Robots(fetcher(user_agent="Other/1.0 (+mailto:a)")).check(web_address(gazette.url("/news/1.html")), LOOPBACK)
    assert gazette.times("/robots.txt") == 2


def test_robots_that_are_missing_or_fail(gazette: Outlet) -> None:
    there = web_address(gazette.url("/news"))
    assert Robots(fetcher()).check(there, LOOPBACK) == 0.0
    gazette.pages["/robots.txt"] = lambda h: h.reply(b"", 403)
    assert Robots(fetcher()).check(there, LOOPBACK) == 0.0
    for status in (500, 503, 429):
        gazette.pages["/robots.txt"] = lambda h, status=status: h.reply(b"", status)
        with pytest.raises(Unreachable, match=f"status {status}"):
            Robots(fetcher()).check(there, LOOPBACK)
    gazette.pages["/robots.txt"] = b"\xff\xfe\0 no rules \r\r" + b"User-agent: *\nDisallow: /" * 40_000
    Robots(fetcher()).check(there, LOOPBACK)


def test_a_crawl_delay_is_a_day_at_most(gazette: Outlet) -> None:
    for said in ("1000000000000", "10000000000", "1e300"):
        gazette.pages["/robots.txt"] = f"User-agent: *\nCrawl-delay: {said}".encode()
        assert Robots(fetcher()).check(web_address(gazette.url("/news")), LOOPBACK) == 24 * 3600


def test_rules_for_others_are_not_held(gazette: Outlet) -> None:
    """Each name of a group has all its rules: a file within the limit makes hundreds of millions of them."""
    spelt = ("User-agent:a{}", "user agent a{}", "USERAGENT : a{} # of others")
    names = "\n".join(spelt[n % 3].format(n) for n in range(2_000))
    rules = "\n".join(f"Disallow: /{n}" for n in range(500))
    gazette.pages["/robots.txt"] = (
        f"User-agent: *\nDisallow: /closed\n{names}\n{rules}\n"
        f"user agent On-*\n{names}\nDisallow: /mine\n{names}\n{rules}"
    ).encode()
    tracemalloc.start()
    try:
        robots = Robots(fetcher())
        robots.check(web_address(gazette.url("/closed")), LOOPBACK)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 3_000_000  # bytes; two million rules take a hundred times as many
    robots.check(web_address(gazette.url("/1")), LOOPBACK)
    with pytest.raises(Refused):
        robots.check(web_address(gazette.url("/mine")), LOOPBACK)
    with pytest.raises(Refused):
        Robots(fetcher(user_agent="Other")).check(web_address(gazette.url("/closed")), LOOPBACK)
