"""Stored quotations found in any text."""

from __future__ import annotations

import pytest
from django.utils import timezone

from corpus.models import Quotation, Shingle
from corpus.services.review import reject_quotation
from tests.builders import store

pytestmark = pytest.mark.django_db

SAID = "The wall will be rebuilt by spring"
LONG = (
    "We have waited eleven years for this wall and we will not wait another winter while three ministries "
    "argue over who pays for the stones"
)


def look(client, text: str, query: str = "") -> list[dict]:
    answer = client.post(f"/api/v1/quotations/lookup/{query}", {"text": text}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["matches"]


def brief(matches: list[dict]) -> list[tuple[str, str]]:
    return [(match["text"], match["match"]) for match in matches]


@pytest.fixture
def long(db):
    return store(f"“{LONG},” said Mara Ellwin, the mayor of Tolmouth.", headline="Patience ends")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"“{SAID},” the mayor told us.", [(f"{SAID},", "exact")]),
        (f"“{SAID}.” So it goes.", [(SAID, "exact")]),
        (SAID, [(SAID, "exact")]),
        ("THE WALL — will be “rebuilt”\nby spríng!", [("THE WALL — will be “rebuilt”\nby spríng", "normalised")]),
        (f"🜁🜁 {SAID.lower()}", [(SAID.lower(), "normalised")]),
        ("She said the wall will be rebuilt by summer.", [("the wall will be rebuilt by", "partial")]),
        ("the wall will be painted by spring", [("the wall will be painted by spring", "partial")]),
        ("the wall will be painted by summer", []),
        ("Nothing of it stands here, not one word.", []),
        ("wall", []),
        ("“”", []),
    ],
)
def test_what_is_found(client, edition, text, expected):
    assert brief(look(client, text)) == expected


def test_offsets_are_code_points_of_the_text(client, edition):
    text = f"👩🏽‍🌾 é ({SAID}) and {SAID}"
    matches = look(client, text)
    assert [text[match["start"] : match["end"]] for match in matches] == [SAID, SAID]


def test_what_is_told(client, edition):
    [match] = look(client, f"“{SAID},” it says.")
    quotation = Quotation.objects.get(words__startswith=SAID)
    assert {name: match[name] for name in ("start", "end", "score", "times_printed")} == {
        "start": 1,
        "end": len(SAID) + 2,
        "score": 1.0,
        "times_printed": 1,
    }
    assert match["quotation"]["id"] == match["printings"][0]["id"] == quotation.public_id
    assert match["quotation"]["article"]["id"] == edition.public_id
    assert match["speaker"]["name"] == match["printings"][0]["speaker"]["name"] == "Mara Ellwin"
    assert match["utterance"] == quotation.utterance.public_id


def test_shape(client, edition):
    [match] = look(client, SAID, "?expand=quotation,speaker&omit=printings,quotation.candidates")
    assert match["quotation"]["cue"] == "said"
    assert match["speaker"]["aliases"] is not None
    assert not {"printings", "candidates"} & {*match, *match["quotation"]}
    assert look(client, SAID, "?fields=start,quotation.id") == [
        {"start": 0, "quotation": {"id": match["quotation"]["id"]}}
    ]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        # Six words in a row, and more.
        ("we will not wait another winter", 6 / 25),
        ("They wrote: we will not wait another winter while three ministries argue.", 10 / 25),
        # All with small changes.
        (LONG.replace("eleven", "twelve"), 24 / 25),
        (LONG.replace("for this wall ", ""), 22 / 25),
        (LONG.replace("another winter", "another long, cold winter"), 25 / 27),
        # A cue between two halves.
        (LONG.replace(" and we", ",” the mayor of the town said on Monday evening, “and we"), 25 / 34),
    ],
)
def test_parts_and_small_changes(client, long, text, score):
    [match] = look(client, text)
    assert (match["match"], match["score"]) == ("partial", round(score, 3))


def test_every_run_of_six_words_is_found(client, long):
    words = LONG.split()
    for start in range(len(words) - 5):
        run = " ".join(words[start : start + 6])
        assert brief(look(client, f"So. {run}! Then.")) == [(run, "partial")], start


def test_a_quotation_that_a_cue_splits_is_found_in_its_own_article(client):
    body = "“The acoustics are terrible,” said Mara Ellwin, the mayor of Tolmouth, “but so are we.”"
    article = store(body)
    assert article.quotations.get().words == "The acoustics are terrible, but so are we."
    [match] = look(client, body)
    assert (match["match"], match["text"]) == ("partial", body[1:-2])


def test_indirect_quotations_are_found(client, edition):
    indirect = edition.quotations.get(kind="indirect")
    [match] = look(client, indirect.words.upper())
    assert (match["match"], match["quotation"]["id"]) == ("normalised", indirect.public_id)


def test_printings_of_one_utterance_are_one_match_the_earliest_first(client):
    body = "“We owe it to the boats,” said Mara Ellwin, the mayor of Tolmouth."
    later = store(body, published="2024-05-01", key="later", headline="Later")
    first = store(body, published="2024-03-01", key="first", publisher="The Norrick Post", headline="First")
    undated = store(body, published=None, key="undated", publisher="The Lisk Review", headline="Undated")
    [match] = look(client, "We owe it to the boats")
    assert [one["article"]["id"] for one in match["printings"]] == [
        article.public_id for article in (first, later, undated)
    ]
    assert match["quotation"]["article"]["id"] == first.public_id
    assert (match["times_printed"], match["match"]) == (3, "exact")
    assert match["utterance"] == Quotation.objects.filter(article=first).get().utterance.public_id


def test_of_matches_that_overlap_the_best_stays(client):
    store("“We owe it to the boats,” said Mara Ellwin, the mayor of Tolmouth.", headline="Short")
    store(
        "“We owe it to the boats and to all who sail in them,” said Joss Pardew, the harbour master.", headline="Long"
    )
    full = "We owe it to the boats and to all who sail in them"
    assert brief(look(client, f"{full}. We owe it to the boats.")) == [
        (full, "exact"),
        ("We owe it to the boats", "exact"),
    ]


def test_what_may_not_be_shown_is_not_found(client, edition):
    quotation = Quotation.objects.get(words__startswith=SAID)
    reject_quotation(quotation, user=None)
    assert look(client, SAID) == []
    other = Quotation.objects.live().exclude(kind="indirect").get()
    assert look(client, other.words)
    edition.removed_at = timezone.now()
    edition.save()
    assert look(client, other.words) == []


def test_words_of_an_older_revision_are_found_no_more(client):
    store("“We begin in the spring of next year,” said Mara Ellwin, the mayor.", key="moving")
    assert look(client, "We begin in the spring of next year")
    store("“Nobody can say when the work starts,” said Mara Ellwin, the mayor.", key="moving")
    assert look(client, "We begin in the spring of next year") == []
    assert look(client, "Nobody can say when the work starts")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"text": "x" * 100_001}, "/text", "too_long"),
        ({"text": ""}, "/text", "blank"),
        ({"text": " \n "}, "/text", "blank"),
        ({"text": 7}, "/text", "invalid"),
        ({}, "/text", "required"),
        ({"text": "x", "txet": "y"}, "/txet", "unknown"),
    ],
)
def test_wrong_bodies(client, body, pointer, code):
    answer = client.post("/api/v1/quotations/lookup/", body, content_type="application/json")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_the_longest_text_is_read(client, edition):
    text = f"{'harbour wall spring ' * 4990} {SAID} ".ljust(100_000, "x")
    assert brief(look(client, text)) == [(SAID, "exact")]


@pytest.mark.cache
def test_it_is_open_and_has_the_limit_of_expensive_requests(client, settings):
    settings.THROTTLE_EXPENSIVE = 1
    codes = [
        client.post("/api/v1/quotations/lookup/", {"text": "x"}, content_type="application/json").status_code
        for _ in range(2)
    ]
    assert codes == [200, 429]
    settings.THROTTLE, settings.PUBLIC_READ = False, False
    closed = client.post("/api/v1/quotations/lookup/", {"text": "x"}, content_type="application/json")
    assert closed.status_code == 401


def test_nothing_is_stored(client, edition):
    before = Quotation.objects.count(), Shingle.objects.count()
    look(client, f"{SAID} and more words that nobody ever said before")
    assert (Quotation.objects.count(), Shingle.objects.count()) == before
