"""Names in the OpenAPI description: what several places hold is declared once, under a name that generators keep.

A generator of clients makes up a name for whatever is written out in place, another one at each place, and leaves an
operation out where two of these names meet. So a schema with a title is a component of that name, and the values of a
parameter are the component that holds the same ones.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

PREFIX = "#/components/schemas/"
NULL = "NullEnum"
# What is said of a schema where it is used, not of the schema itself.
OF_THE_PLACE = ("description", "default", "readOnly")
Node = dict[str, Any]


def with_names(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """The description with names in place of what would be written out."""
    result = copy.deepcopy(result)  # it holds parts of declarations that outlive it
    components: dict[str, Node] = result["components"]["schemas"]
    for schema in list(components.values()):
        each_schema(schema, lambda node: titled(node, components), inside=True)
    each_schema(result["paths"], lambda node: titled(node, components))
    known = {values(schema): name for name, schema in components.items() if "enum" in schema}
    each_schema(result["paths"], lambda node: valued(node, known))
    for schema in components.values():
        each_schema(schema, without_null)
    components.pop(NULL, None)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def each_schema(node: Any, change: Callable[[Node], None], *, inside: bool = False) -> None:
    """Change all objects below a node, the innermost first; examples are no part of the description's own."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in ("example", "examples", "enum", "default"):
                each_schema(value, change)
        if not inside:
            change(node)
    elif isinstance(node, list):
        for value in node:
            each_schema(value, change)


def titled(node: Node, components: dict[str, Node]) -> None:
    """Declare a schema that has a title under it, and leave a reference."""
    name = node.get("title")
    if not isinstance(name, str) or not {"type", "oneOf"} & node.keys():
        return
    schema = {key: value for key, value in node.items() if key not in ("title", *OF_THE_PLACE)}
    standing = components.setdefault(name, {**schema, "description": node.get("description", "")})
    if {**standing, "description": ""} != {**schema, "description": ""}:
        raise ValueError(f"two schemas of the OpenAPI description are called {name}")
    refer(node, name)


def valued(node: Node, known: dict[tuple[str, ...], str]) -> None:
    """Refer to the component that holds the same values."""
    name = known.get(values(node))
    if name is not None:
        refer(node, name)


def values(node: Node) -> tuple[str, ...]:
    """The values of an enumeration."""
    found = node.get("enum")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def refer(node: Node, name: str) -> None:
    """Make a node a reference; what stands beside one is not read, so it goes around it."""
    reference = {"$ref": PREFIX + name}
    beside = {key: node[key] for key in OF_THE_PLACE if key in node}
    node.clear()
    node.update({"allOf": [reference], **beside} if beside else reference)


def without_null(node: Node) -> None:
    """Say that a value may be null in one way: an enumeration whose only value is null is a stumbling block."""
    named = {"$ref": PREFIX + NULL}
    if named in node.get("oneOf", []):
        node["oneOf"] = [{"type": "null"} if one == named else one for one in node["oneOf"]]
