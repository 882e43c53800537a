"""Whole result sets: all rows, a chunk at a time, and an end that can be told from a failure."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from api import replicas
from api.v1 import streams
from tests.api.conftest import articles, organisation, person, quotations

pytestmark = pytest.mark.django_db


def leave(response):
    """Read a little and go: the test client closes the answer as a server does, and keeps the test's connection."""
    next(iter(response.streaming_content), None)
    response._iterator.close()


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(streams, "ROWS", 10)


def lines(response):
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


@pytest.mark.parametrize("ordering", ["", "published_at", "-published_at", "headline,-created_at", "word_count"])
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 35])
def test_all_rows_in_order(client, small_chunks, count, ordering):
    articles(count, day=lambda n: None if n % 3 == 0 else n % 5)
    asked = f"ordering={ordering}" if ordering else ""
    found = [row["id"] for row in lines(client.get(f"/api/v1/articles/?format=ndjson&fields=id&{asked}"))]
    paged, address = [], f"/api/v1/articles/?page_size=7&fields=id&{asked}"
    while address:
        page = client.get(address).json()
        paged += [row["id"] for row in page["results"]]
        address = page["next"]
    assert found == paged
    assert len(set(found)) == count


def test_nothing_is_read_ahead(client, small_chunks):
    articles(45)
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/api/v1/articles/?format=ndjson&fields=id")
        blocks = iter(response.streaming_content)
        # The first chunk is read before the answer begins, so that a failure is still a problem.
        assert len(captured) == 2
        sizes = []
        for number in itertools.count(1):
            block = next(blocks, None)
            if block is None:
                break
            sizes.append(len(block.splitlines()))
            assert len(captured) == 2 * number
    assert sizes == [10, 10, 10, 10, 5]


def test_queries_by_chunk(client, edition, small_chunks):
    known = person()
    quotations(edition, 36, speaker=known, original_speaker=known, speaker_type="person")
    for query, each in (
        ("format=csv", 4),
        ("format=ndjson&fields=id,text,speaker", 2),
        ("format=csv&expand=speaker", 6),
    ):
        with CaptureQueriesContext(connection) as captured:
            blocks = list(client.get(f"/api/v1/quotations/?{query}").streaming_content)
        assert len(blocks) - ("csv" in query) == 4
        assert len(captured) == 4 * each, query


def test_rows_that_come_and_go_meanwhile(client, small_chunks):
    standing = {row.public_id for row in articles(40)}
    response = client.get("/api/v1/articles/?format=ndjson&fields=id")
    blocks = iter(response.streaming_content)
    found = [json.loads(line)["id"] for line in next(blocks).splitlines()]
    articles(15, day=lambda n: n * 3)
    for block in blocks:
        found += [json.loads(line)["id"] for line in block.splitlines()]
    assert standing <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("chosen", ["csv", "ndjson"])
def test_a_failure_in_the_middle_looks_like_none_of_the_ends(client, small_chunks, monkeypatch, chosen, caplog):
    articles(25)
    calls = itertools.count(1)
    plain = streams.pagination.values

    def fail(*args):
        if next(calls) == 3:  # each page asks for its first and its last row
            raise RuntimeError("secret")
        return plain(*args)

    monkeypatch.setattr(streams.pagination, "values", fail)
    blocks = []
    response = client.get(f"/api/v1/articles/?format={chosen}&fields=id")
    with pytest.raises(RuntimeError):
        blocks.extend(response.streaming_content)
    text = b"".join(blocks).decode()
    assert "secret" not in text
    assert "not complete" in text.splitlines()[-1]
    if chosen == "csv":
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(text), strict=True))
    else:
        with pytest.raises(ValueError, match="delimiter"):
            json.loads(text.splitlines()[-1])
    assert "a stream broke off" in caplog.text
    monkeypatch.setattr(streams.pagination, "values", plain)
    for _ in range(5):
        assert len(lines(client.get("/api/v1/articles/?format=ndjson"))) == 25


def test_where_a_replica_fails_the_primary_carries_on(client, small_chunks, monkeypatch):
    articles(25)
    plain, failures = streams.pagination.page, []

    def conflict(*args):
        if replicas._asked.get() == "replica1":
            failures.append(args)
            raise OperationalError("conflict with recovery") from psycopg.errors.SerializationFailure()
        return plain(*args)

    monkeypatch.setattr(streams.pagination, "page", conflict)
    blocks = iter(client.get("/api/v1/articles/?format=ndjson&fields=id").streaming_content)
    found = next(blocks).splitlines()
    token = replicas._asked.set("replica1")
    try:
        for block in blocks:
            found += block.splitlines()
    finally:
        replicas._asked.reset(token)
    assert len(failures) == 1
    assert len(set(found)) == len(found) == 25


def test_a_failure_before_the_first_byte_is_a_problem(client, monkeypatch):
    def fail(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr(streams, "batches", fail)
    client.raise_request_exception = False
    response = client.get("/api/v1/articles/?format=csv")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")


def test_a_client_that_leaves_stops_the_work(client, small_chunks, monkeypatch):
    monkeypatch.setattr(streams, "SLOTS", streams.BoundedSemaphore(1))
    articles(40)
    response = client.get("/api/v1/articles/?format=ndjson")
    refused = client.get("/api/v1/articles/?format=ndjson")
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert int(refused["Retry-After"]) > 0
    assert client.get("/api/v1/articles/").status_code == 200
    with CaptureQueriesContext(connection) as captured:
        leave(response)
        assert list(response.streaming_content) == []
    assert not len(captured)
    assert len(lines(client.get("/api/v1/articles/?format=ndjson"))) == 40


@pytest.mark.parametrize("chosen", ["csv", "ndjson"])
def test_head_answers_headers_alone(client, chosen, django_assert_num_queries):
    articles(3)
    with django_assert_num_queries(0):
        head = client.head(f"/api/v1/articles/?format={chosen}")
    full = client.get(f"/api/v1/articles/?format={chosen}")
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")
    assert not head.has_header("Content-Length")
    for name in ("Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert head[name] == full[name]
    assert full["Content-Disposition"] == f'attachment; filename="articles.{chosen}"'
    leave(full)


def test_streams_are_compressed_as_they_go(client, small_chunks):
    articles(30)
    response = client.get("/api/v1/articles/?format=ndjson&fields=id", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    content = gzip.decompress(b"".join(response.streaming_content))
    assert len(content.splitlines()) == 30


@pytest.mark.cache
def test_streams_count_as_expensive(client, settings):
    settings.THROTTLE_EXPENSIVE = 2
    organisation()
    leave(client.get("/api/v1/organisations/?format=csv"))
    leave(client.get("/api/v1/organisations/", headers={"Accept": "application/x-ndjson"}))
    refused = client.get("/api/v1/people/?format=csv")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get("/api/v1/people/?format=jsonld").status_code == 200
