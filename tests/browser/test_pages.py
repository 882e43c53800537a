"""The pages for people, in a browser, on the server as it runs in production."""

from __future__ import annotations


def test_the_page_at_the_root_tells_how_much_there_is(visit):
    page = visit("/")
    assert page.locator("h1").inner_text() == "On Record"
    counts = page.locator(".counts strong").all_inner_texts()
    assert len(counts) == 4
    assert all(int(count.replace(",", "")) > 0 for count in counts)
