"""A quotation's words against the stored text, and a given wording against its words."""

from __future__ import annotations

import pytest
from django.utils import timezone

from corpus.models import ArticleText, Quotation
from corpus.services.review import confirm_quotation
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = "The board met.\n\n“We owe it to the boats of this town,” said Mara Ellwin, the mayor of Tolmouth.\n\nIt rained."
SAID = "We owe it to the boats of this town,"


@pytest.fixture
def quotation(db) -> Quotation:
    article = store(BODY, key="checked", url="https://gazette.example/boats")
    return article.quotations.get()


def checked(client, quotation: Quotation, **query: str) -> dict:
    answer = client.get(f"/api/v1/quotations/{quotation.public_id}/verify/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def reprint(body: str) -> None:
    """Let the stored text of the quotation's revision read otherwise, as only a fault could."""
    ArticleText.objects.update(body=body)


def test_what_is_told(client, quotation):
    found = checked(client, quotation)
    span = [BODY.index(SAID), BODY.index(SAID) + len(SAID)]
    assert (found["status"], found["revision"], found["spans"]) == ("exact", 1, [span])
    assert found["newest"] == {"revision": 1, "status": "exact", "spans": [span]}
    assert found["wording"] is None
    assert found["quotation"]["id"] == quotation.public_id
    assert found["passage"] == {"start": 16, "end": BODY.index("\n\nIt"), "text": BODY.split("\n\n")[1]}
    assert found["evidence"]["source_url"] == "https://gazette.example/boats"
    assert found["evidence"]["sha256"] == quotation.text.raw.content.sha256


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (BODY.replace("We owe", "we OWE"), "normalised", "we OWE it to the boats of this town,"),
        (f"More words. {BODY}", "moved", SAID),
        (f"More words. {BODY.replace('We owe', 'WE OWE')}", "moved", "WE OWE it to the boats of this town"),
        (BODY.replace("boats", "ships"), "missing", None),
        ("Short.", "missing", None),
    ],
)
def test_what_its_own_revision_holds(client, quotation, body, status, words):
    reprint(body)
    found = checked(client, quotation)
    assert found["status"] == found["newest"]["status"] == status
    spans = found["spans"] and [body[start:end] for start, end in found["spans"]]
    assert spans == ([words] if words else None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (f"First of all: it rained. {BODY}", "moved"),
        ("The board met.\n\nIt rained all day, and nobody of the board spoke.", "missing"),
    ],
)
def test_the_newest_revision(client, quotation, body, status):
    confirm_quotation(quotation, user=None)
    article = quotation.article
    raw = quotation.text.raw
    newest = ArticleText.objects.create(article=article, revision=2, body=body, raw=raw)
    article.current_text, article.revision = newest, 2
    article.save()
    found = checked(client, quotation)
    assert (found["status"], found["revision"]) == ("exact", 1)
    assert (found["newest"]["status"], found["newest"]["revision"]) == (status, 2)
    if status == "moved":
        assert [body[start:end] for start, end in found["newest"]["spans"]] == [SAID]


@pytest.mark.parametrize(
    ("text", "status", "score", "differences"),
    [
        (SAID, "exact", 1.0, []),
        ("“We owe it to the boats of this town”", "exact", 1.0, []),
        ("we owe it to the BOATS — of this town!", "normalised", 1.0, []),
        (
            "We owe it to the ships of this town",
            "partial",
            8 / 9,
            [("replace", "boats", "ships", [17, 22], [17, 22])],
        ),
        (
            "We owe it all to the boats of this town",
            "partial",
            9 / 10,
            [("insert", "", "all", None, [10, 13])],
        ),
        (
            "to the boats",
            "partial",
            3 / 9,
            [("delete", "We owe it", "", [0, 9], None), ("delete", "of this town", "", [23, 35], None)],
        ),
        (
            "Nobody owes it to the ships",
            "different",
            3 / 9,
            [
                ("replace", "We owe", "Nobody owes", [0, 6], [0, 11]),
                ("replace", "boats of this town", "ships", [17, 35], [22, 27]),
            ],
        ),
        ("Nothing", "different", 0.0, [("replace", "We owe it to the boats of this town", "Nothing", [0, 35], [0, 7])]),
        ("…", "different", 0.0, [("delete", "We owe it to the boats of this town", "", [0, 35], None)]),
    ],
)
def test_a_wording(client, quotation, text, status, score, differences):
    found = checked(client, quotation, text=text)["wording"]
    assert (found["status"], found["score"]) == (status, round(score, 3))
    assert [tuple(one.values()) for one in found["differences"]] == differences


def test_whether_a_wording_is_verbatim(client):
    body = "Mara Ellwin, the mayor of Tolmouth, said that the harbour wall “cannot wait another winter”."
    mixed = store(body).quotations.get()
    assert mixed.kind == "mixed"
    assert checked(client, mixed, text="cannot wait another winter")["wording"]["verbatim"] is True
    assert checked(client, mixed, text=mixed.words)["wording"]["verbatim"] is False


def test_a_row_whose_words_and_spans_disagree_is_no_failure(client, quotation):
    Quotation.objects.update(words=f"{SAID} and much more than its spans hold")
    found = checked(client, quotation, text="much more than its spans hold")
    assert (found["status"], found["wording"]["verbatim"]) == ("missing", False)


def test_what_is_gone_or_wrong(client, quotation):
    address = f"/api/v1/quotations/{quotation.public_id}/verify/"
    assert client.get("/api/v1/quotations/quo_aaaaaaaaaaaaa/verify/").status_code == 404
    assert client.get(f"{address}?text=").json()["errors"][0]["code"] == "empty"
    assert client.get(f"{address}?txt=a").json()["errors"][0]["suggestion"] == "text"
    quotation.article.removed_at = timezone.now()
    quotation.article.save()
    assert client.get(address).status_code == 410
