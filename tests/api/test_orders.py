"""Every order of every collection: read off an index in both directions, and walked without gap or repeat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.v1 import ordering
from api.v1.pagination import Cursor, places, rows_at
from api.v1.views.affiliations import AffiliationViewSet
from api.v1.views.articles import ArticleViewSet
from api.v1.views.merges import MergeViewSet
from api.v1.views.organisations import OrganisationViewSet
from api.v1.views.pairs import PairViewSet
from api.v1.views.people import PersonViewSet
from api.v1.views.proposals import ProposalViewSet
from api.v1.views.quotations import QuotationViewSet
from api.v1.views.utterances import UtteranceViewSet
from corpus.folding import words_key
from corpus.models import Affiliation, Article, DuplicatePair, Entity, Merge, Proposal, Quotation, Utterance
from corpus.models.ids import IdType, fresh
from corpus.models.sorting import UNKNOWN_TIME
from corpus.search import index_articles, index_quotations
from tests.api.conftest import articles, fault, ids, organisation, person
from tests.builders import store

pytestmark = pytest.mark.django_db

VIEWS = {
    "articles": ArticleViewSet,
    "quotations": QuotationViewSet,
    "people": PersonViewSet,
    "organisations": OrganisationViewSet,
    "affiliations": AffiliationViewSet,
    "utterances": UtteranceViewSet,
    "merges": MergeViewSet,
    "proposals": ProposalViewSet,
    "pairs": PairViewSet,
}
ORDERS = [
    (name, f"{sign}{column}")
    for name, view in VIEWS.items()
    for column, declared in view.listings["list"].columns.items()
    if not declared.needs
    for sign in ("", "-")
]
DAY = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(("name", "term"), ORDERS)
@pytest.mark.parametrize("backwards", [None, False, True])
def test_pages_are_read_off_an_index(name, term, backwards):
    listing = VIEWS[name].listings["list"]
    rows, words, columns = listing.select(VIEWS[name]().collection(), {"ordering": [term]})
    rows, keys = ordering.apply(rows, words, columns)
    parts = keys[0].parts
    cursor = None
    if backwards is not None:
        column = term.removeprefix("-")
        text = column in ("name", "headline", "title")
        value = "m" if text else DAY if column.endswith("_at") else 0.5 if column in ("confidence", "score") else 5
        cursor = Cursor((*([0] if parts else []), value, 5), backwards)
    if connection.vendor == "postgresql":
        # On a table of a few rows the planner would rather sort.
        connection.cursor().execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
    for place in places(keys, cursor):
        plan = rows_at(place, rows, keys)[:51].explain()
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
        # SQLite would make it of all articles.
        assert "BLOOM" not in plan


def test_an_order_that_says_nothing_without_a_filter_needs_it(client, edition):
    assert fault(client.get("/api/v1/quotations/?ordering=start"))["code"] == "needs_filter"
    assert ids(client.get(f"/api/v1/quotations/?ordering=start&article={edition.public_id}"))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ordering=relevance", "needs_q"),
        ("q=wall&ordering=-relevance", "misplaced"),
        ("q=wall&ordering=-published_at,relevance", "misplaced"),
        ("exact=true", "needs_q"),
        ("count=some", "malformed"),
    ],
)
def test_what_says_nothing_is_refused(client, query, code):
    assert fault(client.get(f"/api/v1/articles/?{query}"))["code"] == code


@pytest.mark.parametrize(("names", "expected"), [(["écluse", "Zaro", "Eclair", "zara"], [2, 0, 3, 1])])
def test_text_is_ordered_alike_on_every_database(client, names, expected):
    made = [person(name) for name in names]
    assert ids(client.get("/api/v1/people/?ordering=name")) == [made[n].public_id for n in expected]


def moment(number):
    return None if number is None else DAY + timedelta(days=number)


class Rows:
    """Makes and removes a row of each collection; a number or None stands for each of its values."""

    def __init__(self) -> None:
        self.article = store(headline="Wall")
        self.speakers = [person(f"Speaker {n}") for n in range(2)]
        self.models = {
            "articles": Article,
            "quotations": Quotation,
            "people": Entity,
            "organisations": Entity,
            "affiliations": Affiliation,
            "utterances": Utterance,
            "merges": Merge,
            "proposals": Proposal,
            "pairs": DuplicatePair,
        }

    def make(self, name, number):
        size = number or 0
        made = getattr(self, name)(number, size)
        for stamp in ("created_at", "updated_at", "merged_at", "proposed_at", "found_at"):
            if hasattr(made, stamp):
                self.models[name]._base_manager.filter(pk=made.pk).update(**{stamp: DAY + timedelta(days=size)})
        return made

    def articles(self, number, size):
        [made] = articles(1, lambda _: number)
        made.headline = "" if number is None else f"Wall {size}"
        made.word_count = made.quotation_count = size
        made.current_text = None
        made.save()
        return made

    def quotations(self, number, size):
        made = Quotation.objects.create(
            public_id=fresh(IdType.QUOTATION), article=self.article, text=self.article.current_text, words="wall",
            words_key=words_key("wall"), start=size, end=size + 1, kind="direct", attitude="said",
            published_at=moment(number) or UNKNOWN_TIME, said_at=moment(number), said_precision="day" if number else "",
            confidence=size / 10, word_count=size, confidence_span=1, confidence_speaker=1, confidence_kind=1,
        )  # fmt: skip
        index_quotations([made.pk])
        return made

    def people(self, number, size):
        return person(f"Name {size}", quotation_count=size, mention_count=size)

    def organisations(self, number, size):
        return organisation(f"Name {size}", quotation_count=size, mention_count=size)

    def affiliations(self, number, size):
        one = self.speakers[0].pk
        return Affiliation.objects.create(
            public_id=fresh(IdType.AFFILIATION), person_id=one, original_person_id=one, title=f"title {size}",
            tense="current", began_at=moment(number), ended_at=moment(number), confidence=size / 10,
            stated_at=moment(number) or UNKNOWN_TIME,
        )  # fmt: skip

    def utterances(self, number, size):
        at = moment(number) or UNKNOWN_TIME
        return Utterance.objects.create(
            public_id=fresh(IdType.UTTERANCE), speaker=self.speakers[0], key=fresh(IdType.UTTERANCE), text="wall",
            times_printed=size + 1, first_at=at, last_at=at,
        )  # fmt: skip

    def merges(self, number, size):
        return Merge.objects.create(
            public_id=fresh(IdType.MERGE), loser=person(f"Lost {size}"), survivor=self.speakers[1]
        )

    def proposals(self, number, size):
        about = self.quotations(number, size)
        return Proposal.objects.create(
            public_id=fresh(IdType.PROPOSAL), quotation=about, changes={"channel": "email"}, version=1
        )

    def pairs(self, number, size):
        first, second = person(f"Like {size}"), person(f"Alike {size}")
        return DuplicatePair.objects.create(first=first, second=second, score=size / 10, evidence=["names alike"])


def walked(client, link, way, change):
    pages = []
    while link:
        response = client.get(link)
        pages.append(ids(response))
        change()
        link = response.json()[way]
    return pages


NUMBERS = st.one_of(st.none(), st.integers(0, 3))
SEARCHED = [("quotations", "q=wall"), ("quotations", "q=wall&ordering=relevance"), ("quotations", "q=wall&exact=true")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.sampled_from([*((name, f"ordering={term}") for name, term in ORDERS), *SEARCHED]),
    numbers=st.lists(NUMBERS, min_size=1, max_size=9),
    size=st.integers(1, 3),
    added=st.lists(NUMBERS, max_size=4),
    removed=st.lists(st.integers(0, 8), max_size=3),
)
def test_walks_of_every_order_miss_and_repeat_nothing(reader, rows, which, numbers, size, added, removed):
    client, (name, query) = reader, which
    cache.clear()
    # Merges and proposals first, for they protect what they name.
    for stale in ("merges", "proposals", name):
        rows.models[stale]._base_manager.exclude(pk__in=rows.kept[stale]).delete()
    made = [rows.make(name, number) for number in numbers]
    going = {made[n].pk: made[n] for n in removed if n < len(made)}
    stable = [row.public_id for row in made if row.pk not in going]
    address = f"/api/v1/{name}/?{query}&page_size="
    order = [id_ for id_ in ids(client.get(f"{address}200")) if id_ in stable]
    assert sorted(order) == sorted(stable)
    fresh_numbers, leaving = list(added), list(going.values())

    def change():
        if fresh_numbers:
            rows.make(name, fresh_numbers.pop())
        if leaving:
            leaving.pop().delete()

    seen = [id_ for page in walked(client, f"{address}{size}", "next", change) for id_ in page]
    assert len(seen) == len(set(seen))
    assert [id_ for id_ in seen if id_ in stable] == order

    fresh_numbers = list(added)
    last = client.get(f"{address}{size}")
    while last.json()["next"]:
        last = client.get(last.json()["next"])
    back = walked(client, last.json()["previous"], "previous", change)
    seen = [id_ for page in reversed(back) for id_ in page] + ids(last)
    assert len(seen) == len(set(seen))
    assert [id_ for id_ in seen if id_ in stable] == order


@pytest.fixture
def reader(account):
    """Pairs are for those who have an account."""
    return account("readers")


@pytest.fixture
def rows(db):
    made = Rows()
    made.kept = {name: list(model._base_manager.values_list("pk", flat=True)) for name, model in made.models.items()}
    return made


def test_a_rank_stays_what_it_was_on_the_first_page(client, monkeypatch):
    monkeypatch.setattr("corpus.search.filtering.CLOSELY_READ", 3)
    stored = [store(f"The wall stands by harbour {n}.", headline=f"Other {n}", key=f"a{n}") for n in range(3)]
    address = "/api/v1/articles/?q=by+harbour&page_size=2"
    first = client.get(address)
    later = [store(f"The wall stands by harbour {n}.", headline="Other", key=f"b{n}") for n in range(3)]
    second = client.get(first.json()["next"])
    seen = [*ids(first), *ids(second)]
    assert set(seen) - {row.public_id for row in later} == {row.public_id for row in stored}
    index_articles([row.pk for row in stored])
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(("many", "count", "relation"), [(10, 4, "exact"), (3, None, "at_least")])
def test_an_estimate_says_what_it_is(client, monkeypatch, many, count, relation):
    monkeypatch.setattr("corpus.services.statistics.COUNTED", many)
    articles(4)
    body = client.get("/api/v1/articles/?count=estimate").json()
    if relation != "exact" and connection.vendor == "postgresql":
        relation = "about"
    assert (body["count"], body["estimate"]["relation"]) == (count, relation)
    assert body["estimate"]["value"] >= min(many, 4)
