"""Filters: each finds what it says, and negation finds the rest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1.filters.values import moment
from api.v1.listings import AFFILIATIONS, ARTICLES, ORGANISATIONS, PEOPLE, QUOTATIONS, UTTERANCES
from corpus.folding import name_key
from corpus.models import Affiliation, Alias, Article, Entity, Mention, Quotation
from tests.api.conftest import articles, ids, organisation, person, quotations
from tests.builders import store

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", datetime(2024, 1, 1), datetime(2025, 1, 1)),
        ("2024-12", datetime(2024, 12, 1), datetime(2025, 1, 1)),
        ("2024-02-29", datetime(2024, 2, 29), datetime(2024, 3, 1)),
        ("2024-03-05T10:30", datetime(2024, 3, 5, 10, 30), datetime(2024, 3, 5, 10, 30, 0, 1)),
        ("2024-03-05T10:30:15.5Z", datetime(2024, 3, 5, 10, 30, 15, 500000), datetime(2024, 3, 5, 10, 30, 15, 500001)),
        ("2024-03-05T00:30:00+02:00", datetime(2024, 3, 4, 22, 30), datetime(2024, 3, 4, 22, 30, 0, 1)),
        ("2024-03-05T00:30:00 02:00", datetime(2024, 3, 4, 22, 30), datetime(2024, 3, 4, 22, 30, 0, 1)),
        ("9999-12-31", datetime(9999, 12, 31), datetime.max),
    ],
)
def test_dates_name_a_span_of_time(text, start, end):
    assert moment(text) == type(moment(text))(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("published_at=2024-03-02", [1]),
        ("published_at=2024-03-02&published_at=2024-03-03", [1, 2]),
        ("published_at__gte=2024-03-03", [2, 3]),
        ("published_at__gt=2024-03-03", [3]),
        ("published_at__lte=2024-03-02", [0, 1]),
        ("published_at__lt=2024-03-02", [0]),
        ("published_at__lte=2024-03-02T00:00:00Z", [0, 1]),
        ("published_at__lt=2024-03-02T00:00:00Z", [0]),
        ("published_at__gt=2024-03-02T00:00:00%2B01:00", [1, 2, 3]),
        ("published_at=2024-03", [0, 1, 2, 3]),
        ("published_at__isnull=true", [None]),
        ("published_at__isnull=false", [0, 1, 2, 3]),
    ],
)
def test_dates(client, query, days):
    rows = articles(5, lambda n: n if n < 4 else None)
    expected = {row.public_id for n, row in enumerate(rows) if (n if n < 4 else None) in days}
    assert set(ids(client.get(f"/api/v1/articles/?{query}"))) == expected


@pytest.fixture
def board(db):
    """Quotations of several kinds, by hand."""
    article = store()
    Quotation.objects.all().delete()
    one, two = person("Élodie Márquez"), person("Joss Pardew")
    body = organisation("Norrick Shipping")
    rows = [
        *quotations(article, 1, speaker=one, original_speaker=one, speaker_type="person", channel="email"),
        *quotations(article, 1, speaker=two, original_speaker=two, speaker_type="person", kind="mixed", confidence=0.4),
        *quotations(article, 1, speaker=body, original_speaker=body, speaker_type="organisation", kind="indirect"),
        *quotations(
            article, 1, speaker_type="unnamed", speaker_text="an official", said_at=datetime(2024, 3, 1, tzinfo=UTC)
        ),
        *quotations(article, 1, addressee=two, original_addressee=two, status="confirmed"),
    ]
    Affiliation.objects.create(
        public_id="aff_aaaaaaaaaaaaa",
        person_id=one.pk,
        original_person_id=one.pk,
        title="captain",
        tense="current",
        organisation_id=body.pk,
        original_organisation_id=body.pk,
    )
    Mention.objects.create(
        public_id="men_aaaaaaaaaaaaa",
        text=article.current_text,
        start=2,
        end=5,
        words="xyz",
        kind="name",
        entity=two,
        original_entity=two,
    )
    Alias.objects.create(entity=body, name="NSC", name_key=name_key("NSC"))
    return {"rows": rows, "one": one, "two": two, "body": body, "article": article}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("speaker={one}", [0]),
        ("speaker={one}&speaker={two}", [0, 1]),
        ("speaker__not={one}", [1, 2, 3, 4]),
        ("speaker!={one}&speaker!={two}", [2, 3, 4]),
        ("speaker__isnull=true", [3, 4]),
        ("speaker__name__icontains=marquez", [0]),
        ("speaker__name__istartswith=ELO", [0]),
        ("speaker__name__icontains=%C3%89lodie", [0]),
        ("speaker__name__icontains=---", []),
        ("speaker__name=Joss Pardew", [1]),
        ("speaker_type=unnamed", [3]),
        ("speaker_type=person&speaker_type=organisation", [0, 1, 2]),
        ("kind!=direct", [1, 2]),
        ("kind__not=direct&kind__not=mixed", [2]),
        ("kind=mixed&confidence__lt=0.5", [1]),
        ("confidence__gte=0.9", [0, 2, 3, 4]),
        ("channel=email", [0]),
        ("channel__isnull=false", [0]),
        ("status=confirmed", [4]),
        ("status__not=confirmed", [0, 1, 2, 3]),
        ("addressee={two}", [4]),
        ("said_at=2024-03-01", [3]),
        ("said_at__isnull=true", [0, 1, 2, 4]),
        ("mentions={two}", [0, 1, 2, 3, 4]),
        ("mentions={one}", []),
        ("mentions__not={one}", [0, 1, 2, 3, 4]),
        ("affiliation__organisation={body}", [0]),
        ("affiliation__organisation__not={body}", [1, 2, 3, 4]),
        ("article={article}", [0, 1, 2, 3, 4]),
        ("article__not={article}", []),
        ("publisher__name__icontains=gazette&kind=indirect", [2]),
        ("speaker_text__icontains=OFFICIAL", [3]),
        ("utterance__isnull=true", [0, 1, 2, 3, 4]),
        ("text__icontains=WORDS", [0, 1, 2, 3, 4]),
        ("text__icontains=100%25", []),
        ("revision=1", None),
    ],
)
def test_quotations(client, board, query, found):
    names = {name: board[name].public_id for name in ("one", "two", "body", "article")}
    response = client.get(f"/api/v1/quotations/?{query.format(**names)}")
    if found is None:
        assert response.status_code == 400
        return
    assert set(ids(response)) == {board["rows"][n].public_id for n in found}


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("people", "affiliation__organisation={body}", ["one"]),
        ("people", "affiliation__organisation__not={body}&name__icontains=pardew", ["two"]),
        ("people", "alias=joss pardew", ["two"]),
        ("people", "name__istartswith=elodie", ["one"]),
        ("people", "id={one}&id={two}", ["one", "two"]),
        ("organisations", "alias=nsc", ["body"]),
        ("organisations", "alias__istartswith=ns", ["body"]),
        ("organisations", "is_publisher=false&name__icontains=norrick", ["body"]),
        ("organisations", "affiliation__person={one}", ["body"]),
        ("articles", "mentions={two}", ["article"]),
        ("articles", "mentions={one}", []),
        ("articles", "quotes={one}", ["article"]),
        ("articles", "quotes__not={one}", []),
        ("articles", "section__isnull=true", ["article"]),
        ("articles", "corrected=true", []),
        ("articles", "word_count__gte=3&word_count__lte=999", ["article"]),
    ],
)
def test_other_collections(client, board, path, query, found):
    names = {name: board[name].public_id for name in ("one", "two", "body", "article")}
    assert set(ids(client.get(f"/api/v1/{path}/?{query.format(**names)}"))) == {board[name].public_id for name in found}


def test_a_row_that_several_others_match_comes_once(client, board):
    other = organisation()
    for number, body in enumerate((board["body"], other)):
        Affiliation.objects.create(
            public_id=f"aff_bbbbbbbbbbbb{'ab'[number]}",
            person_id=board["one"].pk,
            original_person_id=board["one"].pk,
            title="agent",
            tense="former",
            organisation_id=body.pk,
            original_organisation_id=body.pk,
        )
    query = f"affiliation__organisation={board['body'].public_id}&affiliation__organisation={other.public_id}"
    assert ids(client.get(f"/api/v1/people/?{query}")) == [board["one"].public_id]


def test_affiliations_and_utterances(client):
    for number in range(2):
        store(
            "“The harbour wall will be rebuilt before the spring tides,” said Mara Ellwin, mayor of Tolmouth.",
            key=f"u{number}",
            publisher=f"Paper {number}",
            published=f"2024-03-0{number + 1}",
        )
    utterances = client.get("/api/v1/utterances/?times_printed__gte=2").json()["results"]
    assert len(utterances) == 1
    utterance = utterances[0]
    assert (utterance["first_at"], utterance["last_at"]) == ("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z")
    assert len(ids(client.get(f"/api/v1/quotations/?utterance={utterance['id']}"))) == 2
    paper = client.get("/api/v1/organisations/?name=Paper 1").json()["results"][0]["id"]
    assert ids(client.get(f"/api/v1/utterances/?publisher={paper}")) == [utterance["id"]]
    speaker = utterance["speaker"]["id"]
    assert ids(client.get(f"/api/v1/utterances/?speaker__not={speaker}")) == []
    roles = client.get(f"/api/v1/affiliations/?person={speaker}&title__icontains=MAYOR&tense=current")
    assert len(ids(roles)) == 2


def test_search(client):
    store("The wall fell.\n\n“We shall rebuild the wall,” said Mara Ellwin.", headline="Storm")
    store("Nothing fell.\n\n“The tides were kind,” said Joss Pardew.", headline="A wall of calm")
    found = client.get("/api/v1/articles/?q=wall&highlight=true").json()["results"]
    assert [row["headline"] for row in found] == ["A wall of calm", "Storm"]
    assert "<mark>" in found[1]["highlight"]["body"]
    assert [row["headline"] for row in client.get("/api/v1/articles/?q=wall&ordering=-headline").json()["results"]] == [
        "Storm",
        "A wall of calm",
    ]
    quoted = client.get("/api/v1/quotations/?q=rebuilding&highlight=true").json()["results"]
    assert "<mark>rebuild</mark>" in quoted[0]["highlight"]["text"]
    pages = client.get("/api/v1/articles/?q=wall&page_size=1").json()
    assert client.get(pages["next"]).json()["results"][0]["headline"] == "Storm"


def test_search_marks_words_in_the_language_of_the_article(client):
    store("Das Haus brannte.\n\n„Wir bauen neue Häuser“, sagte Mara Ellwin.", headline="Feuer im Haus", language="de")
    (row,) = client.get("/api/v1/articles/", {"q": "häuser", "highlight": "true"}).json()["results"]
    assert row["highlight"]["headline"] == "Feuer im <mark>Haus</mark>"
    assert row["highlight"]["body"].count("<mark>") == 2
    (quoted,) = client.get("/api/v1/quotations/", {"q": '"neues haus"', "highlight": "true"}).json()["results"]
    assert "<mark>neue</mark> <mark>Häuser</mark>" in quoted["highlight"]["text"]


@pytest.mark.parametrize("listing", [ARTICLES, QUOTATIONS, PEOPLE, ORGANISATIONS, AFFILIATIONS, UTTERANCES])
def test_every_order_and_every_filter_runs(client, listing, edition):
    from api.v1.ordering import apply

    model = listing.filterset._meta.model
    for name in listing.columns:
        for word in (name, f"-{name}"):
            rows, keys = apply(model._default_manager.all(), (word,), listing.columns)
            assert list(rows[:2]) is not None
            assert keys[-1].name == "pk"
    samples = {"integer": "1", "number": "0.5", "boolean": "true"}
    path = {"Article": "articles", "Quotation": "quotations", "Person": "people", "Organisation": "organisations"}
    path |= {"Affiliation": "affiliations", "Utterance": "utterances"}
    for parameter in listing.filterset.parameters():
        enum = parameter.schema.get("enum")
        value = enum[0] if enum else parameter.schema.get("example") or samples.get(parameter.schema["type"], "x")
        response = client.get(f"/api/v1/{path[model.__name__]}/", {parameter.name: value})
        if response.status_code == 400:
            assert response.json()["errors"][0]["code"] in ("malformed", "unknown_id"), parameter.name
        assert parameter.description


def test_lists_do_not_show_articles_taken_down_by_publisher_filter(client):
    article = store()
    publisher = article.publisher.public_id
    assert ids(client.get(f"/api/v1/articles/?publisher={publisher}")) == [article.public_id]
    assert ids(client.get(f"/api/v1/articles/?publisher__not={publisher}")) == []
    Article.objects.filter(pk=article.pk).update(publisher=None, original_publisher=None)
    assert ids(client.get(f"/api/v1/articles/?publisher__not={publisher}")) == [article.public_id]
    assert ids(client.get("/api/v1/articles/?publisher__isnull=true")) == [article.public_id]


@pytest.mark.parametrize(
    ("query", "found"),
    [("mentions={two}", ["article"]), ("mentions={one}", []), ("quotes={one}", ["article"]), ("quotes__not={one}", [])],
)
def test_articles_of_somebody_who_is_everywhere_are_asked_one_by_one(client, board, monkeypatch, query, found):
    monkeypatch.setattr("corpus.models.article.OFTEN", 0)
    Entity.objects.update(mention_count=1, quotation_count=1)
    names = {name: board[name].public_id for name in ("one", "two")}
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"/api/v1/articles/?{query.format(**names)}&fields=id")
    assert ids(response) == [board[name].public_id for name in found]
    assert any("EXISTS" in one["sql"] for one in captured.captured_queries)
