"""Words with their places, runs that are kept of quotations, and the beginnings of names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import folded_words, located_words
from corpus.models import Entity, NamePart, Quotation, Shingle
from corpus.search import remove_quotations
from corpus.search.alignment import aligned, alike
from corpus.search.index import rebuild
from corpus.search.shingles import SHARED, SHORT, kept
from corpus.services.name_parts import index_names, parts_of, weigh
from corpus.services.verify import verify
from tests.builders import store

TEXT = st.text(st.sampled_from("aB é´’'½İßﬁ\u0301\u0345₂ⅷΣς-_ \n“”Ǆ한🜁٣"), max_size=40) | st.text(max_size=30)
WORD = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"])


@given(TEXT)
def test_located_words_are_the_folded_words(text):
    words = located_words(text)
    assert [word.text for word in words] == folded_words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(words))


def test_an_accent_belongs_to_its_word():
    assert located_words("cafe\u0301, x") == [("cafe", 0, 5), ("x", 7, 8)]


@given(st.lists(WORD, min_size=3, max_size=40), st.data())
def test_whatever_shares_enough_words_shares_a_run_that_is_kept(words, data):
    keys = {key for _, key in kept(words)}
    least = min(len(words), 4 if len(words) <= SHORT else SHARED)
    start = data.draw(st.integers(0, len(words) - least))
    asked = words[start : start + least]
    runs = {
        key
        for size in (3, 4)
        for at in range(len(asked) - size + 1)
        for key in dict(kept(asked[at : at + size])).values()
    }
    assert keys & runs


@given(st.lists(WORD, min_size=1, max_size=20), st.lists(WORD, max_size=30), st.data())
def test_a_passage_lies_in_the_text_and_is_worth_what_it_says(quotation, text, data):
    places = [(at, place) for at, one in enumerate(quotation) for place, other in enumerate(text) if one == other]
    for at, place in places[:5]:
        passage = aligned(quotation, text, at, place)
        assert passage is not None
        assert 0 <= passage.first < passage.last <= len(text)
        assert passage.first <= place < passage.last
        assert 0 < passage.run <= passage.shared <= min(len(quotation), passage.last - passage.first)
        assert 0 < passage.score <= 1
        assert alike(passage, 1)


@pytest.mark.parametrize(
    ("name", "aliases", "expected"),
    [
        ("mara ellwin", [], [(0, "mara ellwin"), (1, "ellwin")]),
        ("mara ellwin", ["ellwin", "m ellwin"], [(0, "mara ellwin"), (1, "ellwin"), (2, "m ellwin")]),
        ("norrick", ["ns line"], [(0, "norrick"), (2, "ns line"), (3, "line")]),
        ("★", [], [(0, "★")]),
        (" ".join("abcdefghijklmnop"), [], 12),
    ],
)
def test_parts(name, aliases, expected):
    found = list(parts_of(name, aliases))
    assert (len(found) if isinstance(expected, int) else found) == expected


@pytest.mark.django_db
def test_both_are_kept_in_step():
    article = store()
    entity = Entity.objects.get(name="Mara Ellwin")
    assert list(verify()) == []
    NamePart.objects.filter(entity=entity).delete()
    assert any(entity.public_id in line for line in verify())
    index_names([entity.pk])
    assert list(verify()) == []
    NamePart.objects.filter(entity=entity).update(weight=60)
    assert any(entity.public_id in line for line in verify())
    weigh([entity.pk])
    quotation = article.quotations.first()
    Shingle.objects.filter(quotation=quotation).delete()
    assert any(quotation.public_id in line for line in verify())
    rebuild()
    assert list(verify()) == []
    remove_quotations([quotation.pk])
    assert not Shingle.objects.filter(quotation=quotation).exists()


@pytest.mark.django_db
def test_names_are_compared_by_code_points():
    """Whatever the collation of the database: a range finds a beginning."""
    store()
    entity = Entity.objects.get(name="Mara Ellwin")
    for text in ("zebra", "Zebra", "zebr a", "zebrö", "zebr\U0001f701"):
        NamePart.objects.create(
            entity=entity, text=text, place=2, first=text[0], first_two=text[:2], first_three=text[:3], shown="person"
        )
    found = NamePart.objects.beginning("zebr").order_by("text").values_list("text", flat=True)
    assert list(found) == ["zebr a", "zebra", "zebrö", "zebr\U0001f701"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["m", "ma", "mar", "mara", "mara ellwin"])
def test_an_index_finds_beginnings(key):
    """SQLite alone says so of an empty table; PostgreSQL reads a small one as a whole."""
    if connection.vendor != "sqlite":
        assert NamePart.objects.beginning(key).explain()
        return
    plan = NamePart.objects.beginning(key).values_list("entity", "place")[:50].explain()
    assert "USING COVERING INDEX part_by_" in plan
    assert Quotation.objects.count() == 0
