"""Kinds, outlets, errors: what the evaluation says of parts of the units."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.extraction.evaluation.errors import ErrorKind, spread
from corpus.extraction.evaluation.excerpts import excerpt
from corpus.extraction.evaluation.outlets import read_outlets
from corpus.extraction.evaluation.pairing import gold_kind, with_plain_marks
from corpus.extraction.evaluation.units import Unit
from corpus.records import Span

from .annotated import quotation, report_on, write_gold

TEXT = "“We won,” Ana Kerr said. Tom Lind called the bridge “quite safe” on Monday. He believes that it will hold.\n"
WON, SAFE, HOLD = "“We won,”", "the bridge “quite safe”", "that it will hold"


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We won,” Ana Kerr said.", "“We won,”", "direct"),
        ("“We won,” Ana Kerr said.", "We won", "direct"),
        ("Ana Kerr said that “we won.”", "that “we won.”", "direct"),
        ("Ana Kerr said they “won” it.", "they “won” it", "mixed"),
        ("Ana Kerr said they won it.", "they won it", "indirect"),
        ("''We won,'' Ana Kerr said.", "We won", "direct"),
        ("Ana Kerr said they ''won'' it.", "they ''won'' it", "mixed"),
        ("``We won,'' Ana Kerr said.", "``We won,''", "direct"),
    ],
)
def test_kind_of_gold(text: str, content: str, expected: str) -> None:
    start = text.index(content)
    plain = with_plain_marks(text)
    assert len(plain) == len(text)
    assert gold_kind(plain, Span(start, start + len(content))) == expected


def test_figures_by_kind(tmp_path: Path) -> None:
    write_gold(tmp_path, "one", TEXT, [(WON, "Ana Kerr"), (SAFE, "Tom Lind"), (HOLD, "He")])
    given = [quotation(TEXT, "We won", "Ana Kerr", "direct"), quotation(TEXT, SAFE, "Ana Kerr", "indirect")]
    figures = report_on(tmp_path, {"one": given}).as_dict()
    kinds = figures["kinds"]
    assert {name: (part["gold"], part["predicted"]) for name, part in kinds.items()} == {
        "direct": (1, 1),
        "mixed": (1, 0),
        "indirect": (1, 1),
    }
    assert (kinds["direct"]["f1"], kinds["direct"]["e2e_f1"]) == (100.0, 100.0)
    assert (kinds["mixed"]["recall"], kinds["mixed"]["speaker"]) == (100.0, 0.0)
    assert (kinds["indirect"]["precision"], kinds["indirect"]["recall"]) == (100.0, 0.0)
    assert figures["kind_confusion"]["direct"] == {"direct": 1, "mixed": 0, "indirect": 0}
    assert figures["kind_confusion"]["mixed"] == {"direct": 0, "mixed": 0, "indirect": 1}


@pytest.mark.parametrize(
    ("metadata", "place", "expected"),
    [
        ("filename\tpublisher\none\tHerald\ntwo\tPost\n", ".", {"one": "Herald", "two": "Post"}),
        ('title\tOutlet\tFile\nA "story\tHerald\ttext/one.txt\n', "..", {"one": "Herald"}),
        ("filename\tyear\none\t2016\n", ".", {}),
        ("filename\tpublisher\nthree\tPost\n", ".", {}),
        ("", ".", {}),
    ],
)
def test_outlets_by_metadata(tmp_path: Path, metadata: str, place: str, expected: dict[str, str]) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / place / "metadata.tsv").write_text(metadata, encoding="utf-8")
    assert read_outlets(gold, ["one", "two"]) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["the-post_2016-01-02_a", "herald_2017-03-04_b"], ["the-post", "herald"]),
        (["the-post_2016-01-02_a", "b"], []),
    ],
)
def test_outlets_by_file_names(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    assert list(read_outlets(tmp_path, names).values()) == expected


def test_outlet_tables(tmp_path: Path) -> None:
    for name in ("herald_2016-01-02_a", "post_2016-01-02_b"):
        write_gold(tmp_path, name, TEXT, [(WON, "Ana Kerr"), (HOLD, "He")])
    report = report_on(tmp_path, {"post_2016-01-02_b": [quotation(TEXT, "We won", "Ana Kerr", "direct")]})
    outlets = report.as_dict()["outlets"]
    assert {name: part["f1"] for name, part in outlets["direct"].items()} == {"herald": 0.0, "post": 100.0}
    assert {name: part["gold"] for name, part in outlets["all"].items()} == {"herald": 2, "post": 2}
    assert "OUTLETS  (DIRECT)" in report.table()


def test_no_outlet_table_where_none_is_known(tmp_path: Path) -> None:
    report = report_on(write_gold(tmp_path, "one", TEXT, [(WON, "Ana Kerr")]), {})
    assert report.as_dict()["outlets"] is None
    assert "OUTLETS" not in report.table()


LONG = "Ana Kerr said the old bridge is safe and the new road is open, and Tom Lind agreed. “It holds,” he said.\n"


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ([("the old bridge is safe", "Ana Kerr")], [], [ErrorKind.MISSED]),
        ([], [("the old bridge is safe", "Ana Kerr")], [ErrorKind.INVENTED]),
        ([("the old bridge is safe", "Ana Kerr")], [("the old bridge", "Ana Kerr")], [ErrorKind.EDGES]),
        (
            [("the old bridge is safe and the new road is open", "Ana Kerr")],
            [("the old bridge is safe", "Ana Kerr"), ("the new road is open", "Ana Kerr")],
            [ErrorKind.SPLIT],
        ),
        (
            [("the old bridge is safe", "Ana Kerr"), ("the new road is open", "Ana Kerr")],
            [("the old bridge is safe and the new road is open", "Ana Kerr")],
            [ErrorKind.JOINED],
        ),
        (  # the long piece is near enough to be a pair, the short one is left over
            [("said the old bridge is safe and the new road is open", "Ana Kerr")],
            [("the old bridge is safe and the new road is", "Ana Kerr"), ("open", "Ana Kerr")],
            [ErrorKind.SPLIT],
        ),
        (
            [("the old bridge is safe and the new road is open", "Ana Kerr"), ("the old bridge is", "Tom Lind")],
            [("the old bridge is safe and the new road is open", "Ana Kerr")],
            [ErrorKind.NESTED_MISSED],
        ),
        (
            [("the old bridge is safe and the new road is open", "Ana Kerr")],
            [("the old bridge is safe and the new road is open", "Ana Kerr"), ("the new road", "Tom Lind")],
            [ErrorKind.NESTED_INVENTED],
        ),
        ([("the old bridge is safe", "Ana Kerr")], [("the old bridge is safe", "Tom Lind")], [ErrorKind.WRONG_SPEAKER]),
        ([("the old bridge is safe", "Ana Kerr")], [("the old bridge is safe", "")], [ErrorKind.NO_SPEAKER]),
        ([("the old bridge is safe", "")], [("the old bridge is safe", "Tom Lind")], []),
        (
            [("“It holds,”", "he")],
            [("It holds", "Tom Lind")],
            [ErrorKind.NAME_FOR_PRONOUN, ErrorKind.WRONG_KIND],
        ),
    ],
)
def test_errors(
    tmp_path: Path, gold: list[tuple[str, str]], given: list[tuple[str, str]], expected: list[ErrorKind]
) -> None:
    write_gold(tmp_path, "one", LONG, gold)
    report = report_on(tmp_path, {"one": [quotation(LONG, content, speaker) for content, speaker in given]})
    assert [kind for kind, found in report.mistakes().items() for _ in found] == expected


def test_examples_of_errors_show_the_words_around(tmp_path: Path) -> None:
    write_gold(tmp_path, "one", TEXT, [(SAFE, "Tom Lind")])
    report = report_on(tmp_path, {"one": [quotation(TEXT, SAFE, "Ana Kerr", "mixed")]})
    (example,) = report.as_dict(3)["error_examples"]["wrong speaker"]
    assert example["article"] == "one"
    assert "Tom Lind called [{the bridge “quite safe]}” on Monday." in example["context"]
    assert (example["gold"][0]["speaker"], example["predicted"][0]["speaker"]) == ("Tom Lind", "Ana Kerr")
    assert example["predicted"][0]["confidence"] == {"span": 0.8, "speaker": 0.5, "kind": 0.9}
    assert "WRONG SPEAKER  (1 of 1)" in report.table(3)
    assert "error_examples" not in report.as_dict()


def test_an_excerpt_is_one_line_and_not_too_long() -> None:
    text = "One.\n\nTwo three." + " four" * 300
    long = Unit(Span(6, len(text)), "", frozenset(), 0)
    shown = excerpt(text, [long], [])
    assert shown.startswith("One. / [Two three. four")
    assert " … " in shown
    assert len(shown) < 410
    assert excerpt(text, [Unit(Span(6, 9), "", frozenset(), 0)], [Unit(Span(10, 15), "", frozenset(), 0)]).startswith(
        "One. / [Two] {three}."
    )


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, [0]), (3, [0, 2, 4]), (9, [0, 1, 2, 3, 4, 5, 6])])
def test_examples_come_from_all_over(count: int, expected: list[int]) -> None:
    assert spread(range(7), count) == expected
