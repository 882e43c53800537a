"""Subscriptions in the admin, in a browser: tested, failing, sent again, paused and taken up, alone and together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.alerts.receiver import Receiver, receiver
from tests.browser import newsroom
from tests.browser.conftest import NARROW, WIDE, overflow, picture
from tests.prepared import serving_empty
from tests.serving import Site

LIST, LOG = "/admin/corpus/subscription/", "/admin/corpus/delivery/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server without an article, whose receivers may be on loopback, and an editor."""
    with serving_empty(tmp_path_factory.mktemp("alerts"), WEBHOOK_ALLOW_PRIVATE="1") as running:
        running.manage("collectstatic", "--noinput")
        running.manage("shell", "-v0", "-c", newsroom.EDITOR)
        yield running


@pytest.fixture(scope="module")
def hook() -> Iterator[Receiver]:
    with receiver() as server:
        yield server


@pytest.fixture
def admin(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a page of the editors, logged in."""

    def go(path: str, **more: object) -> Page:
        page = visit("/admin/login/?next=/admin/", **more)
        page.fill("#id_username", "ada")
        page.fill("#id_password", "a long way home")
        page.click("[type=submit]")
        return visit(path, page=page)

    return go


def subscribed(site: Site, hook: Receiver, name: str) -> dict[str, str]:
    """A subscription of the editor's, as a program makes it."""
    token = site.manage("createtoken", "ada").splitlines()[-1]
    body = {"name": name, "collection": "people", "query": "name__icontains=ellwin", "receiver": hook.url}
    request = Request(  # noqa: S310
        f"{site.address}/api/v1/subscriptions/",
        json.dumps(body).encode(),
        {"Authorization": f"Token {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        made: dict[str, str] = json.load(answer)
    return made


def pressed(page: Page, button: str, told: str) -> None:
    """A button of the page, with what is said then."""
    page.click(f".or-notice >> text={button}")
    expect(page.locator(".messagelist")).to_contain_text(told)


def sent(site: Site, page: Page) -> None:
    """What waits is sent, and the page read anew."""
    site.manage("deliver", "--once")
    page.reload()


def test_one_is_tested_sent_again_paused_and_taken_up(admin, site, hook):
    page = admin(LIST)
    expect(page.locator(".or-empty")).to_contain_text("Nobody subscribes yet")
    made = subscribed(site, hook, "The mayor")
    page.reload()
    page.click(f"#result_list >> text={made['id']}")
    address = page.url
    assert made["secret"] not in page.content()

    pressed(page, "Send a test", "A test is sent to the receiver of “The mayor” next")
    assert hook.got == []
    sent(site, page)
    assert [one.body["type"] for one in hook.got] == ["test"]
    expect(page.locator(".field-delivered .readonly")).to_have_text("1")
    page.click(".field-log_link a")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list .field-status")).to_have_text("204")

    hook.answer = lambda handler: handler.reply(500, b"the printer is out of ink")
    page.goto(address)
    pressed(page, "Send a test", "A test is sent")
    sent(site, page)
    expect(page.locator(".field-failures .readonly")).to_have_text("1")
    expect(page.locator(".field-waiting .readonly")).to_have_text("1")
    page.goto(site.address + LIST)
    expect(page.locator("#result_list .field-last_error")).to_contain_text("500")
    # Its ten attempts are over.
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from django.utils import timezone; from corpus.models import SubscriptionEvent as E; "
        "E.objects.filter(state='waiting').update(state='dead', done_at=timezone.now())",
    )
    hook.answer = lambda handler: handler.reply(204)
    page.goto(address)
    expect(page.locator(".field-given_up .readonly")).to_have_text("1")
    pressed(page, "Send again what was given up", "Of “The mayor” 1 event given up will be sent again.")
    sent(site, page)
    assert len({one.id for one in hook.got}) == 2
    assert hook.got[-1].id == hook.got[-2].id
    expect(page.locator(".field-delivered .readonly")).to_have_text("2")
    expect(page.locator(".field-failures .readonly")).to_have_text("0")

    pressed(page, "Pause", "“The mayor” is paused")
    assert page.locator(".or-notice button").all_inner_texts() == ["Take up again"]
    expect(page.locator(".field-reason .readonly")).to_have_text("paused by ada")
    pressed(page, "Take up again", "“The mayor” is taken up again")
    assert "Pause" in page.locator(".or-notice button").all_inner_texts()


def test_several_are_paused_from_the_list(admin, site, hook):
    made = [subscribed(site, hook, name)["id"] for name in ("The board", "The ferry")]
    page = admin(f"{LIST}?q=ada")
    for public_id in made:
        page.locator("#result_list tr", has_text=public_id).locator("input.action-select").check()
    page.select_option("[name=action]", label="Pause")
    page.click("[name=index]")
    for public_id in made:
        row = page.locator("#result_list tr", has_text=public_id)
        expect(row.locator(".field-state_badge")).to_have_text("paused")
        expect(row.locator(".field-why")).to_have_text("paused by ada")


def test_the_pages_are_accessible_and_fit_a_telephone(admin, site, hook):
    made = subscribed(site, hook, "The harbour")["id"]
    # What looks for faults writes styles into the page, which the policy rightly stops.
    page = admin(f"{LIST}?q={made}", bypass_csp=True, reduced_motion="reduce")
    page.click(f"#result_list >> text={made}")
    pressed(page, "Send a test", "A test is sent")
    sent(site, page)
    for name, path in (("subscriptions", site.address + LIST), ("subscription", page.url), ("deliveries", LOG)):
        page.goto(path if path.startswith("http") else site.address + path)
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.set_viewport_size({"width": WIDE, "height": 900})
            found = Axe().run(page, options={"preload": False}).response["violations"]
            serious = [
                (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert not serious, (name, dark, serious)
            page.set_viewport_size({"width": NARROW, "height": 900})
            picture(page, f"admin-{name}-narrow{'-dark' if dark else ''}")
            assert overflow(page) <= 0, name
