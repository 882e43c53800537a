"""Marked text: spans that overlap and nest, hostile text, offsets of parts."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from corpus.admin.marking import Mark, mark_up, visible
from tests.effort import instructions


def marked(html: str) -> list[tuple[str, list[str]]]:
    """The pieces of the text, each with its roles."""
    pieces = []
    for found in re.finditer(r'<(?:a|span) class="([^"]*)"[^>]*>([^<]*)</(?:a|span)>|([^<]+)', html):
        classes, inner, bare = found.groups()
        pieces.append((unescape(inner if inner is not None else bare), (classes or "").replace("or-", "").split()))
    return pieces


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        pytest.param([], [("abcdefgh", [])], id="no mark"),
        pytest.param([(0, 8, "content")], [("abcdefgh", ["content"])], id="the whole text"),
        pytest.param([(2, 4, "cue")], [("ab", []), ("cd", ["cue"]), ("efgh", [])], id="one"),
        pytest.param(
            [(0, 2, "cue"), (2, 4, "speaker")], [("ab", ["cue"]), ("cd", ["speaker"]), ("efgh", [])], id="side by side"
        ),
        pytest.param(
            [(1, 7, "content"), (3, 5, "person")],
            [("a", []), ("bc", ["content"]), ("de", ["content", "person"]), ("fg", ["content"]), ("h", [])],
            id="nested",
        ),
        pytest.param(
            [(1, 5, "content"), (3, 7, "cue")],
            [("a", []), ("bc", ["content"]), ("de", ["content", "cue"]), ("fg", ["cue"]), ("h", [])],
            id="crossing",
        ),
        pytest.param([(2, 4, "person"), (2, 4, "person")], [("ab", []), ("cd", ["person"]), ("efgh", [])], id="twice"),
        pytest.param([(6, 99, "cue")], [("abcdef", []), ("gh", ["cue"])], id="past the end"),
        pytest.param([(50, 99, "cue"), (3, 3, "cue"), (5, 2, "cue")], [("abcdefgh", [])], id="no room"),
    ],
)
def test_spans_are_split_at_every_boundary(marks, pieces):
    assert marked(mark_up("abcdefgh", [Mark(*mark) for mark in marks])) == pieces


def test_the_shortest_mark_gives_the_link():
    html = mark_up("abcdef", [Mark(0, 6, "content", url="/long/"), Mark(2, 4, "person", url="/short/")])
    assert re.findall(r'href="([^"]*)"', html) == ["/long/", "/short/", "/long/"]


def test_offsets_count_in_the_whole_text():
    assert marked(mark_up("cdef", [Mark(0, 4, "content"), Mark(5, 99, "cue")], origin=2)) == [
        ("cd", ["content"]),
        ("e", []),
        ("f", ["cue"]),
    ]


def test_offsets_count_code_points():
    assert marked(mark_up("😀“é”", [Mark(2, 3, "quoted")])) == [("😀“", []), ("é", ["quoted"]), ("”", [])]


def test_an_anchor_stands_where_its_mark_starts_and_nowhere_else():
    html = mark_up("abcdef", [Mark(1, 5, "content", anchor="quo_x"), Mark(2, 3, "cue")])
    assert html.count('id="quo_x"') == 1
    assert html.index('id="quo_x"') < html.index(">b<")
    assert "quo_x" not in mark_up("cdef", [Mark(1, 5, "content", anchor="quo_x")], origin=2)


class Elements(HTMLParser):
    """The elements of a piece of HTML with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = [
    "<script>alert(1)</script>",
    "a & b &amp; c &lt;b&gt;",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "<img src=x onerror=alert(1)>",
    "</div></section><style>*{display:none}</style>",
    "<!-- --><svg/onload=alert(1)>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_the_text_is_html(text):
    html = mark_up(text, [Mark(0, 3, "content", text, f"/{text}", text), Mark(2, len(text), "person", text)])
    found = Elements(html)
    assert {tag for tag, _ in found.elements} == {"a", "span"}
    for _, attributes in found.elements:
        assert set(attributes) <= {"class", "title", "href", "id"}
        assert {attributes.get("title", text), attributes.get("id", text)} == {text}
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", 'a<span class="or-unseen">U+202E</span>b'),
        ("\u2067x\u2069", '<span class="or-unseen">U+2067</span>x<span class="or-unseen">U+2069</span>'),
        ("nul\x00", 'nul<span class="or-unseen">U+0000</span>'),
        ("tab\tline\n", "tab\tline\n"),
        ("שלום \u200f", "שלום \u200f"),
        ("\ufeff<", '<span class="or-unseen">U+FEFF</span>&lt;'),
    ],
)
def test_characters_that_turn_or_hide_text_are_shown(text, shown):
    assert visible(text) == shown


def test_many_marks_take_work_in_proportion():
    def work(marks: int) -> int:
        text = "“word” " * marks
        spans = [Mark(7 * i, 7 * i + 6, "content") for i in range(marks)]
        return instructions(lambda: mark_up(text, spans))

    # Ten times as many marks; work that grew with their square would be a hundred times as much.
    assert 9 < work(2_000) / work(200) < 11
