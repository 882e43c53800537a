"""Quotation marks to quoted runs."""

from __future__ import annotations

import pytest

from corpus.extraction.marks import Run, quoted_runs
from corpus.extraction.tokens import paragraphs


def runs(text: str) -> list[Run]:
    return quoted_runs(text, paragraphs(text))


def words(text: str) -> list[str]:
    return [run.span.of(text) for run in runs(text)]


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
        ("“We won‟, she said.", ["We won"]),
        ("„We won‟, she said.", ["We won"]),
        ("＂We won,＂ she said.", ["We won,"]),
        ('"We won“, she said.', ["We won"]),
        ("Er sagte„geh“ und ging.", ["geh"]),
        ("Il dit«va» et part.", ["va"]),
        ("‘Go.’“Stay.”", ["Go.", "Stay."]),
        ("“” was printed; “yes.”", ["yes."]),
        ("She wrote “", []),
        ("She wrote ‘", []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"He said "go" and left," she said.',
        '"He said—"go"—and left," she said.',
        '"We know ”tide” rises," she said.',
        "''He said ''go'' and left,'' she said.",
        "``He said ``go'' and left,'' she said.",
        "«He said «go» and left», she said.",
        "»He said »go« and left«, she said.",
        "„He said „go“ and left“, she said.",
        "「He said 「go」 and left」 she said.",
        "『He said 『go』 and left』 she said.",
        '“He said "go, and left,” she said.',
    ],
)
def test_marks_of_one_kind_hold_others_of_it(text: str) -> None:
    (run,) = runs(text)
    assert text[run.outer_end :].lstrip(", ") == "she said."
    assert run.outer_start == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won " she said.', ["We won"]),
        ('"We won ". Again.', ["We won"]),
        ('"We won ") she said.', ["We won"]),
        ('"We won "! Again.', ["We won"]),
        ("“We won, ”she said.", ["We won,"]),
        ("„We won ” she said.", ["We won"]),
        ("«We won…»she said.", ["We won…"]),
        ('He left ". Then it rained.', []),
        ('A board of 5"x3" fell.', []),
    ],
)
def test_misplaced_blanks_do_not_turn_a_mark_round(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("before", "([{—–-/¿¡:,…")
def test_a_mark_opens_after_a_bracket_a_dash_or_a_stop(before: str) -> None:
    assert words(f'They met{before}"go" was heard.') == ["go"]


@pytest.mark.parametrize("after", ".,;:!?)]}—–-’'”\"…/*")
def test_a_mark_that_may_do_both_closes_before_a_stop(after: str) -> None:
    assert words(f"Der Hafen war »alt«{after} und leer.") == ["alt"]


def test_a_run_is_known_without_its_marks_and_with_them() -> None:
    text = "‘Go,’ he said. “ Stay , ” she said. ``Why?'' they asked."
    found = runs(text)
    assert [text[run.outer_start : run.outer_end] for run in found] == ["‘Go,’", "“ Stay , ”", "``Why?''"]
    assert words(text) == ["Go,", "Stay ,", "Why?"]
    assert [run.single for run in found] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "Don’t say it’s the ’90s, y’all.",
        "The Syrians’ hopes and the workers' rights.",
        "She is 5'10\" tall and he is 6' 2\".",
        "Rock 'n' roll is in 'em.",
        'He weighed 5" of rope.',
        "It was the '90s and the workers' hope.",
        "'Tis the workers' hope.",
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
        ("She said, 'We know the workers' rights,' and left.", ["We know the workers' rights,"]),
        ("'The workers' rights,' she said, 'and more.'", ["The workers' rights,", "and more."]),
        ("‘The workers’ rights,’ she said. ‘And more.’", ["The workers’ rights,", "And more."]),
        ("‘Go,’ she said of the workers’ plan.", ["Go,"]),
        ("‘A ruin’ to the workers’ surprise.", ["A ruin"]),
        ("‘Yes’ Kerr told the workers’ union.", ["Yes"]),
        ("He praised ‘the dockers’ in May.", ["the dockers"]),
        ("‘The dockers’ and ‘the sailors’ met.", ["The dockers", "the sailors"]),
        ("'The dockers' and 'the sailors' met.", ["The dockers", "the sailors"]),
    ],
)
def test_apostrophes_inside_single_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘5 more years,’ she said.", ["5 more years,"]),
        ("He typed ‘cd` and left’ early.", ["cd` and left"]),
        ("‘We were going to—’ she began.", ["We were going to—"]),
        ("'We were going to—' she began.", ["We were going to—"]),
        ("“Yes,” he said. She called it ‘a ruin’ and left.", ["Yes,", "a ruin"]),
        ("In ‘the tide “rose” and fell, ‘at last.’", ["rose", "at last."]),
        ("‘He read “no” aloud’ she said.", ["no"]),
        ("‘He read “no” aloud’", ["He read “no” aloud"]),
        ("‘He read “no” aloud’\n\nIt rained.", ["He read “no” aloud"]),
        *[(f"‘He read “no” aloud’{after} and left.", ["He read “no” aloud"]) for after in ",.;:"],
        *[(f"‘He read “no” aloud{end}’ she said.", [f"He read “no” aloud{end}"]) for end in ".,?!…"],
        *[(f"‘He read {inner}’ she said.", [f"He read {inner}"]) for inner in ("“no”", "«no»")],
        *[(f"It is old{before}‘dead’ even.", ["dead"]) for before in "([{—–-/"],
        *[(f"It cost ‘{first}5 more’ then.", [f"{first}5 more"]) for first in "[…$£€"],
        *[(f"He sang ‘go{last}’ then.", []) for last in "([{"],
    ],
)
def test_single_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    text = "“We won, she said.\n\nNobody else spoke."
    assert words(text) == ["We won, she said."]


def test_a_mark_left_open_before_others_ends_with_its_sentence() -> None:
    text = "“We won, she said. Then “again,” and left."
    assert words(text) == ["We won, she said.", "again,"]


@pytest.mark.parametrize("mark", "”」』»")
def test_a_stray_closing_mark_is_no_run(mark: str) -> None:
    assert runs(f"We won,{mark} she said.") == []


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


@pytest.mark.parametrize("text", ["«One is here.\n\n»Two is here.»", "‹One is here.\n\n›Two is here.›"])
def test_a_closing_guillemet_at_the_head_of_a_paragraph_carries_on(text: str) -> None:
    assert [run.continues for run in runs(text)] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "“One is here.\n\nShe said: “Two is here.”",
        "“One is here.\n\nIt rained.\n\n“Two is here.”",
        "“One is here. Then “”.\n\n“Two is here.”",
    ],
)
def test_no_continuation_of_what_does_not_reach_the_next_paragraph(text: str) -> None:
    found = runs(text)
    assert words(text) == ["One is here.", "Two is here."]
    assert [run.continues for run in found] == [False, False]
