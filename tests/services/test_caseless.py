"""Text whatever the case of its letters, alike on both databases."""

from __future__ import annotations

import pytest

from corpus.models import Article
from tests.api.conftest import articles

pytestmark = pytest.mark.django_db

TEXTS = [
    "École en fête",
    "ECOLE",
    "ΣΊΣΥΦΟΣ",
    "İstanbul",
    "Straße",
    "100% a_b",
    "Привет, Мир",
    "O'Hara \\ x",
    "Ǆur",
    "\u212aelvin",
    "",
]


@pytest.fixture(autouse=True)
def _headlines(db):
    rows = articles(len(TEXTS))
    for row, text in zip(rows, TEXTS, strict=True):
        row.headline = text
    Article.objects.bulk_update(rows, ["headline"])


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("école", ["École en fête"]),
        ("ÉCOLE", ["École en fête"]),
        ("ecole", ["ECOLE"]),
        ("FÊTE", ["École en fête"]),
        ("σίσυφοσ", ["ΣΊΣΥΦΟΣ"]),
        ("ΣΊΣΥΦΟΣ", ["ΣΊΣΥΦΟΣ"]),
        ("istanbul", ["İstanbul"]),
        ("STRASSE", []),
        ("STRAßE", ["Straße"]),
        ("100%", ["100% a_b"]),
        ("A_B", ["100% a_b"]),
        ("_", ["100% a_b"]),
        ("%", ["100% a_b"]),
        ("МИР", ["Привет, Мир"]),
        ("o'h", ["O'Hara \\ x"]),
        ("\\", ["O'Hara \\ x"]),
        ("ǆ", ["Ǆur"]),
        ("KELV", ["\u212aelvin"]),
        ("nowhere", []),
    ],
)
def test_contains(part, found):
    assert list(Article.objects.filter(headline__caseless_contains=part).values_list("headline", flat=True)) == found
    others = set(Article.objects.exclude(headline__caseless_contains=part).values_list("headline", flat=True))
    assert others == set(TEXTS) - set(found)


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("ÉCOLE en", ["École en fête"]),
        ("fête", []),
        ("i", ["İstanbul"]),
        ("100%", ["100% a_b"]),
        ("%", []),
        ("_00", []),
        ("привет", ["Привет, Мир"]),
        ("ECOLE and more", []),
    ],
)
def test_starts_with(part, found):
    assert list(Article.objects.filter(headline__caseless_startswith=part).values_list("headline", flat=True)) == found


def test_nothing_is_neither_this_nor_that(db):
    known = Article.objects.filter(publisher__description__caseless_contains="x")
    unknown = Article.objects.exclude(publisher__description__caseless_contains="x")
    assert (known.count(), unknown.count()) == (0, len(TEXTS))
