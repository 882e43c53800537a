"""How answers are written: JSON, tables, lines, linked data, and pages for people."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django import forms
from django.urls import get_script_prefix
from rest_framework import renderers
from rest_framework.request import override_method

from api.v1 import tables
from api.v1.addresses import exists
from api.v1.serializers.base import ShapedSerializer

# Parameters that have no meaning where everything is sent, or where a vocabulary says what is.
PAGING = ("cursor", "page_size", "count", "explain")
SHAPING = ("fields", "omit", "expand", "highlight")
# Values that have none where a vocabulary knows exact numbers alone.
ESTIMATE = {"count": "estimate"}

# Two buttons of Django REST framework's page are placed by an attribute, which is allowed by its hash.
FLOATING = base64.b64encode(hashlib.sha256(b"float: right; margin-right: 10px").digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-hashes' 'sha256-{FLOATING}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def dumped(data: Any, options: int = 0) -> bytes:
    """The data as JSON. Where all keys are text, as they mostly are, not to look at each takes a third less."""
    try:
        return orjson.dumps(data, default=str, option=options)
    except orjson.JSONEncodeError:
        return orjson.dumps(data, default=str, option=options | orjson.OPT_NON_STR_KEYS)


class ORJSONRenderer(renderers.BaseRenderer):
    """JSON in UTF-8."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The data as JSON; indented where a person reads it."""
        if data is None:
            return b""
        return dumped(data, orjson.OPT_INDENT_2 if renderer_context and renderer_context.get("indent") else 0)


class StreamRenderer(renderers.BaseRenderer):
    """Whole result sets, a chunk at a time."""

    charset = None
    streams = True
    without = PAGING


class CSVRenderer(StreamRenderer):
    """The whole result set as a table."""

    media_type = "text/csv"
    content_type = "text/csv; charset=utf-8"
    format = "csv"
    # An open quotation mark: nothing that reads CSV strictly takes it for the end of a file.
    broken = b'"The server failed here; this file is not complete'

    def blocks(
        self, batches: Iterator[list[dict[str, Any]]], serializer: ShapedSerializer, *, highlighted: bool
    ) -> Iterator[bytes]:
        """The names of the columns, then the rows of each batch."""
        columns = [*tables.columns(serializer), *([tables.Column(("highlight",))] if highlighted else [])]
        yield tables.rows([[column.name for column in columns]])
        taken = tables.reader(columns)
        for batch in batches:
            yield tables.rows(map(taken, batch))


class NDJSONRenderer(StreamRenderer):
    """The whole result set, a record a line."""

    media_type = content_type = "application/x-ndjson"
    format = "ndjson"
    # No JSON value: whoever reads line by line fails at it.
    broken = b'{"code":"server_error","detail":"The server failed here; this file is not complete"'

    def blocks(
        self, batches: Iterator[list[dict[str, Any]]], serializer: ShapedSerializer, *, highlighted: bool
    ) -> Iterator[bytes]:
        """The lines of each batch."""
        for batch in batches:
            yield b"".join(dumped(record, orjson.OPT_APPEND_NEWLINE) for record in batch)


class LinkedDataRenderer(ORJSONRenderer):
    """schema.org in JSON-LD."""

    media_type = "application/ld+json"
    format = "jsonld"
    without = (*SHAPING, "explain")
    without_values = ESTIMATE

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """A record with its context, or a page of them as a list."""
        if "results" in data:
            count = {} if data["count"] is None else {"numberOfItems": data["count"]}
            data = {"@type": "ItemList", **count, "itemListElement": data["results"]}
        return super().render({"@context": "https://schema.org", **data}, accepted_media_type, renderer_context)


class PopoloRenderer(ORJSONRenderer):
    """People, organisations and memberships in Popolo."""

    media_type = "application/popolo+json"
    format = "popolo"
    without = (*SHAPING, "explain")
    without_values = ESTIMATE

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """A record, or a page of them under the name that Popolo has for the class; Link leads to the next."""
        if "results" in data:
            view = renderer_context["view"]
            members = view.listings[view.action].renditions[self.format].collection
            data = {members: data["results"], **({} if data["count"] is None else {"total": data["count"]})}
        return super().render(data, accepted_media_type, renderer_context)


class PopoloDocumentRenderer(PopoloRenderer):
    """Memberships, people and organisations in one document, a chunk at a time."""

    streams = True
    writes_what_json_does = True
    content_type = PopoloRenderer.media_type
    # A text that never ends: the document is no JSON then.
    broken = b'"The server failed here; this document is not complete'

    def blocks(self, parts: Mapping[str, Iterator[list[dict[str, Any]]]]) -> Iterator[bytes]:
        """The lists one after the other, each under its name; one batch is held at a time."""
        before = b"{"
        for name, batches in parts.items():
            yield before + orjson.dumps(name) + b":["
            start = b""
            for batch in batches:
                # Each batch is a list of its own: what stands between its brackets goes on with the list.
                yield start + dumped(batch)[1:-1]
                start = b","
            before = b"],"
        yield b"]}"


class BrowsableRenderer(renderers.BrowsableAPIRenderer):
    """The answer as a page. It holds no form with choices from the database."""

    template = "on_record/browse.html"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        """The page, under a policy that lets no script run that stands in it."""
        content = super().render(data, accepted_media_type, renderer_context)
        renderer_context["response"]["Content-Security-Policy"] = PAGE_POLICY
        return content

    def get_context(self, data: Any, accepted_media_type: str | None, renderer_context: Any) -> dict[str, Any]:
        """What the page is made of, without the style sheet for code in it: no description holds any."""
        return {**super().get_context(data, accepted_media_type, renderer_context), "code_style": None}

    def get_default_renderer(self, view: Any) -> renderers.BaseRenderer:
        """JSON, whatever else the view may write."""
        return ORJSONRenderer()

    def get_content(self, renderer: Any, data: Any, accepted_media_type: str | None, renderer_context: Any) -> str:
        """The answer, indented."""
        content: bytes = renderer.render(data, accepted_media_type, {**renderer_context, "indent": 2})
        return content.decode()

    def get_filter_form(self, data: Any, view: Any, request: Any) -> None:
        """None: the documentation lists the parameters."""

    def get_breadcrumbs(self, request: Any) -> list[tuple[str, str]]:
        """The way to the page, without the addresses on it that do not exist."""
        prefix = get_script_prefix().rstrip("/")
        found = super().get_breadcrumbs(request)
        return [(name, url) for name, url in found if exists(url.removeprefix(prefix).partition("?")[0])]

    def show_form_for_method(self, view: Any, method: str, request: Any, obj: Any) -> Any:
        """Whether the page offers the method: it is taken there, and the client may use it."""
        return getattr(view, "offers_forms", True) and super().show_form_for_method(view, method, request, obj)

    def get_rendered_html_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        """Buttons alone, for methods without a body; None elsewhere."""
        if method not in ("DELETE", "OPTIONS"):
            return None
        with override_method(view, request, method) as asked:
            return self.show_form_for_method(view, method, asked, None) or None

    def get_raw_data_form(self, data: Any, view: Any, method: str, request: Any) -> Any:
        """A text area with an example of the body, for those who may send one."""
        with override_method(view, request, method) as asked:
            example = getattr(view, "bodies", {}).get(view.action)
            if example is None or not self.show_form_for_method(view, method, asked, None):
                return None
        content = orjson.dumps(example, option=orjson.OPT_INDENT_2).decode()
        return BodyForm(initial={"_content": content, "_content_type": "application/json"})


class BodyForm(forms.Form):
    """A body to send as it is. The attributes are what the page's script looks for."""

    _content_type = forms.ChoiceField(
        label="Media type",
        choices=[("application/json", "application/json")],
        widget=forms.Select(attrs={"data-override": "content-type"}),
    )
    _content = forms.CharField(label="Content", widget=forms.Textarea(attrs={"data-override": "content"}))
