"""The pages for people, in a browser, on the server as it runs in production."""

from __future__ import annotations

import re

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


@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_its_window(visit, name):
    page = visit(PAGES[name])
    if name in READY:
        page.locator(READY[name]).first.wait_for()
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            picture(page, f"{name}-{width}-{scheme}")
            assert overflow(page) == 0, (width, scheme)


def test_the_page_at_the_root_tells_how_much_there_is(visit):
    page = visit("/")
    counts = page.locator(".counts strong").all_inner_texts()
    assert len(counts) == 4
    assert all(int(count.replace(",", "")) > 0 for count in counts)


def test_a_query_of_words_shows_its_address_and_quotations(visit):
    page = visit("/")
    page.get_by_label("Words of a quotation").fill("wait*")
    with page.expect_response(lambda answer: "q=wait" in answer.url) as sent:
        page.get_by_role("button", name="Ask").click()
    answer = sent.value.json()
    assert 1 <= len(answer["results"]) <= 4
    expect(page.locator("#asked a")).to_have_attribute("href", "/api/v1/quotations/?q=wait*&page_size=4")
    expect(page.locator("#answer blockquote")).to_have_count(len(answer["results"]))
    first, shown = answer["results"][0], page.locator("#answer figure").first
    expect(shown.locator("blockquote")).to_contain_text(first["text"])
    expect(shown.locator("figcaption")).to_contain_text(first["article"]["publisher"]["name"])
    expect(shown.locator("figcaption")).to_contain_text(first["article"]["published_at"][:10])
    expect(shown.get_by_role("link", name="the record")).to_have_attribute("href", first["url"])


def test_a_speaker_is_suggested_and_asked_for_by_id(visit):
    page = visit("/")
    field = page.get_by_label("Speaker")
    with page.expect_response(lambda answer: "/autocomplete/" in answer.url) as suggested:
        field.press_sequentially("marr")
    who = suggested.value.json()["results"][0]
    option = page.locator(f'#speakers option[value^="{who["name"]}"]').first
    option.wait_for(state="attached")
    field.fill(option.get_attribute("value"))
    with page.expect_response(lambda answer: f"speaker={who['id']}" in answer.url) as sent:
        field.press("Enter")
    found = sent.value.json()["results"]
    assert {one["speaker"]["id"] for one in found} == {who["id"]}
    expect(page.locator("#answer figcaption").first).to_contain_text(who["name"])


def test_a_query_that_cannot_be_read_says_what_is_wrong(visit):
    page = visit("/")
    page.get_by_label("Words of a quotation").fill('"never closed')
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name="Ask").click()
    told = page.locator("#answer .wrong")
    expect(told).to_contain_text("Invalid parameters")
    expect(told.locator("a")).to_have_attribute("href", re.compile(r"/api/v1/errors/#invalid_parameters$"))
    # The browser writes the status of every refused request to the console.
    assert [one for one in visit.troubles if "status of 400" not in one] == []
    visit.troubles.clear()


def test_what_articles_say_is_text_and_never_markup(visit):
    page = visit("/api/v1/errors/")
    said = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    article = {"headline": said, "url": "/", "published_at": None, "publisher": {"name": said}}
    row = {"text": said, "kind": "direct", "speaker": None, "speaker_role": said, "article": article, "url": "/"}
    answer = {"next": None, "previous": None, "count": None, "results": [row]}
    page.route("**/api/v1/quotations/**", lambda route: route.fulfill(json=answer))
    visit("/", page=page)
    expect(page.locator("#answer blockquote")).to_have_text(f"“{said}”")
    assert page.locator("#answer img, #answer script").count() == 0


def test_the_page_at_the_root_works_without_scripts(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_label("Words of a quotation").fill("wait*")
    page.get_by_role("button", name="Ask").click()
    assert page.url.endswith("/api/v1/quotations/?q=wait*")
    expect(page.locator(".response-info")).to_contain_text("HTTP 200 OK")
    page = visit("/", java_script_enabled=False)
    page.get_by_role("link", name="said in an email").click()
    expect(page.locator(".response-info")).to_contain_text("HTTP 200 OK")


def test_swagger_ui_sends_a_request(visit, site):
    page = visit("/api/v1/docs/")
    block = page.locator("#operations-quotations-quotations_list")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    with page.expect_response(lambda answer: "/api/v1/quotations/" in answer.url) as sent:
        block.get_by_role("button", name="Execute").click()
    assert sent.value.status == 200
    assert sent.value.json()["results"]
    expect(block.locator(".live-responses-table .response .response-col_status").first).to_contain_text("200")
    assert page.get_by_role("link", name="The guide").evaluate("link => link.href") == f"{site.address}/api/v1/guide/"


def test_the_guide_is_read_by_its_contents_and_its_commands_copied(visit, site):
    page = visit("/api/v1/guide/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Formats").click()
    assert page.url.endswith("#formats")
    expect(page.locator("#formats")).to_be_in_viewport()
    page.locator(".copied", has_text="curl").first.get_by_role("button", name="Copy").click()
    expect(page.locator(".copied button").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"curl '{site.address}/api/v1/quotations/?page_size=2'"


def test_the_type_of_a_problem_leads_to_its_explanation(visit, site):
    page = visit("/api/v1/quotations/?speeker=x")
    page.locator('.response-info a[href$="errors/#invalid_parameters"]').click()
    section = page.locator("#invalid_parameters")
    expect(section).to_be_in_viewport()
    section.locator("summary").click()
    expect(section.locator("pre").first).to_have_text(f"GET {site.address}/api/v1/quotations/?speeker=x")
    for code in KINDS:
        assert page.locator(f"#{code}").count() == 1


def test_closed_reading_says_so(visit, closed):
    page = visit("/", at=closed)
    expect(page.locator("main")).to_contain_text("Reading needs an account here")
    assert page.locator("#query, .counts").count() == 0
    picture(page, "landing-closed")
    page.get_by_role("link", name="The guide").click()
    expect(page.locator("h1")).to_contain_text("A tour of the API")


def test_an_empty_corpus_says_how_to_fill_it(visit, empty):
    page = visit("/", at=empty, width=NARROW)
    expect(page.locator("main")).to_contain_text("Nothing is stored yet")
    picture(page, "landing-empty")
    assert overflow(page) == 0
