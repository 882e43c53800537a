"""Records that are written straight from columns; test_rows holds what is written so to what models give."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.test import RequestFactory

from api.v1 import listings, shape
from api.v1.serializers.articles import ArticleDetailSerializer, ArticleSerializer
from api.v1.serializers.base import Plan, ShapedSerializer
from api.v1.serializers.fields import Text
from corpus.models import Article, Quotation
from tests.api.newsroom import build

pytestmark = pytest.mark.django_db


class Shouted(Text):
    """A field that is written otherwise than the one that it is made from."""

    def to_representation(self, value: Any) -> Any:
        """The text, louder."""
        return value.upper()


class Doubled(ShapedSerializer):
    """A serializer that writes more than its fields."""

    headline = Text(help_text="The headline.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The record, and how often it was written."""
        return {**super().to_representation(instance), "times": 2}


class Loud(ShapedSerializer):
    """A serializer with a field of its own kind, whose code writes each value."""

    headline = Shouted(help_text="The headline.")


@pytest.mark.parametrize("name", ["ARTICLES", "QUOTATIONS", "PEOPLE", "ORGANISATIONS", "UTTERANCES", "MENTIONS"])
def test_the_records_of_large_listings_are_written_from_columns(name: str) -> None:
    listing = listings.__dict__[name]
    serializer = listing.serializer(context={"root": "/"})
    reading = serializer.reading(listing.filterset.Meta.model)
    assert reading is not None
    assert reading.compiled is not None


def test_an_article_with_its_words_and_quotations_is_what_models_say() -> None:
    build()
    request: Any = RequestFactory().get("/")
    serializer = ArticleDetailSerializer(context={"root": "https://news.example/", "request": request})
    reading = serializer.reading(Article, dated=True)
    assert reading is not None
    assert reading.compiled is not None
    plan = serializer.plan(into=Plan(dated=True))
    plan.date(Article)
    quoted = 0
    for article in plan.apply(Article.objects.all()):
        found = reading.one(article.public_id)
        assert found is not None
        written = serializer.to_representation(found[0])
        assert written == serializer.to_representation(article)
        assert found[1] is not None
        assert found[1] >= article.updated_at
        quoted += len(written["quotations"])
    assert quoted > 3


def test_the_newest_change_of_what_is_under_an_article_counts() -> None:
    build()
    quotation = Quotation.objects.live().readable().order_by("pk")[0]
    later = quotation.article.updated_at.replace(year=2999)
    Quotation.objects.filter(pk=quotation.pk).update(updated_at=later)
    reading = ArticleDetailSerializer(context={"root": "/"}).reading(Article, dated=True)
    assert reading is not None
    found = reading.one(quotation.article.public_id)
    assert found is not None
    assert found[1] == later


@pytest.mark.parametrize(("kind", "compiled"), [(Loud, True), (Doubled, False)])
def test_what_is_written_by_code_of_its_own_is_written_by_it(kind: type[ShapedSerializer], *, compiled: bool) -> None:
    build()
    serializer = kind(context={"root": "/"})
    reading = serializer.reading(Article)
    assert reading is not None
    assert (reading.compiled is not None) is compiled
    query = Article.objects.order_by("pk")
    assert [serializer.to_representation(row) for row in reading.rows(query)] == [
        serializer.to_representation(article) for article in query
    ]


def test_a_record_that_many_rows_lead_to_is_written_once() -> None:
    build()
    serializer = ArticleSerializer(shape=shape.Shape({"publisher": {}}), context={"root": "/"})
    reading = serializer.reading(Article)
    assert reading is not None
    [(publisher, _), *_] = Counter(
        Article.objects.values_list("publisher", flat=True).exclude(publisher=None)
    ).most_common()
    found = reading.rows(Article.objects.filter(publisher=publisher))
    first, *others = [serializer.to_representation(row)["publisher"] for row in found]
    assert others
    assert all(one is first for one in others)
