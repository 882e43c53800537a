"""The counts of quotations by month: kept by whatever changes a quotation, and told of where they have drifted."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from corpus.models import Article, Entity, Quotation, QuotationMonth, SpeakerMonth
from corpus.records import Moment, Precision
from corpus.services.edit_article import edit_article
from corpus.services.months import move_months, stale_months
from corpus.services.review import correct_quotation, reject_quotation
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = (
    "“The ferry will sail again in spring,” said Orla Venn, the harbour master of Tolmouth. “Nobody asked us,” said "
    "a clerk."
)


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create_superuser(username="edith")


@pytest.fixture
def article() -> Article:
    return store(BODY, key="ferry", published="2024-03-31T23:30:00Z")


def counts() -> tuple[dict[tuple[str, str], int], dict[str, tuple[int, int]]]:
    """By speaker and month, and by month alone."""
    assert list(stale_months()) == []
    speakers = SpeakerMonth.objects.filter(quotations__gt=0).values_list("speaker__name", "month", "quotations")
    months = QuotationMonth.objects.filter(quotations__gt=0).values_list("month", "quotations", "unattributed")
    return {(name, f"{month.isoformat()[:7]}"): n for name, month, n in speakers}, {
        f"{m.isoformat()[:7]}": tuple(n) for m, *n in months
    }


def test_an_article_counts_in_its_month(article: Article) -> None:
    assert counts() == ({("Orla Venn", "2024-03"): 1}, {"2024-03": (2, 1)})
    store(BODY, key="undated", published=None, publisher="The Other Paper")
    assert counts()[1] == {"0001-01": (2, 1), "2024-03": (2, 1)}


def test_a_new_date_moves_them(article: Article, editor: Any) -> None:
    store(BODY, key="ferry", published="2024-04-01T00:30:00Z")
    assert counts() == ({("Orla Venn", "2024-04"): 1}, {"2024-04": (2, 1)})
    moment = Moment(datetime(2023, 1, 1, tzinfo=UTC), Precision.DAY)
    edit_article(Article.objects.get(), {"published": moment}, user=editor, reason="as printed")
    assert counts() == ({("Orla Venn", "2023-01"): 1}, {"2023-01": (2, 1)})


def test_decisions_move_them(article: Article, editor: Any) -> None:
    unnamed, named = Quotation.objects.get(speaker=None), Quotation.objects.exclude(speaker=None).get()
    correct_quotation(unnamed, {"speaker": Entity.objects.get(name="Orla Venn")}, user=editor, reason="she was asked")
    assert counts() == ({("Orla Venn", "2024-03"): 2}, {"2024-03": (2, 0)})
    reject_quotation(named, user=editor, reason="never said")
    assert counts() == ({("Orla Venn", "2024-03"): 1}, {"2024-03": (1, 0)})


def test_a_new_text_moves_them(article: Article) -> None:
    store(
        "“The ferry is sold,” said Mara Ellwin, the mayor of Tolmouth.", key="ferry", published="2024-03-31T23:30:00Z"
    )
    assert counts() == ({("Mara Ellwin", "2024-03"): 1}, {"2024-03": (1, 0)})


def test_what_is_taken_down_counts_no_more(article: Article, editor: Any) -> None:
    before = counts()
    take_down(article, user=editor, reason="court order")
    assert counts() == ({}, {})
    reinstate(Article.objects.get(), user=editor, reason="order lifted")
    assert counts() == before


def test_verify_tells_of_what_has_drifted(article: Article) -> None:
    SpeakerMonth.objects.update(quotations=7)
    QuotationMonth.objects.update(unattributed=0)
    name = Entity.objects.get(name="Orla Venn").public_id
    told = [f"{name}: its count of quotations in 2024-03 is stale", "2024-03: the count of its quotations is stale"]
    assert list(verify()) == told
    SpeakerMonth.objects.all().delete()
    QuotationMonth.objects.all().delete()
    assert list(verify()) == told


def test_a_count_that_has_drifted_stops_no_writing(article: Article) -> None:
    speaker, month = Entity.objects.get(name="Orla Venn").pk, date(2024, 3, 1)
    move_months(Counter({(speaker, month): 5, (None, month): 9}), Counter())
    assert set(SpeakerMonth.objects.values_list("quotations", flat=True)) == {0}
    assert set(QuotationMonth.objects.values_list("quotations", "unattributed")) == {(0, 0)}
