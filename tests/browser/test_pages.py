"""The pages for people, in a browser, on the server as it runs in production."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from api.v1.problems import KINDS
from tests.browser.conftest import NARROW, WIDE, overflow, picture

PAGES = {
    "landing": "/",
    "guide": "/api/v1/guide/",
    "errors": "/api/v1/errors/",
    "browse": "/api/v1/quotations/?page_size=3",
    "browse-record": "/api/v1/people/?page_size=1&ordering=-quotation_count",
    "browse-problem": "/api/v1/quotations/?speeker=x",
    "browse-root": "/api/v1/",
    "docs": "/api/v1/docs/",
    "redoc": "/api/v1/redoc/",
}
# What shows that a page has come to its end.
READY = {
    "landing": "#answer figure",
    "docs": ".opblock",
    "redoc": "[data-section-id]",
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_its_window(visit, name, width, dark):
    page = visit(PAGES[name], width=width, dark=dark)
    if name in READY:
        page.locator(READY[name]).first.wait_for()
    picture(page, f"{name}-{width}-{'dark' if dark else 'light'}")
    assert overflow(page) == 0
