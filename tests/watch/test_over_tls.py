"""Sources over HTTPS, with certificates that an authority of the test's own gives out: right, expired, of another."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corpus.fetching import Hosts, Unreachable
from corpus.models import Article, Source
from corpus.services.sources import add_source
from corpus.services.watch import Watch
from tests.watch.outlet import Outlet, feed, fetcher, item, outlet, page, story

HOST = "gazette.example"
HOSTS = Hosts.of([HOST])
KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
Serving = Callable[..., Outlet]


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two authorities, of which one is trusted."""
    folder = tmp_path_factory.mktemp("authority")
    for name in ("trusted", "unknown"):
        named = ["-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={name}", "-days", "2"]
        openssl(folder, "req", "-x509", *KEY, *named)
    return folder


@pytest.fixture
def serving(authority: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Starts an outlet over TLS, with a certificate for a name and so many days."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "trusted.pem"))
    with ExitStack() as running:

        def start(name: str = HOST, days: int = 1, by: str = "trusted") -> Outlet:
            asked = ["-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=outlet"]
            openssl(tmp_path, "req", *KEY, *asked, "-addext", f"subjectAltName=DNS:{name}")
            signed = ["-CA", str(authority / f"{by}.pem"), "-CAkey", str(authority / f"{by}.key"), "-CAcreateserial"]
            given = ["-days", str(days), "-copy_extensions", "copy"]
            openssl(tmp_path, "x509", "-req", "-in", "own.csr", "-out", "own.pem", *signed, *given)
            server = running.enter_context(outlet())
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tmp_path / "own.pem", tmp_path / "own.key")
            # The handshake waits for the thread of the request, so that a client that refuses it ends that alone.
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            return server

        yield start


def address(server: Outlet, path: str) -> str:
    return server.url(path, HOST).replace("http://", "https://")


def test_a_page_over_tls(serving: Serving) -> None:
    server = serving()
    server.pages["/a"] = page()
    answer = fetcher().get(address(server, "/a"), HOSTS)
    assert (answer.status, answer.content) == (200, page())


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ({"days": -1}, "certificate has expired"),
        ({"name": "other.example"}, "Hostname mismatch"),
        ({"by": "unknown"}, "unable to get local issuer certificate"),
    ],
    ids=["expired", "another name", "unknown authority"],
)
def test_a_certificate_that_is_wrong(serving: Serving, certificate: dict[str, object], reason: str) -> None:
    server = serving(**certificate)
    server.pages["/a"] = page()
    with pytest.raises(Unreachable, match=reason):
        fetcher().get(address(server, "/a"), HOSTS, headers={"X-Secret": "1"})
    assert server.asked == []  # nothing was said to who could not show its name


def test_a_redirect_to_a_certificate_that_is_wrong(serving: Serving) -> None:
    server = serving(days=-1)
    server.pages["/a"] = page()
    with outlet() as plain:
        plain.pages["/a"] = lambda handler: handler.reply(b"", 302, Location=address(server, "/a"))
        with pytest.raises(Unreachable, match="certificate has expired"):
            fetcher().get(plain.url("/a", HOST), HOSTS)
    assert server.asked == []


@pytest.mark.django_db
@pytest.mark.usefixtures("at_once")
def test_a_source_over_tls_and_then_with_a_certificate_that_has_expired(serving: Serving) -> None:
    server = serving()
    server.pages |= {
        "/feed.xml": feed(
            item(address(server, "/page"), title="Ferry"),
            item(address(server, "/words"), body=story("The ferry stayed in port")),
        ),
        "/page": page(),
    }
    source = add_source(address(server, "/feed.xml"), publisher="The Tolmouth Gazette")
    assert Watch(fetcher=fetcher()).turn()
    assert {row.source_url.rsplit("/", 1)[1] for row in Article.objects.all()} == {"page", "words"}
    expired = serving(days=-1)
    late = add_source(address(expired, "/feed.xml"))
    watch = Watch(fetcher=fetcher())
    assert watch.turn([late.pk])
    late = Source.objects.get(pk=late.pk)
    assert (late.failures, watch.seen.failed_polls) == (1, 1)
    assert "certificate has expired" in late.last_error
    assert expired.asked == []
    assert Source.objects.get(pk=source.pk).failures == 0
