"""Every operation of the description has an example of what is sent and what is answered, and they are true."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from api.v1 import examples, operation_examples
from api.v1.views.documentation import description
from tests.api.story import Story, shape

ANEW = "UPDATE_EXAMPLES=1 .venv/bin/python -m pytest tests/api/test_operation_examples.py"


@pytest.mark.django_db
def test_the_examples_are_what_the_api_answers():
    told = Story().tell()
    if os.environ.get("UPDATE_EXAMPLES"):
        operation_examples.TABLE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        operation_examples.answers.cache_clear()
    shown = operation_examples.answers()
    assert set(told) == set(shown), f"to write them anew: {ANEW}"
    for operation, statuses in told.items():
        assert shape(statuses) == shape(shown[operation]), f"{operation}; to write them anew: {ANEW}"


def test_the_examples_tell_one_story():
    shown = operation_examples.answers()
    assert shown["quotations_retrieve"]["200"]["speaker"] == examples.SPEAKER
    assert shown["quotations_retrieve"]["200"]["article"] == examples.BRIEF_ARTICLE
    assert shown["people_retrieve"]["200"]["id"] == examples.SPEAKER["id"]
    assert [shown["articles_create"][status]["outcome"] for status in ("201", "200")] == ["created", "unchanged"]
    assert "testserver" not in operation_examples.TABLE.read_text(encoding="utf-8")


OPERATIONS = {
    operation["operationId"]: operation for methods in description()["paths"].values() for operation in methods.values()
}


def of(schema: Any) -> Any:
    """What checks a value against a schema of the description."""
    return Draft202012Validator({**schema, "components": description()["components"]})


def contents(operation: Any) -> dict[str, dict[str, Any]]:
    """The bodies of an operation by media type: what is sent, and what is answered where it succeeds."""
    found = {status: answer.get("content", {}) for status, answer in operation["responses"].items() if status < "300"}
    if "requestBody" in operation:
        found["request"] = operation["requestBody"]["content"]
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_has_examples_that_are_valid(name):
    found = contents(OPERATIONS[name])
    assert any(status.startswith("2") for status in found)
    for which, content in found.items():
        if which == "204":
            assert not content
            continue
        shown = [(media["schema"], media["examples"]) for media in content.values() if "examples" in media]
        assert shown, f"{name} has no example of {which}"
        for schema, told in shown:
            validator = of(schema)
            for example in told.values():
                errors = [
                    f"{error.instance_path}: {error.message}" for error in validator.iter_errors(example["value"])
                ]
                assert not errors, (name, which, errors)


def test_the_check_sees_what_is_wrong():
    validator = of({"$ref": "#/components/schemas/Quotation"})
    good = operation_examples.answers()["quotations_retrieve"]["200"]
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "kind": "sung"})
    assert not validator.is_valid({**good, "id": None})


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_wrong_query_has_the_example_of_a_problem(name):
    answer = OPERATIONS[name]["responses"].get("400")
    if answer is not None:
        [told] = answer["content"]["application/problem+json"]["examples"].values()
        assert told["value"] == examples.PROBLEM
