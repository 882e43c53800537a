"""Pairs that may be one record: the queue, and what the page of one shows."""

from __future__ import annotations

import pytest
from django.urls import reverse

from corpus.admin.display import page_of
from corpus.models import DuplicatePair
from corpus.services.duplicates import mark_different
from tests.admin import rows
from tests.admin.pairs import LIST, decide, listed, page, pair

pytestmark = pytest.mark.django_db


# --- the queue


def test_what_waits_comes_first_and_the_surest_before_the_rest(curator):
    unsure, sure = pair(score=-0.4), pair("Tom Hask", "Thomas Hask", score=0.7)
    settled = pair("Dagny Ruhl", "D. Ruhl", score=0.9)
    mark_different(settled.first, settled.second, user=None)
    assert listed(curator) == listed(curator, state="open") == [sure, unsure]
    assert listed(curator, state="different") == [settled]
    assert set(listed(curator, state="all")) == {sure, unsure, settled}
    assert listed(curator, state="nonsense") == [sure, unsure]


def test_pairs_are_filtered_by_type_and_found_by_either_name_or_id(curator):
    person = pair("Ana Kerr", "A. Karr")
    body = pair("Rovers", "Tolmouth Rovers", kind=rows.IdType.ORGANISATION)
    assert listed(curator, first__type__exact="organisation") == [body]
    for term in ("ana", "karr", person.first.public_id, person.second.public_id):
        assert listed(curator, q=term) == [person]
    assert listed(curator, q="per_aaaaaaaaaaaaa") == []


def test_the_list_tells_for_from_against(curator):
    row = pair()
    html = curator.get(LIST).content.decode()
    assert '<li class="or-evidence--for">the same name, Ana Kerr</li>' in html
    assert '<li class="or-evidence--against">against it: one is a lawyer</li>' in html
    assert "both belong to the Rovers" not in html
    assert "1 more" in html
    assert "+0.5" in html
    for entity in (row.first, row.second):
        assert reverse("admin:corpus_person_change", args=[entity.pk]) in html


def test_an_empty_queue_says_what_to_do_next(curator):
    assert "manage.py resolve" in curator.get(LIST).content.decode()
    pair()
    found = curator.get(LIST, {"q": "nobody"}).content.decode()
    assert "manage.py resolve" not in found
    assert "No such pair." in found


def test_a_pair_whose_record_is_gone_leaves_the_queue(curator):
    gone = pair()
    rows.Entity.objects.filter(pk=gone.first_id).update(removed_at=rows.PUBLISHED)
    assert listed(curator) == []
    assert listed(curator, state="overtaken") == [gone]
    html = curator.get(page(gone)).content.decode()
    assert "was removed meanwhile" in html
    assert 'name="verdict"' not in html


def test_list_and_page_cost_the_same_for_many_pairs(queries):
    first = rows.everything(0).pair
    few = queries(LIST), queries(page(first))
    for number in range(1, 20):
        rows.everything(number)
    assert (queries(LIST), queries(page(first))) == few
    assert few[0] <= 12
    assert few[1] <= 45


def test_the_page_costs_the_same_for_a_record_that_is_everywhere(queries):
    def printed(number: int) -> None:
        text = rows.article(f"k{number}", publisher=paper).current_text
        rows.mention(text, 21, 32, row.first)
        rows.affiliation(text, 34, 43, row.first, paper)
        rows.quotation(text.article, 1, 15, row.first)

    row, paper = pair(), rows.entity("Tolmouth Gazette", rows.IdType.ORGANISATION, is_publisher=True)
    printed(0)
    few = queries(page(row))
    for number in range(1, 12):
        printed(number)
    assert queries(page(row)) == few


# --- the page


def test_the_page_shows_what_an_editor_decides_by(curator):
    one = rows.everything(1)
    html = curator.get(page(one.pair)).content.decode()
    assert f'{page_of(one.article)}#{one.quotation.public_id}">We have begun,</a>' in html
    for words in ("Tolmouth Gazette 1 (1)", "Ellwin 1", "register:T1", "the mayor", "1 article", "5 Mar 2024"):
        assert words in html
    assert html.count('class="or-person"') == 1


def test_the_likelier_record_is_offered_to_stay(curator):
    short, chosen = pair("Kerr", "Ana Kerr"), pair("Tom Hask", "T. Hask")
    rows.Entity.objects.filter(pk=chosen.second_id).update(name_is_chosen=True)
    for row, stays in ((short, short.second_id), (chosen, chosen.second_id)):
        assert curator.get(page(row)).context["panel"]["form"]["stays"].value() == stays


def test_hostile_names_and_evidence_are_escaped(curator):
    bad = "<script>alert(1)</script>"
    row = pair(bad, f"{bad} II")
    DuplicatePair.objects.filter(pk=row.pk).update(evidence=[bad, f"against it: {bad}"])
    for address in (LIST, page(row), reverse("admin:corpus_person_split", args=[row.first_id])):
        assert bad not in curator.get(address).content.decode()
    assert bad not in decide(curator, row, "two", reason=bad).content.decode()
    assert bad not in curator.get(page(row)).content.decode()
