"""Timelines: how often somebody is quoted and mentioned, period by period, without gaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.v1.views import company
from corpus.models import Article, Entity, Mention, timelines
from corpus.models.limits import TooSlow
from corpus.services.merge import merge
from tests.api.conftest import fault, person
from tests.builders import store

pytestmark = pytest.mark.django_db

SAID = "“The wall will be rebuilt by spring,” said Mara Ellwin, the mayor of Tolmouth."
NAMED = "Mara Ellwin opened the fair. Rain fell on Tolmouth all day."


@pytest.fixture
def mayor(db):
    """Somebody who is quoted twice in March, once in June, and mentioned in an article without a date."""
    for number, (words, day) in enumerate(
        [
            (SAID, "2024-03-05"),
            (SAID, "2024-03-31T23:30:00Z"),
            (SAID, "2024-06-01"),
            (NAMED, "2024-06-30"),
            (NAMED, None),
        ]
    ):
        store(f"{words} It was report {number}.", published=day)
    return Entity.objects.get(name="Mara Ellwin")


def ask(client, entity, query=""):
    response = client.get(f"/api/v1/people/{entity.public_id}/timeline/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def shown(answer):
    return [(one["period"], one["quotations"], one["articles"]) for one in answer["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("2024-03", 2, 2), ("2024-04", 0, 0), ("2024-05", 0, 0), ("2024-06", 1, 2)]),
        ("by=year", [("2024", 3, 4)]),
        ("published_at__lte=2024-03", [("2024-03", 2, 2)]),
        ("published_at__gte=2024-03-06", [("2024-03", 1, 1), ("2024-04", 0, 0), ("2024-05", 0, 0), ("2024-06", 1, 2)]),
        ("by=day&published_at__gte=2024-W22&published_at__lte=2024-W22", [("2024-06-01", 1, 1)]),
        ("published_at__gte=2025", []),
    ],
)
def test_periods(client, mayor, query, expected):
    assert shown(ask(client, mayor, query)) == expected


def test_weeks_and_days_have_no_gaps(client, mayor):
    weeks = shown(ask(client, mayor, "by=week"))
    assert (weeks[0], weeks[1], weeks[-1]) == (("2024-W10", 1, 1), ("2024-W11", 0, 0), ("2024-W26", 0, 1))
    assert len(weeks) == 17
    days = shown(ask(client, mayor, "by=day"))
    assert len(days) == 118
    assert sum(said for _, said, _ in days) == 3


def test_what_has_no_date_is_told_apart(client, mayor):
    unknown = ask(client, mayor)["unknown"]
    assert (unknown["quotations"], unknown["articles"]) == (0, 1)
    assert unknown["mentions"] >= 1


def test_every_mention_counts_and_every_article_once(client, mayor):
    counts = ask(client, mayor, "by=year")
    live = Mention.objects.live().filter(entity=mayor)
    assert counts["results"][0]["mentions"] + counts["unknown"]["mentions"] == live.count()
    assert live.count() > counts["results"][0]["articles"]


def test_what_is_taken_down_or_rejected_is_left_out(client, mayor):
    march = Article.objects.order_by("published_at", "pk")[1]
    Article.objects.filter(pk=march.pk).update(removed_at=datetime(2024, 7, 1, tzinfo=UTC))
    mayor.quotations.filter(published_at__month=6).update(status="rejected")
    Mention.objects.filter(entity=mayor, text__article__published_at__day=30).update(status="withdrawn")
    assert shown(ask(client, mayor)) == [("2024-03", 1, 1), ("2024-04", 0, 0), ("2024-05", 0, 0), ("2024-06", 0, 1)]


def test_an_older_revision_does_not_count(client):
    store(f"{NAMED} First.", key="fair", published="2024-03-05")
    store("Joss Pardew opened the fair. Rain fell on Tolmouth all day.", key="fair", published="2024-03-05")
    assert shown(ask(client, Entity.objects.get(name="Mara Ellwin"))) == []


def test_the_last_periods_are_shown(client, mayor, monkeypatch):
    assert ask(client, mayor)["cut"] is False
    monkeypatch.setattr(timelines, "MOST_PERIODS", 2)
    answer = ask(client, mayor)
    assert shown(answer) == [("2024-05", 0, 0), ("2024-06", 1, 2)]
    assert answer["cut"] is True
    assert shown(ask(client, mayor, "published_at__lte=2024-04")) == [("2024-03", 2, 2)]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("by=decade", "by", "unknown_choice"),
        ("by=day&by=week", "by", "repeated"),
        ("published_at__gte=spring", "published_at__gte", "malformed"),
        ("published_at=2024", "published_at", "unknown"),
    ],
)
def test_wrong_questions(client, mayor, query, parameter, code):
    found = fault(client.get(f"/api/v1/people/{mayor.public_id}/timeline/?{query}"))
    assert (found["parameter"], found["code"]) == (parameter, code)


@pytest.mark.parametrize("below", ["timeline/?by=year", "associates/?size=2"])
def test_a_merged_record_leads_to_its_survivor(client, account, mayor, below):
    stays = person("Mara Ellwin-Roe")
    merge(mayor, stays, reason="", user=account("curators").user)
    response = client.get(f"/api/v1/people/{mayor.public_id}/{below}")
    assert response.status_code == 308
    assert response["Location"].endswith(f"/people/{stays.public_id}/{below}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("below", ["timeline", "associates"])
def test_what_takes_too_long_is_refused(client, mayor, monkeypatch, below):
    def slow(*args):
        raise TooSlow("stopped")

    monkeypatch.setattr(company, below, slow)
    response = client.get(f"/api/v1/people/{mayor.public_id}/{below}/")
    assert (response.status_code, response.json()["code"]) == (400, "too_costly")


def test_organisations_have_one_too(client, mayor):
    outlet = Article.objects.first().publisher
    assert client.get(f"/api/v1/organisations/{outlet.public_id}/timeline/").json()["results"] == []
