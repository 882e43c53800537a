"""Where the database may not be written to, what is read is answered and what would be written is asked for again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from corpus.ingest import Declared
from corpus.models import Article, RawDocument
from corpus.services.ingest import ingest_documents
from corpus.services.verify import verify

BODY = "“We have begun the long work {n} today,” said Mara Ellwin, the mayor of Sundholm, on Monday."


@pytest.mark.django_db(transaction=True)
def test_where_nothing_may_be_written_reading_goes_on(client: Client, account: Any, tmp_path: Path) -> None:
    for n in range(2):
        (tmp_path / f"{n}.txt").write_text(f"Headline {n}\n\n{BODY.format(n=n)}\n")
    ingest_documents([str(tmp_path)], Declared())
    writer = account()
    writer.user.is_superuser = True  # groups are gone where tests before this one have emptied the tables
    writer.user.save()
    client.raise_request_exception = False
    read_only(True)
    try:
        listed = client.get("/api/v1/articles/")
        sent = writer.post(
            "/api/v1/articles/", {"headline": "H", "body": BODY.format(n=9)}, content_type="application/json"
        )
        signing_in = client.post("/admin/login/", {"username": "edith", "password": "wrong"})
    finally:
        read_only(False)
    assert (listed.status_code, len(listed.json()["results"])) == (200, 2)
    for answer in (sent, signing_in):
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert sent.json()["code"] == "unavailable"
    assert "cannot be written to" in signing_in.content.decode()
    assert Article.objects.count() == RawDocument.objects.count() == 2
    assert list(verify()) == []


def read_only(on: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA query_only = {int(on)}")
        else:
            cursor.execute(f"SET default_transaction_read_only = {'on' if on else 'off'}")
