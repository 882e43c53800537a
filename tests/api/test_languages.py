"""A filter by language beside ``q``: what is found stays the same, and no other language is asked."""

from __future__ import annotations

import json
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.v1.asked import PREPARED_QUERIES
from tests.api.conftest import history, ids, send
from tests.builders import store
from tests.extraction.spoken import TOLD

pytestmark = pytest.mark.django_db

TEXTS = {
    "de": "„Die Häuser am Hafen werden gebaut“, sagte Jörg Weißmann in München.",
    "de-AT": "„Ein Haus am Hafen wird gebaut“, sagte Jörg Weißmann in Mürzfeld.",
    "fr": "« Les maisons du port sont à Muenchen », a dit Odile Brask.",
    "es": "«Las casas del puerto», dijo Inés Brask.",
    "en-GB": "“The house of the port is in Hafen,” said Mara Ellwin.",
    None: "“Haus and Hafen are words,” said Mara Ellwin, the mayor of Tolmouth.",
}
WORDS = ["Haus", '"am Hafen"', "Hafen -Häuser", "Muench*", "port OR Haus", "maison port"]
FILTERS: dict[str, dict[str, Any]] = {
    "language=de": {"language": "de"},
    "language=de-AT": {"language": "de-AT"},
    "language=fr": {"language": ["fr"]},
    "language=de&language=es": {"language": ["de", "es"]},
    "language=en-GB": {"language": "en-GB"},
    "language=it": {"language": "it"},
    "language__isnull=true": {"language__isnull": True},
    "language__isnull=false": {"language__isnull": False},
    "language__not=de": {"language__not": "de"},
    "language__not=de&language=de-AT": {"language__not": "de", "language": "de-AT"},
}


@pytest.fixture(autouse=True)
def _corpus() -> None:
    for number, (tag, body) in enumerate(TEXTS.items()):
        store(f"{body} {number}.", key=f"text-{number}", headline=f"Number {number}", language=tag)


def asked(words: str, filters: str = "", **more: str) -> str:
    """The address of a search."""
    return "&".join(filter(None, (f"/api/v1/articles/?{urlencode({'q': words, **more})}", filters)))


@pytest.mark.parametrize("ordering", ["relevance", "-published_at"])
def test_what_is_found_stays_the_same(client: Client, ordering: str) -> None:
    """Requests of one form follow each other, as those do whose statements are kept."""
    PREPARED_QUERIES.held.clear()
    narrowed = 0
    for words, (filters, where) in product(WORDS, FILTERS.items()):
        found = ids(client.get(asked(words, ordering=ordering)))
        kept = ids(client.get(f"/api/v1/articles/?{filters}"))
        expected = [one for one in found if one in kept]
        answer = client.get(asked(words, filters, ordering=ordering, count="true"))
        assert (ids(answer), answer.json()["count"]) == (expected, len(expected)), (words, filters)
        body = {"q": words, "ordering": ordering, "where": where}
        assert ids(client.post("/api/v1/articles/search/", body, content_type="application/json")) == expected
        streamed = client.get(asked(words, filters, ordering=ordering, format="ndjson")).getvalue()
        assert [json.loads(line)["id"] for line in streamed.splitlines()] == expected
        narrowed += 0 < len(expected) < len(found)
    assert narrowed > 10


def test_quotations_by_the_language_of_their_article(client: Client) -> None:
    found = {
        tag: client.get(f"/api/v1/quotations/?q=Haus&article__language={tag}").json()["results"]
        for tag in ("de", "de-AT", "fr", "en-GB")
    }
    assert {tag: len(rows) for tag, rows in found.items()} == {"de": 1, "de-AT": 1, "fr": 0, "en-GB": 0}
    told = client.get("/api/v1/quotations/?q=Haus&article__language=de&explain=true").json()["explanation"]["q"]
    assert [one["language"] for one in told["readings"]] == ["de"]


@pytest.mark.parametrize(
    "path",
    [
        asked("maisons", "language=de"),
        asked("maisons", "language=de", ordering="-published_at", format="ndjson"),
        "/api/v1/articles/facets/?q=maisons&language=de&by=language",
        "/api/v1/quotations/?q=maisons&article__language=de",
    ],
)
def test_no_other_language_is_asked(client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.streaming or answer.getvalue() == b""
    said = " ".join(query["sql"] for query in queries)
    assert "maisonß" in said
    assert "maisonç" not in said
    assert "maisonñ" not in said


@pytest.mark.parametrize(
    ("filters", "languages"),
    [
        ("", ["en", "de", "fr", "es"]),
        ("language=de", ["de"]),
        ("language=de-AT", ["de"]),
        ("language=es&language=de", ["de", "es"]),
        ("language=it", ["en"]),
        ("language=it&language=fr", ["en", "fr"]),
        ("language__isnull=true", ["en"]),
        # what it leaves may be in any language
        ("language__isnull=false", ["en", "de", "fr", "es"]),
        ("language__not=de", ["en", "de", "fr", "es"]),
        ("exact=true", []),
    ],
)
def test_the_languages_that_are_asked(client: Client, filters: str, languages: list[str]) -> None:
    told = client.get(asked("Häuser", filters, explain="true")).json()["explanation"]["q"]
    assert [one["language"] for one in told["readings"]] == languages
    for one in told["readings"][:1]:
        assert {name: told[name] for name in ("all_of", "none_of")} == {
            name: one[name] for name in ("all_of", "none_of")
        }


def test_a_reading_is_told_as_it_is_looked_for(client: Client) -> None:
    body = {"q": '"neue Häuser" OR muench* -Quelle', "where": {"language": "de-CH"}, "explain": True}
    answer = client.post("/api/v1/articles/search/", body, content_type="application/json")
    words = {"all_of": [["neu haus", "muench*", "munch*"]], "none_of": ["quell"]}
    assert answer.json()["explanation"]["q"] == {
        "text": body["q"],
        **words,
        "readings": [{"language": "de", **words}],
    }


def test_a_language_that_is_one_of_several_ways_is_not_all(client: Client) -> None:
    where = {"or": [{"language": "de"}, {"headline": "Number 2"}]}
    body = {"q": "maison", "where": where}
    [found] = client.post("/api/v1/articles/search/", body, content_type="application/json").json()["results"]
    assert found["language"] == "fr"


@pytest.mark.parametrize(
    ("tag", "same"), [("deu", "de"), ("ger", "de"), ("ger-AT", "de-AT"), ("fra", "fr"), ("fre", "fr"), ("spa", "es")]
)
def test_a_code_of_three_letters_is_that_of_two(client: Client, tag: str, same: str) -> None:
    """In filters and their negation, of articles and of quotations; q is read in that language alone."""
    filters = "articles/?language", "articles/?language__not", "quotations/?article__language"
    for path in (*filters, "utterances/?quotation__article__language"):
        kept = ids(client.get(f"/api/v1/{path}={same}"))
        assert kept
        assert ids(client.get(f"/api/v1/{path}={tag}")) == kept
    body = {"where": {"language": tag}}
    answer = client.post("/api/v1/articles/search/", body, content_type="application/json")
    assert ids(answer) == ids(client.get(f"/api/v1/articles/?language={same}"))
    told = client.get(asked("Häuser", f"language={tag}", explain="true")).json()["explanation"]
    assert [one["language"] for one in told["q"]["readings"]] == [same[:2]]
    assert {"parameter": "language", "values": [same]}.items() <= told["filters"][0].items()


def test_a_language_that_the_words_tell_is_as_any_other(client: Client) -> None:
    """Lists, filters, facets, search and the formats of others have it; the mark stands beside it."""
    article = store(TOLD["de"], key="bridge")
    address = f"/api/v1/articles/{article.public_id}/"
    shown = client.get(address).json()
    assert (shown["language"], shown["language_is_detected"]) == ("de", True)
    names = list(shown)
    assert names[names.index("language") + 1] == "language_is_detected"
    assert article.public_id in ids(client.get("/api/v1/articles/?language=de&q=Haus"))
    assert article.public_id not in ids(client.get("/api/v1/articles/?language__isnull=true"))
    marks = {one["id"]: one["language_is_detected"] for one in client.get("/api/v1/articles/").json()["results"]}
    assert [public_id for public_id, mark in marks.items() if mark] == [article.public_id]
    facets = client.get("/api/v1/articles/facets/?by=language").json()["facets"]["language"]
    assert {one["key"]: one["count"] for one in facets["buckets"]}["de"] == 2
    assert "language" not in client.get(f"{address}?format=ninjs").json()  # what is declared alone
    assert client.get(f"{address}?format=jsonld").json()["inLanguage"] == "de"
    assert b'xml:lang="de"' in client.get(f"{address}?format=newsml").content
    assert b"baselang" not in client.get(f"{address}?format=nitf").content


def test_an_editor_ends_the_mark(client: Client, curator: Client) -> None:
    article = store(TOLD["de"], key="bridge")
    path = f"articles/{article.public_id}"
    tag = client.get(f"/api/v1/{path}/").headers["ETag"]
    answer = send(curator, f"{path}/", {"language": "de"}, "patch", **{"If-Match": tag})
    assert answer.status_code == 200, answer.content
    assert (answer.json()["language"], answer.json()["language_is_detected"]) == ("de", False)
    assert send(curator, f"{path}/", {"language": "fr"}, "patch", **{"If-Match": tag}).status_code == 412
    [told] = history(curator, path)
    assert (told["before"], told["after"]) == ({"language_is_detected": True}, {"language_is_detected": False})
