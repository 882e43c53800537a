"""What a new OpenAPI description takes away from clients of an old one, each by its name.

The differs on npm leave parameters out or stumble over schemas that hold themselves, so this compares what On Record
promises: operations, parameters, bodies, answers. A client may rely on every value that it could send and on every
shape that it could be sent. An operation, a parameter or a field may go once a release has called it deprecated, and
where that release named a day, from that day on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

Node = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
# Of what may be sent: a bound that is drawn closer refuses what was taken.
UPPER = ("maximum", "maxLength", "maxItems")
LOWER = ("minimum", "minLength", "minItems")


class Comparison:
    """Two descriptions, the older first."""

    def __init__(self, old: Node, new: Node, today: date) -> None:
        self.old, self.new, self.today = old, new, today
        self.compared: set[tuple[str, str, bool]] = set()

    def breaks(self) -> list[str]:
        """Everything that breaks a client, in the order of the old description."""
        return list(dict.fromkeys(self.operations()))

    def operations(self) -> Iterator[str]:
        """Of each operation."""
        for path, methods in self.old["paths"].items():
            for method, was in methods.items():
                if method not in METHODS:
                    continue
                name = f"{method.upper()} {path}"
                now = self.new["paths"].get(path, {}).get(method)
                if now is None:
                    yield from self.gone(f"{name}: the operation", was)
                    continue
                if was.get("operationId") != now.get("operationId"):
                    yield f"{name}: operationId was {was.get('operationId')}, is {now.get('operationId')}"
                yield from self.parameters(name, was, now)
                yield from self.bodies(name, was, now)
                yield from self.answers(name, was, now)

    def gone(self, where: str, was: Node) -> Iterator[str]:
        """Of what is there no more: it breaks nobody where it was deprecated, and its day has come."""
        if not was.get("deprecated"):
            yield f"{where} is gone"
        elif (day := was.get("x-sunset")) and date.fromisoformat(str(day)) > self.today:
            yield f"{where} is gone before {day}"

    def parameters(self, name: str, was: Node, now: Node) -> Iterator[str]:
        """Of the parameters of an operation."""
        before, after = (declared(root, operation) for root, operation in ((self.old, was), (self.new, now)))
        for key, old in before.items():
            where = f"{name}: {key[0]} parameter {key[1]}"
            new = after.get(key)
            if new is None:
                yield from self.gone(where, old)
                continue
            if new.get("required") and not old.get("required"):
                yield f"{where} has become required"
            if old.get("explode", True) != new.get("explode", True) or old.get("style") != new.get("style"):
                yield f"{where} is written otherwise when it is repeated"
            yield from self.schemas(where, old.get("schema", {}), new.get("schema", {}), sent=True)
        for key, new in after.items():
            if key not in before and new.get("required"):
                yield f"{name}: {key[0]} parameter {key[1]} is new and required"

    def bodies(self, name: str, was: Node, now: Node) -> Iterator[str]:
        """Of the body of a request."""
        old, new = was.get("requestBody"), now.get("requestBody")
        if new is not None and new.get("required") and not (old or {}).get("required"):
            yield f"{name}: a body has become required"
        for media_type, content in (old or {}).get("content", {}).items():
            given = (new or {}).get("content", {}).get(media_type)
            where = f"{name}: body as {media_type}"
            if given is None:
                yield f"{where} is no longer taken"
            else:
                yield from self.schemas(where, content.get("schema", {}), given.get("schema", {}), sent=True)

    def answers(self, name: str, was: Node, now: Node) -> Iterator[str]:
        """Of the answers of an operation."""
        for status, old in was["responses"].items():
            new = now["responses"].get(status)
            if new is None:
                if status.startswith("2"):
                    yield f"{name}: {status} is no longer answered"
                continue
            for media_type, content in old.get("content", {}).items():
                given = new.get("content", {}).get(media_type)
                where = f"{name}: {status} as {media_type}"
                if given is None:
                    yield f"{where} is no longer answered"
                else:
                    yield from self.schemas(where, content.get("schema", {}), given.get("schema", {}), sent=False)

    def schemas(self, where: str, was: Node, now: Node, *, sent: bool) -> Iterator[str]:
        """Of a schema; ``sent``: by clients, else to them. A component is compared once, under its own name."""
        names = reference(was), reference(now)
        if names[0] and names[1]:
            if (*names, sent) in self.compared:
                return
            self.compared.add((*names, sent))
            where = f"{names[0]} ({'sent' if sent else 'answered'})"
        old, new = (shapes(root, schema) for root, schema in ((self.old, was), (self.new, now)))
        narrow, wide = (old, new) if sent else (new, old)
        if "integer" in narrow and "number" in wide and "integer" not in wide and "number" not in narrow:
            narrow["number"] = narrow.pop("integer")  # every whole number is one
        lost, added = old.keys() - new.keys(), new.keys() - old.keys()
        if "any" in (new if sent else old):
            return
        for kind in sorted(lost if sent else added):
            yield f"{where} {'no longer takes' if sent else 'may now be'} {kind}"
        for kind in sorted(old.keys() & new.keys()):
            yield from self.shape(where, old[kind], new[kind], sent=sent)

    def shape(self, where: str, old: Node, new: Node, *, sent: bool) -> Iterator[str]:
        """Of two schemas of one type."""
        yield from enumerations(where, old, new, sent=sent)
        if sent:
            yield from bounds(where, old, new)
        if "items" in old and "items" in new:
            yield from self.schemas(f"{where}[]", old["items"], new["items"], sent=sent)
        rest = old.get("additionalProperties"), new.get("additionalProperties")
        if isinstance(rest[0], dict) and isinstance(rest[1], dict):
            yield from self.schemas(f"{where}.*", rest[0], rest[1], sent=sent)
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            if name in after:
                yield from self.schemas(f"{where}.{name}", schema, after[name], sent=sent)
            elif not (sent and rest[1]):
                yield from self.gone(f"{where}.{name}", schema)
        must = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(must[1] - must[0] if sent else (must[0] - must[1]) & after.keys()):
            yield f"{where}.{name} {'has become required' if sent else 'may now be left out'}"


def declared(root: Node, operation: Node) -> dict[tuple[str, str], Node]:
    """The parameters of an operation, by where they stand and their names."""
    found = [resolved(root, one) for one in operation.get("parameters", [])]
    return {(one["in"], one["name"]): one for one in found}


def reference(schema: Node) -> str:
    """Name of the component that a schema is; empty where it is none."""
    parts = schema.get("allOf", [])
    way: str = schema.get("$ref", "") or (parts[0].get("$ref", "") if len(parts) == 1 else "")
    return way.rpartition("/")[2]


def resolved(root: Node, node: Node) -> Node:
    """What a reference leads to."""
    while "$ref" in node:
        found: Any = root
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def shapes(root: Node, schema: Node) -> dict[str, Node]:
    """What a value may be: a schema for each type; ``any`` is no restriction."""
    name = reference(schema)
    schema = resolved(root, schema)
    found: dict[str, Node] = {"null": {}} if schema.get("nullable") else {}
    for part in (*schema.get("allOf", []), *schema.get("oneOf", []), *schema.get("anyOf", [])):
        found |= shapes(root, part)
    if {"allOf", "oneOf", "anyOf"} & schema.keys():
        return found
    types = schema.get("type", "any")
    for kind in types if isinstance(types, list) else [types]:
        several = kind in found
        found[f"{kind} {name}" if several else kind] = schema
    return found


def enumerations(where: str, old: Node, new: Node, *, sent: bool) -> Iterator[str]:
    """Values that are no longer taken, or that clients do not know yet."""
    before, after = old.get("enum"), new.get("enum")
    if sent and after is not None:
        if before is None:
            yield f"{where} takes no more than {', '.join(map(str, after))}"
        for value in before or []:
            if value not in after:
                yield f"{where} no longer takes {value}"
    if not sent and before is not None:
        for value in after if after is not None else ["anything"]:
            if value not in before:
                yield f"{where} may now be {value}"


def bounds(where: str, old: Node, new: Node) -> Iterator[str]:
    """Bounds that are drawn closer."""
    for name in (*UPPER, *LOWER):
        before, after = old.get(name), new.get(name)
        if after is None:
            continue
        if before is None or (after < before if name in UPPER else after > before):
            yield f"{where}: {name} was {'none' if before is None else before}, is {after}"
    for name in ("pattern", "format"):
        if new.get(name) is not None and new.get(name) != old.get(name):
            yield f"{where}: {name} was {old.get(name, 'none')}, is {new[name]}"


def breaks(old: Node, new: Node, today: date | None = None) -> list[str]:
    """Everything in the new description that breaks a client of the old one."""
    return Comparison(old, new, today or datetime.now(UTC).date()).breaks()
