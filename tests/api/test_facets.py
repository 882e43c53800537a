"""Facets: what is counted, of what, and how it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from api.v1 import facet, facets
from api.v1.filters.families import Choice, Flag, Moment, Related, Text
from corpus.models import Affiliation, Article, Author, Entity, Quotation
from corpus.models import facets as counting
from corpus.models.limits import TooSlow, time_limit
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.merge import merge
from tests.api.conftest import fault, organisation, person, quotations
from tests.builders import store

pytestmark = pytest.mark.django_db

COLLECTIONS = {
    "articles": facets.ARTICLES,
    "quotations": facets.QUOTATIONS,
    "people": facets.PEOPLE,
    "organisations": facets.ORGANISATIONS,
    "affiliations": facets.AFFILIATIONS,
    "utterances": facets.UTTERANCES,
}
# Filters that name single records or words that hardly any two records share.
NO_FACET = {
    "articles": {"publisher__name", "headline", "source_url", "source_key", "has_copies"},
    "quotations": {
        *("speaker__name", "speaker__type", "addressee__name", "addressee__type", "publisher__name"),
        *("article__headline", "article__mentions", "is_repeat"),
    },
    "people": {"name"},
    "organisations": {"name"},
    "affiliations": {"person__name", "organisation__name"},
    "utterances": {"speaker__name", "speaker__type"},
}


def ask(client, collection, query):
    response = client.get(f"/api/v1/{collection}/facets/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def buckets(client, collection, by, query=""):
    found = ask(client, collection, f"by={by}&{query}")["facets"][by]
    return [(bucket["label"], bucket["count"]) for bucket in found["buckets"]]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_filter_by_a_value_has_its_facet(collection):
    known = {one.filter for one in COLLECTIONS[collection].table.values()}
    families = COLLECTIONS[collection].listing.filterset.families
    wanted = {one.name for one in families if isinstance(one, Choice | Related | Moment | Flag)}
    wanted |= {one.name for one in families if isinstance(one, Text) and one.exactly}
    assert wanted - known == NO_FACET[collection]
    assert known <= COLLECTIONS[collection].listing.names


WALL = "“The wall will be rebuilt by spring,” said Mara Ellwin, the mayor of Tolmouth."


def test_dates_are_counted_in_utc_by_day_week_month_and_year(client):
    days = ["2020-12-31T23:30:00Z", "2021-01-01T01:00:00+02:00", "2021-01-03", "2021-01-04", "2021-02", None]
    for number, day in enumerate(days):
        store(f"{WALL} It was report {number}.", published=day)
    assert buckets(client, "articles", "published_day") == [
        ("31 December 2020", 2),
        ("3 January 2021", 1),
        ("4 January 2021", 1),
        ("1 February 2021", 1),
    ]
    weeks = ask(client, "articles", "by=published_week")["facets"]["published_week"]
    assert [(one["key"], one["count"]) for one in weeks["buckets"]] == [
        ("2020-W53", 3),
        ("2021-W01", 1),
        ("2021-W05", 1),
    ]
    assert (weeks["unknown"], weeks["total_buckets"], weeks["approximate"]) == (1, 3, False)
    assert buckets(client, "articles", "published_month") == [
        ("December 2020", 2),
        ("January 2021", 2),
        ("February 2021", 1),
    ]
    assert buckets(client, "articles", "published_year") == [("2020", 2), ("2021", 3)]
    assert buckets(client, "articles", "published_month", "size=2") == [("January 2021", 2), ("February 2021", 1)]


@pytest.mark.parametrize("week", ["2021-W00", "2021-W53", "2021-W1", "0000-W01", "9999-W53", "2021-W01-1"])
def test_weeks_that_do_not_exist(client, week):
    assert fault(client.get(f"/api/v1/articles/?published_at={week}"))["code"] == "malformed"


def test_the_largest_come_first_and_ties_by_key(client):
    article = store(WALL)
    Quotation.objects.all().delete()
    for cue, count in (("said", 2), ("Added", 1), ("added", 1), ("told", 3), ("äußerte", 1), ("", 4)):
        quotations(article, count, cue=cue)
    found = ask(client, "quotations", "by=cue")["facets"]["cue"]
    assert [bucket["key"] for bucket in found["buckets"]] == ["told", "said", "Added", "added", "äußerte"]
    assert (found["unknown"], found["total_buckets"]) == (4, 5)
    cut = ask(client, "quotations", "by=cue&size=2")["facets"]["cue"]
    assert [bucket["key"] for bucket in cut["buckets"]] == ["told", "said"]
    assert (cut["unknown"], cut["total_buckets"]) == (4, 5)


def test_a_merged_record_counts_for_its_survivor(client, account):
    article = store(WALL)
    Quotation.objects.all().delete()
    stays, goes = person("Ines Tarrow"), person("I. Tarrow")
    quotations(article, 1, speaker=stays, original_speaker=stays, speaker_type="person")
    quotations(article, 2, speaker=goes, original_speaker=goes, speaker_type="person")
    merge(goes, stays, reason="", user=account("curators").user)
    found = ask(client, "quotations", "by=speaker")["facets"]["speaker"]
    assert found["buckets"] == [{"key": stays.public_id, "label": "Ines Tarrow", "count": 3}]


def test_a_record_may_fall_to_several_buckets_but_once_to_each(client):
    two, none = store(f"{WALL} One."), store(f"{WALL} Two.")
    Author.objects.bulk_create(
        [Author(article=two, position=n, name=name) for n, name in enumerate(["Ana Kerr", "Bo Lind", "Ana Kerr"])]
    )
    found = ask(client, "articles", "by=author")
    assert found["count"] == 2
    assert [(one["key"], one["count"]) for one in found["facets"]["author"]["buckets"]] == [
        ("Ana Kerr", 1),
        ("Bo Lind", 1),
    ]
    assert found["facets"]["author"]["unknown"] == 1
    assert not none.authors.exists()


def test_what_is_taken_down_or_rejected_is_not_counted(client):
    gone, stands = store(f"{WALL} One."), store(f"{WALL} Two.")
    Article.objects.filter(pk=gone.pk).update(removed_at=datetime(2024, 5, 1, tzinfo=UTC))
    Quotation.objects.all().delete()
    quotations(gone, 1)
    quotations(stands, 2)
    quotations(stands, 4, status="rejected")
    assert ask(client, "quotations", "by=status")["count"] == 2
    assert buckets(client, "quotations", "status", "status=rejected&status=extracted") == [
        ("rejected", 4),
        ("extracted", 2),
    ]
    assert ask(client, "articles", "by=language")["count"] == 1


def test_shares_of_coverage(client):
    for number in range(4):
        words = WALL if number == 0 else "Rain fell."
        store(f"{words} {number}.", published="2024-03-05" if number < 3 else "2024-04-01", section="News")
    march, april = f"Mara Ellwin wrote. {WALL} Four.", f"Joss Pardew, a fisherman, left. {WALL} Five."
    store(march, published="2024-03-06", section="News", publisher="The Norrick Post")
    store(april, published="2024-04-02", section=None, publisher=None)
    answer = ask(client, "articles", "by=published_month&by=section&by=publisher&normalise=articles&q=wall")
    shown = {
        name: [(one["label"], one["count"], one["share"]) for one in found["buckets"]]
        for name, found in answer["facets"].items()
    }
    assert shown["published_month"] == [("March 2024", 2, 0.5), ("April 2024", 1, 0.5)]
    assert shown["section"] == [("News", 2, 0.4)]
    assert {(label, share) for label, _, share in shown["publisher"]} == {
        ("The Tolmouth Gazette", 0.25),
        ("The Norrick Post", 1.0),
    }
    Quotation.objects.all().delete()
    quotations(Article.objects.order_by("pk")[0], 6)
    per = ask(client, "quotations", "by=published_day&normalise=articles")["facets"]["published_day"]
    assert per["buckets"] == [{"key": "2024-03-05", "label": "5 March 2024", "count": 6, "share": 2.0}]


def test_a_share_is_null_where_no_article_is_in_the_bucket(client):
    mayor, town = person(), organisation()
    Affiliation.objects.create(
        public_id="aff_aaaaaaaaaaaaa",
        person_id=mayor.pk,
        original_person_id=mayor.pk,
        organisation_id=town.pk,
        original_organisation_id=town.pk,
        title="mayor",
        tense="current",
        stated_at=datetime(2024, 3, 5, tzinfo=UTC),
    )
    found = ask(client, "affiliations", "by=stated_year&normalise=articles")["facets"]["stated_year"]
    assert found["buckets"] == [{"key": "2024", "label": "2024", "count": 1, "share": None}]


def test_more_rows_than_are_counted(client, monkeypatch):
    monkeypatch.setattr(counting, "MOST_ROWS", 3)
    article = store(WALL)
    Quotation.objects.all().delete()
    quotations(article, 2, kind="mixed")
    quotations(article, 2)
    answer = ask(client, "quotations", "by=published_year&normalise=articles")
    assert answer["count"] is None
    assert answer["facets"]["published_year"]["approximate"] is True
    assert answer["facets"]["published_year"]["buckets"] == [
        {"key": "2024", "label": "2024", "count": 3, "share": None}
    ]
    assert buckets(client, "quotations", "kind") == [("direct", 2), ("mixed", 1)]
    assert ask(client, "quotations", "by=kind&kind=mixed")["count"] == 2


def test_fewer_rows_are_counted_where_they_fall_to_several_buckets(client, monkeypatch):
    monkeypatch.setattr(counting, "MOST_JOINED", 1)
    articles = [store(f"{WALL} {number}.") for number in range(2)]
    Author.objects.bulk_create([Author(article=one, position=0, name="Ana Kerr") for one in articles])
    answer = ask(client, "articles", "by=author&by=published_year")
    assert answer["count"] == 2
    assert answer["facets"]["author"]["approximate"] is True
    assert answer["facets"]["author"]["buckets"][0]["count"] == 1
    assert answer["facets"]["published_year"]["approximate"] is False


def test_what_takes_too_long_is_refused(client, monkeypatch):
    def slow(*args):
        raise TooSlow("stopped")

    monkeypatch.setattr(facet, "counted", slow)
    response = client.get("/api/v1/quotations/facets/?by=cue")
    assert (response.status_code, response.json()["code"]) == (400, "too_costly")


@pytest.mark.parametrize("seconds", [0.05, 0.3])
def test_the_database_is_stopped_in_time_and_works_on(seconds):
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99999999) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }[connection.vendor]
    # by itself it ends after a while, without a word: only who stops it raises
    with pytest.raises(TooSlow), time_limit(seconds), connection.cursor() as cursor:
        cursor.execute(slow)
    with time_limit(seconds):
        assert Article.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["quotations/facets/?by=kind", "people/facets/?by=created_day", "people/{id}/timeline/", "people/{id}/associates/"],
)
@pytest.mark.cache
def test_counting_has_the_limit_of_what_is_expensive(client, settings, path):
    settings.THROTTLE, settings.THROTTLE_EXPENSIVE = True, 1
    address = f"/api/v1/{path.format(id=person().public_id)}"
    assert [client.get(address).status_code for _ in range(2)] == [200, 429]


def test_another_failure_of_the_database_stays_what_it_is():
    with pytest.raises(OperationalError, match="gone"), time_limit(60):
        raise OperationalError("gone")


@pytest.mark.parametrize(
    ("query", "parameter", "code", "suggestion"),
    [
        ("", "by", "required", None),
        ("by=speeker", "by", "unknown_choice", "speaker"),
        ("by=published_at", "by", "unknown_choice", "published_month"),
        ("by=said", "by", "unknown_choice", "said_month"),
        ("by=kind&by=kind", "by", "repeated", None),
        ("&".join(f"by={name}" for name in list(facets.QUOTATIONS.table)[:9]), "by", "too_many", None),
        ("by=kind&size=0", "size", "malformed", None),
        ("by=kind&size=201", "size", "malformed", None),
        ("by=kind&size=²", "size", "malformed", None),
        ("by=kind&size=2&size=3", "size", "repeated", None),
        ("by=kind&normalise=people", "normalise", "unknown_choice", "articles"),
        ("by=kind&normalise=articles", "normalise", "no_share", None),
        ("by=kind&speeker=x", "speeker", "unknown", "speaker"),
        ("by=kind&kind=x", "kind", "unknown_choice", None),
        ("by=kind&ordering=kind", "ordering", "unknown", None),
        ('by=kind&q="', "q", "syntax", None),
    ],
)
def test_wrong_questions(client, query, parameter, code, suggestion):
    found = fault(client.get(f"/api/v1/quotations/facets/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)
    if suggestion:
        assert found["suggestion"] == suggestion


def test_the_facets_that_have_shares_are_named(client):
    found = fault(client.get("/api/v1/quotations/facets/?by=said_year&normalise=articles"))
    assert "said_year" in found["detail"]
    assert "published_month" in found["detail"]


def test_an_unchanged_answer_is_not_sent_again(client):
    store(WALL)
    address = "/api/v1/quotations/facets/?by=kind"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    store(f"{WALL} Again.", publisher="The Norrick Post")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_an_empty_collection_has_no_buckets(client):
    assert ask(client, "quotations", "by=speaker&by=mentions") == {
        "count": 0,
        "facets": {
            name: {"filter": name, "buckets": [], "unknown": 0, "total_buckets": 0, "approximate": False}
            for name in ("speaker", "mentions")
        },
    }


def test_undated_rows_are_unknown_in_every_unit(client):
    store(WALL, published=None)
    assert Quotation.objects.get().published_at == UNKNOWN_TIME
    for unit in ("day", "week", "month", "year"):
        found = ask(client, "quotations", f"by=published_{unit}")["facets"][f"published_{unit}"]
        assert (found["buckets"], found["unknown"]) == ([], 1)


def test_a_nameless_record_is_shown_by_its_id(client):
    article = store(WALL, headline="")
    found = ask(client, "quotations", "by=article")["facets"]["article"]["buckets"]
    assert found == [{"key": article.public_id, "label": article.public_id, "count": 1}]
    assert Entity.objects.exists()
