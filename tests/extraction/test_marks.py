"""Quotation marks to quoted runs."""

from __future__ import annotations

import pytest

from corpus.extraction.marks import Run, quoted_runs
from corpus.extraction.tokens import paragraphs


def runs(text: str) -> list[Run]:
    return quoted_runs(text, paragraphs(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said. "Again."', ["We won,", "Again."]),
        ("«We won», she said.", ["We won"]),
        ("« We won », she said.", ["We won"]),
        ("»We won«, she said.", ["We won"]),
        ("„We won“, she said.", ["We won"]),
        ("„We won”, she said.", ["We won"]),
        ("”We won”, she said.", ["We won"]),
        ("‹We won›, she said.", ["We won"]),
        ("「We won」 she said.", ["We won"]),
        ("『We won』 she said.", ["We won"]),
        ("``We won,'' she said.", ["We won,"]),
        ("''We won,'' she said.", ["We won,"]),
        ("‘We won,’ she said.", ["We won,"]),
        ("'We won,' she said.", ["We won,"]),
        ("‚We won‘ was printed; “yes.”", ["We won", "yes."]),
        ("“He said ‘go’ and I went,” she said.", ["He said ‘go’ and I went,"]),
        ("‘He said “go” and left’", ["He said “go” and left"]),
        ("‘She came’, he says, ‘and said, “Go.” I’ve gone.’", ["She came", "and said, “Go.” I’ve gone."]),
        ("In ‘the tide “rose” and fell", ["rose"]),
        ("The dockers' “no” and the sailors' “yes” were heard.", ["no", "yes"]),
        ("“He said “go” and left,” she said.", ["He said “go” and left,"]),
        ('"We won,” she said. “Again."', ["We won,", "Again."]),
        ("(“We won,”) she said.", ["We won,"]),
        ("The port—“a ruin”—closed.", ["a ruin"]),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [run.span.of(text) for run in runs(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Don’t say it’s the ’90s, y’all.",
        "The Syrians’ hopes and the workers' rights.",
        "She is 5'10\" tall and he is 6' 2\".",
        "Rock 'n' roll is in 'em.",
        'He weighed 5" of rope.',
    ],
)
def test_an_apostrophe_is_no_mark(text: str) -> None:
    assert runs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘We know the workers’ rights,’ she said.", ["We know the workers’ rights,"]),
        ("'We don't know the workers' rights,' she said.", ["We don't know the workers' rights,"]),
        ("‘It’s the ’90s again,’ she said. ‘Don’t go.’", ["It’s the ’90s again,", "Don’t go."]),
    ],
)
def test_apostrophes_inside_single_marks(text: str, expected: list[str]) -> None:
    assert [run.span.of(text) for run in runs(text)] == expected


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“We won, she said.\n\nNobody else spoke."
    assert [run.span.of(text) for run in runs(text)] == ["We won, she said."]


def test_a_mark_left_open_before_others_ends_with_its_sentence() -> None:
    text = "“We won, she said. Then “again,” and left."
    assert [run.span.of(text) for run in runs(text)] == ["We won, she said.", "again,"]


def test_a_stray_closing_mark_is_no_run() -> None:
    assert runs("We won,” she said.") == []


@pytest.mark.parametrize("mark", ["“", '"', "«", "''"])
def test_continuation(mark: str) -> None:
    close = {"“": "”", "«": "»"}.get(mark, mark)
    text = f"{mark}One is here.\n\n{mark}Two is here.\n\n{mark}Three is here,{close} she said."
    found = runs(text)
    assert [run.span.of(text) for run in found] == ["One is here.", "Two is here.", "Three is here,"]
    assert [run.continues for run in found] == [False, True, True]


def test_no_continuation_after_a_closed_paragraph() -> None:
    found = runs("“One is here.”\n\n“Two is here.”")
    assert [run.continues for run in found] == [False, False]
