"""Bodies are read strictly: what is not understood is refused, and says where."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from rest_framework.exceptions import ParseError

from api.v1.parsers import MAX_QUESTION, members
from corpus.ingest import Declared
from corpus.models import Article, Quotation, RawDocument
from corpus.services.ingest import ingest_documents
from corpus.services.jobs import run_next_job
from tests.api.conftest import EDITION, fault

pytestmark = pytest.mark.django_db

JSON = "application/json"
GIVEN = {"headline": "Wall", "body": EDITION, "publisher": "The Tolmouth Gazette"}


def post(client, content, content_type=JSON, path="articles/", **headers):
    given = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(f"/api/v1/{path}", given, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("more", "pointer", "code", "suggestion"),
    [
        ({"pubisher": "x"}, "/pubisher", "unknown", "publisher"),
        ({"": ["x", "y"]}, "/", "unknown", None),
        ({"wibble": "x"}, "/wibble", "unknown", None),
        ({"heading": "x"}, "/heading", "unknown", "headline"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown", None),
        ({"title": "Another"}, "/title", "repeated", None),
        ({"text": "Other words."}, "/text", "repeated", None),
        ({"html": "<p>Other words.</p>"}, "/html", "conflict", None),
        ({"publisher": None, "outlet": ["One", "Two"]}, "/outlet", "too_many", None),
        ({"headline": "x" * 1001}, "/headline", "too_long", None),
        ({"publisher": "x" * 301}, "/publisher", "too_long", None),
        ({"publisher": {"name": "x" * 301}}, "/publisher/name", "too_long", None),
        ({"authors": "x" * 301}, "/authors", "too_long", None),
        ({"author": ["Ana Kerr", {"name": "x" * 301}]}, "/author/1/name", "too_long", None),
        ({"byline": "x" * 501}, "/byline", "too_long", None),
        ({"dateline": "x" * 301}, "/dateline", "too_long", None),
        ({"section": "x" * 201}, "/section", "too_long", None),
        ({"license": "x" * 501}, "/license", "too_long", None),
        ({"url": f"https://gazette.example/{'x' * 2000}"}, "/url", "invalid_document", None),
        ({"@type": "NewsArticle", "articleSection": "x" * 201}, "/articleSection", "too_long", None),
        ({"authors": 5}, "/authors", "invalid_document", None),
        ({"published": "soon"}, "/published", "invalid_document", None),
        ({"url": "javascript:alert(1)"}, "/url", "invalid_document", None),
    ],
)
def test_wrong_fields_of_an_article(account, more, pointer, code, suggestion):
    found = fault(post(account("ingestors"), {**GIVEN, **more}))
    assert (found["pointer"], found["code"], found["suggestion"]) == (pointer, code, suggestion)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {**GIVEN, "title": "Wall"},
        {**GIVEN, "title": None, "byline": ""},
        {"Head-Line": "Wall", "BODY": EDITION, "source": "The Tolmouth Gazette"},
        {**GIVEN, "html": "", "publisher": ["The Tolmouth Gazette"], "section": f"  {'x' * 200}"},
        {**GIVEN, "authors": ", ".join(f"Author {n} Longname" for n in range(30))},
        {**GIVEN, "body": " ", "html": f"<p>{EDITION}</p>"},
        {"@type": "NewsArticle", "headline": "Wall", "articleBody": EDITION, "image": ["x"], "wordCount": 80},
    ],
)
def test_other_spellings_and_schema_org(account, given):
    made = post(account("ingestors"), given)
    assert made.status_code == 201
    assert made.json()["headline"] == "Wall"


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, "nested"),
        (b"[" * 101 + b"]" * 101, "nested"),
        (b'{"body": "one", "body": "two"}', "twice"),
        (b'{"author": {"name": "a", "name": "b"}, "body": "one"}', "twice"),
        (json.dumps(GIVEN).encode("utf-16"), "not UTF-8"),
        (b'{"key": 1e999}', "no valid JSON"),
        (b'{"key": ' + b"9" * 5000 + b"}", "no valid JSON"),
    ],
)
def test_json_that_is_none(account, content, detail):
    response = post(account("ingestors"), content)
    assert (response.status_code, response.json()["code"]) == (400, "malformed_body")
    assert detail in response.json()["detail"]


def test_a_deep_and_wide_body_is_refused(account):
    content = b"[" + b",".join([b"[" * 50 + b"]" * 50] * 20_000) + b"]"
    assert post(account("ingestors"), content).status_code == 400


def test_a_byte_order_mark_is_passed_over(account):
    assert post(account("ingestors"), b"\xef\xbb\xbf" + json.dumps(GIVEN).encode()).status_code == 201


@pytest.mark.parametrize(
    ("content_type", "headers", "told"),
    [
        ("text/plain", {}, "application/json, application/ld+json"),
        ("", {}, "application/json, application/ld+json"),
        ("application/json; charset=iso-8859-1", {}, "UTF-8"),
        (JSON, {"Content-Encoding": "gzip"}, "gzip"),
    ],
)
def test_bodies_of_other_kinds(account, content_type, headers, told):
    content = gzip.compress(json.dumps(GIVEN).encode()) if headers else json.dumps(GIVEN).encode()
    response = post(account("ingestors"), content, content_type, **headers)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")
    assert told in response.json()["detail"]


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "application/ld+json"])
def test_media_types_of_articles(account, content_type):
    assert post(account("ingestors"), GIVEN, content_type).status_code == 201


@pytest.mark.parametrize("content_type", ["application/x-ndjson", "application/ndjson", "application/jsonl"])
def test_media_types_of_lines(account, content_type):
    assert post(account("ingestors"), GIVEN, content_type, "articles/bulk/").status_code == 202


def chunked(client, content, *, terminated):
    """A body without a length, as a server hands it on that decodes chunks."""
    environ = {"CONTENT_TYPE": JSON, "wsgi.input": io.BytesIO(content), "wsgi.input_terminated": terminated}
    return client.generic("POST", "/api/v1/articles/", headers={"Transfer-Encoding": "chunked"}, **environ)


def test_a_body_in_chunks(account, settings):
    client = account("ingestors")
    content = json.dumps(GIVEN).encode()
    assert chunked(client, content, terminated=True).status_code == 201
    assert chunked(client, content, terminated=False).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert chunked(client, content, terminated=True).status_code == 413


@pytest.mark.parametrize(
    ("given", "pointer"),
    [({"text": 5}, "/text"), ({"text": "x", "id": 7}, "/id"), ({"text": "x", "hedline": ""}, "/hedline")],
)
def test_wrong_types_to_extract(client, given, pointer):
    assert fault(post(client, given, path="extract/"))["pointer"] == pointer


def test_null_takes_a_role_away(account, edition):
    quotation = edition.quotations.filter(kind="direct").order_by("start").first()
    Quotation.objects.filter(pk=quotation.pk).update(speaker_role="the mayor")
    made = account("curators").patch(
        f"/api/v1/quotations/{quotation.public_id}/",
        json.dumps({"speaker_role": None, "reason": None}),
        content_type=JSON,
    )
    assert (made.status_code, made.json()["speaker_role"]) == (200, None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (json.dumps({**GIVEN, "pubisher": "x"}), "/pubisher: There is no such field"),
        (json.dumps({**GIVEN, "section": "x" * 201}), "/section: The section holds 201"),
        (json.dumps({**GIVEN, "html": "<p>x</p>"}), "/html: body and html"),
        ('{"body": "one", "body": "two"}', "twice"),
        (json.dumps({**GIVEN, "x\0y": 1}), "There is no such field"),
        ("{half", "The line is no valid JSON"),
        ("[]", "The line is a JSON object"),
    ],
)
def test_lines_are_read_as_strictly(account, line, told):
    client = account("ingestors")
    lines = f"{line}\n{json.dumps({**GIVEN, 'key': 'good'})}"
    job = client.post("/api/v1/articles/bulk/", lines, content_type="application/x-ndjson").json()
    assert job["pending"] == 2
    assert not RawDocument.objects.filter(state="pending", job_documents__position=1).exists()
    run_next_job()
    done = client.get(job["url"]).json()
    assert (done["created"], done["failed"], done["pending"]) == (1, 1, 0)
    assert done["failures"][0]["line"] == 1
    assert told in done["failures"][0]["reason"]


def test_a_line_that_is_refused_here_may_come_as_a_file(account, tmp_path):
    line = json.dumps({**GIVEN, "desk": "harbour"})
    account("ingestors").post("/api/v1/articles/bulk/", line, content_type="application/x-ndjson")
    run_next_job()
    assert not Article.objects.exists()
    (tmp_path / "feed.jsonl").write_text(line)
    assert ingest_documents([str(tmp_path)], Declared()).counts["created"] == 1


class Name(str):
    """A name that counts how often it is compared with others."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other):
        Name.compared += 1
        assert Name.compared < 2_000_000, "each name is compared with every other one"
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_a_name_given_twice_is_found_in_one_pass():
    names = [*(Name(f"name{number}") for number in range(200_000)), Name("name199999")]
    Name.compared = 0
    with pytest.raises(ParseError, match="gives 'name199999' twice"):
        members([(name, None) for name in names])


def test_a_problem_tells_of_the_first_unknown_fields_alone(client, account, monkeypatch):
    looked = []
    monkeypatch.setattr("api.v1.parameters.difflib.get_close_matches", lambda *a, **how: looked.append(a) or [])
    strange = {f"strange{number}": number for number in range(5000)}
    for one, path, given in (
        (client, "quotations/search/", strange),
        (client, "quotations/lookup/", {"text": "words", **strange}),
        (client, "extract/", {"text": "words", **strange}),
        (account("ingestors"), "articles/", {**GIVEN, **strange}),
    ):
        looked.clear()
        response = post(one, given, path=path)
        assert response.status_code == 400
        assert [found["pointer"] for found in response.json()["errors"]] == [f"/strange{n}" for n in range(10)], path
        assert len(looked) == 10


def test_a_problem_tells_of_the_first_long_texts_alone(account):
    response = post(account("ingestors"), {**GIVEN, "authors": ["x" * 301] * 100})
    assert [found["pointer"] for found in response.json()["errors"]] == [f"/authors/{n}" for n in range(20)]


@pytest.mark.parametrize("path", ["quotations/search/", "articles/search/", "people/search/", "quotations/lookup/"])
def test_who_asks_and_stores_nothing_sends_little(client, settings, path):
    content = json.dumps({"text": "x" * MAX_QUESTION}).encode()
    response = post(client, content, path=path)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert post(client, content[: MAX_QUESTION - 2] + b'"}', path=path).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert post(client, b'{"where": null}', path=path).status_code == 413
