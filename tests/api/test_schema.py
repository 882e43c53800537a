"""The OpenAPI description: committed, without warnings, and telling of every parameter and field."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.urls import get_resolver

from tests.conftest import ROOT

COMMITTED = ROOT / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema():
    return yaml.safe_load(COMMITTED.read_text())


def test_the_committed_schema_is_the_one_of_the_code(tmp_path: Path):
    fresh = tmp_path / "openapi.yaml"
    command = [sys.executable, "manage.py", "spectacular", "--fail-on-warn", "--validate", "--file", str(fresh)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert fresh.read_text() == COMMITTED.read_text(), f"run: {' '.join(command[1:-1])} docs/openapi.yaml"


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
            assert described or name.startswith("Paginated"), (name, field)


def test_every_parameter_of_a_view_is_in_the_schema(schema):
    from api.v1.listings import QUOTATIONS

    listed = {p["name"]: p for p in schema["paths"]["/api/v1/quotations/"]["get"]["parameters"]}
    assert set(listed) == {parameter.name for parameter in QUOTATIONS.parameters}
    assert listed["kind"]["schema"]["items"]["enum"] == ["direct", "mixed", "indirect"]
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


def test_enums_have_names_of_their_own(schema):
    enums = [name for name, content in schema["components"]["schemas"].items() if "enum" in content]
    assert not [name for name in enums if any(char.isdigit() for char in name)]


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


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["", "?format=json", "?format=yaml"])
def test_the_schema_is_served(client, schema, suffix):
    response = client.get(f"/api/v1/schema/{suffix}")
    assert response.status_code == 200
    assert yaml.safe_load(response.content)["info"] == schema["info"]
