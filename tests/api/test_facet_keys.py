"""Every key of every facet, used as the filter that the facet names, finds as many records as its count."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from api.v1 import facet
from corpus.models import Affiliation, Article, Quotation
from tests.api.conftest import person
from tests.api.test_facets import COLLECTIONS, ask
from tests.demo import stored_demo

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("facets of the demo corpus")]

# What the rest of the query may be: nothing, or filters, or a search.
BASES = {
    "articles": ["", "language=en", "q=council"],
    "quotations": ["", "kind=direct&kind=mixed", "status=confirmed&status=extracted", "q=will"],
    "people": ["", "quotation_count__gte=1"],
    "organisations": ["", "mention_count__gte=2"],
    "affiliations": ["", "tense__not=current"],
    "utterances": ["", "times_printed__gte=1"],
}


@pytest.fixture(scope="module")
def demo(module_rows):
    """The demo corpus, with what it lacks."""
    with module_rows.unblock():
        stored_demo()
        said = Quotation.objects.live().filter(speaker__isnull=False).order_by("pk")
        heard = person("Ines Tarrow")
        several = said.values_list("pk", flat=True)[:5]
        Quotation.objects.filter(pk__in=list(several)).update(
            said_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC), addressee=heard, original_addressee=heard
        )
        Quotation.objects.filter(pk=said[6].pk).update(status="confirmed")
        roles = list(Affiliation.objects.order_by("pk")[:4])
        Affiliation.objects.filter(pk__in=[role.pk for role in roles]).update(
            began_at=datetime(2021, 1, 3, tzinfo=UTC), ended_at=datetime(2024, 1, 1, tzinfo=UTC), tense="former"
        )
        changed = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:3])
        Article.objects.filter(pk__in=changed).update(
            correction="A name was wrong.", licence="CC BY", modified_at=datetime(2024, 2, 29, tzinfo=UTC)
        )


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_key_finds_what_is_counted(demo, client, collection):
    table, empty = COLLECTIONS[collection].table, set(COLLECTIONS[collection].table)
    names = list(table)
    for base in BASES[collection]:
        for start in range(0, len(names), facet.MOST_FACETS):
            some = names[start : start + facet.MOST_FACETS]
            answer = ask(client, collection, "&".join([*(f"by={name}" for name in some), "size=200", base]))
            assert list(answer["facets"]) == some
            for name, found in answer["facets"].items():
                empty -= {name} if found["buckets"] else set()
                check(client, collection, base, answer["count"], name, found)
    assert not empty, "the demo corpus shows nothing of these"


def check(client, collection, base, count, name, found):
    def finds(**given):
        query = "&".join([*([base] if base else []), urlencode(given), "count=true", "page_size=1", "fields=id"])
        response = client.get(f"/api/v1/{collection}/?{query}")
        assert response.status_code == 200, (name, given, response.content)
        return response.json()["count"]

    parameter = found["filter"]
    assert name.startswith(parameter.removesuffix("_at"))
    keys = [bucket["key"] for bucket in found["buckets"]]
    assert len(keys) == len(set(keys)) == min(found["total_buckets"], 200)
    if parameter == name or parameter == "article":
        assert found["buckets"] == sorted(found["buckets"], key=lambda bucket: (-bucket["count"], bucket["key"]))
    else:
        assert keys == sorted(keys)
    # The base may ask for the same parameter, which would make it an OR.
    if f"{parameter}=" in base:
        return
    for bucket in [*found["buckets"][:3], *found["buckets"][3:][-2:]]:
        assert finds(**{parameter: bucket["key"]}) == bucket["count"], (name, bucket)
    filters = COLLECTIONS[collection].listing.filterset.base_filters
    # Of a related row, unknown is what one of several may be; of a facet, that there is none.
    if f"{parameter}__isnull" in filters and filters[f"{parameter}__isnull"].meaning.row is None:
        assert finds(**{f"{parameter}__isnull": "true"}) == found["unknown"], name
    several = COLLECTIONS[collection].table[name].several
    shown = sum(bucket["count"] for bucket in found["buckets"]) + found["unknown"]
    if found["total_buckets"] <= 200:
        assert shown >= count if several else shown == count
