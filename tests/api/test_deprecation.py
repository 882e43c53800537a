"""What goes away, told in headers and in the description. Nothing of the product does: the tests call something so."""

from __future__ import annotations

from datetime import date

import pytest
from drf_spectacular.generators import SchemaGenerator

from api.v1 import shape
from api.v1.deprecation import Deprecation, headers
from api.v1.filters.quotations import QuotationFilterSet
from api.v1.listings import QUOTATIONS
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.views.quotations import QuotationViewSet

pytestmark = pytest.mark.django_db
GOES = Deprecation(date(2026, 11, 1), "Use `kind`.", date(2027, 11, 1))
LATER = Deprecation(date(2026, 12, 1), "Use `speaker`.", about="https://example.org/news")
TOLD = '<http://testserver/api/v1/guide/#what-goes-away>; rel="deprecation"; type="text/html"'
AT = {"Deprecation": "@1793491200", "Sunset": "Mon, 01 Nov 2027 00:00:00 GMT"}
LIST = "/api/v1/quotations/"


@pytest.fixture
def lent(monkeypatch):
    """Calls something of the quotations deprecated, for the test alone."""

    def anew():
        for name in ("selection", "parameters"):
            QUOTATIONS.__dict__.pop(name, None)
        shape._going.cache_clear()

    def lend(kind, name, goes=GOES):
        owner = {"action": QuotationViewSet, "filter": QuotationFilterSet, "field": QuotationSerializer}[kind]
        monkeypatch.setattr(owner, "deprecated", {name: goes})
        anew()

    yield lend
    monkeypatch.undo()
    anew()


def said(answer):
    content = answer.getvalue()  # a stream gives its place to the next when it is read
    assert answer.status_code in (200, 304), content
    return {name: answer[name] for name in ("Deprecation", "Sunset") if name in answer}


def test_nothing_is_said_where_nothing_goes(client, edition):
    assert said(client.get(LIST)) == {}
    assert "deprecation" not in client.get(LIST)["Link"]


def test_an_action(client, edition, lent):
    lent("action", "list")
    answer = client.get(LIST)
    assert said(answer) == AT
    assert 'rel="first"' in answer["Link"]
    assert answer["Link"].endswith(f", {TOLD}")
    again = client.get(LIST, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, said(again)) == (304, AT)
    assert said(client.get(f"{LIST}?format=csv")) == AT
    assert said(client.get(answer.json()["results"][0]["url"])) == {}
    assert "Deprecation" not in client.get(f"{LIST}?kind=x")


def test_a_parameter(client, edition, lent):
    lent("filter", "is_repeat")
    assert said(client.get(f"{LIST}?kind=direct")) == {}
    assert said(client.get(f"{LIST}?is_repeat=false")) == AT
    body = {"where": {"or": [{"is_repeat": False}, {"kind": "direct"}]}}
    assert said(client.post(f"{LIST}search/", body, "application/json")) == AT
    assert said(client.post(f"{LIST}search/", {"where": {"kind": "direct"}}, "application/json")) == {}


def test_a_field(client, edition, lent):
    lent("field", "channel")
    one = client.get(LIST).json()["results"][0]["url"]
    for address in (LIST, one):
        assert said(client.get(address)) == AT
        assert said(client.get(f"{address}?omit=channel")) == {}
        assert said(client.get(f"{address}?fields=id,kind")) == {}
        assert said(client.get(f"{address}?fields=id,channel")) == AT
        assert said(client.get(f"{address}?format=jsonld")) == {}
    assert said(client.post(f"{LIST}search/", {}, "application/json")) == AT
    assert said(client.post(f"{LIST}search/", {"omit": "channel"}, "application/json")) == {}
    assert said(client.get("/api/v1/articles/?page_size=1")) == {}
    assert said(client.get("/api/v1/articles/?page_size=1&expand=quotations")) == AT


def test_a_day_need_not_be_set_and_places_may_be_elsewhere(client, edition, lent):
    lent("action", "list", LATER)
    answer = client.get(LIST)
    assert said(answer) == {"Deprecation": "@1796083200"}
    assert '<https://example.org/news>; rel="deprecation"' in answer["Link"]


def test_of_several_the_earliest_dates_are_told():
    found = headers([LATER, GOES, LATER], "http://testserver/")
    assert {name: found[name] for name in AT} == AT
    assert found["Link"].count("rel=") == 2
    with pytest.raises(ValueError, match="before it is deprecated"):
        Deprecation(date(2026, 1, 2), "", date(2026, 1, 1))


@pytest.mark.parametrize(("kind", "name"), [("action", "list"), ("filter", "is_repeat"), ("field", "channel")])
def test_the_description_marks_it(lent, kind, name):
    lent(kind, name)
    whole = SchemaGenerator().get_schema(request=None, public=True)
    operation = whole["paths"][LIST]["get"]
    marked = {
        "action": operation,
        "filter": next(one for one in operation["parameters"] if one["name"] == "is_repeat"),
        "field": whole["components"]["schemas"]["Quotation"]["properties"]["channel"],
    }
    assert [one for one, node in marked.items() if node.get("deprecated")] == [kind]
    assert marked[kind]["x-sunset"] == "2027-11-01"
    assert marked[kind]["description"].endswith(GOES.told)
    assert ("Sunset" in operation["responses"]["200"]["headers"]) == (kind != "field")
