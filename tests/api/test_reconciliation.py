"""The reconciliation service: what it says of itself, candidates and their scores, suggestions, extension, pages."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from corpus.models import Entity
from corpus.services.add_entity import add_entity
from corpus.services.edit_entity import edit_entity
from corpus.services.merge import merge
from tests.api.conftest import EDITION, fault, make_account
from tests.builders import store

pytestmark = pytest.mark.django_db
BASE = "/api/v1/reconcile/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def known(module_rows):
    """Mara Ellwin, mayor of Tolmouth, who has a namesake; the firm of her story; two that were merged."""
    with module_rows.unblock():
        user = get_user_model().objects.create(username="edith")
        store(EDITION)
        mayor, firm = Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="Norrick Shipping")
        edit_entity(mayor, user=user, add_identifiers=[("wikidata", "Q404")], add_aliases=["Mara Ellwin-Kerr"])
        made = {name: add_entity("person", name, user=user) for name in ("Joss Pardew", "Ilka Brandt", "Ilka Brant")}
        merge(made["Ilka Brant"], made["Ilka Brandt"], user=user, reason="one person")
        gone = Entity.objects.get(pk=made["Ilka Brant"].pk)
        pardew = Entity.objects.filter(name="Joss Pardew").exclude(pk=made["Joss Pardew"].pk).get()
        publisher = Entity.objects.get(is_publisher=True)
        return {
            "mayor": mayor,
            "firm": firm,
            "brandt": made["Ilka Brandt"],
            "gone": gone,
            "pardew": pardew,
            "namesake": made["Joss Pardew"],
            "publisher": publisher,
        }


def ask(client, **queries):
    """The candidates of each query."""
    answer = client.post(BASE, urlencode({"queries": json.dumps(queries)}), content_type=FORM)
    assert answer.status_code == 200, answer.content
    return {name: found["result"] for name, found in answer.json().items()}


def one(client, text="", **more):
    return ask(client, q={**({"query": text} if text else {}), **more})["q"]


def extend(client, ids, *properties):
    query = {"ids": ids, "properties": [{"id": name} if isinstance(name, str) else name for name in properties]}
    answer = client.post(BASE, urlencode({"extend": json.dumps(query)}), content_type=FORM)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_manifest_leads_to_all_that_it_names(client, known):
    found = client.get(BASE).json()
    assert found["versions"] == ["0.1", "0.2"]
    assert [one["id"] for one in found["defaultTypes"]] == ["person", "organisation", "publisher"]
    mayor = known["mayor"].public_id
    page = client.get(found["view"]["url"].replace("{{id}}", mayor))
    assert (page.status_code, page["Location"]) == (302, f"http://testserver/api/v1/people/{mayor}/")
    assert found["identifierSpace"] + mayor + "/" == found["view"]["url"].replace("{{id}}", mayor)
    for service in (*found["suggest"].values(), found["extend"]["propose_properties"]):
        address = service["service_url"] + service["service_path"]
        query = "?prefix=m" if "suggest" in address else "?type="
        assert client.get(address + query).status_code == 200
    for address in (found["schemaSpace"], found["documentation"]):
        assert client.get(address).status_code == 200


def test_a_name_finds_who_bears_it(client, known):
    found = ask(
        client,
        same={"query": "mara ELLWIN"},
        other={"query": "Mara Ellwin-Kerr", "type": "person"},
        nick={"query": "M. Ellwin"},
        firm={"query": "Norrick Shipping Ltd", "type": ["organisation"]},
        misspelt={"query": "Norick Shiping"},
        id={"query": known["mayor"].public_id},
        register={"query": "wikidata:Q404"},
        merged={"query": known["gone"].public_id},
        nobody={"query": "Zebulon Quantock"},
    )
    best = {name: rows[0] for name, rows in found.items() if rows}
    mayor, firm = known["mayor"].public_id, known["firm"].public_id
    assert {name: row["id"] for name, row in best.items()} == {
        "same": mayor,
        "other": mayor,
        "nick": mayor,
        "firm": firm,
        "misspelt": firm,
        "id": mayor,
        "register": mayor,
        "merged": known["brandt"].public_id,
    }
    assert {name for name, row in best.items() if row["match"]} == {"same", "other", "firm", "id", "register", "merged"}
    assert best["same"]["score"] == best["id"]["score"] == 100
    assert 60 <= best["nick"]["score"] < 90
    assert best["same"]["description"] == "mayor of Tolmouth"
    features = {one["id"]: one["value"] for one in best["other"]["features"]}
    assert features["name"] < features["other_name"] == 100


def test_candidates_come_by_score_and_no_more_than_asked_for(client, known):
    rows = one(client, "Joss Pardew")
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert [row["score"] for row in rows[:2]] == [100, 100]
    assert not any(row["match"] for row in rows), "of two namesakes none is sure"
    assert len(one(client, "Joss Pardew", limit=1)) == 1


def test_properties_tell_namesakes_apart(client, known):
    for pid, value in (
        ("organisations", "Norrick Shipping"),
        ("organisations", {"id": known["firm"].public_id, "name": "Norrick Shipping"}),
        ("roles", "spokesman"),
        ("roles", ["poet", "Spokesman for Norrick Shipping"]),
    ):
        rows = one(client, "Joss Pardew", properties=[{"pid": pid, "v": value}])
        assert (rows[0]["id"], rows[0]["match"]) == (known["pardew"].public_id, True), pid
        assert rows[1]["score"] == 85, "of the other no role is known"
    [best, *_] = one(client, "Mara Ellwin", properties=[{"pid": "roles", "v": "astronaut"}])
    assert (best["score"], best["match"]) == (70, False)
    [best, *_] = one(client, "Mara Ellwin", properties=[{"pid": "identifiers", "v": "wikidata:Q9999"}])
    assert not best["match"]


def test_properties_alone_find_somebody(client, known):
    assert one(client, properties=[{"pid": "identifiers", "v": "wikidata:Q404"}])[0]["id"] == known["mayor"].public_id
    found = one(client, properties=[{"pid": "organisations", "v": "Norrick Shipping"}])
    assert [(row["id"], row["score"]) for row in found] == [(known["pardew"].public_id, 100)]
    assert one(client, properties=[{"pid": "aliases", "v": "Mara Ellwin"}])[0]["id"] == known["mayor"].public_id


def test_types_are_kept(client, known):
    assert one(client, "Mara Ellwin", type="organisation") == []
    publisher = one(client, known["publisher"].name, type="organisation")[0]
    assert [kind["id"] for kind in publisher["type"]] == ["publisher", "organisation"]
    assert one(client, "Norrick Shipping", type="publisher") == []


def test_get_answers_as_post_does(client, known):
    queries = {"q0": {"query": "Mara Ellwin"}}
    assert client.get(BASE, {"queries": json.dumps(queries)}).json()["q0"]["result"] == one(client, "Mara Ellwin")
    query = {"ids": [known["mayor"].public_id], "properties": [{"id": "name"}]}
    assert client.get(BASE, {"extend": json.dumps(query)}).json() == extend(client, query["ids"], "name")


@pytest.mark.parametrize(
    ("form", "code", "told"),
    [
        ({}, "required", "has to be given"),
        ({"queries": ""}, "empty", ""),
        ({"querys": "{}"}, "unknown", "queries"),
        ({"queries": "{}", "extend": "{}"}, "conflict", ""),
        ({"queries": "{"}, "malformed", "JSON"),
        ({"queries": "[]"}, "malformed", "is no object"),
        ({"queries": '{"q": {"query": "a"}, "q": {"query": "b"}}'}, "malformed", "twice"),
        ({"queries": '{"q0": {}}'}, "required", "/q0"),
        ({"queries": '{"q0": {"query": " "}}'}, "empty", "/q0/query"),
        ({"queries": '{"q0": {"query": 5}}'}, "malformed", "/q0/query"),
        ({"queries": '{"q0": {"query": "a", "typ": "person"}}'}, "unknown", "/q0/typ"),
        ({"queries": '{"q0": {"query": "a", "type": "persona"}}'}, "unknown_choice", "/q0/type"),
        ({"queries": '{"q0": {"query": "a", "limit": 0}}'}, "malformed", "/q0/limit"),
        ({"queries": '{"q0": {"query": "a", "limit": 1e999}}'}, "malformed", ""),
        ({"queries": '{"q0": {"query": "a", "type_strict": "sure"}}'}, "unknown_choice", "/q0/type_strict"),
        ({"queries": '{"q0": {"query": "a", "properties": [{"pid": "age", "v": 3}]}}'}, "unknown_choice", "roles"),
        ({"queries": '{"q0": {"query": "a", "properties": [{"v": 3}]}}'}, "required", "/q0/properties/0/pid"),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(51)})}, "too_many", "50"),
        ({"queries": json.dumps({"q": {"query": "a" * 501}})}, "too_long", "/q/query"),
        ({"extend": '{"ids": []}'}, "required", "/properties"),
        ({"extend": '{"ids": "per_x", "properties": []}'}, "not_a_list", "/ids"),
        ({"extend": '{"ids": [], "properties": [{"id": "rolls"}]}'}, "unknown_choice", "/properties/0/id"),
        (
            {"extend": '{"ids": [], "properties": [{"id": "roles", "settings": {"limit": "x"}}]}'},
            "malformed",
            "/settings/limit",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(client, form, code, told):
    found = fault(client.post(BASE, urlencode(form), content_type=FORM))
    assert found["code"] == code
    assert told in found["detail"] + (found["suggestion"] or "")


def test_other_bodies_are_refused(client):
    assert client.post(BASE, "{}", content_type="application/json").status_code == 415


def test_extension_gives_values_of_their_types(client, known):
    mayor, firm, publisher = (known[name].public_id for name in ("mayor", "firm", "publisher"))
    found = extend(
        client,
        [mayor, firm, "wikidata:Q404", known["gone"].public_id, "per_aaaaaaaaaaaaa"],
        *("name", "aliases", "identifiers", "roles", "organisations", "people", "is_publisher"),
        *("quotation_count", "last_quoted"),
    )
    assert [column["id"] for column in found["meta"]][-2:] == ["quotation_count", "last_quoted"]
    assert {column["id"]: column["type"]["id"] for column in found["meta"] if "type" in column} == {
        "organisations": "organisation",
        "people": "person",
    }
    rows = found["rows"]
    assert {"str": "Mara Ellwin-Kerr"} in rows[mayor]["aliases"]
    assert rows[mayor]["identifiers"] == [{"str": "wikidata:Q404"}]
    assert rows[mayor]["roles"] == [{"str": "mayor of Tolmouth"}]
    assert rows[mayor]["quotation_count"] == [{"int": 2}]
    assert rows[mayor]["last_quoted"] == [{"date": "2024-03-05T00:00:00Z"}]
    assert (rows[mayor]["is_publisher"], rows[firm]["is_publisher"]) == ([], [{"str": "false"}])
    assert rows[firm]["people"] == [{"id": known["pardew"].public_id, "name": "Joss Pardew"}]
    assert rows["wikidata:Q404"] == rows[mayor]
    assert rows[known["gone"].public_id]["name"] == [{"str": "Ilka Brandt"}]
    assert set(map(str, rows["per_aaaaaaaaaaaaa"].values())) == {"[]"}
    limited = extend(client, [mayor], {"id": "aliases", "settings": {"limit": "1"}})
    assert len(limited["rows"][mayor]["aliases"]) == 1
    assert extend(client, [publisher], "is_publisher")["rows"][publisher]["is_publisher"] == [{"str": "true"}]


def test_suggestions(client, known):
    found = client.get(f"{BASE}suggest/entity/?prefix=ellw").json()["result"]
    assert [row["id"] for row in found] == [known["mayor"].public_id]
    assert found[0]["notable"] == [{"id": "person", "name": "Person"}]
    assert client.get(f"{BASE}suggest/entity/?prefix=ellw&cursor=1").json() == {"result": []}
    assert client.get(f"{BASE}suggest/entity/?prefix=ellw&type=organisation").json() == {"result": []}
    by_id = client.get(f"{BASE}suggest/entity/?prefix={known['firm'].public_id}&type=").json()["result"]
    assert [row["id"] for row in by_id] == [known["firm"].public_id]
    properties = client.get(f"{BASE}suggest/property/?prefix=rol").json()["result"]
    assert [row["id"] for row in properties] == ["roles", "current_roles"]
    assert [row["id"] for row in client.get(f"{BASE}suggest/type/?prefix=per").json()["result"]] == ["person"]
    assert client.get(f"{BASE}suggest/entity/?prefix=").json() == {"result": []}
    proposed = client.get(f"{BASE}properties/?type=organisation&limit=2").json()
    assert (proposed["type"], proposed["limit"], len(proposed["properties"])) == ("organisation", 2, 2)
    for query, name in (("", "prefix"), ("prefix=a&cursor=-1", "cursor"), ("prefix=a&type=x", "type")):
        assert fault(client.get(f"{BASE}suggest/entity/?{query}"))["parameter"] == name


def test_the_preview_is_a_page_for_a_frame(client, known):
    page = client.get(f"{BASE}entities/{known['mayor'].public_id}/preview/", headers={"Accept": "text/html"})
    assert page["Content-Type"].startswith("text/html")
    assert "X-Frame-Options" not in page
    assert "frame-ancestors http: https:" in page["Content-Security-Policy"]
    assert "script-src" not in page["Content-Security-Policy"]
    text = page.content.decode()
    assert "Mara Ellwin</a>" in text
    assert "<script" not in text
    moved = client.get(f"{BASE}entities/{known['gone'].public_id}/preview/")
    assert moved.status_code == 308
    assert moved["Location"].endswith(f"/reconcile/entities/{known['brandt'].public_id}/preview/")
    assert client.get(f"{BASE}entities/per_aaaaaaaaaaaaa/preview/").status_code == 404


def test_where_reading_is_closed_the_manifest_says_how_to_be_let_in(client, known, settings):
    settings.PUBLIC_READ = False
    found = client.get(BASE)
    assert found.json()["authentication"] == {"type": "apiKey", "name": "Authorization", "in": "header"}
    mayor = known["mayor"].public_id
    queries = urlencode({"queries": '{"q": {"query": "Mara Ellwin"}}'})
    closed = [f"{BASE}?{queries}", f"{BASE}suggest/entity/?prefix=m", f"{BASE}entities/{mayor}/preview/"]
    for address in closed:
        assert client.get(address).status_code == 401
        assert make_account().get(address).status_code == 403
        assert make_account("readers").get(address).status_code == 200
    assert client.post(BASE, queries, content_type=FORM).status_code == 401


@pytest.mark.parametrize("charset", ["cp037", "utf-16", "utf-7", "utf-8"])
def test_where_reading_is_closed_a_charset_opens_nothing(client, known, settings, charset):
    settings.PUBLIC_READ = False
    extension = {"ids": [known["mayor"].public_id], "properties": [{"id": "roles"}]}
    headers = {"Content-Type": f"text/plain; charset={charset}"}
    for name, asked in (("extend", extension), ("queries", {"q": {"query": "Mara Ellwin"}})):
        for spelling in (name, f"%{ord(name[0]):x}{name[1:]}"):
            answer = client.get(f"{BASE}?{spelling}={quote(json.dumps(asked))}", headers=headers)
            assert answer.status_code == 401, spelling
    assert client.get(BASE, headers=headers).status_code == 200
    assert client.get(f"{BASE}?a=%FF", headers=headers).status_code == 400


@pytest.mark.cache
def test_a_batch_is_throttled_as_a_search_is(settings, known):
    settings.THROTTLE, settings.THROTTLE_EXPENSIVE = True, 2
    client = Client()
    answers = [client.post(BASE, "queries=%7B%7D", content_type=FORM).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def values_in(queries: int, values: int) -> dict[str, str]:
    properties = [{"pid": "roles", "v": [f"role {n}" for n in range(values)]}]
    return {"queries": json.dumps({f"q{n}": {"query": "Mara", "properties": properties} for n in range(queries)})}


def test_a_property_comes_once_and_a_batch_has_so_many_values(client, known):
    twice = [{"pid": "roles", "v": "mayor"}, {"pid": "roles", "v": "poet"}]
    queries = {"queries": json.dumps({"q": {"query": "Mara Ellwin", "properties": twice}})}
    found = fault(client.post(BASE, urlencode(queries), content_type=FORM))
    assert (found["code"], found["detail"].partition(":")[0]) == ("repeated", "/q/properties/1/pid")
    found = fault(client.post(BASE, urlencode(values_in(26, 20)), content_type=FORM))
    assert (found["code"], "520 values in all; at most 500" in found["detail"]) == ("too_many", True)
    assert client.post(BASE, urlencode(values_in(25, 20)), content_type=FORM).status_code == 200


def test_a_batch_that_takes_the_processor_too_long_is_broken_off(client, known, monkeypatch):
    compared = []

    def slowly(name, entity):
        compared.append(name)
        clock[0] += 1.0
        return 50.0, 50.0

    clock = [0.0]
    monkeypatch.setattr("corpus.services.reconcile.time.thread_time", lambda: clock[0])
    monkeypatch.setattr("corpus.services.reconcile.likest", slowly)
    queries = {"queries": json.dumps({f"q{n}": {"query": "Joss Pardew"} for n in range(50)})}
    answer = client.post(BASE, urlencode(queries), content_type=FORM)
    assert (answer.status_code, answer.json()["code"]) == (400, "too_costly")
    assert len(compared) == 21


def test_a_form_may_be_as_long_as_the_longest_batch(client):
    longest = "%F0%9F%8C%8A" * 500_000
    answer = client.post(BASE, f"queries={longest}", content_type=FORM)
    assert fault(answer)["code"] == "malformed", "it is read, and is no JSON"
    answer = client.post(BASE, f"queries={longest}{'x' * 1000}", content_type=FORM)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
