"""What is printed as schema.org is held against its vocabulary: properties are of their types, values in range."""

from __future__ import annotations

import re
from typing import Any

import msgspec_schemaorg.models as vocabulary
import pytest

from api.v1.dates import cut
from corpus.models import Article
from tests.builders import store

pytestmark = pytest.mark.django_db
KEYWORDS = {"@type", "@id", "@context"}


def kind(name: str) -> Any:
    """The class of a type."""
    found = getattr(vocabulary, name, None)
    assert found is not None, f"schema.org has no type {name}"
    return found


def range_of(holder: Any, name: str) -> str | None:
    """What the property may hold, as the package writes it; None where no type above has the property."""
    told = (vars(base).get("__annotations__", {}) for base in holder.__mro__)
    return next((each[name] for each in told if name in each), None)


def in_range(value: Any, allowed: str) -> bool:
    """Whether the value is a node of a type, or a plain value, that the property may hold."""
    if isinstance(value, dict):
        names = set(re.findall(r"'(\w+)'", allowed))
        return bool(names & {base.__name__ for base in kind(value["@type"]).__mro__})
    return bool(
        re.search({str: r"\b(str|date|datetime|URL)\b", bool: r"\bbool\b"}.get(type(value), "int|float"), allowed)
    )


def faults(node: Any, path: str = "") -> list[str]:
    """The properties below a node that schema.org does not know, or not with such a value."""
    found = []
    holder = kind(node["@type"])
    for name, value in node.items():
        if name in KEYWORDS:
            continue
        allowed = range_of(holder, name)
        for one in value if isinstance(value, list) else [value]:
            if allowed is None or not in_range(one, allowed):
                found.append(f"{path}{node['@type']}.{name}: {str(one)[:60]!r} is not of {allowed}")
            if isinstance(one, dict):
                found += faults(one, f"{path}{name}/")
    return found


PATHS = ["articles/", "quotations/", "people/", "organisations/", "utterances/"]


@pytest.mark.parametrize("path", PATHS)
def test_lists_and_their_records(client, edition, path):
    Article.objects.update(section="Harbour", language="en", licence="CC BY 4.0", modified_at=edition.published_at)
    person = edition.quotations.filter(speaker__type="person").first().speaker
    person.identifiers.create(scheme="wikidata", value="Q404")
    person.aliases.create(name="Mara Ellwin-Kerr", name_key="mara ellwin kerr")
    page = client.get(f"/api/v1/{path}?format=jsonld&count=true").json()
    assert page["itemListElement"]
    assert not faults(page)
    for item in page["itemListElement"]:
        assert not faults(client.get(item["@id"], {"format": "jsonld"}).json())


@pytest.mark.parametrize("known", ["2024", "2024-03", "2024-03-05", "2024-03-05T09:30:00Z"])
def test_a_date_is_no_more_exact_than_it_is_known(client, known):
    body = "“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth."
    article = store(body, published=known, modified="2024-04-02")
    page = client.get(f"/api/v1/articles/{article.public_id}/?format=jsonld").json()
    quoted = client.get("/api/v1/quotations/?format=jsonld").json()["itemListElement"]
    said = client.get("/api/v1/utterances/?format=jsonld").json()["itemListElement"]
    one = client.get(quoted[0]["@id"], {"format": "jsonld"}).json()
    assert len(quoted) == len(said) == len(page["hasPart"]) == 1
    for node in (page, *page["hasPart"], page["hasPart"][0]["isPartOf"], *quoted, quoted[0]["isPartOf"], one, *said):
        assert node["datePublished"] == known
    assert page["dateModified"] == "2024-04-02"


@pytest.mark.parametrize(
    ("time", "left"),
    [
        (None, None),
        ("2024-01-01T00:00:00Z", "2024"),
        ("2024-03-01T00:00:00Z", "2024-03"),
        ("2024-01-05T00:00:00Z", "2024-01-05"),
        ("2024-01-01T00:00:10Z", "2024-01-01T00:00:10Z"),
    ],
)
def test_what_a_time_may_be_filled_up_with_is_cut(time, left):
    assert cut(time) == left


def test_the_check_sees_what_is_wrong():
    assert not faults({"@type": "Person", "name": "Mara Ellwin"})
    assert faults({"@type": "Person", "headline": "x"})
    assert faults({"@type": "Quotation", "spokenByCharacter": {"@type": "NewsArticle", "headline": "x"}})
    assert faults({"@type": "ItemList", "numberOfItems": "many"})
