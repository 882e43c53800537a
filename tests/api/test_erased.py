"""What was taken down or erased answers 410, and shows nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from api.v1.listings import in_articles, in_quotations
from corpus.models import Article, Entity, Mention, Quotation, QuotationReading
from corpus.search import Query, parse
from corpus.services.erase import erase
from corpus.services.take_down import take_down
from tests.builders import store

Marks = Callable[[list[Any], Query], list[dict[str, str]]]

pytestmark = pytest.mark.django_db

BODY = "“The quixotic lighthouse will be sold by spring,” said Orla Venn, the harbour master of Tolmouth."
PLACES = (
    "articles/",
    "articles/?q=lighthouse&highlight=true",
    "articles/?format=csv",
    "articles/?format=ndjson",
    "articles/?format=jsonld",
    "articles/?format=atom",
    "quotations/",
    "quotations/?q=quixotic&highlight=true",
    "quotations/?format=csv",
    "quotations/?format=ndjson",
    "quotations/?format=jsonld",
    "quotations/?format=atom",
    "quotations/facets/?by=speaker",
    "articles/facets/?by=publisher",
    "utterances/",
    "affiliations/",
)


def body(answer: object) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return content.decode()


@pytest.fixture
def article(db: None) -> Article:
    store("“The new bridge will open next summer,” said Mara Ellwin, the mayor of Tolmouth.")
    return store(BODY, headline="A lighthouse goes", publisher="The Herald")


def removed(article: Article, how: str) -> None:
    if how == "erase":
        erase(article.public_id, user=None, reason="asked for")
    else:
        take_down(article, user=None, reason="asked for")


@pytest.mark.parametrize("how", ["take down", "erase"])
def test_nothing_shows(article: Article, client: Client, how: str) -> None:
    quotation = Quotation.objects.get(article=article)
    assert any("lighthouse" in body(client.get(f"/api/v1/{place}")) for place in PLACES)
    removed(article, how)
    for place in PLACES:
        answer = client.get(f"/api/v1/{place}")
        assert answer.status_code == 200, place
        text = body(answer)
        assert "lighthouse" not in text.replace("q=lighthouse", ""), place
        assert quotation.public_id not in text, place
        assert article.public_id not in text, place
    for path in (f"articles/{article.public_id}/", f"quotations/{quotation.public_id}/"):
        assert client.get(f"/api/v1/{path}").status_code == 410, path
    for sub in ("quotations/", "mentions/", "annotations/"):
        assert client.get(f"/api/v1/articles/{article.public_id}/{sub}").status_code == 410, sub
    sent = json.dumps({"text": BODY})
    found = client.post("/api/v1/quotations/lookup/", sent, content_type="application/json")
    assert found.json()["matches"] == []


@pytest.mark.parametrize(("marks", "columns"), [(in_articles, ["headline", "body"]), (in_quotations, ["text"])])
def test_what_goes_while_a_page_is_written_is_not_marked(article: Article, marks: Marks, columns: list[str]) -> None:
    q = parse("lighthouse")
    rows = [article] if marks is in_articles else list(article.quotations.all())
    assert any("<mark>" in text for text in marks(rows, q)[0].values())
    removed(article, "erase")
    assert marks(rows, q) == [dict.fromkeys(columns, "")]


def test_who_was_named_by_an_erased_article_alone_is_gone(article: Article, client: Client) -> None:
    person = Entity.objects.get(name="Orla Venn")
    assert Mention.objects.filter(entity=person).exists()
    assert "Orla" in body(client.get("/api/v1/autocomplete/?q=orla"))
    removed(article, "erase")
    assert client.get("/api/v1/autocomplete/?q=orla").json()["results"] == []
    assert client.get(f"/api/v1/people/{person.public_id}/").status_code == 410
    assert "Orla" not in body(client.get("/api/v1/people/"))


def test_an_erased_person_is_gone_and_named_by_no_answer(article: Article, client: Client) -> None:
    person = Entity.objects.get(name="Orla Venn")
    quotation = Quotation.objects.get(article=article)
    erase(person.public_id, user=None, reason="asked for")
    assert client.get(f"/api/v1/people/{person.public_id}/").status_code == 410
    speaker = client.get(f"/api/v1/quotations/{quotation.public_id}/").json()["speaker"]
    assert speaker == {"id": None, "type": "unnamed", "name": "erased", "url": None}


def test_the_same_words_are_refused_over_http(account: Callable[..., Client], article: Article) -> None:
    removed(article, "erase")
    again = {"key": "other", "headline": "A lighthouse goes", "body": BODY, "publisher": "The Herald"}
    answer = account("ingestors").post("/api/v1/articles/", json.dumps(again), content_type="application/json")
    assert answer.status_code == 400
    assert "erased" in body(answer)


def test_who_is_erased_is_addressed_in_no_revision(client: Client) -> None:
    person = Entity.objects.get(pk=store(BODY).quotations.get().speaker_id)
    article = store("“We have begun,” said Mara Ellwin, the mayor of Tolmouth.", key="told")
    quotation = article.quotations.get()
    named = {"addressee": person, "original_addressee": person, "addressee_text": "Venn"}
    Quotation.objects.filter(pk=quotation.pk).update(**named)
    store("It rained all day.\n\n“We have begun,” said Mara Ellwin, the mayor of Tolmouth.", key="told")
    # In the newest revision it is addressed to nobody.
    Quotation.objects.filter(pk=quotation.pk).update(**{**dict.fromkeys(named), "addressee_text": ""})
    address = f"/api/v1/articles/{article.public_id}/?revision=1"
    [before] = client.get(address).json()["quotations"]
    assert (before["addressee"]["id"], before["addressee_text"]) == (person.public_id, "Venn")
    version = Quotation.objects.get(pk=quotation.pk).version
    erase(person.public_id, user=None, reason="asked for")
    [after] = client.get(address).json()["quotations"]
    assert (after["addressee"], after["addressee_text"]) == (None, None)
    reading = QuotationReading.objects.get(quotation=quotation)
    assert (reading.fields["addressee"], reading.fields["addressee_text"]) == (None, "")
    assert Quotation.objects.get(pk=quotation.pk).version == version + 1


def test_a_reading_of_an_erasure_before_names_nobody_either(client: Client) -> None:
    person = Entity.objects.get(pk=store(BODY).quotations.get().speaker_id)
    article = store("“We have begun,” said Mara Ellwin, the mayor of Tolmouth.", key="told")
    store("It rained all day.\n\n“We have begun,” said Mara Ellwin, the mayor of Tolmouth.", key="told")
    erase(person.public_id, user=None, reason="asked for")
    reading = QuotationReading.objects.get(quotation__article=article)
    reading.fields |= {"addressee": person.pk, "addressee_text": "Venn"}
    reading.save()
    [shown] = client.get(f"/api/v1/articles/{article.public_id}/?revision=1").json()["quotations"]
    assert (shown["addressee"], shown["addressee_text"]) == (None, None)
