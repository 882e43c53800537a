"""The OpenAPI description: committed, without warnings, and telling of every parameter and field."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver

from api.v1.schema_names import titled
from tests.conftest import ROOT
from tests.contract import CURRENT, read


@pytest.fixture(scope="module")
def schema():
    return read(CURRENT)


def test_the_committed_schema_is_the_one_of_the_code(tmp_path: Path):
    fresh = tmp_path / "openapi.yaml"
    command = [sys.executable, "manage.py", "spectacular", "--fail-on-warn", "--validate", "--file", str(fresh)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert fresh.read_text() == CURRENT.read_text(), f"run: {' '.join(command[1:-1])} docs/openapi.yaml"


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_all_is_described(schema):
    for name, operation in operations(schema):
        assert operation["description"], name
        for parameter in operation.get("parameters", []):
            assert parameter["description"], (name, parameter["name"])
            assert "!" not in parameter["name"]
        assert "default" not in operation["responses"]
    for name, component in schema["components"]["schemas"].items():
        for field, content in component.get("properties", {}).items():
            described = "description" in content or "$ref" in content
            assert described or name.endswith("Page"), (name, field)


def test_every_parameter_of_a_view_is_in_the_schema(schema):
    from api.v1.listings import QUOTATIONS

    listed = {p["name"]: p for p in schema["paths"]["/api/v1/quotations/"]["get"]["parameters"]}
    assert set(listed) == {parameter.name for parameter in QUOTATIONS.parameters}
    kinds = schema["components"]["schemas"][listed["kind"]["schema"]["items"]["$ref"].rpartition("/")[2]]
    assert kinds["enum"] == ["direct", "mixed", "indirect"]
    assert {"q", "ordering", "cursor", "page_size", "count", "fields", "omit", "expand", "format"} <= set(listed)


@pytest.mark.parametrize("name", ["articles", "quotations", "people", "organisations", "affiliations", "utterances"])
def test_every_filter_is_in_the_schema(schema, name):
    from api.v1 import listings

    listing = getattr(listings, name.upper())
    described = {one["name"]: one for one in schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}
    for filter_name, found in listing.filterset.base_filters.items():
        assert described[filter_name]["description"] == found.meaning.help_text
        assert described[filter_name].get("explode", False) == found.meaning.many


def test_the_body_of_a_search_holds_what_its_query_string_would(schema):
    from api.v1 import listings

    for name in ("articles", "quotations", "people", "organisations", "affiliations", "utterances"):
        listing = getattr(listings, name.upper())
        operation = schema["paths"][f"/api/v1/{name}/search/"]["post"]
        [reference] = operation["requestBody"]["content"]["application/json"]["schema"].values()
        body = schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
        beside = {one.name for one in listing.parameters if one.name not in listing.names} - {"format"}
        assert set(body) == beside | {"where"}
        assert {} in operation["security"]
    assert sum(path.endswith("/search/") for path in schema["paths"]) == 6


def in_place(node, path=()):
    """Objects and enumerations that stand in the description without a name, with the way to them."""
    if isinstance(node, dict):
        if "enum" in node or "properties" in node:
            yield path
        for name, value in node.items():
            if name not in ("example", "examples", "properties"):
                yield from in_place(value, (*path, name))
        for name, value in node.get("properties", {}).items():
            yield from in_place(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from in_place(value, (*path, number))


def test_whatever_generators_would_name_has_a_name(schema):
    assert not list(in_place(schema["paths"]))
    for name, content in schema["components"]["schemas"].items():
        # a number or a suffix says that drf-spectacular made the name up
        assert re.fullmatch(r"[A-Z][A-Za-z]+", name)
        assert not name.endswith("Enum")
        assert not name.startswith(("Paginated", "Patched"))
        assert not [way for way in in_place(content, (name,)) if len(way) > 1]


def test_null_is_no_value_of_an_enumeration(schema):
    """Generators stumble over an enumeration of null alone, and over one that may be empty."""
    for name, content in schema["components"]["schemas"].items():
        assert not {None, ""} & set(content.get("enum", ["x"])), name
        if "enum" in content:
            assert content["type"] == "string", name


def test_unions_are_told_apart(schema):
    """A union of many shapes becomes a class that no value fits, or none at all."""
    found = {}

    def look(node, path):
        if isinstance(node, dict):
            assert not {"anyOf", "not"} & node.keys(), path
            assert len(node.get("allOf", [0])) == 1, path
            if "oneOf" in node:
                shapes = [one for one in node["oneOf"] if one != {"type": "null"}]
                if len(shapes) > 1:
                    found["/".join(path)] = len(shapes)
        for name, value in (
            node.items() if isinstance(node, dict) else enumerate(node if isinstance(node, list) else ())
        ):
            if name not in ("example", "examples"):
                look(value, (*path, str(name)))

    look(schema["components"]["schemas"], ())
    look(schema["paths"], ())
    assert found == {
        "AnnotationTarget/properties/selector/items": 2,
        "Quotation/properties/utterance": 2,
        "ReconciliationAnswer": 3,
        "ReconciliationFormAnswer": 2,
        "SearchRequest/properties/count": 2,
        "TextSearchRequest/properties/count": 2,
    }


def test_a_name_in_the_schema_means_one_thing():
    components = {}
    titled({"title": "Size", "type": "string", "enum": ["small"], "description": "Here."}, components)
    node = {"title": "Size", "type": "string", "enum": ["small"], "description": "There.", "default": "small"}
    titled(node, components)
    assert node == {"allOf": [{"$ref": "#/components/schemas/Size"}], "description": "There.", "default": "small"}
    with pytest.raises(ValueError, match="two schemas of the OpenAPI description are called Size"):
        titled({"title": "Size", "type": "string", "enum": ["large"]}, components)


def test_operation_ids_are_unique_and_plain(schema):
    names = [operation["operationId"] for _, operation in operations(schema)]
    assert len(names) == len(set(names))
    assert {"articles_list", "articles_create", "articles_bulk", "quotations_partial_update", "people_merge"} <= set(
        names
    )


def test_every_route_of_the_api_is_described(schema):
    routes = set(schema["paths"])
    assert "/api/v1/merges/{id}/undo/" in routes
    described = {route.removeprefix("/api/v1/").split("/")[0] for route in routes}
    for pattern in get_resolver("api.v1.urls").url_patterns:
        first = str(pattern.pattern).split("/")[0]
        assert first in described | {"errors", "guide", "schema", "docs", "redoc"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["docs", "redoc"])
def test_documentation_asks_nothing_of_the_internet(client, path):
    response = client.get(f"/api/v1/{path}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "http://" not in page
    assert "https://" not in page
    assert "connect-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["docs", "redoc"])
def test_what_stands_in_the_documentation_bears_the_nonce_of_its_answer(client, path):
    first, second = (client.get(f"/api/v1/{path}/") for _ in range(2))
    nonces = [re.findall("'nonce-([^']+)'", one["Content-Security-Policy"]) for one in (first, second)]
    assert len({*nonces[0]}) == len({*nonces[1]}) == 1
    assert nonces[0] != nonces[1]
    page = first.content.decode()
    inside = re.findall(r"<(?:script|style)(?![^>]*\bsrc=)[^>]*>", page)
    assert inside
    assert all(f'nonce="{nonces[0][0]}"' in tag for tag in inside)


@pytest.mark.django_db
def test_browsable_pages_run_nothing_that_stands_in_them(client):
    response = client.get("/api/v1/quotations/", headers={"Accept": "text/html"})
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["", "?format=json", "?format=yaml"])
def test_the_schema_is_served(client, schema, suffix):
    response = client.get(f"/api/v1/schema/{suffix}")
    assert response.status_code == 200
    # The loader in Python takes ten times as long, and JSON is YAML too.
    assert yaml.load(response.content, Loader=yaml.CSafeLoader) == schema
