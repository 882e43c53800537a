"""What is written while the promises are checked breaks none."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection  # noqa: F401 - the condition of a mark

from corpus.models import Article
from corpus.services import verify
from tests.builders import store
from tests.services.threads import thread_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite in memory has no snapshots"),
]


def test_an_article_that_comes_meanwhile_is_no_broken_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    store(key="before")
    true_counts = verify.true_counts

    def beside_a_writer(pk: int) -> tuple[int, int]:
        monkeypatch.setattr(verify, "true_counts", true_counts)
        said = "“We go on,” said Mara Ellwin, the mayor of Tolmouth."
        writer = thread_of(lambda: store(said, key="meanwhile", published="2024-04-05"))
        writer.start()
        writer.join()
        return true_counts(pk)

    monkeypatch.setattr(verify, "true_counts", beside_a_writer)
    out = StringIO()
    call_command("verify", stdout=out)
    assert out.getvalue() == "all promises hold\n"
    assert Article.objects.count() == 2
