"""What records look like, and where their addresses lead."""

from __future__ import annotations

import pytest
from django.utils import timezone

from corpus.models import Article, Identifier, Quotation
from corpus.services.merge import merge
from corpus.services.review import confirm_quotation
from tests.api.conftest import EDITION, ids, organisation, person, quotations
from tests.builders import store

pytestmark = pytest.mark.django_db

QUOTATION = [
    *[
        "id",
        "url",
        "text",
        "word_count",
        "kind",
        "attitude",
        "spans",
        "quoted",
        "prefix",
        "suffix",
        "speaker",
        "speaker_text",
    ],
    *["speaker_span", "speaker_role", "cue", "cue_span", "addressee", "addressee_text", "channel", "said_at"],
    *["said_precision", "confidence", "confidences", "status", "candidates", "extractor", "article", "revision"],
    *["utterance", "version"],
]


def test_a_quotation_has_the_promised_shape(client, edition):
    row = edition.quotations.filter(kind="direct").order_by("start").first()
    body = client.get(f"/api/v1/quotations/{row.public_id}/").json()
    assert list(body) == QUOTATION
    assert body["url"] == f"http://testserver/api/v1/quotations/{row.public_id}/"
    start, end = body["spans"][0]
    assert edition.current_text.body[start:end] == body["text"]
    assert body["speaker"] == {
        "id": row.speaker.public_id,
        "type": "person",
        "name": "Mara Ellwin",
        "url": f"http://testserver/api/v1/people/{row.speaker.public_id}/",
    }
    assert edition.current_text.body[slice(*body["speaker_span"])] == body["speaker_text"]
    assert set(body["confidences"]) == {"span", "speaker", "kind"}
    publisher = edition.publisher
    assert body["article"] == {
        "id": edition.public_id,
        "url": f"http://testserver/api/v1/articles/{edition.public_id}/",
        "headline": "Harbour wall to be rebuilt",
        "published_at": "2024-03-05T00:00:00Z",
        "publisher": {
            "id": publisher.public_id,
            "url": f"http://testserver/api/v1/organisations/{publisher.public_id}/",
            "name": "The Tolmouth Gazette",
        },
    }
    assert body["revision"] == 1
    listed = client.get(f"/api/v1/quotations/?id={row.public_id}").json()["results"]
    assert listed == [body]


def test_speakers_without_a_record(client, edition):
    unnamed, unresolved = (
        quotations(edition, 1, speaker_type=kind, speaker_text=text)[0]
        for kind, text in (("unnamed", "a senior official"), ("", ""))
    )
    body = client.get(f"/api/v1/quotations/{unnamed.public_id}/").json()
    assert body["speaker"] == {"id": None, "type": "unnamed", "name": "a senior official", "url": None}
    assert client.get(f"/api/v1/quotations/{unresolved.public_id}/").json()["speaker"] is None
    shaped = client.get(f"/api/v1/quotations/{unnamed.public_id}/?fields=speaker.name").json()
    assert shaped == {"speaker": {"name": "a senior official"}}


def test_an_unnamed_speaker_in_full(client, edition):
    [row] = quotations(edition, 1, speaker_type="unnamed", speaker_text="a senior official")
    whole = client.get(f"/api/v1/quotations/{row.public_id}/?expand=speaker").json()["speaker"]
    assert (whole["id"], whole["type"], whole["name"]) == (None, "unnamed", "a senior official")
    assert (whole["aliases"], whole["identifiers"], whole["quotation_count"]) == ([], [], None)
    for path in (
        f"quotations/?id={row.public_id}&fields=speaker.aliases",
        f"quotations/?id={row.public_id}&fields=speaker.aliases,speaker.name",
    ):
        [part] = client.get(f"/api/v1/{path}&expand=speaker").json()["results"]
        assert part["speaker"]["aliases"] == []
    # Names without the record behind it stay brief.
    assert client.get(f"/api/v1/quotations/{row.public_id}/?fields=speaker.id").json() == {"speaker": {"id": None}}


def test_an_article_holds_its_words_and_quotations_alone(client, edition):
    listed = client.get("/api/v1/articles/").json()["results"][0]
    assert "body" not in listed
    assert "quotations" not in listed
    body = client.get(f"/api/v1/articles/{edition.public_id}/").json()
    assert body["body"] == edition.current_text.body == EDITION
    assert body["authors"] == ["Ana Kerr"]
    assert "removed" not in body
    assert [q["id"] for q in body["quotations"]] == ids(client.get(f"/api/v1/articles/{edition.public_id}/quotations/"))
    assert len(body["quotations"]) == body["quotation_count"] >= 3


def test_removed_passages_are_for_editors(client, account):
    article = store(f"{EDITION}\n\nSign up for our newsletter.", headline="Wall")
    passages = list(article.current_text.raw.removed.all())
    address = f"/api/v1/articles/{article.public_id}/"
    assert "removed" not in client.get(address).json()
    assert "removed" not in account("readers").get(address).json()
    shown = account("curators").get(address).json()["removed"]
    assert [row["text"] for row in shown] == [row.text for row in passages]


def test_unknown_times_are_null(client):
    article = store(published=None)
    body = client.get(f"/api/v1/articles/{article.public_id}/").json()
    assert (body["published_at"], body["published_precision"]) == (None, None)
    assert body["quotations"][0]["article"]["published_at"] is None


@pytest.mark.parametrize("name", ["articles", "quotations", "people", "organisations", "affiliations", "utterances"])
@pytest.mark.parametrize("bad", ["nobody", "per_aaaaaaaaaaaaa", "%00", "a b", "wikidata:Q0", "x" * 500, "..", "💬"])
def test_unknown_ids_are_404(client, name, bad):
    response = client.get(f"/api/v1/{name}/{bad}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_an_identifier_leads_to_its_entity(client):
    entity = person("Mara Ellwin")
    Identifier.objects.create(entity=entity, scheme="registry", value="M-1")
    assert client.get("/api/v1/people/registry:M-1/").json()["id"] == entity.public_id
    assert client.get("/api/v1/organisations/registry:M-1/").status_code == 404
    assert ids(client.get("/api/v1/people/?identifier=registry:M-1")) == [entity.public_id]


def test_a_merged_record_leads_to_the_survivor(client):
    one, two, three = person("A"), person("B"), person("C")
    merge(one, two, user=None)
    merge(two, three, user=None)
    response = client.get(f"/api/v1/people/{one.public_id}/quotations/?page_size=5")
    assert response.status_code == 308
    assert response["Location"] == f"http://testserver/api/v1/people/{three.public_id}/quotations/?page_size=5"
    assert client.get(f"/api/v1/people/{two.public_id}/").status_code == 308
    assert ids(client.get("/api/v1/people/")) == [three.public_id]
    merges = client.get(f"/api/v1/merges/?survivor={three.public_id}").json()["results"]
    assert [(row["loser"]["name"], row["survivor"]["name"]) for row in merges] == [("B", "C"), ("A", "B")]


def test_filters_take_merged_ids_for_the_survivor(client, edition):
    speaker = edition.quotations.filter(speaker__type="person").first().speaker
    said = set(ids(client.get(f"/api/v1/quotations/?speaker={speaker.public_id}")))
    assert said
    survivor = person("Mara J. Ellwin")
    merge(speaker, survivor, user=None)
    for one in (speaker, survivor):
        assert set(ids(client.get(f"/api/v1/quotations/?speaker={one.public_id}"))) == said
    body = client.get(f"/api/v1/articles/{edition.public_id}/").content.decode()
    assert speaker.public_id not in body


def test_what_is_removed_is_gone(client, edition):
    quotation = edition.quotations.first()
    affiliation = edition.current_text.affiliations.first()
    assert client.get(f"/api/v1/affiliations/{affiliation.public_id}/").status_code == 200
    Article.objects.filter(pk=edition.pk).update(removed_at=timezone.now())
    for path in (
        f"articles/{edition.public_id}/",
        f"articles/{edition.public_id}/quotations/",
        f"quotations/{quotation.public_id}/",
        f"affiliations/{affiliation.public_id}/",
    ):
        response = client.get(f"/api/v1/{path}")
        assert (response.status_code, response.json()["code"]) == (410, "removed")
    for name in ("articles", "quotations", "affiliations"):
        assert ids(client.get(f"/api/v1/{name}/")) == []
    gone = organisation(removed_at=timezone.now())
    assert client.get(f"/api/v1/organisations/{gone.public_id}/").status_code == 410


def test_withdrawn_and_rejected_quotations_are_shown_on_demand(client, edition):
    row = edition.quotations.first()
    Quotation.objects.filter(pk=row.pk).update(status="withdrawn")
    assert row.public_id not in ids(client.get("/api/v1/quotations/"))
    assert ids(client.get("/api/v1/quotations/?status=withdrawn")) == [row.public_id]
    assert client.get(f"/api/v1/quotations/{row.public_id}/").json()["status"] == "withdrawn"


def test_older_revisions_stay_readable(client):
    old = "“The wall will be rebuilt by spring,” said Mara Ellwin.\n\n“It was the storm,” said Joss Pardew."
    new = "Late on Monday the board met.\n\n“The wall will be rebuilt by spring,” said Mara Ellwin."
    article = store(old, headline="Old", key="k")
    before = client.get(f"/api/v1/articles/{article.public_id}/").json()
    store(new, headline="New", key="k")
    address = f"/api/v1/articles/{article.public_id}/"
    now, then = client.get(address).json(), client.get(f"{address}?revision=1").json()
    assert (now["headline"], now["body"], now["revision"]) == ("New", new, 2)
    assert (then["headline"], then["body"], then["revision"]) == ("Old", old, 1)
    assert client.get(f"{address}?revision=2").json() == now

    def read(body):
        return [
            (q["id"], q["text"], q["spans"], q["speaker"], q["speaker_span"], q["revision"]) for q in body["quotations"]
        ]

    assert read(then) == read(before)
    for quotation in then["quotations"]:
        (start, end), *_ = quotation["spans"]
        assert old[start:end] == quotation["text"]
    assert client.get(f"{address}?revision=3").status_code == 404
    assert client.get(f"{address}?revision=1&fields=quotations.text").json() == {
        "quotations": [{"text": q["text"]} for q in before["quotations"]]
    }
    assert client.get(f"{address}?revision=1&expand=publisher&omit=quotations").json()["publisher"]["is_publisher"]


def test_what_was_decided_about_an_older_revision_stays_there(client):
    article = store("“The wall will be rebuilt by spring,” said Mara Ellwin.", key="k")
    row = article.quotations.get()
    confirm_quotation(row, user=None)
    store("“It was the storm,” said Joss Pardew.", key="k")
    address = f"/api/v1/articles/{article.public_id}/"
    assert [q["text"] for q in client.get(address).json()["quotations"]] == ["It was the storm,"]
    assert len(ids(client.get(f"{address}quotations/"))) == 1
    assert ids(client.get(f"{address}quotations/?status=confirmed")) == [row.public_id]
    everywhere = client.get(f"/api/v1/quotations/?article={article.public_id}").json()["results"]
    assert {(q["id"] == row.public_id, q["revision"]) for q in everywhere} == {(True, 1), (False, 2)}
    assert client.get(address).json()["quotation_count"] == 1
    assert [q["id"] for q in client.get(f"{address}?revision=1").json()["quotations"]] == [row.public_id]


def test_mentions_in_the_order_of_the_text(client, edition):
    rows = client.get(f"/api/v1/articles/{edition.public_id}/mentions/").json()["results"]
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    for row in rows:
        assert EDITION[row["start"] : row["end"]] == row["text"]
    speaker = next(row for row in rows if row["text"] == "Mara Ellwin")["entity"]
    only = client.get(f"/api/v1/articles/{edition.public_id}/mentions/?entity={speaker['id']}&kind=name").json()
    assert {row["entity"]["id"] for row in only["results"]} == {speaker["id"]}


def test_listings_under_a_person_and_an_organisation(client, edition):
    speaker = edition.quotations.filter(speaker__type="person").first().speaker
    base = f"/api/v1/people/{speaker.public_id}"
    assert ids(client.get(f"{base}/quotations/")) == ids(client.get(f"/api/v1/quotations/?speaker={speaker.public_id}"))
    roles = client.get(f"{base}/affiliations/").json()["results"]
    assert [role["title"] for role in roles]
    assert ids(client.get(f"/api/v1/organisations/{edition.publisher.public_id}/quotations/")) == []
    expanded = client.get(f"{base}/?expand=affiliations").json()["affiliations"]
    assert [role["id"] for role in expanded] == [role["id"] for role in roles]


def test_shape(client, edition):
    row = edition.quotations.filter(speaker__type="person").first()
    address = f"/api/v1/quotations/{row.public_id}/"
    assert client.get(f"{address}?fields=id,speaker.name").json() == {
        "id": row.public_id,
        "speaker": {"name": row.speaker.name},
    }
    assert "publisher" not in client.get(f"{address}?omit=article.publisher").json()["article"]
    full = client.get(f"{address}?expand=speaker,article.publisher").json()
    assert full["speaker"]["aliases"] == []
    assert full["article"]["publisher"]["is_publisher"] is True
    articles = client.get("/api/v1/articles/?expand=quotations&fields=id,quotations.text").json()["results"]
    assert set(articles[0]) == {"id", "quotations"}
    assert set(articles[0]["quotations"][0]) == {"text"}


def test_root_lists_the_collections(client):
    body = client.get("/api/v1/").json()
    for name in ("articles", "quotations", "people", "organisations", "affiliations", "utterances", "merges"):
        assert body[name] == f"http://testserver/api/v1/{name}/"
        assert client.get(body[name]).status_code == 200
