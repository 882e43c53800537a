"""The lineage of a saying over HTTP: its wordings, who else is given it, and ids that lead on."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from corpus.models import Entity, Utterance
from corpus.services.merge import merge
from tests.api.conftest import fault
from tests.replayed import Replayed
from tests.services.test_sayings import PRINTED, bring

pytestmark = pytest.mark.django_db


@Replayed
def stored_printings() -> None:
    bring(list(range(len(PRINTED))))


@pytest.fixture
def printed(db: None) -> Utterance:
    stored_printings()
    return Utterance.objects.printed().get(speaker__name="Mara Ellwin", text__icontains="harbour wall")


def test_a_saying_tells_its_wordings(client: Client, printed: Utterance) -> None:
    record = client.get(f"/api/v1/utterances/{printed.public_id}/").json()
    told = {name: record[name] for name in ("times_printed", "outlet_count", "variant_count", "disputed")}
    assert told == {"times_printed": 5, "outlet_count": 3, "variant_count": 5, "disputed": ["words", "speaker"]}
    found = client.get(f"/api/v1/utterances/{printed.public_id}/variants/").json()["results"]
    assert [one["first_at"][:10] for one in found] == [f"2024-03-0{day}" for day in (2, 5, 6, 7, 8)]
    assert [one["outlets"][0]["publisher"]["name"] for one in found][:2] == ["Kerrick Post", "The Tolmouth Gazette"]
    assert found[1]["differences"] == []
    [changed] = found[4]["differences"]
    assert (changed["op"], changed["printed"], changed["given"]) == ("replace", "spring", "summer")
    assert all(one["op"] == "delete" for one in found[2]["differences"])


def test_who_else_is_given_the_words(client: Client, printed: Utterance) -> None:
    found = client.get(f"/api/v1/utterances/{printed.public_id}/disputes/").json()["results"]
    assert {one["utterance"]["speaker"]["name"] for one in found} == {"Joss Pardew"}
    assert any(one["differences"] == [] for one in found)


@pytest.mark.parametrize(
    ("query", "speakers"),
    [
        ("disputed=words", {"Mara Ellwin"}),
        ("disputed=speaker", {"Mara Ellwin", "Joss Pardew"}),
        ("disputed=words&disputed=speaker", {"Mara Ellwin", "Joss Pardew"}),
        ("disputed__not=words&outlet_count__gte=1", {"Mara Ellwin", "Joss Pardew"}),
        ("variant_count__gte=2", {"Mara Ellwin"}),
    ],
)
def test_what_is_disputed_is_a_list(client: Client, printed: Utterance, query: str, speakers: set[str]) -> None:
    found = client.get(f"/api/v1/utterances/?{query}&ordering=-outlet_count").json()["results"]
    assert {one["speaker"]["name"] for one in found} == speakers


def test_an_unknown_dispute_is_refused(client: Client) -> None:
    assert fault(client.get("/api/v1/utterances/?disputed=all"))["code"] == "unknown_choice"


def test_the_id_of_a_wording_leads_to_its_saying(client: Client, printed: Utterance) -> None:
    for variant in printed.variants.all():
        answer = client.get(f"/api/v1/utterances/{variant.public_id}/variants/?format=json")
        assert answer.status_code == 308
        assert answer["Location"].endswith(f"/utterances/{printed.public_id}/variants/?format=json")
        found = client.get(f"/api/v1/quotations/?utterance={variant.public_id}&count=true").json()
        assert found["count"] == 5


def test_the_id_of_one_whose_speaker_was_merged_leads_on(client: Client, printed: Utterance) -> None:
    other = Utterance.objects.get(speaker__name="Joss Pardew")
    user = get_user_model().objects.create(username="edith", is_superuser=True)
    merge(Entity.objects.get(name="Joss Pardew"), printed.speaker, user=user)
    answer = client.get(f"/api/v1/utterances/{other.public_id}/")
    assert answer.status_code == 308
    assert client.get(answer["Location"]).json()["times_printed"] == 6
