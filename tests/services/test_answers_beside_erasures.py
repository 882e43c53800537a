"""An answer, or a table, that is kept while a record goes: either it is forgotten with it, or it is not kept."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from corpus.models import AnsweredRequest, ErasureRequest, UploadedTable
from corpus.services import once
from corpus.services.erase import erase
from corpus.services.keep_table import keep_table
from corpus.services.take_down import take_down
from corpus.services.writing import one_writer
from tests.builders import store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite admits one writer anyway"),
]
PATIENCE = 10.0  # seconds


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON database = pg_database.oid"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)"
        )
        return bool(cursor.fetchone()[0])


def test_a_table_waits_for_what_is_being_erased(django_user_model: type) -> None:
    article = store()
    user = django_user_model.objects.create(username="edith")  # type: ignore[attr-defined]
    is_forgotten, may_commit = threading.Event(), threading.Event()

    def erase_it() -> None:
        try:
            with one_writer():
                erase(article.public_id, user=user, reason="asked for")
                is_forgotten.set()
                may_commit.wait(PATIENCE)
        finally:
            connections.close_all()

    def keep() -> None:
        try:
            keep_table(user, "person", file_name="people.csv", format_name="csv", content=b"name")
        finally:
            connections.close_all()

    erasing, keeping = threading.Thread(target=erase_it), threading.Thread(target=keep)
    erasing.start()
    assert is_forgotten.wait(PATIENCE)
    keeping.start()
    while keeping.is_alive() and not somebody_waits():
        pass
    may_commit.set()
    for thread in (erasing, keeping):
        thread.join(PATIENCE)
    assert ErasureRequest.objects.exists()
    assert not UploadedTable.objects.exists()


def test_an_answer_waits_for_what_is_being_taken_down(django_user_model: type) -> None:
    article = store()
    user = django_user_model.objects.create(username="edith")  # type: ignore[attr-defined]
    begun = once.begin("k", "f", user=user)
    is_forgotten, may_commit = threading.Event(), threading.Event()

    def take_it_down() -> None:
        try:
            with one_writer():
                take_down(article, user=None, reason="disputed")
                is_forgotten.set()
                may_commit.wait(PATIENCE)
        finally:
            connections.close_all()

    def keep() -> None:
        try:
            once.finish(begun, status=200, answer=f'{{"id": "{article.public_id}"}}', location="", etag="")
        finally:
            connections.close_all()

    erasing, keeping = threading.Thread(target=take_it_down), threading.Thread(target=keep)
    erasing.start()
    assert is_forgotten.wait(PATIENCE)
    keeping.start()
    while keeping.is_alive() and not somebody_waits():
        pass
    may_commit.set()
    for thread in (erasing, keeping):
        thread.join(PATIENCE)
    assert not AnsweredRequest.objects.exists()
