"""The editors' pages in a browser: by keyboard, by mouse, without scripts, wide and narrow, light and dark."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import newsroom
from tests.browser.conftest import overflow, picture
from tests.prepared import serving_empty
from tests.serving import Site

NARROW = 390
PAGES = {
    "index": "/admin/",
    "review": "/admin/review/",
    "accuracy": "/admin/review/accuracy/",
    "import": "/admin/import/",
    "articles": "/admin/corpus/article/",
    "article": "/admin/corpus/article/{article}/change/?open={quotation}",
    "quotations": "/admin/corpus/quotation/",
    "quotation": "/admin/corpus/quotation/{quotation_key}/change/",
    "people": "/admin/corpus/person/",
    "person": "/admin/corpus/person/{person}/change/",
    "people-export": "/admin/corpus/person/export/",
    "people-import": "/admin/corpus/person/import/",
    "merge": "/admin/corpus/person/{person}/merge/",
    "split": "/admin/corpus/person/{person}/split/",
    "split-words": "/admin/corpus/person/{person}/split/words/",
    "organisation": "/admin/corpus/organisation/{organisation}/change/",
    "pairs": "/admin/corpus/duplicatepair/",
    "proposals": "/admin/corpus/proposal/",
    "decisions": "/admin/corpus/decision/",
}
KEYS = """
import json
from corpus.models import *
q = Quotation.objects.exclude(speaker=None).order_by("pk").first()
print(json.dumps({
    "article": q.article_id, "quotation": q.public_id, "quotation_key": q.pk, "person": q.speaker_id,
    "organisation": Entity.objects.filter(type="organisation").order_by("pk").values_list("pk", flat=True).first(),
    "hostile": Article.objects.get(headline="A hostile letter").pk,
}))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with a few letters, and an editor."""
    folder = tmp_path_factory.mktemp("desk")
    with serving_empty(folder) as site:
        letters = newsroom.write(folder / "letters")
        site.manage("collectstatic", "--noinput")
        site.manage("ingest", str(letters), "--publisher", "The Tolmouth Letter", "--published", "2024-03-05")
        site.manage("shell", "-v0", "-c", newsroom.EDITOR)
        yield site


@pytest.fixture(scope="module")
def keys(desk: Site) -> dict[str, int | str]:
    found: dict[str, int | str] = json.loads(desk.manage("shell", "-v0", "-c", KEYS).splitlines()[-1])
    return found


@pytest.fixture
def admin(visit: Callable[..., Page], desk: Site) -> Callable[..., Page]:
    """Opens a page of the editors, logged in."""

    def go(path: str, **more: object) -> Page:
        page = visit("/admin/login/?next=/admin/", at=desk, **more)
        page.fill("#id_username", "ada")
        page.fill("#id_password", "a long way home")
        page.click("[type=submit]")
        return visit(path, at=desk, page=page)

    return go


def asked(desk: Site, code: str) -> str:
    """What an expression is in the server's database."""
    printed = desk.manage("shell", "-v0", "-c", f"from corpus.models import *\nprint({code})")
    return printed.splitlines()[-1]


def test_ten_quotations_are_reviewed_by_keyboard_alone(admin, desk):
    page = admin("/admin/review/")
    before = int(page.locator(".or-desk__left strong").inner_text())
    assert before > 10
    decided = "Decision.objects.filter(action__in=['confirm', 'reject']).count()"
    earlier = int(asked(desk, decided))
    for key in ("c", "Enter", "c", "r", "c", "Enter", "c", "c", "r", "c"):
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(page.locator(".messagelist")).to_contain_text("Rejected" if key == "r" else "Confirmed")
    expect(page.locator(".or-desk__left strong")).to_have_text(str(before - 10))
    assert int(asked(desk, decided)) == earlier + 10
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("Taken back")
    shown = page.locator(".or-desk__passage").inner_text()
    with page.expect_navigation():
        page.keyboard.press("n")
    page.keyboard.press("?")
    assert page.locator("#or-keys").get_attribute("open") is not None
    assert shown


def test_keys_leave_typing_alone_and_can_be_switched_off(admin):
    page = admin("/admin/review/")
    left = page.locator(".or-desk__left strong").inner_text()
    page.focus("#or-reason")
    page.keyboard.type("correct, in part")
    assert page.input_value("#or-reason") == "correct, in part"
    page.click("#or-keys summary")
    page.uncheck("#or-keys-on")
    page.click("h1 >> nth=-1")
    page.keyboard.press("c")
    page.reload()
    page.keyboard.press("c")
    expect(page.locator(".or-desk__left strong")).to_have_text(left)


def test_a_speaker_is_corrected_by_a_search_of_the_keyboard(admin, desk):
    page = admin("/admin/review/")
    quotation = page.locator("#or-decide [name=quotation]").input_value()
    current = page.locator(".or-choices [aria-current]")
    wanted = "Jon Brill" if not current.count() or "Jon Brill" not in current.inner_text() else "Tom Hask"
    page.keyboard.press("s")
    page.keyboard.type(wanted)
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text(wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text(f"Now said by {wanted}")
    row = f"Quotation.objects.get(public_id='{quotation}')"
    assert asked(desk, f"{row}.speaker, {row}.status") == f"{wanted} corrected"


def test_the_desk_works_without_scripts(visit, desk):
    page = visit("/admin/login/?next=/admin/review/", at=desk, java_script_enabled=False)
    page.fill("#id_username", "ada")
    page.fill("#id_password", "a long way home")
    page.click("[type=submit]")
    left = int(page.locator(".or-desk__left strong").inner_text())
    page.fill("#or-find", "Ines")
    page.click(".or-find button")
    page.click(".or-choices button >> nth=0")
    expect(page.locator(".or-desk__left strong")).to_have_text(str(left - 1))
    page.click("text=Undo my last decision")
    expect(page.locator(".or-desk__left strong")).to_have_text(str(left))


def test_a_merge_is_looked_at_made_and_undone(admin, desk, keys):
    ids = asked(
        desk,
        "list(Person.objects.filter(name__in=['Tom Hask', 'Jon Brill']).order_by('name').values_list('pk', flat=True))",
    )
    loser, survivor = json.loads(ids)
    page = admin(f"/admin/corpus/person/{loser}/merge/")
    page.click(".field-into .select2-selection, .select2-selection")
    page.keyboard.type("Tom Hask")
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text("Tom Hask")
    page.keyboard.press("Enter")
    page.click("[name=look]")
    expect(page.locator(".or-sides")).to_contain_text("Tom Hask")
    page.click(".submit-row [value=Merge]")
    assert page.url.endswith(f"/person/{survivor}/change/")
    merge = asked(desk, "Merge.objects.standing().get().pk")
    page = admin(f"/admin/corpus/merge/{merge}/change/", page=None)
    page.click(".object-tools >> text=Undo")
    page.fill("#id_reason", "They are two")
    page.click(".submit-row [value=Undo]")
    assert asked(desk, "Merge.objects.standing().count()") == "0"


def select(page: Page, words: str) -> None:
    """Select words of the body as a reader does: the last place where they stand."""
    page.evaluate(
        """(words) => {
          const body = document.querySelector(".or-body");
          const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
          let found = null;
          while (walker.nextNode()) {
            const at = walker.currentNode.data.lastIndexOf(words);
            if (at >= 0) found = [walker.currentNode, at];
          }
          const selection = document.getSelection();
          selection.setBaseAndExtent(found[0], found[1], found[0], found[1] + words.length);
        }""",
        words,
    )


def test_an_overlooked_mention_is_added_by_selecting_its_words(admin, desk, keys):
    page = admin(f"/admin/corpus/article/{keys['article']}/change/")
    select(page, "bay, as in years before")  # behind a character outside of the basic plane
    expect(page.locator("#or-missed-words")).to_have_value("bay, as in years before")
    page.check("#or-missed-what_1")
    page.fill("#or-missed-name", "The Bay Society")
    page.select_option("#or-missed-type", "organisation")
    page.click("#or-missed button")
    expect(page.locator(".messagelist")).to_contain_text("The mention was added.")
    expect(page.locator("#or-record")).to_contain_text("The Bay Society")
    row = "Mention.objects.get(entity__name='The Bay Society')"
    assert asked(desk, f"{row}.words, {row}.text.body[{row}.start:{row}.end] == {row}.words") == (
        "bay, as in years before True"
    )


def test_an_overlooked_quotation_is_added_and_taken_back_from_its_history(admin, desk, keys):
    page = admin(f"/admin/corpus/article/{keys['article']}/change/")
    select(page, "The council met on Tuesday")
    page.click("#or-missed button")
    expect(page.locator("#or-record")).to_contain_text("The council met on Tuesday")
    page.click("#or-record >> text=The whole record and its history")
    page.click("#history >> text=Take back")
    page.fill("#id_reason", "It is no quotation after all")
    page.click(".submit-row [value='Take back']")
    assert asked(desk, "Quotation.objects.get(words='The council met on Tuesday').status") == "withdrawn"
    expect(page.locator("#history")).to_contain_text("taken back")


def test_a_record_opens_beside_the_text_and_closes_again(admin, keys):
    page = admin(f"/admin/corpus/article/{keys['article']}/change/")
    mark = page.locator(".or-body a.or-cue").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#or-record h2")).to_be_focused()
    assert "/article/" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#or-record")).to_be_hidden()
    expect(mark).to_be_focused()


def test_hostile_words_run_nowhere(admin, keys, desk):
    dialogs: list[str] = []
    page = admin("/admin/")
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    quotation = asked(desk, f"Quotation.objects.filter(article={keys['hostile']}).values_list('pk', flat=True).first()")
    first = asked(desk, f"Quotation.objects.filter(article={keys['hostile']}).first().public_id")
    for path in (
        f"/admin/corpus/article/{keys['hostile']}/change/?open={first}",
        f"/admin/corpus/quotation/{quotation}/change/",
        f"/admin/review/?at={first}",
        f"/admin/corpus/article/{keys['hostile']}/beside/{first}/",
    ):
        page.goto(desk.address + path)
        page.wait_for_load_state("networkidle")
        assert "<script>alert('ran')" in page.inner_text("body")
        assert "{{ 7|add:7 }}" in page.inner_text("body") or "beside" in path
        assert not page.locator("img[onerror], svg[onload], a[href^='javascript']").count()
    assert not dialogs


def test_a_file_is_looked_at_uploaded_and_read(admin, desk):
    page = admin("/admin/import/")
    letter = {
        "name": "late.txt",
        "mimeType": "text/plain",
        "buffer": "A late letter\n\n“The tide is out,” said Nils Amber, a boatman.".encode(),
    }
    page.set_input_files("#id_documents", letter)
    page.click("[name=look]")
    expect(page.locator(".or-panel")).to_contain_text("Nils Amber")
    assert asked(desk, "Article.objects.filter(headline='A late letter').count()") == "0"
    page.set_input_files("#id_documents", letter)
    page.click("[name=store]")
    expect(page.locator("#or-progress")).to_contain_text("0 of 1 read")
    desk.manage("worker", "--once")
    expect(page.locator("#or-progress")).to_contain_text("1 of 1 read")
    assert asked(desk, "Article.objects.get(headline='A late letter').quotations.get().speaker") == "Nils Amber"


def test_an_archive_is_uploaded_and_its_broken_file_is_told(admin, desk):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("notes/whole.txt", "A note in an archive\n\nIt rained.")
        packed.writestr("notes/broken.txt", "It broke.")
    page = admin("/admin/import/")
    content = out.getvalue().replace(b"It broke.", b"It braks.")
    page.set_input_files("#id_documents", {"name": "news.zip", "mimeType": "application/zip", "buffer": content})
    page.click("[name=store]")
    expect(page.locator("#or-progress")).to_contain_text("1 of 2 read")
    expect(page.locator("#or-progress")).to_contain_text("news.zip/notes/broken.txt: broken in the archive")
    picture(page, "admin-import-archive")
    desk.manage("worker", "--once")
    expect(page.locator("#or-progress")).to_contain_text("2 of 2 read")
    assert asked(desk, "Article.objects.get(headline='A note in an archive').current_text.body") == "It rained."


def test_articles_of_a_split_are_searched_and_ticked_without_scripts(visit, desk):
    person = asked(desk, "Person.objects.get(name='Ines Corro').pk")
    page = visit(f"/admin/login/?next=/admin/corpus/person/{person}/split/", at=desk, java_script_enabled=False)
    page.fill("#id_username", "ada")
    page.fill("#id_password", "a long way home")
    page.click("[type=submit]")
    every = page.locator("[name=articles]").count()
    page.check(".or-split tr:has-text('Letter 3') [name=articles]")
    page.fill("#id_name", "Ines Corro (teacher)")
    page.fill("#or-split-q", "museum")
    page.click("[name=search]")
    elsewhere = page.locator("table:has(caption:text-is('Ticked elsewhere'))")
    expect(elsewhere).to_contain_text("Letter 3")
    expect(elsewhere.locator("[name=articles]")).to_be_checked()
    expect(page.locator("#id_name")).to_have_value("Ines Corro (teacher)")
    page.check("[name=everything]")
    picture(page, "admin-split-search")
    assert overflow(page) <= 0
    page.click(".submit-row [value=Split]")
    expect(page.locator(".messagelist")).to_contain_text("is a record of its own")
    new = "Article.objects.about(Person.objects.get(name='Ines Corro (teacher)').pk)"
    assert 1 < int(asked(desk, f"{new}.count()")) < every
    assert asked(desk, f"{new}.filter(headline__startswith='Letter 3').count()") == "1"


TABLE = """id,name,description,identifiers
,Edda Falk,a harbour pilot,
{person},,<b>bold</b>,
,,,Wiki data:Q1
"""


def test_a_table_of_people_is_previewed_corrected_and_stored(admin, desk, keys):
    person = asked(desk, f"Entity.objects.get(pk={keys['person']}).public_id")
    name = asked(desk, f"Entity.objects.get(pk={keys['person']}).name")
    rows = TABLE.format(person=person).splitlines()
    page = admin("/admin/corpus/person/")
    page.click("text=Import")

    def send(lines):
        table = {"name": "people.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
        page.set_input_files("#id_import_file", table)
        page.select_option("#id_format", label="csv")
        page.click("[type=submit][value=Submit]")

    send(rows)
    expect(page.locator(".import-preview").first).to_contain_text("between 1 and")
    picture(page, "admin-people-import-wrong")
    assert not page.locator("[name=confirm]").count()
    page.goto(desk.address + "/admin/corpus/person/import/")
    rows[2] = f"{person},{name},<b>bold</b>,"
    send(rows[:3])
    expect(page.locator(".import-preview")).to_contain_text("Edda Falk")
    expect(page.locator(".import-preview")).to_contain_text("<b>bold</b>")
    assert asked(desk, "Entity.objects.filter(name='Edda Falk').count()") == "0"
    picture(page, "admin-people-import-preview")
    assert overflow(page) <= 0
    page.click("[name=confirm]")
    expect(page.locator(".messagelist")).to_contain_text("1 new")
    assert asked(desk, "Entity.objects.get(name='Edda Falk').description") == "a harbour pilot"
    assert asked(desk, f"Entity.objects.get(pk={keys['person']}).description") == "<b>bold</b>"


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_fit_a_telephone(name, admin, keys):
    path = PAGES[name].format(**keys)
    # What looks for faults writes styles into the page, which the policy rightly stops.
    page = admin(path, bypass_csp=True, reduced_motion="reduce")
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": 1280, "height": 900})
        found = Axe().run(page, options={"preload": False}).response["violations"]
        serious = [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        picture(page, f"admin-{name}{'-dark' if dark else ''}")
        assert not serious, (name, dark, serious)
        page.set_viewport_size({"width": NARROW, "height": 900})
        picture(page, f"admin-{name}-narrow{'-dark' if dark else ''}")
        assert overflow(page) <= 0, name
