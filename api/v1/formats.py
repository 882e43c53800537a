"""The formats beside JSON and pages for people, and which parameters have no meaning in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from api.v1.feeds import AtomRenderer
from api.v1.problems import bad_parameters, fault
from api.v1.renderers import CSVRenderer, LinkedDataRenderer, NDJSONRenderer

RENDERERS: Mapping[str, type[BaseRenderer]] = {
    str(renderer.format): renderer for renderer in (CSVRenderer, NDJSONRenderer, LinkedDataRenderer, AtomRenderer)
}


def check(given: Mapping[str, list[str]], renderer: Any) -> None:
    """Refuse parameters that the format of the answer could only ignore."""
    why = "it holds the whole result set" if streamed(renderer) else "its vocabulary says what it holds"
    errors = [
        fault(name, "not_in_format", f"has no meaning in {renderer.format}: {why}.")
        for name in getattr(renderer, "without", ())
        if name in given
    ]
    if errors:
        raise bad_parameters(errors)


def streamed(renderer: Any) -> bool:
    """Whether the renderer writes whole result sets, a chunk at a time."""
    return getattr(renderer, "streams", False)
