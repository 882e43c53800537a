"""A filter and its negation split the rows in two, and so do any conditions and ``not`` around them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1 import where
from api.v1.listings import AFFILIATIONS, ARTICLES, ORGANISATIONS, PEOPLE, QUOTATIONS, UTTERANCES
from corpus.models import Affiliation, Article, Organisation, Person, Quotation, Utterance
from tests.api.newsroom import Newsroom, build

pytestmark = pytest.mark.django_db

COLLECTIONS = {
    "articles": (ARTICLES, Article.objects.readable),
    "quotations": (QUOTATIONS, Quotation.objects.readable),
    "people": (PEOPLE, Person.objects.standing),
    "organisations": (ORGANISATIONS, Organisation.objects.standing),
    "affiliations": (AFFILIATIONS, Affiliation.objects.readable),
    "utterances": (UTTERANCES, Utterance.objects.printed),
}
FILTERS = {name: listing.filterset.base_filters for name, (listing, _) in COLLECTIONS.items()}
PAIRS = [(name, one) for name, filters in FILTERS.items() for one in filters if f"{one}__not" in filters]
FLAGS = [
    (name, one)
    for name, filters in FILTERS.items()
    for one, found in filters.items()
    if found.meaning.schema["type"] == "boolean" and found.meaning.row is None
]
IDS = [
    "ines",
    "joss",
    "port",
    "shipping",
    "herald",
    "echo",
    "wall",
    "ferry",
    "first",
    "again",
    "mayor",
    "utterance",
    "once",
]
WORDS = [
    "Inès Tarrow",
    "Port of Kessmouth",
    "nsc",
    "Ana Kerr",
    "Ferry late",
    "en",
    "News",
    "CC0",
    "wall",
    "reader-1",
    "clerk",
    "said",
]
PRINTED = [
    "an official",
    "mayor of Kessmouth",
    "The Kessmouth Herald",
    "https://e.example/",
    "Tarrow",
    "mayor",
    "owner",
]
OTHERS = [
    "wikidata:Q1",
    "lei:N9",
    "lei:P7",
    "isni:5",
    "4",
    "Pardew",
    "2024-03-05",
    "2024-03-01",
    "2024-03",
    "0",
    "1",
    "2",
    "3",
    "0.9",
    "0.4",
    "0.2",
]


@pytest.fixture(scope="module")
def newsroom(module_rows) -> Newsroom:
    with module_rows.unblock():
        return build()


def accepted(name: str, one: str, newsroom: Newsroom) -> list[str]:
    """Values that the filter takes."""
    listing, _ = COLLECTIONS[name]
    meaning = FILTERS[name][one].meaning
    enum = meaning.schema.get("enum")
    pool = enum or [newsroom.id(row) for row in IDS] + WORDS + PRINTED + OTHERS
    return [value for value in pool if not listing.filterset({one: [value]}).faults()]


def matching(name: str, given: dict[str, list[str]]) -> set[int]:
    """Keys of the rows that meet the conditions, without defaults."""
    listing, rows = COLLECTIONS[name]
    found = list(
        rows().filter(listing.filterset.condition(listing.filterset(given).values())).values_list("pk", flat=True)
    )
    assert len(found) == len(set(found)), given
    return set(found)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_filter_and_its_negation_split_the_rows(newsroom, name):
    whole = matching(name, {})
    idle = []
    for one in (one for owner, one in PAIRS if owner == name):
        values = accepted(name, one, newsroom)
        assert values, one
        met = []
        for some in [*([value] for value in values), *map(list, itertools.combinations(values[:3], 2))]:
            yes, no = matching(name, {one: some}), matching(name, {f"{one}__not": some})
            assert not yes & no, (one, some)
            assert yes | no == whole, (one, some)
            met.append(yes)
        if not any(met):
            idle.append(one)
    assert not idle, "no value of these finds anything, so nothing is shown by them"


@pytest.mark.parametrize(("name", "flag"), FLAGS)
def test_true_and_false_split_the_rows(newsroom, name, flag):
    yes, no = matching(name, {flag: ["true"]}), matching(name, {flag: ["false"]})
    assert not yes & no
    assert yes | no == matching(name, {})


LEAVES = {name: [one for one, found in filters.items() if not found.meaning.find] for name, filters in FILTERS.items()}


@st.composite
def trees(draw, name: str, depth: int = 3):
    """Conditions of a collection; some values are none of its filters."""
    tree = {}
    for one in draw(st.lists(st.sampled_from(LEAVES[name]), max_size=3, unique=True)):
        enum = FILTERS[name][one].meaning.schema.get("enum")
        flag = FILTERS[name][one].meaning.schema["type"] == "boolean"
        pool = enum or ([True, False] if flag else WORDS + PRINTED + OTHERS)
        tree[one] = draw(st.sampled_from(pool))
    if depth and draw(st.booleans()):
        tree[draw(st.sampled_from(["and", "or"]))] = draw(st.lists(trees(name, depth - 1), min_size=1, max_size=3))
    if depth and draw(st.booleans()):
        tree["not"] = draw(trees(name, depth - 1))
    return tree


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_conditions_and_their_negation_split_the_rows(newsroom, data):
    name = data.draw(st.sampled_from(sorted(COLLECTIONS)))
    listing, rows = COLLECTIONS[name]
    tree = data.draw(trees(name))
    found, faults = where.read(tree, listing.filterset, [])
    negation, more = where.read({"not": tree}, listing.filterset, [])
    assert bool(faults) == bool(more)
    if faults:
        return
    yes = list(rows().filter(found.condition).values_list("pk", flat=True))
    no = list(rows().filter(negation.condition).values_list("pk", flat=True))
    assert sorted(yes + no) == sorted(rows().values_list("pk", flat=True))
