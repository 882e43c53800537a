"""Atom feeds (RFC 4287) of lists, by Django's feed generator."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from rest_framework import renderers

from api.v1 import pagination
from api.v1.problems import root_of
from api.v1.renderers import SHAPING

# What no XML 1.0 document can hold, escaped or not.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def printable(value: Any) -> Any:
    """A text with a mark in the place of each character that XML cannot hold; any other value as it is."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


class Feed(Atom1Feed):
    """Adds the links to the pages around, and keeps its time while nothing changes."""

    def latest_post_date(self) -> datetime:
        """The latest change of an entry; a fixed time where there is none, so that an empty feed stays the same."""
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_root_elements(self, handler: Any) -> None:
        """With the pages around this one."""
        super().add_root_elements(handler)
        for rel, address in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": rel, "href": address})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """The words stand in `content` as plain text; the generator would call them HTML."""
        super().add_item_elements(handler, {**item, "description": None})
        if item.get("html"):
            handler.addQuickElement("content", item["html"], {"type": "html"})
            if item["description"]:
                handler.addQuickElement("summary", item["description"], {"type": "text"})
        elif item["description"]:
            handler.addQuickElement("content", item["description"], {"type": "text"})
        if item.get("related"):
            handler.addQuickElement("link", "", {"rel": "related", "href": item["related"]})


class AtomRenderer(renderers.BaseRenderer):
    """A page of a list as an Atom feed."""

    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"
    without = (*SHAPING, "count", "explain")

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The feed. All its pages have the id of the first; `alternate` is the same list in JSON."""
        request, given = renderer_context["request"], renderer_context["view"].given
        root, query = root_of(request), {name: values for name, values in given.items() if name != "format"}
        feed_query = {**query, "format": [self.format]}
        cursor = given.get("cursor", [None])[0]
        alternate = pagination.link(root, request.path, query, None)
        pages = {"next": data["next"], "previous": data["previous"]}
        feed = Feed(
            title=f"On Record: {alternate.partition('/api/v1/')[2]}",
            link=alternate,
            description=None,
            feed_url=pagination.link(root, request.path, feed_query, cursor),
            feed_guid=pagination.link(root, request.path, feed_query, None),
            author_name="On Record",
            author_link=root,
            pages={rel: address for rel, address in pages.items() if address},
        )
        for entry in data["results"]:
            plain = {name: printable(value) for name, value in entry.items()}
            feed.add_item(**{"description": None, "updateddate": NEVER, **plain})
        return feed.writeString("utf-8").encode()
