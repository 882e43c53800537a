"""What is not known is null, everywhere and alike; only lists are empty, and the words around a quotation."""

from __future__ import annotations

import pytest

from corpus.models import Article, Merge, Quotation
from corpus.models.ids import IdType, fresh
from tests.api.conftest import articles, person, quotations

pytestmark = pytest.mark.django_db

MAY_BE_EMPTY = {"prefix", "suffix"}


def empty_texts(value, path=""):
    """Paths of the empty texts in an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in MAY_BE_EMPTY:
                yield from empty_texts(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from empty_texts(inner, path)
    elif value == "":
        yield path


def test_no_answer_holds_an_empty_text(client, edition):
    articles(1, day=lambda n: None)
    Article.objects.filter(source_key__startswith="bare").update(headline="")
    quotations(edition, 1)
    loser = person()
    Merge.objects.create(public_id=fresh(IdType.MERGE), loser=loser, survivor=person())
    paths = [*(f"{name}/?page_size=200" for name in ("articles", "quotations", "people", "organisations", "merges"))]
    paths += ["affiliations/", "utterances/", "quotations/?expand=speaker,article.publisher,utterance"]
    paths += [f"articles/{key}/" for key in Article.objects.values_list("public_id", flat=True)]
    for path in paths:
        body = client.get(f"/api/v1/{path}").json()
        assert body.get("results", body), path
        assert not list(empty_texts(body)), path


@pytest.mark.parametrize("name", ["cue", "speaker_text", "speaker_role", "channel"])
def test_null_fields_can_be_asked_for(client, edition, name):
    quotations(edition, 2)
    known = client.get(f"/api/v1/quotations/?{name}__isnull=false").json()["results"]
    unknown = client.get(f"/api/v1/quotations/?{name}__isnull=true").json()["results"]
    assert len(known) + len(unknown) == Quotation.objects.count()
    assert all(row[name] for row in known)
    assert unknown
    assert all(row[name] is None for row in unknown)


def test_a_pronoun_that_stands_for_nobody_in_reach_has_no_name(client):
    body = {"text": "“I will come,” she told him."}
    [quotation] = client.post("/api/v1/extract/", body, content_type="application/json").json()["quotations"]
    assert quotation["speaker"] == {"text": "she", "start": 15, "end": 18, "name": None, "type": "unnamed"}
