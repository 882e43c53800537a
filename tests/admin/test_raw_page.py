"""Raw documents: failures at a glance, the bytes as text and as a file, both harmless."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin import rows

pytestmark = pytest.mark.django_db


def page(client, raw) -> str:
    answer = client.get(reverse("admin:corpus_rawdocument_change", args=[raw.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def download(client, raw):
    return client.get(reverse("admin:corpus_rawdocument_download", args=[raw.pk]))


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Žďár".encode(), "Žďár"),
        ("Caf\xe9 d\xe9j\xe0 vu in the morning, they said".encode("latin-1"), "Café déjà vu"),
        (b"\x89PNG\r\n\x1a\n\x00", "binary data, not text: a PNG picture"),
        (b"one\r\ntwo", "one\ntwo"),
        (b"", '<pre class="or-raw" tabindex="0"></pre>'),
    ],
)
def test_the_beginning_is_shown_as_text(admin_client, content, shown):
    html = page(admin_client, rows.raw_document("a.txt", content))
    assert shown in html
    assert "<script>alert" not in html


def test_no_more_than_the_beginning_is_read(admin_client):
    raw = rows.raw_document("a.txt", b"a" * 20_480 + b"SECOND PART" * 1000)
    assert "SECOND PART" not in page(admin_client, raw)
    with CaptureQueriesContext(connection) as caught:
        page(admin_client, raw)
    reads = [query["sql"] for query in caught if '"corpus_rawcontent"."content"' in query["sql"]]
    assert len(reads) == 1
    assert "SUBSTR" in reads[0].upper()


def test_lists_never_read_the_bytes(admin_client):
    rows.everything(1)
    for name in ("rawdocument", "rawcontent", "article", "removedpassage"):
        with CaptureQueriesContext(connection) as caught:
            admin_client.get(reverse(f"admin:corpus_{name}_changelist"))
        assert not [
            q["sql"]
            for q in caught
            if 'SELECT "corpus_rawcontent"."id", "corpus_rawcontent"."sha256", "corpus_rawcontent"."content"'
            in q["sql"]
        ]
        assert not [q["sql"] for q in caught if '"corpus_articletext"."body"' in q["sql"]]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("news/a.html", "a.html"),
        ("-:3", "-_3"),
        ('x"; filename="evil.html', "x___filename__evil.html"),
        ("a\r\nSet-Cookie: x=1", "a__Set-Cookie__x_1"),
        ("../../.bashrc", "bashrc"),
        ("日本語", "___"),
        ("folder/", "document"),
        ("n" * 900, "n" * 100),
    ],
)
def test_the_bytes_are_downloaded_as_a_file_that_no_browser_runs(admin_client, source, name):
    content = b"<script>alert(1)</script>\xff\x00"
    answer = download(admin_client, rows.raw_document(source, content))
    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_download_asks_for_the_right(client, curator, django_user_model):
    raw = rows.raw_document("a.txt")
    assert download(client, raw).status_code == 302
    client.force_login(django_user_model.objects.create(username="guest", is_staff=True))
    assert download(client, raw).status_code == 403
    assert download(curator, raw).status_code == 200


def test_download_of_nothing_is_not_found(admin_client):
    assert admin_client.get(reverse("admin:corpus_rawdocument_download", args=[999])).status_code == 404


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        ("state__exact=failed", ["bad.txt"]),
        ("media_type=text/html", ["page.html"]),
        ("media_type=other", ["odd.bin"]),
        ("outcome__exact=failed", ["bad.txt"]),
        ("q=page", ["page.html"]),
    ],
)
def test_failures_and_formats_are_filtered(admin_client, query, sources):
    rows.raw_document("bad.txt", state="failed", outcome="failed", reason="no text in it")
    page_html, odd = rows.raw_document("page.html"), rows.raw_document("odd.bin")
    rows.RawDocument.objects.filter(pk=page_html.pk).update(media_type="text/html")
    rows.RawDocument.objects.filter(pk=odd.pk).update(media_type="application/x-odd")
    answer = admin_client.get(f"{reverse('admin:corpus_rawdocument_changelist')}?{query}")
    assert [raw.source for raw in answer.context["cl"].result_list] == sources
