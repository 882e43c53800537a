"""What the OpenAPI description says of records whose shape the client chooses by fields, omit and expand."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import append_meta

from api.v1.serializers.base import AnyField, ShapedSerializer, shaped


class ShapedRecord(OpenApiSerializerExtension):
    """No field is certain to be there, and what can be expanded is described as it is in full."""

    target_class = ShapedSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The schema of the record."""
        self.target._context = {"described": True}
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        # `fields` and `omit` may leave out any of them.
        if self.target.shapeable:
            schema.pop("required", None)
        properties = schema["properties"]
        for name, make in self.target.expandable.items():
            brief = properties.get(name)
            properties[name] = expanded(auto_schema, direction, bound(make(), name, self.target), brief)
            # A list that stands without being asked for is whole.
            for beside, value in self.target.beside(name).items() if brief is None else ():
                address = auto_schema._map_serializer_field(bound(value, beside, self.target), direction)
                text = f"Address of the whole list, beside an expanded `{name}`; null: no record."
                properties[beside] = {**address, "description": text}
        for name, goes in self.target.deprecated.items():
            properties[name] = append_meta(properties[name], {"deprecated": True, **goes.extensions})
            said = properties[name].get("description", "")
            properties[name]["description"] = f"{said} {goes.told}".strip()
        if self.target.marked:
            properties["highlight"] = highlight(type(self.target))
        return schema


def highlight(serializer: type[ShapedSerializer]) -> dict[str, Any]:
    """What `highlight` adds to a record of a listing."""
    owner = next(base.__name__ for base in serializer.__mro__ if "marked" in vars(base))
    text = {"type": "string", "description": "HTML, escaped, with <mark> around what `q` found."}
    return {
        "title": f"{owner.removesuffix('Serializer')}Highlight",
        "type": "object",
        "readOnly": True,
        "description": "The places that `q` found; only where `highlight` asks for them.",
        "required": list(serializer.marked),
        "properties": dict.fromkeys(serializer.marked, text),
    }


def bound(field: AnyField, name: str, parent: Any) -> AnyField:
    """The field, as a serializer holds it."""
    field.bind(name, parent)
    return field


def expanded(auto_schema: Any, direction: Any, field: AnyField, brief: dict[str, Any] | None) -> dict[str, Any]:
    """A nested record in full, of which the brief one, where it stands without being asked for, is a part."""
    if brief is None:
        schema: dict[str, Any] = auto_schema._map_serializer_field(field, direction)
        return {**schema, "description": f"{field.help_text} Only where `expand` or `fields` asks for it."}
    said, name = brief.get("description", ""), field.field_name
    reference: dict[str, Any] = auto_schema.resolve_serializer(field, direction).ref
    parent: Any = field.parent
    declared = shaped(parent.fields[name])
    if declared is None:
        said = f"{said} The record itself with `expand={name}`."
        return {"oneOf": [{"type": brief["type"]}, reference], "readOnly": True, "description": said}
    said = f"{said} In brief {', '.join(declared.fields)}; the whole record with `expand={name}`."
    meta = {"readOnly": True, "description": said} | ({"nullable": True} if field.allow_null else {})
    result: dict[str, Any] = append_meta(reference, meta)
    return result
