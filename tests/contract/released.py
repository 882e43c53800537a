"""The baseline of a release: a description without prose, each parameter written once."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]
PROSE = ("description", "summary", "example", "examples", "headers", "title")


def condensed(description: Node) -> Node:
    """A description that is still one, and says the same to :mod:`tests.contract.breaking`."""
    shared: dict[str, Node] = {}
    names: dict[str, str] = {}
    paths = {
        path: {method: operation_of(operation, shared, names) for method, operation in methods.items()}
        for path, methods in description["paths"].items()
    }
    schemas = {name: plain(schema) for name, schema in description["components"]["schemas"].items()}
    components = {
        "parameters": shared,
        "schemas": schemas,
        "securitySchemes": plain(description["components"].get("securitySchemes", {})),
    }
    info = {name: description["info"][name] for name in ("title", "version")}
    return {"openapi": description["openapi"], "info": info, "paths": paths, "components": components}


def operation_of(operation: Node, shared: dict[str, Node], names: dict[str, str]) -> Node:
    """An operation with references to the parameters that others take too."""
    result: Node = plain({key: value for key, value in operation.items() if key != "parameters"})
    result["responses"] = {status: {"description": "", **answer} for status, answer in result["responses"].items()}
    parameters = [plain(parameter) for parameter in operation.get("parameters", [])]
    if parameters:
        result["parameters"] = [
            {"$ref": f"#/components/parameters/{name_of(one, shared, names)}"} for one in parameters
        ]
    return result


def name_of(parameter: Node, shared: dict[str, Node], names: dict[str, str]) -> str:
    """The name under which a parameter is written once."""
    key = repr(parameter)
    if key not in names:
        alike = sum(one["name"] == parameter["name"] for one in shared.values())
        names[key] = f"{parameter['name']}.{alike}" if alike else parameter["name"]
        shared[names[key]] = parameter
    return names[key]


def plain(node: Any, named: bool = False) -> Any:
    """A part without prose; ``named``: its keys are names of fields, not words of OpenAPI."""
    if isinstance(node, dict):
        return {
            key: plain(value, named=key in ("properties", "securitySchemes") and not named)
            for key, value in node.items()
            if named or key not in PROSE
        }
    return [plain(one) for one in node] if isinstance(node, list) else node
