"""The article page: the words marked, the revisions, what lies beside and behind."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from corpus.admin import reading
from tests.admin import rows
from tests.builders import store

pytestmark = pytest.mark.django_db


def page(client, article, query: str = ""):
    answer = client.get(reverse("admin:corpus_article_change", args=[article.pk]) + query)
    assert answer.status_code == 200
    return answer


def marks(html: str, role: str) -> list[str]:
    """What is marked with a role in the body."""
    body = re.search(r'<div class="or-body">(.*?)</div>', html, re.DOTALL)[1]
    return re.findall(rf'<a class="[^"]*\bor-{role}\b[^"]*"[^>]*>([^<]*)</a>', body)


def test_what_extraction_finds_is_marked_and_linked(admin_client):
    article = store("“We have begun,” said Mara Ellwin, the mayor of Tolmouth. “It rained.”")
    html = page(admin_client, article).content.decode()
    assert marks(html, "quoted") == ["We have begun,", "It rained."]
    assert marks(html, "cue") == ["said"]
    assert "Mara Ellwin" in marks(html, "speaker")
    for quotation in article.quotations.all():
        url = reverse("admin:corpus_quotation_change", args=[quotation.pk])
        assert f'href="{url}"' in html
        assert html.count(f'id="{quotation.public_id}"') == 1
        assert f'href="#{quotation.public_id}"' in html


def test_quotations_are_listed_with_speaker_kind_and_confidence(admin_client):
    one = rows.everything(1)
    listed = page(admin_client, one.article).context["panel"]["quotations"]
    assert [(row.speaker, row.kind, row.confidence, row.marked) for row in listed] == [
        ("Mara Ellwin 1", "direct", 0.9, True)
    ]


def test_rejected_quotations_are_listed_and_not_marked(admin_client):
    one = rows.everything(1)
    one.quotation.status = "rejected"
    one.quotation.save()
    html = page(admin_client, one.article).content.decode()
    assert marks(html, "quoted") == []
    assert 'class="or-gone"' in html


@pytest.mark.parametrize(
    ("query", "words", "missing"),
    [
        ("", "It rained.", False),
        ("?revision=2", "It rained.", False),
        ("?revision=1", "", False),
        ("?revision=9", "It rained.", True),
        ("?revision=abc", "It rained.", True),
        ("?revision=%00", "It rained.", True),
    ],
)
def test_revision_is_chosen_by_the_address(admin_client, query, words, missing):
    one = rows.everything(1)
    answer = page(admin_client, one.article, query)
    html = answer.content.decode()
    assert ("It rained." in answer.context["panel"]["marked_body"]) == bool(words)
    assert ("no such revision" in html) == missing
    assert 'href="?revision=1"' in html or query == "?revision=1"


def test_an_old_revision_shows_how_it_was_read_then(admin_client):
    first = store("“We have begun,” said Mara Ellwin, the mayor. “It is late,” she said.", key="k")
    second = store("The council met. “We have begun,” said Mara Ellwin, the mayor.", key="k")
    assert first.pk == second.pk
    now = page(admin_client, second).content.decode()
    then = page(admin_client, second, "?revision=1").content.decode()
    assert marks(now, "quoted") == ["We have begun,"]
    assert marks(then, "quoted") == ["We have begun,", "It is late,"]
    assert "Mara Ellwin" in marks(then, "speaker")


def test_what_was_cut_is_shown_with_its_reason(admin_client):
    html = page(admin_client, rows.everything(1).article).content.decode()
    assert "Sign up for our letter 1" in html
    assert "<td>newsletter</td>" in html


def test_raw_documents_are_linked_and_downloaded(admin_client):
    one = rows.everything(1)
    html = page(admin_client, one.article).content.decode()
    assert reverse("admin:corpus_rawdocument_change", args=[one.raw.pk]) in html
    assert reverse("admin:corpus_rawdocument_download", args=[one.raw.pk]) in html


HOSTILE = "<script>alert(1)</script> & “<img src=x onerror=alert(2)>,” said \u202eAda <b>Kerr</b>. </div></form>"


def test_hostile_words_never_run(admin_client):
    article = rows.article("<script>alert(0)</script>", body=HOSTILE, headline=HOSTILE)
    speaker = rows.entity(HOSTILE)
    row = rows.quotation(article, 29, 57, speaker, speaker_text=HOSTILE, cue=HOSTILE[:200])
    rows.mention(article.current_text, 60, len(HOSTILE), speaker)
    publisher = rows.entity(HOSTILE, rows.IdType.ORGANISATION)
    rows.affiliation(article.current_text, 3, 40, speaker, publisher)
    urls = [
        reverse("admin:corpus_article_change", args=[article.pk]),
        reverse("admin:corpus_quotation_change", args=[row.pk]),
        reverse("admin:corpus_mention_change", args=[article.current_text.mentions.get().pk]),
        reverse("admin:corpus_affiliation_change", args=[article.current_text.affiliations.get().pk]),
        reverse("admin:corpus_articletext_change", args=[article.current_text.pk]),
        reverse("admin:corpus_rawdocument_change", args=[article.current_text.raw_id]),
        reverse("admin:corpus_person_change", args=[speaker.pk]),
        reverse("admin:corpus_person_merge", args=[speaker.pk]),
        *(reverse(f"admin:corpus_{name}_changelist") for name in ("article", "quotation", "person", "mention")),
    ]
    for url in urls:
        html = admin_client.get(url).content.decode()
        assert "alert(" in html, url
        for piece in ("<script>alert", "<img src=x", "<b>Kerr", "</div></form>"):
            assert piece not in html, (url, piece)
    html = admin_client.get(urls[0]).content.decode()
    body = re.search(r'<div class="or-body">(.*?)</div>', html, re.DOTALL)[1]
    assert "\u202e" not in body
    assert "U+202E" in body
    assert escape("<img src=x onerror=alert(2)>") in body


def test_article_costs_the_same_with_3_and_30_records_in_it(queries):
    def article(number: int):
        row = rows.article(f"a{number}", body="word " * 200)
        for i in range(number):
            person = rows.entity(f"Person {number} {i}")
            firm = rows.entity(f"Firm {number} {i}", rows.IdType.ORGANISATION)
            rows.quotation(row, i * 5, i * 5 + 4, person)
            rows.mention(row.current_text, i * 5, i * 5 + 4, person)
            rows.affiliation(row.current_text, i * 5, i * 5 + 9, person, firm)
            rows.RemovedPassage.objects.create(
                raw=row.current_text.raw, position=i, text="Read more", reason="read_more", offset=0
            )
        return reverse("admin:corpus_article_change", args=[row.pk])

    assert queries(article(3)) == queries(article(30)) <= 20


def test_a_long_body_is_cut_and_says_so(admin_client, monkeypatch):
    monkeypatch.setattr(reading, "SHOWN_CHARACTERS", 20)
    one = rows.everything(1)
    html = page(admin_client, one.article).content.decode()
    assert "It rained." not in html
    assert "more characters" in html
    assert reverse("admin:corpus_articletext_change", args=[one.text.pk]) in html


def test_an_article_without_words_has_a_page(admin_client):
    row = rows.Article.objects.create(public_id=rows.derive(rows.IdType.ARTICLE, "bare"), source_key="bare")
    assert "No words are stored" in page(admin_client, row).content.decode()


def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_their_own(admin_client):
    one = rows.everything(1)
    for url in (
        reverse("admin:index"),
        reverse("admin:corpus_article_change", args=[one.article.pk]),
        reverse("admin:corpus_quotation_changelist"),
        reverse("admin:corpus_person_merge", args=[one.person.pk]),
    ):
        html = admin_client.get(url).content.decode()
        assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', html)
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html)
        assert not re.search(r'<[^>]+\s(?:style|on[a-z]+)="', html)
