"""A browser, and the server as it runs in production: made once, for all tests of pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.conftest import ROOT
from tests.prepared import serving_demo, serving_empty
from tests.serving import Site, serving

CHROMIUM = shutil.which("chromium")
# Pictures of the pages, to look at.
PICTURES = ROOT / "var" / "pictures"
# Milliseconds until a page is said to do nothing. Where much else runs, Swagger UI has taken half a minute to open.
PATIENCE = 120_000
WIDE, NARROW = 1280, 390
LONGEST = 12_000  # pixels of a picture; beyond that Chromium runs out of memory


@pytest.hookimpl(tryfirst=True)  # before they are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process has the server and the browser, and without a browser nothing is asked."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="chromium is not on PATH: apt-get install chromium"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server with the demo corpus, prepared and served as ``make run`` does."""
    with serving_demo(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def closed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same corpus on a server that lets nobody read without an account."""
    database = site.environment["DATABASE_URL"]
    with serving(tmp_path_factory.mktemp("closed"), DATABASE_URL=database, PUBLIC_READ="0") as running:
        yield running


@pytest.fixture(scope="module")
def empty(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server without an article."""
    with serving_empty(tmp_path_factory.mktemp("empty")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. It goes when these tests end: its loop would forbid other tests the database."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens addresses of the site, each in a window of its own unless one is given.

    Fails when a page asks another host for anything, writes an error to its console, or breaks its content policy.
    """
    troubles: list[str] = []
    windows: list[Any] = []

    def watch(page: Page, home: str) -> None:
        page.on("console", lambda said: troubles.append(told(said)) if is_error(said, page) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: troubles.append(f"asks {asked.url}") if is_outside(asked.url, home) else None)

    def go(
        path: str, *, width: int = WIDE, dark: bool = False, page: Page | None = None, at: Site = site, **more: Any
    ) -> Page:
        if page is None:
            scheme = "dark" if dark else "light"
            window = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
            window.set_default_timeout(PATIENCE)
            windows.append(window)
            page = window.new_page()
            watch(page, at.address)
        page.goto(at.address + path, wait_until="load")
        return page

    go.troubles = troubles  # type: ignore[attr-defined]
    yield go
    for window in windows:
        window.close()
    assert not troubles


def is_error(said: ConsoleMessage, page: Page) -> bool:
    """Whether a line of the console tells of an error; that a page shows a problem of the API is none."""
    is_page = said.text.startswith("Failed to load resource") and said.location["url"] == page.url
    return said.type == "error" and not is_page


def told(said: ConsoleMessage) -> str:
    """An error, with the address that it is about."""
    return f"{said.text} ({said.location['url']})"


def is_outside(url: str, home: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(home).netloc


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page under var/pictures: all of it, or the window where the page is very long."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    height: int = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=height <= LONGEST)


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
