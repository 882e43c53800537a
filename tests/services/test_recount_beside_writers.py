"""Copies are counted anew while others link more of them: no number is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import pytest
from django.db import connection, connections  # noqa: F401 - the condition of a mark

from corpus.models import Article
from corpus.services import copies
from corpus.services.verify_copies import mislinked
from corpus.services.writing import one_writer
from tests.builders import store
from tests.services.test_copies import LEAD, STORY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite admits one writer anyway"),
]
PATIENCE = 10.0  # seconds


def test_a_copy_that_comes_while_they_are_counted_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    original = store(STORY, key="original", published="2024-03-05")
    store(f"{LEAD}\n\n{STORY}", key="led", published="2024-03-06")
    Article.objects.filter(pk=original.pk).update(copies_count=7)  # so that it is counted anew
    is_linked, may_commit = threading.Event(), threading.Event()

    def link_one_more() -> None:
        try:
            with one_writer():
                store(f"{STORY}\n\n{LEAD}", key="more", published="2024-03-07")
                is_linked.set()
                may_commit.wait(PATIENCE)
        finally:
            connections.close_all()

    writer = threading.Thread(target=link_one_more)
    recount = copies.recount_copies

    def beside_the_writer(ids: Iterable[int]) -> None:
        writer.start()
        is_linked.wait(0.5)  # in vain where it has to wait for its turn
        threading.Timer(0.5, may_commit.set).start()
        recount(ids)

    monkeypatch.setattr(copies, "recount_copies", beside_the_writer)
    copies.relink_all()
    writer.join(PATIENCE)
    assert Article.objects.filter(copy_of=original.pk).count() == 2
    assert list(mislinked()) == []
