"""Rows that are read without models say what models say, and statements are compiled once for many values."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from api.v1 import listings, shape
from api.v1.serializers.base import PREPARED, Plan
from corpus import statements
from corpus.models import Article, Quotation
from tests.api.conftest import quotations
from tests.api.newsroom import build

pytestmark = pytest.mark.django_db

ALL = {name: listing for name, listing in vars(listings).items() if isinstance(listing, listings.Listing)}
# Their rows have annotations that a view brings, and are compared by the tests of the view.
ANNOTATED = {"MEMBERS"}


def shapes(serializer: Any) -> list[dict[str, list[str]]]:
    """The whole, each field alone, all but each field, and each record in full that needs no bounded list."""
    names = list(serializer.members({}))
    found: list[dict[str, list[str]]] = [{}, *({"fields": [name]} for name in names)]
    found += [{"omit": [name]} for name in names if len(names) > 1]
    return [*found, *({"expand": [name]} for name in serializer.expandable)]


@pytest.mark.parametrize("name", sorted(ALL.keys() - ANNOTATED))
def test_what_is_read_without_models_is_what_models_say(name: str) -> None:
    build()
    listing = ALL[name]
    context = {"root": "https://news.example/", "request": RequestFactory().get("/")}
    query = listing.filterset.Meta.model._default_manager.order_by("pk")
    compared = 0
    for given in shapes(listing.serializer):
        serializer = listing.serializer(shape=shape.parse(given, listing.serializer), context=context)
        reading = serializer.reading(query.model)
        if reading is None:
            continue
        by_models = [serializer.to_representation(row) for row in serializer.plan().apply(query)]
        assert [serializer.to_representation(row) for row in reading.rows(query)] == by_models, given
        compared += len(by_models)
    assert compared > 10 or not query.exists()


def test_a_statement_is_compiled_once_for_pages_of_about_one_size(edition: Article) -> None:
    serializer = listings.QUOTATIONS.serializer(context={"root": "/"})
    reading = serializer.reading(Quotation)
    assert reading is not None
    made = quotations(edition, 60)
    counts = []
    for size in (60, 55, 51, 1, 3, 4):
        query = Quotation.objects.filter(pk__in=[row.pk for row in made[:size]])
        with CaptureQueriesContext(connection) as caught:
            assert len(reading.rows(query)) == size
        counts.append(len(caught))
    assert len(set(counts)) == 1
    # PostgreSQL takes the keys as one array, however many they are.
    sizes = [0] if connection.vendor == "postgresql" else [1, 5, 51, 101]
    assert sorted(reading.under[0].by_key.statements) == sizes


def test_more_records_than_a_statement_holds_values_for(edition: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "SIZES", (1, 2, 5))
    serializer = listings.QUOTATIONS.serializer(context={"root": "/"})
    reading = serializer.reading(Quotation)
    assert reading is not None
    quotations(edition, 13)
    query = Quotation.objects.order_by("pk")
    found = [serializer.to_representation(row) for row in reading.rows(query)]
    assert [len(one["spans"] + one["quoted"]) for one in found] == [row.span_rows.count() for row in query]


def test_a_value_that_cannot_be_told_apart_is_not_compiled(edition: Article) -> None:
    twice = Article.objects.filter(source_key="x", public_id__in=["other"])
    found = statements.statement(twice, ["nowhere", "other"])
    assert found is not None
    assert [bool(places) for places in found.places] == [False, True]
    reading = listings.ARTICLES.serializer(context={"root": "/"}).reading(Article)
    assert reading is not None
    reading.by_id.statements[1] = None
    one = reading.one(edition.public_id)
    assert one is not None
    assert one[0].pk == edition.pk
    assert reading.one("art_aaaaaaaaaaaaa") is None


def test_a_row_that_goes_between_the_two_statements_is_no_end_of_the_page(edition: Article) -> None:
    reading = listings.QUOTATIONS.serializer(context={"root": "/"}).reading(Quotation)
    assert reading is not None
    made = quotations(edition, 5)
    reading._of = lambda keys: []  # type: ignore[method-assign]
    found = reading.rows(Quotation.objects.filter(pk__in=[row.pk for row in made]).order_by("pk"))
    assert [row.pk for row in found] == [row.pk for row in made]


def test_lists_that_are_bounded_are_read_by_models(edition: Article) -> None:
    bounded = shape.parse({"expand": ["affiliations"]}, listings.PEOPLE.serializer)
    serializer = listings.PEOPLE.serializer(shape=bounded, context={"root": "/"})
    assert serializer.reading(listings.PEOPLE.filterset.Meta.model) is None
    assert Plan().reading(Article) is not None


def test_prepared_serializers_keep_no_request_that_was_answered(edition: Article) -> None:
    first, second = RequestFactory().get("/"), RequestFactory().get("/")
    kind = listings.ARTICLES.serializer
    one = PREPARED.serializer(kind, shape.WHOLE, {"request": first})
    other = PREPARED.serializer(listings.PEOPLE.serializer, shape.WHOLE, {"request": second})
    assert one.context == {}
    assert other.context == {"request": second}
    assert PREPARED.serializer(kind, shape.WHOLE, {"request": second}) is one
    assert one.context == {"request": second}


def test_no_more_prepared_serializers_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(PREPARED), "MOST", 3)
    for name in ("id", "url", "headline", "byline", "section"):
        PREPARED.serializer(listings.ARTICLES.serializer, shape.Shape({name: {}}), {})
    assert len(PREPARED.held) == 3
