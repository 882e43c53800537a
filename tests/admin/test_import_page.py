"""Articles that editors bring in: looked at, kept as a job, followed, refused in words."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from corpus.models import Article, Job, RawDocument
from corpus.services import submit
from tests.admin import rows
from tests.ingest.test_warc import archived

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:import")
LETTER = "A late letter\n\n“The tide is out,” said Nils Amber, a boatman."


def file(name: str = "letter.txt", content: bytes | str = LETTER) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive, with the words "broken" spoilt in it."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue().replace(b"It broke.", b"It braks.")


NEWS = {
    "a/letter.txt": LETTER.encode(),
    "a/broken.txt": b"It broke.",
    "feed.jsonl": b'{"headline": "One", "body": "It rained."}\n{"headline": "Two"\n',
    "photo.png": b"x",
}


def test_an_archive_is_looked_at_and_a_broken_file_of_it_is_told(admin_client):
    answer = admin_client.post(PAGE, {"documents": [file("news.zip", zipped(NEWS))], "look": "1"})
    looks = [(look["source"], look["reason"], look["article"] is not None) for look in answer.context["looks"]]
    assert looks == [
        ("news.zip/a/broken.txt", "broken in the archive: Bad CRC-32 for file 'a/broken.txt'", False),
        ("news.zip/a/letter.txt", "", True),
        ("news.zip/feed.jsonl:1", "", True),
    ]
    assert not RawDocument.objects.exists()


def test_the_files_of_an_archive_are_kept_and_the_broken_one_is_recorded(admin_client):
    documents = [file("news.zip", zipped(NEWS)), file("late.txt", "Late\n\nIt snowed.")]
    answer = admin_client.post(PAGE, {"documents": documents, "publisher": "The Letter"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "1 could not be read: the reasons stand below.",
        "4 documents kept; the worker reads them.",
    ]
    html = answer.content.decode()
    assert "1 of 5 read" in html
    assert "news.zip/a/broken.txt: broken in the archive: Bad CRC-32" in html
    call_command("worker", "--once")
    job = Job.objects.get()
    assert [(row.raw.source, row.outcome) for row in job.documents.order_by("position")] == [
        ("news.zip/a/broken.txt", "failed"),
        ("news.zip/a/letter.txt", "created"),
        ("news.zip/feed.jsonl:1", "created"),
        ("news.zip/feed.jsonl:2", "failed"),
        ("late.txt", "created"),
    ]
    broken = RawDocument.objects.get(source="news.zip/a/broken.txt")
    assert (broken.state, broken.reason) == ("failed", "broken in the archive: Bad CRC-32 for file 'a/broken.txt'")
    assert admin_client.get(reverse("admin:corpus_rawdocument_change", args=[broken.pk])).status_code == 200
    assert RawDocument.objects.get(source="news.zip/a/letter.txt").path == "news.zip/a/letter.txt"
    again = admin_client.post(PAGE, {"documents": [file("news.zip", zipped(NEWS))]}, follow=True)
    assert "news.zip/a/broken.txt: broken in the archive" in again.content.decode()
    call_command("verify")


def test_what_the_command_reads_of_an_archive_the_page_reads(admin_client, tmp_path):
    (tmp_path / "news.zip").write_bytes(zipped(NEWS))
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("ingest", str(tmp_path / "news.zip"), json=True, stdout=said)
    told = json.loads(said.getvalue())
    assert (told["created"], told["failed"], told["skipped"]) == (2, 2, 1)
    [broken, _] = told["failures"]
    assert broken["source"].endswith("news.zip/a/broken.txt")
    known = set(RawDocument.objects.values_list("fingerprint", flat=True))
    admin_client.post(PAGE, {"documents": [file("news.zip", zipped(NEWS))]})
    [new] = RawDocument.objects.exclude(fingerprint__in=known)
    assert new.source == "news.zip/a/broken.txt"


def test_a_compressed_crawl_is_read(admin_client):
    for name in ("crawl.warc.gz", "Crawl.of.march.WARC.GZ"):
        sent = {"documents": [file(name, archived(packed=True))], "look": "1"}
        [look] = admin_client.post(PAGE, sent).context["looks"]
        assert (look["source"], look["reason"]) == (f"{name}:2", "")
        assert look["article"].headline == "Bridge closed"


def test_an_archive_that_grows_is_read_so_far(admin_client, monkeypatch):
    monkeypatch.setattr(submit, "MOST_UNPACKED", 2_000)
    grown = {f"{number}.txt": b"It rained in Tolmouth. " * 40 for number in range(5)}
    answer = admin_client.post(PAGE, {"documents": [file("news.zip", zipped(grown))]}, follow=True)
    assert "the archive unpacks to more than 0.002 MB" in answer.content.decode()
    assert Job.objects.get().total == 3
    records = [(f"https://gazette.example/{number}", "200 OK", "text/html", b"<p>" + b"x" * 900) for number in range(5)]
    answer = admin_client.post(PAGE, {"documents": [file("a.warc.gz", archived(*records, packed=True))]}, follow=True)
    assert "larger ones go in by ingest" in answer.content.decode()


def test_an_archive_of_very_many_documents_is_read_so_far(admin_client, monkeypatch):
    monkeypatch.setattr(submit, "MOST_DOCUMENTS", 3)
    answer = admin_client.post(PAGE, {"documents": [file("news.zip", zipped({"a.jsonl": b"1\n" * 9}))]}, follow=True)
    assert "larger ones go in by ingest" in answer.content.decode()
    assert Job.objects.get().total == 4


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
        ({"documents": [file("archive.rar", b"Rar!")]}, "unknown type"),
        ({"documents": [file("archive.zip", b"PK")]}, "archive.zip: not a ZIP archive"),
        ({"documents": [file("photos.zip", zipped({"a.png": b"x"}))]}, "there is no document in what was sent"),
        ({"documents": [file("empty.txt", b"")]}, "empty"),
        ({"text": LETTER, "published": "yesterday-ish"}, "Write it as 2024-03-05"),
        ({"text": "\x00"}, "Null characters"),
        ({"documents": [file(f"{n}.txt") for n in range(51)]}, "At most 50 files"),
    ],
)
def test_what_cannot_be_taken_is_told(admin_client, sent, told):
    for button in ({}, {"look": "1"}):
        answer = admin_client.post(PAGE, {**sent, **button})
        if button and sent.get("documents") and sent["documents"][0].name.startswith("archive"):
            assert told.removeprefix("archive.zip: ") in answer.context["looks"][0]["reason"]
        elif button and "no document" in told:
            assert answer.context["looks"] == []
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
