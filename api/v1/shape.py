"""Which fields an answer holds: fields=, omit= and expand=, dotted for nested records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from api.v1 import deprecation
from api.v1.deprecation import Deprecation
from api.v1.parameters import Parameter, nearest
from api.v1.problems import Fault, bad_parameters, fault

Tree = dict[str, "Tree"]
Given = tuple[tuple[str, str], ...]
MAX_DEPTH = 4
MOST_EXPANDED = 50

NAMES = {"type": "string", "pattern": r"^[a-z_.]+(,[a-z_.]+)*$"}
FIELDS = Parameter("fields", "Only these fields, comma-separated; dotted for nested ones: `id,speaker.name`.", NAMES)
OMIT = Parameter("omit", "All but these fields, comma-separated; dotted for nested ones.", NAMES)
EXPAND = Parameter(
    "expand",
    f"Nested records to give in full, comma-separated; dotted for deeper ones. Of a list the first {MOST_EXPANDED}, "
    "and beside it, as `…_url`, the address of all; none inside of another list. What `fields` names is expanded where "
    "it is not there otherwise.",
    NAMES,
)


@dataclass(frozen=True)
class Shape:
    """What is asked for of one record and of the records inside it."""

    fields: Tree | None = None
    omit: Tree = field(default_factory=dict)
    expand: Tree = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """What shapes that are alike have in common."""
        return repr(self)

    def holds(self, name: str) -> bool:
        """Whether the field is part of the answer."""
        if self.fields is not None and name not in self.fields:
            return False
        return self.omit.get(name, None) != {}

    def inside(self, name: str) -> Shape:
        """The shape of the records under a field."""
        fields = (self.fields or {}).get(name) or None
        return Shape(fields, self.omit.get(name, {}), self.expand.get(name, {}))


WHOLE = Shape()


def parse(values: Mapping[str, list[str]], serializer: type[Any]) -> Shape:
    """The shape that the parameters ask for; a name that the serializer lacks is a 400 problem."""
    given = shaping(values)
    return parsed(given, serializer) if given else WHOLE  # type: ignore[arg-type]


def shaping(values: Mapping[str, list[str]]) -> Given:
    """The parameters that shape the answer, with their values."""
    return tuple((name, values[name][0]) for name in ("fields", "omit", "expand") if name in values)


def going(values: Mapping[str, list[str]], serializer: type[Any]) -> tuple[Deprecation, ...]:
    """What goes away of the fields that the answer holds, where parameters shape it so."""
    return _going(shaping(values), serializer)  # type: ignore[arg-type]


@lru_cache(maxsize=500)
def _going(given: Given, serializer: type[Any]) -> tuple[Deprecation, ...]:
    return tuple(deprecation.of_fields(serializer, parsed(given, serializer)))  # type: ignore[arg-type]


@lru_cache(maxsize=500)
def parsed(given: Given, serializer: type[Any]) -> Shape:
    """The shape for parameters with their values, found once: programs ask for the same one again and again."""
    trees = {name: tree(text) for name, text in given}
    expand = trees.get("expand", {})
    implied(trees.get("fields", {}), expand, serializer)
    errors = list(faults("expand", expand, serializer, expand))
    for name in ("fields", "omit"):
        errors += faults(name, trees.get(name, {}), serializer, expand)
    shape = Shape(trees.get("fields"), trees.get("omit", {}), expand)
    if not errors:
        errors += contradictions(shape, serializer)
        errors += multiplied(expand, serializer, dict(given).get("expand", ""))
    if errors:
        raise bad_parameters(errors)
    return shape


def implied(fields: Tree, expand: Tree, serializer: type[Any]) -> None:
    """Expand what fields= names and what is not there unless it is expanded."""
    for name, below in fields.items():
        if name in serializer.expandable and name not in serializer._declared_fields:
            expand.setdefault(name, {})
        nested = serializer.members(expand).get(name)
        if nested is not None and below:
            deeper = expand.get(name, {})
            implied(below, deeper, nested)
            if deeper:
                expand[name] = deeper


def contradictions(shape: Shape, serializer: type[Any], path: str = "") -> Iterator[Fault]:
    """What one parameter asks for and another leaves out."""
    members = serializer.members(shape.expand)
    if (shape.fields is not None or shape.omit) and not any(shape.holds(name) for name in members):
        detail = f"leaves nothing of {path.rstrip('.') or 'a record'}."
        yield fault("omit", "nothing_left", detail)
        return
    for name in shape.expand:
        if not shape.holds(name):
            detail = f"{f'{path}{name}'!r} is to be expanded, but is left out by fields or omit."
            yield fault("expand", "left_out", detail)
    for name, nested in members.items():
        inner = shape.inside(name)
        if nested is not None and shape.holds(name) and inner != WHOLE:
            yield from contradictions(inner, nested, f"{path}{name}.")


def multiplied(expand: Tree, serializer: type[Any], named: str, path: str = "", outer: str = "") -> Iterator[Fault]:
    """Lists that would be written out inside of a list, so that an answer grew with the product of the two.

    ``named`` is what ``expand=`` itself names; the rest follows from ``fields=``.
    """
    members, lists = serializer.members(expand), serializer.lists()
    for name, below in expand.items():
        full = f"{path}{name}"
        if outer and name in lists:
            parent = path.rstrip(".")
            detail = f"{full!r} is a list inside of the list {outer!r}; write out {parent!r} alone, whose url leads on."
            yield fault("expand" if full in named else "fields", "too_deep", detail, parent)
        elif below:
            inside = outer or (full if name in lists else "")
            yield from multiplied(below, members[name], named, f"{full}.", inside)


def tree(text: str) -> Tree:
    """``a,b.c`` as ``{"a": {}, "b": {"c": {}}}``."""
    root: Tree = {}
    for path in text.split(","):
        branch = root
        for name in path.strip().split("."):
            branch = branch.setdefault(name, {})
    return root


def faults(
    parameter: str, names: Tree, serializer: type[Any] | None, expand: Tree, path: str = "", depth: int = 1
) -> Iterator[Fault]:
    """What is wrong with the names of one parameter."""
    known = serializer.members(expand) if serializer else {}
    valid = list(serializer.expandable) if serializer and parameter == "expand" else list(known)
    # A record to expand may lie inside one that is already nested: article.publisher.
    passable = {name: nested for name, nested in known.items() if nested and nested.expandable}
    passable = passable if parameter == "expand" else {}
    shown = sorted({*valid, *(f"{name}.{deeper}" for name, nested in passable.items() for deeper in nested.expandable)})
    for name, below in names.items():
        full = f"{path}{name}"
        if name not in valid and not (below and name in passable):
            near = nearest(name, shown)
            suggestion = f"{path}{near}" if near else None
            allowed = f"one of {', '.join(shown)}" if shown else "nothing below it"
            yield fault(parameter, "unknown_name", f"{full!r} is no field here; allowed is {allowed}.", suggestion)
        elif below and depth == MAX_DEPTH:
            yield fault(parameter, "too_deep", f"{full!r}: names go at most {MAX_DEPTH} levels deep.")
        elif below:
            yield from faults(parameter, below, known[name], expand.get(name, {}), f"{full}.", depth + 1)
