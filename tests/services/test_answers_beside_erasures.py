"""An answer, or a table, that is kept while a record goes: either it is forgotten with it, or it is not kept."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection  # noqa: F401 - the condition of a mark

from corpus.models import AnsweredRequest, ErasureRequest, UploadedTable
from corpus.services import once
from corpus.services.erase import erase
from corpus.services.keep_table import keep_table
from corpus.services.take_down import take_down
from corpus.services.writing import one_writer
from tests.builders import store
from tests.services.threads import somebody_waits, thread_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite admits one writer anyway"),
]
PATIENCE = 10.0  # seconds


def kept_while(going: Callable[[], object], keep: Callable[[], object]) -> None:
    """Keep something after the traces of a record are forgotten, and before that is committed."""
    is_forgotten, may_commit = threading.Event(), threading.Event()

    def go() -> None:
        with one_writer():
            going()
            is_forgotten.set()
            may_commit.wait(PATIENCE)

    erasing, keeping = thread_of(go), thread_of(keep)
    erasing.start()
    assert is_forgotten.wait(PATIENCE)
    keeping.start()
    while keeping.is_alive() and not somebody_waits():
        pass
    may_commit.set()
    for thread in (erasing, keeping):
        thread.join(PATIENCE)


def test_a_table_waits_for_what_is_being_erased(django_user_model: type) -> None:
    article = store()
    user = django_user_model.objects.create(username="edith")  # type: ignore[attr-defined]
    kept_while(
        lambda: erase(article.public_id, user=user, reason="asked for"),
        lambda: keep_table(user, "person", file_name="people.csv", format_name="csv", content=b"name"),
    )
    assert ErasureRequest.objects.exists()
    assert not UploadedTable.objects.exists()


def test_an_answer_waits_for_what_is_being_taken_down(django_user_model: type) -> None:
    article = store()
    user = django_user_model.objects.create(username="edith")  # type: ignore[attr-defined]
    begun = once.begin("k", "f", user=user)
    kept_while(
        lambda: take_down(article, user=None, reason="disputed"),
        lambda: once.finish(begun, status=200, answer=f'{{"id": "{article.public_id}"}}', location="", etag=""),
    )
    assert not AnsweredRequest.objects.exists()
