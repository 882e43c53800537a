"""Articles that editors bring in: looked at, kept as a job, followed, refused in words."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from corpus.models import Article, Job, RawDocument
from tests.admin import rows

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:import")
LETTER = "A late letter\n\n“The tide is out,” said Nils Amber, a boatman."


def file(name: str = "letter.txt", content: bytes | str = LETTER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_a_look_shows_what_is_read_and_stores_nothing(admin_client):
    answer = admin_client.post(
        PAGE, {"text": LETTER, "publisher": "The Letter", "published": "2024-03-05", "look": "1"}
    )
    [look] = answer.context["looks"]
    assert look["article"].headline == "A late letter"
    assert look["quotations"] == [("The tide is out,", "Nils Amber", "direct")]
    assert look["published"] == "5 March 2024"
    assert not RawDocument.objects.exists()
    assert not Article.objects.exists()


def test_files_are_kept_as_a_job_that_the_worker_reads(admin_client, admin_user):
    lines = (
        '{"headline": "One", "body": "It rained."}\n{"headline": "Two"\n{"headline": "Three", "body": "It snowed."}\n'
    )
    sent = {"documents": [file(), file("../../etc/feed.jsonl", lines)], "publisher": "The Letter"}
    answer = admin_client.post(PAGE, sent, follow=True)
    job = Job.objects.get()
    assert (job.total, job.created_by) == (4, admin_user)
    assert "0 of 4 read" in answer.content.decode()
    assert not Article.objects.exists()
    call_command("worker", "--once")
    html = admin_client.get(reverse("admin:corpus_job_change", args=[job.pk])).content.decode()
    assert "4 of 4 read" in html
    assert "created 3" in html
    assert "feed.jsonl:2" in html
    assert set(Article.objects.values_list("headline", flat=True)) == {"A late letter", "One", "Three"}
    assert {article.publisher.name for article in Article.objects.all()} == {"The Letter"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "one of the two"),
        ({"text": "x", "documents": [file()]}, "one of the two"),
        ({"documents": [file("archive.zip", b"PK")]}, "unknown type"),
        ({"documents": [file("empty.txt", b"")]}, "empty"),
        ({"text": LETTER, "published": "yesterday-ish"}, "Write it as 2024-03-05"),
        ({"text": "\x00"}, "Null characters"),
        ({"documents": [file(f"{n}.txt") for n in range(51)]}, "At most 50 files"),
    ],
)
def test_what_cannot_be_taken_is_told(admin_client, sent, told):
    for button in ({}, {"look": "1"}):
        answer = admin_client.post(PAGE, {**sent, **button})
        if button and "unknown type" in told:
            assert told in answer.context["looks"][0]["reason"]
        else:
            assert told in answer.content.decode()
        assert not Job.objects.exists()
        for one in sent.get("documents", []):
            one.seek(0)


def test_hostile_words_are_shown_as_words(admin_client):
    hostile = "<script>alert(1)</script>\n\n“<img src=x onerror=alert(2)>,” said Nils Amber, a boatman."
    html = admin_client.post(PAGE, {"text": hostile, "look": "1"}).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_who_may_add_articles_imports(client):
    user = User.objects.create(username="somebody", is_staff=True)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
    user.groups.add(Group.objects.get(name="ingestors"))
    client.force_login(User.objects.get(pk=user.pk))
    assert client.get(PAGE).status_code == 200


def test_the_first_page_tells_what_waits_and_what_came_in(admin_client):
    rows.everything(1)
    html = admin_client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:review") in html
    assert PAGE in html
    assert "or-days__quotations" in html
    assert "Mara Ellwin 1" in html
    assert "proposal to decide" in html
