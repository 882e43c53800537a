"""The formats beside JSON and pages for people, and which parameters have no meaning in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from api.v1.feeds import AtomRenderer
from api.v1.iptc import NewsItemRenderer, NewsMessageRenderer, NinjsRenderer, NITFRenderer
from api.v1.problems import Fault, bad_parameters, fault
from api.v1.renderers import CSVRenderer, LinkedDataRenderer, NDJSONRenderer, PopoloRenderer

RENDERERS: Mapping[str, type[BaseRenderer]] = {
    str(renderer.format): renderer
    for renderer in (CSVRenderer, NDJSONRenderer, LinkedDataRenderer, AtomRenderer, NewsMessageRenderer, PopoloRenderer)
}
# Of one record, where that is written otherwise than a list.
OF_RECORDS: Mapping[str, type[BaseRenderer]] = {
    **RENDERERS,
    **{str(renderer.format): renderer for renderer in (NewsItemRenderer, NinjsRenderer, NITFRenderer)},
}


def check(given: Mapping[str, list[str]], renderer: Any) -> None:
    """Refuse parameters that the format of the answer could only ignore."""
    why = "it holds the whole result set" if streamed(renderer) else "its vocabulary says what it holds"
    errors = [
        fault(name, "not_in_format", f"has no meaning in {renderer.format}: {why}.")
        for name in getattr(renderer, "without", ())
        if name in given
    ]
    errors += [
        fault(name, "not_in_format", f"{value} has no meaning in {renderer.format}: {why}.")
        for name, value in getattr(renderer, "without_values", {}).items()
        if value in given.get(name, ())
    ]
    errors += too_many(given, getattr(renderer, "most", None))
    if errors:
        raise bad_parameters(errors)


def too_many(given: Mapping[str, list[str]], most: int | None) -> list[Fault]:
    """What is wrong with a page of more records than the format holds at once."""
    text = given.get("page_size", [""])[0]
    if most is None or not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) <= most:
        return []
    detail = f"At most {most} records come at once where their words come too."
    return [fault("page_size", "out_of_range", detail, str(most))]


def streamed(renderer: Any) -> bool:
    """Whether the renderer writes whole result sets, a chunk at a time."""
    return getattr(renderer, "streams", False)
