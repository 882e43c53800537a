"""The check of broken clients: one description, and what each change of it takes away."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.__main__ import CURRENT, RELEASED, main, read
from tests.contract.breaking import breaks
from tests.contract.released import condensed

DESCRIPTION = """
openapi: 3.1.1
info: {title: Boats, version: "1"}
paths:
  /boats/:
    get:
      operationId: boats_list
      parameters:
        - {name: kind, in: query, schema: {type: array, items: {$ref: "#/components/schemas/Kind"}}, explode: true}
        - {name: size, in: query, schema: {type: integer, maximum: 200}}
        - {name: name, in: query, schema: {type: string, minLength: 1}}
      responses:
        "200":
          content:
            application/json: {schema: {$ref: "#/components/schemas/Boat"}}
            text/csv: {schema: {type: string}}
        "400": {content: {application/problem+json: {schema: {type: object}}}}
    post:
      operationId: boats_create
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/NewBoat"}}
          application/ld+json: {schema: {type: object, additionalProperties: true}}
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
        "201": {content: {application/json: {schema: {$ref: "#/components/schemas/Boat"}}}}
components:
  schemas:
    Kind: {type: string, enum: [barge, ferry]}
    NewBoat: {type: object, required: [name], properties: {name: {type: string}, crew: {type: [integer, "null"]}}}
    Boat:
      type: object
      required: [id, name]
      properties:
        id: {type: string}
        name: {type: string}
        kind: {oneOf: [{$ref: "#/components/schemas/Kind"}, {type: "null"}]}
        tows: {type: array, items: {$ref: "#/components/schemas/Boat"}}
        crew: {type: integer}
        places: {type: object, additionalProperties: {type: integer}}
"""
Change = Callable[[Any], Any]


def listing(new: Any) -> Any:
    return new["paths"]["/boats/"]["get"]


def creation(new: Any) -> Any:
    return new["paths"]["/boats/"]["post"]


def schema(new: Any, name: str) -> Any:
    return new["components"]["schemas"][name]


BOAT = "Boat (answered)"
PARAMETER = "GET /boats/: query parameter"
BREAKS: list[tuple[Change, list[str]]] = [
    (
        lambda new: new["paths"].pop("/boats/"),
        [f"{method} /boats/: the operation is gone" for method in ("GET", "POST")],
    ),
    (lambda new: new["paths"]["/boats/"].pop("post"), ["POST /boats/: the operation is gone"]),
    (
        lambda new: listing(new).update(operationId="boats"),
        ["GET /boats/: operationId was boats_list, is boats"],
    ),
    (lambda new: listing(new)["parameters"].pop(1), [f"{PARAMETER} size is gone"]),
    (lambda new: listing(new)["parameters"][1].update(required=True), [f"{PARAMETER} size has become required"]),
    (
        lambda new: listing(new)["parameters"].append({"name": "by", "in": "query", "required": True}),
        [f"{PARAMETER} by is new and required"],
    ),
    (
        lambda new: listing(new)["parameters"][0].update(explode=False),
        [f"{PARAMETER} kind is written otherwise when it is repeated"],
    ),
    (
        lambda new: listing(new)["parameters"][0].update(schema={"$ref": "#/components/schemas/Kind"}),
        [f"{PARAMETER} kind no longer takes array"],
    ),
    (
        lambda new: listing(new)["parameters"][1]["schema"].update(type="string"),
        [f"{PARAMETER} size no longer takes integer"],
    ),
    (
        lambda new: listing(new)["parameters"][1]["schema"].update(maximum=100),
        [f"{PARAMETER} size: maximum was 200, is 100"],
    ),
    (
        lambda new: listing(new)["parameters"][2]["schema"].update(minLength=2, pattern="^[a-z]+$"),
        [f"{PARAMETER} name: minLength was 1, is 2", f"{PARAMETER} name: pattern was none, is ^[a-z]+$"],
    ),
    (
        lambda new: listing(new)["parameters"][2]["schema"].update(enum=["Gull"]),
        [f"{PARAMETER} name takes no more than Gull"],
    ),
    (lambda new: schema(new, "Kind")["enum"].remove("ferry"), ["Kind (sent) no longer takes ferry"]),
    (lambda new: schema(new, "Kind")["enum"].append("tug"), [f"{BOAT}.kind may now be tug"]),
    (lambda new: schema(new, "Boat")["properties"].pop("crew"), [f"{BOAT}.crew is gone"]),
    (lambda new: schema(new, "Boat")["required"].remove("name"), [f"{BOAT}.name may now be left out"]),
    (
        lambda new: schema(new, "Boat")["properties"]["crew"].update(type="string"),
        [f"{BOAT}.crew may now be string"],
    ),
    (
        lambda new: schema(new, "Boat")["properties"]["crew"].update(type="number"),
        [f"{BOAT}.crew may now be number"],
    ),
    (
        lambda new: listing(new)["parameters"][1]["schema"].update(type="number", maximum=100),
        [f"{PARAMETER} size: maximum was 200, is 100"],
    ),
    (
        lambda new: schema(new, "Boat")["properties"]["crew"].update(type=["integer", "null"]),
        [f"{BOAT}.crew may now be null"],
    ),
    (
        lambda new: schema(new, "Boat")["properties"]["crew"].update(nullable=True),
        [f"{BOAT}.crew may now be null"],
    ),
    (
        lambda new: schema(new, "Boat")["properties"]["tows"].update(items={"type": "string"}),
        [f"{BOAT}.tows[] may now be string"],
    ),
    (
        lambda new: schema(new, "Boat")["properties"]["places"]["additionalProperties"].update(type="number"),
        [f"{BOAT}.places.* may now be number"],
    ),
    (
        lambda new: listing(new)["responses"]["200"]["content"].pop("text/csv"),
        ["GET /boats/: 200 as text/csv is no longer answered"],
    ),
    (lambda new: creation(new)["responses"].pop("201"), ["POST /boats/: 201 is no longer answered"]),
    (
        lambda new: creation(new)["requestBody"]["content"].pop("application/ld+json"),
        ["POST /boats/: body as application/ld+json is no longer taken"],
    ),
    (
        lambda new: creation(new)["requestBody"].update(required=True),
        ["POST /boats/: a body has become required"],
    ),
    (
        lambda new: schema(new, "NewBoat")["required"].append("crew"),
        ["NewBoat (sent).crew has become required"],
    ),
    (lambda new: schema(new, "NewBoat")["properties"].pop("crew"), ["NewBoat (sent).crew is gone"]),
    (
        lambda new: schema(new, "NewBoat")["properties"]["crew"].update(type="integer"),
        ["NewBoat (sent).crew no longer takes null"],
    ),
]
HARMLESS: list[Change] = [
    lambda new: new["paths"].update({"/sails/": {"get": {"operationId": "sails_list", "responses": {}}}}),
    lambda new: listing(new)["parameters"].append({"name": "q", "in": "query", "schema": {"type": "string"}}),
    lambda new: listing(new)["parameters"].reverse(),
    lambda new: listing(new)["parameters"][1]["schema"].update(maximum=500),
    lambda new: listing(new)["parameters"][1]["schema"].update(type=["integer", "string"]),
    lambda new: listing(new)["parameters"][1]["schema"].update(type="number"),
    lambda new: listing(new).update(description="Boats."),
    lambda new: listing(new)["responses"].pop("400"),
    lambda new: listing(new)["responses"].update({"503": {}}),
    lambda new: listing(new)["responses"]["200"]["content"].update({"application/x-ndjson": {}}),
    lambda new: schema(new, "Boat")["properties"].update(mast={"type": "string"}),
    lambda new: schema(new, "Boat")["required"].append("crew"),
    lambda new: schema(new, "NewBoat")["properties"].update(mast={"type": "string"}),
    lambda new: schema(new, "NewBoat")["required"].remove("name"),
    lambda new: (
        schema(new, "Boat")["properties"].update(
            name={"allOf": [{"$ref": "#/components/schemas/Name"}]}, kind={"$ref": "#/components/schemas/Kind"}
        )
        or new["components"]["schemas"].update(Name={"type": "string"})
    ),
]


def given() -> Any:
    return yaml.safe_load(DESCRIPTION)


@pytest.mark.parametrize(("change", "told"), BREAKS)
def test_each_kind_of_break_is_named(change: Change, told: list[str]) -> None:
    old, new = given(), given()
    change(new)
    assert breaks(old, new) == told


def test_what_was_deprecated_may_go_when_its_day_has_come() -> None:
    old, new = given(), given()
    going = [creation(old), listing(old)["parameters"][1], schema(old, "Boat")["properties"]["crew"]]
    new["paths"]["/boats/"].pop("post")
    listing(new)["parameters"].pop(1)
    schema(new, "Boat")["properties"].pop("crew")
    gone = ["POST /boats/: the operation is gone", f"{PARAMETER} size is gone", f"{BOAT}.crew is gone"]
    # What only a body of the operation held that is gone is not looked at.
    told = [gone[1], gone[2], gone[0]]
    assert breaks(old, new) == told
    for one in going:
        one |= {"deprecated": True, "x-sunset": "2031-05-01"}
    assert breaks(condensed(old), new, date(2031, 4, 30)) == [f"{one} before 2031-05-01" for one in told]
    assert breaks(condensed(old), new, date(2031, 5, 1)) == []
    for one in going:
        one.pop("x-sunset")
    assert breaks(condensed(old), new) == []


@pytest.mark.parametrize("change", HARMLESS)
def test_what_breaks_nobody_is_left_in_peace(change: Change) -> None:
    old, new = given(), given()
    change(new)
    assert new != old
    assert breaks(old, new) == []


@pytest.mark.parametrize(("change", "told"), BREAKS)
def test_a_baseline_tells_the_same(change: Change, told: list[str]) -> None:
    old = given()
    new = copy.deepcopy(old)
    change(new)
    assert breaks(condensed(old), new) == told


def test_the_baseline_loses_nothing_that_is_compared() -> None:
    current = read(CURRENT)
    assert breaks(condensed(current), current) == []
    assert breaks(current, condensed(current)) == []


def test_nothing_breaks_clients_of_the_last_release() -> None:
    assert breaks(read(RELEASED), read(CURRENT)) == []


def test_the_command_names_what_breaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(DESCRIPTION)
    new.write_text(DESCRIPTION.replace("ferry]", "raft]"))
    assert main([str(old), str(new)]) == 1
    assert "breaks clients: Kind (sent) no longer takes ferry\n" in capsys.readouterr().out
    assert main([str(old), str(old)]) == 0
    assert capsys.readouterr().out == ""
