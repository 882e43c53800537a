"""Facets that are read from the counts by month: they say what counting live says, whatever the span of time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from api.v1 import facet
from corpus.models import Article, Entity, Quotation, QuotationMonth, SpeakerMonth, quoted
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.months import move_months, printed, stale_months
from tests.bench.loading import load

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("facets by month")]

BY = ("speaker", "published_month", "published_year")
SPANS = [
    "",
    "published_at=2021",
    "published_at=2021-05",
    "published_at__gte=2020-01-01&published_at__lt=2022-01-01",
    "published_at__gte=2020-01-17&published_at__lt=2021-11-03T12:30:00Z",
    "published_at__gt=2020-02-28&published_at__lte=2020-12",
    "published_at__gte=2023-05-31",
    "published_at__lt=2020-02-02",
    *("published_at__gte=0001-01-01T00:00:00Z", "published_at__gte=0001-01-02", "published_at__gt=0001-01-01"),
    "published_at__gte=2019-03-02&published_at__gt=2020&published_at__lt=2024&published_at__lte=2022-W10",
]
NEVER, ALWAYS = 10**9, 1
CORPUS = 150  # articles, with 750 quotations


@pytest.fixture(scope="module")
def corpus(module_rows: DjangoDbBlocker) -> None:
    with module_rows.unblock():
        load(CORPUS, seed=5)
        keys = list(Quotation.objects.order_by("pk").values_list("pk", flat=True))
        Quotation.objects.filter(pk__in=keys[::7]).update(speaker=None, original_speaker=None, speaker_type="")
        Quotation.objects.filter(pk__in=keys[::11]).update(status="rejected")
        undated = list(Article.objects.order_by("pk").values_list("pk", flat=True)[::13])
        Article.objects.filter(pk__in=undated).update(published_at=UNKNOWN_TIME, published_precision="")
        Quotation.objects.filter(article__in=undated).update(published_at=UNKNOWN_TIME)
        Article.objects.filter(pk=undated[0] + 1).update(removed_at="2024-01-01T00:00:00Z")
        for model in (SpeakerMonth, QuotationMonth):
            model.objects.all().delete()
        move_months(Counter(), printed(Quotation.objects.live().readable()))
        assert list(stale_months()) == []


def ask(client: Client, query: str, by: tuple[str, ...] = BY) -> dict[str, Any]:
    answer = client.get(f"/api/v1/quotations/facets/?{'&'.join(f'by={name}' for name in by)}&{query}".rstrip("&"))
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def told(client: Client, query: str, few: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The answer, read from the counts by month where there are more rows than ``few``."""
    monkeypatch.setattr(facet, "FEW_ROWS", few)
    return ask(client, query)


@pytest.mark.parametrize("size", [1, 5, 200])
@pytest.mark.parametrize("depths", [(1, 2), (3,), (100,)])
@pytest.mark.parametrize("few", [0, 3])
def test_they_say_what_counting_says(
    client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch, depths: tuple[int, ...], size: int, few: int
) -> None:
    monkeypatch.setattr(quoted, "DEPTHS", depths)
    monkeypatch.setattr(quoted, "SPARE", few)
    monkeypatch.setattr(quoted, "FEW", 0)
    for span in SPANS:
        live = told(client, f"{span}&size={size}".lstrip("&"), NEVER, monkeypatch)
        kept = told(client, f"{span}&size={size}".lstrip("&"), ALWAYS, monkeypatch)
        for one in (live, kept):
            total = one["facets"]["speaker"].pop("total_buckets")
            assert total is None or total >= len(one["facets"]["speaker"]["buckets"])
        assert kept == live, span


def test_of_few_the_number_of_speakers_is_known(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for span in SPANS:
        live = told(client, f"{span}&size=2".lstrip("&"), NEVER, monkeypatch)
        assert told(client, f"{span}&size=2".lstrip("&"), ALWAYS, monkeypatch) == live, span


def test_a_list_is_not_read_to_its_end(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first few of each month suffice where some are quoted far more than the rest."""
    monkeypatch.setattr(quoted, "DEPTHS", (2,))
    monkeypatch.setattr(quoted, "SPARE", 0)
    monkeypatch.setattr(quoted, "FEW", 0)
    star = Entity.objects.order_by("pk").first()
    assert star is not None
    for month in QuotationMonth.objects.values_list("month", flat=True):
        move_months(Counter(), Counter({(star.pk, month): 1000}))
    monkeypatch.setattr(facet, "FEW_ROWS", ALWAYS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = ask(client, "published_at=2021&size=1", ("speaker",))["facets"]["speaker"]
    assert found["buckets"][0]["key"] == star.public_id
    assert found["total_buckets"] is None
    assert not found["approximate"]
    assert not [one["sql"] for one in asked if 'corpus_quotation"' in one["sql"]], "the quotations were read"


def test_other_filters_count_live(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ("kind=direct", "published_at=2021&kind=direct", "published_at=2020&published_at=2021", "q=harbour"):
        live = told(client, query, NEVER, monkeypatch)
        monkeypatch.setattr(quoted.Quoted, "by_speaker", None)
        assert told(client, query, ALWAYS, monkeypatch) == live


def test_facets_of_both_kinds_stand_side_by_side(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet, "FEW_ROWS", ALWAYS)
    kept = ask(client, "published_at=2021", ("speaker", "kind"))
    monkeypatch.setattr(facet, "FEW_ROWS", NEVER)
    live = ask(client, "published_at=2021", ("speaker", "kind"))
    assert kept["count"] == live["count"]
    assert kept["facets"]["kind"] == live["facets"]["kind"]


def test_shares_of_months(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "normalise=articles&published_at__gte=2020-02-05&by=published_month&by=published_year"
    monkeypatch.setattr(facet, "FEW_ROWS", ALWAYS)
    kept = ask(client, query, ())
    monkeypatch.setattr(facet, "FEW_ROWS", NEVER)
    assert kept == ask(client, query, ())
    assert kept["facets"]["published_month"]["buckets"][0]["share"] > 0


def test_an_empty_span_counts_nothing(client: Client, corpus: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(client, "published_at__gte=2022&published_at__lt=2021", ALWAYS, monkeypatch)
    assert found["count"] == 0
    assert found["facets"]["speaker"]["buckets"] == []
