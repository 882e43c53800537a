"""The lineage of a saying over HTTP: its wordings, who else is given it, and ids that lead on."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from corpus.models import Article, Entity, Quotation, Utterance
from corpus.services.merge import merge
from corpus.services.review import reject_quotation
from corpus.services.take_down import take_down
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
        found = client.get(f"/api/v1/utterances/?id={variant.public_id}").json()["results"]
        assert [one["id"] for one in found] == [printed.public_id]


def test_the_id_of_one_whose_speaker_was_merged_leads_on(client: Client, printed: Utterance) -> None:
    other = Utterance.objects.get(speaker__name="Joss Pardew")
    user = get_user_model().objects.create(username="edith", is_superuser=True)
    merge(Entity.objects.get(name="Joss Pardew"), printed.speaker, user=user)
    answer = client.get(f"/api/v1/utterances/{other.public_id}/")
    assert answer.status_code == 308
    led_to = client.get(answer["Location"]).json()
    assert led_to["times_printed"] == 6

    def count(path: str) -> int:
        return client.get(f"/api/v1/{path}&count=true").json()["count"]

    assert count(f"quotations/?utterance={other.public_id}") == 6
    assert count(f"quotations/?utterance__not={other.public_id}") == count("quotations/?page_size=1") - 6
    found = client.get(f"/api/v1/utterances/?id={other.public_id}").json()["results"]
    assert [one["id"] for one in found] == [led_to["id"]]
    assert count(f"utterances/?id__not={other.public_id}") == count("utterances/?page_size=1") - 1


def test_an_id_leads_on_through_chains_of_merges_and_of_wordings(client: Client, printed: Utterance) -> None:
    other = Utterance.objects.get(speaker__name="Joss Pardew")
    middle = Entity.objects.create(public_id="per_aaaaaaaaaaaaa", type="person", name="J. P.", name_key="j p")
    user = get_user_model().objects.create(username="edith", is_superuser=True)
    merge(middle, printed.speaker, user=user)
    merge(Entity.objects.get(name="Joss Pardew"), middle, user=user)
    other.refresh_from_db()
    assert (other.variant_of, other.times_printed) == (None, 0)
    ids = [
        other.public_id,
        printed.public_id,
        "utt_aaaaaaaaaaaaa",
        *printed.variants.values_list("public_id", flat=True),
    ]
    found = Utterance.objects.led_on(ids)
    assert found == dict.fromkeys({*ids} - {"utt_aaaaaaaaaaaaa"}, printed.pk)
    assert client.get("/api/v1/utterances/?id=utt_aaaaaaaaaaaaa").json()["results"] == []


def speakers(client: Client, query: str) -> list[str]:
    found = client.get(f"/api/v1/utterances/?{query}&count=true").json()
    assert found["count"] == len(found["results"])
    return [one["speaker"]["name"] for one in found["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=harbour", {"Mara Ellwin", "Joss Pardew"}),
        ("q=summer", {"Mara Ellwin"}),
        ("q=summer&ordering=-variant_count", {"Mara Ellwin"}),
        ("q=summer+-harbour", set()),
        ("q=harbour+-summer", {"Mara Ellwin", "Joss Pardew"}),
        ('q="next+spring"&disputed=words', {"Mara Ellwin"}),
        ("q=Rebuild&exact=true", {"Mara Ellwin"}),
        ("q=SUMMER&exact=true", set()),
        ("q=harbour&quotation__article__language=en", {"Mara Ellwin", "Joss Pardew"}),
        ("q=harbour&quotation__article__language=de", set()),
        ("q=fishermen", {"Mara Ellwin"}),
    ],
)
def test_q_looks_in_every_wording(client: Client, printed: Utterance, query: str, found: set[str]) -> None:
    assert set(speakers(client, query)) == found


@pytest.mark.parametrize(
    ("exact", "text"), [("", "next <mark>summer</mark>"), ("&exact=true", "<mark>Rebuild</mark> the")]
)
def test_what_q_found_is_shown_in_the_wording_that_has_it(
    client: Client, printed: Utterance, exact: str, text: str
) -> None:
    word = "Rebuild" if exact else "summers"
    [one] = client.get(f"/api/v1/utterances/?q={word}&highlight=true{exact}").json()["results"]
    assert one["id"] == printed.public_id
    assert text in one["highlight"]["text"]
    [line] = client.get(f"/api/v1/utterances/?q={word}&highlight=true&format=ndjson{exact}").getvalue().splitlines()
    assert text in line.decode()


def test_q_finds_no_words_that_are_rejected_or_taken_down(client: Client, printed: Utterance) -> None:
    user = get_user_model().objects.create(username="edith", is_superuser=True)
    reject_quotation(Quotation.objects.get(words__contains="summer"), user=user)
    assert speakers(client, "q=summer") == []
    take_down(Article.objects.get(source_key="printed-5"), user=user, reason="disputed")
    assert speakers(client, "q=fishermen") == []


def test_the_best_answers_come_first_and_pages_neither_miss_nor_repeat(client: Client, printed: Utterance) -> None:
    address = "/api/v1/utterances/?q=what+they+OR+it&page_size=1"
    assert fault(client.get("/api/v1/utterances/?ordering=relevance"))["code"] == "needs_q"
    seen, link = [], address.replace("+OR+it", "")
    assert [one["speaker"]["name"] for one in client.get(link).json()["results"]] == ["Mara Ellwin"]
    link = "/api/v1/utterances/?q=by+next&page_size=1"
    while link:
        page = client.get(link).json()
        seen += [one["id"] for one in page["results"]]
        link = page["next"]
    assert sorted(seen) == sorted({*seen})
    assert len(seen) == 2


def test_what_is_disputed_is_counted(client: Client, printed: Utterance) -> None:
    answer = client.get("/api/v1/utterances/facets/?by=disputed").json()
    told = answer["facets"]["disputed"]
    assert {one["key"]: one["count"] for one in told["buckets"]} == {"speaker": 2, "words": 1}
    assert (told["unknown"], told["total_buckets"], answer["count"]) == (1, 2, 3)
    some = client.get("/api/v1/utterances/facets/?by=disputed&size=1&q=fishermen").json()["facets"]["disputed"]
    assert (some["buckets"], some["unknown"]) == ([], 1)
