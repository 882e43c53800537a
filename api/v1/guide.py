"""docs/api.md as a page: its headings can be linked to, and its commands ask the server that shows it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.html import escape
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The server that the commands of the file ask: the one that `make run` starts.
WRITTEN_FOR = "http://127.0.0.1:8000/"


class Guide(NamedTuple):
    """The guide as HTML."""

    contents: list[tuple[str, str]]
    """Anchor and title of each section."""
    html: str


@cache
def written() -> Guide:
    """The guide for the server that it was written for."""
    text = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    markdown: Any = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    contents = [entry for opening, inline in pairwise(tokens) if (entry := anchor(opening, inline))]
    # Comments are for the tests of the file, wide tables scroll by themselves.
    markdown.add_render_rule("html_block", lambda *_: "")
    markdown.add_render_rule("table_open", lambda *_: '<div class="table"><table>')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>")
    return Guide(contents, markdown.renderer.render(tokens, markdown.options, {}))


def anchor(opening: Token, inline: Token) -> tuple[str, str] | None:
    """Give a heading its anchor; anchor and title where it begins a section."""
    if opening.type != "heading_open":
        return None
    title = "".join(child.content for child in inline.children or ())
    slug = slugify(title)
    opening.attrSet("id", slug)
    link = Token("html_inline", "", 0, content=f' <a class="anchor" href="#{slug}" aria-label="Link here">#</a>')
    inline.children = [*(inline.children or ()), link]
    return (slug, title) if opening.tag == "h2" else None


def guide(root: str) -> Guide:
    """The guide for the server at this address."""
    contents, html = written()
    return Guide(contents, html.replace(WRITTEN_FOR, escape(root)))
