"""Intervals, two readers beside each other, calibration, and the command that prints it all."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corpus.extraction.evaluation import Comparison
from corpus.extraction.evaluation.bootstrap import Interval, differences, intervals
from corpus.extraction.evaluation.calibration import Part, confidence_pairs, reliability
from corpus.management.commands.evaluate import Command as EvaluateCommand

from .annotated import quotation, report_on, write_gold

TEXT = "“We won,” Ana Kerr said. Tom Lind said the bridge was safe.\n"
GOLD = [("“We won,”", "Ana Kerr"), ("the bridge was safe", "Tom Lind")]
WON = quotation(TEXT, "We won", "Ana Kerr", "direct")
SAFE = quotation(TEXT, "the bridge was safe", "Tom Lind")
SAFE_BY_ANA = quotation(TEXT, "the bridge was safe", "Ana Kerr")
NOTHING = quotation(TEXT, "Lind said", "Ana Kerr")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    for number in range(8):
        write_gold(tmp_path, f"a{number}", TEXT, GOLD)
    return tmp_path


def test_intervals_hold_the_figure_and_are_the_same_each_time(gold: Path) -> None:
    report = report_on(gold, {f"a{number}": [WON, SAFE] if number % 2 else [WON] for number in range(8)})
    found = intervals(report.judged)
    assert found["DIRECT F1"] == Interval(100.0, 100.0, 100.0)
    one = found["ALL F1"]
    assert one.low < one.value < one.high
    assert round(one.value, 1) == report.all.relaxed.as_dict()["f1"]
    assert intervals(report.judged) == found


@pytest.mark.parametrize(
    ("better", "worse", "told_apart"),
    [(range(8), (), True), ((0,), (1,), False), ((), (), False), ((), range(8), True)],
)
def test_readers_are_told_apart(gold: Path, better: range, worse: range, told_apart: bool) -> None:
    ours = report_on(gold, {f"a{number}": [SAFE, WON] for number in range(8) if number not in worse})
    theirs = report_on(gold, {f"a{number}": [WON, SAFE] for number in range(8) if number not in better})
    found = differences(ours.judged, theirs.judged)["ALL E2E F1"]
    assert found.told_apart is told_apart
    assert found.interval.low <= found.interval.value <= found.interval.high


def test_readers_of_other_articles_are_not_compared(gold: Path, tmp_path: Path) -> None:
    report = report_on(gold, {})
    with pytest.raises(ValueError, match="same articles"):
        differences(report.judged, report.judged[1:])


def test_what_changed(gold: Path) -> None:
    given = {f"a{number}": [WON, SAFE] for number in range(8)}
    against = given | {"a1": [WON, SAFE_BY_ANA], "a2": [SAFE, NOTHING]}
    ours = given | {"a3": [WON], "a4": [WON, SAFE, NOTHING]}
    compared = Comparison(report_on(gold, ours, "ours-1"), report_on(gold, against, "theirs-1"))
    figures = compared.as_dict(2)
    assert (figures["reader"], figures["against"]) == ("ours-1", "theirs-1")
    assert {name: found["names"] for name, found in figures["articles"].items()} == {
        "better": ["a1", "a2"],
        "worse": ["a3", "a4"],
    }
    assert figures["quotations"] == {
        "better": 2,
        "worse": 1,
        "content that is none, given no longer": 1,
        "content that is none, newly given": 1,
    }
    first = figures["examples"]["better"][0]
    assert (first["gold"]["speaker"], first["predicted"]["speaker"], first["against"]["speaker"]) == (
        "Tom Lind",
        "Tom Lind",
        "Ana Kerr",
    )
    rows = {(row["table"], row["figure"]): row for row in figures["figures"]}
    assert rows["ALL", "e2e"]["difference"] == rows["ALL", "e2e"]["interval"]["value"]
    assert rows["ALL", "strict"]["interval"] is None
    text = compared.text(1)
    assert "COMPARED  ours-1 against theirs-1" in text
    assert "BETTER  (1 of 2)" in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([SAFE], {"span": [(0.8, True)], "speaker": [(0.5, True)], "kind": [(0.9, True)], "overall": [(0.36, True)]}),
        (
            [SAFE_BY_ANA],
            {"span": [(0.8, True)], "speaker": [(0.5, False)], "kind": [(0.9, True)], "overall": [(0.36, False)]},
        ),
        ([NOTHING], {"span": [(0.8, False)], "speaker": [], "kind": [], "overall": [(0.36, False)]}),
        (
            [quotation(TEXT, "We won", "Ana Kerr", "mixed")],
            {"span": [(0.8, True)], "speaker": [(0.5, True)], "kind": [(0.9, False)], "overall": [(0.36, False)]},
        ),
        (
            [quotation(TEXT, "We won", "", "direct")],
            {"span": [(0.8, True)], "speaker": [(0.5, False)], "kind": [(0.9, True)], "overall": [(0.36, False)]},
        ),
        ([], {"span": [], "speaker": [], "kind": [], "overall": []}),
    ],
)
def test_confidence_and_what_was_right(tmp_path: Path, given: list, expected: dict) -> None:
    report = report_on(write_gold(tmp_path, "one", TEXT, GOLD), {"one": given})
    assert {part.value: confidence_pairs(report.judged, part) for part in Part} == expected


def test_a_speaker_without_a_gold_source_is_not_judged(tmp_path: Path) -> None:
    write_gold(tmp_path, "one", TEXT, [("the bridge was safe", "")])
    for speaker, expected in (("Tom Lind", []), ("", [(0.5, True)])):
        report = report_on(tmp_path, {"one": [quotation(TEXT, "the bridge was safe", speaker)]})
        assert confidence_pairs(report.judged, Part.SPEAKER) == expected


def test_reliability() -> None:
    pairs = [(0.9, True)] * 3 + [(0.9, False)] + [(0.5, True), (0.5, False)] * 2
    found = reliability(pairs, 2)
    assert [(part.count, part.confidence, part.right) for part in found.bins] == [(4, 0.5, 0.5), (4, 0.9, 0.75)]
    assert found.expected_error == pytest.approx(0.075)
    assert found.brier == pytest.approx((4 * 0.25 + 3 * 0.01 + 0.81) / 8)


@pytest.mark.parametrize(
    ("confidences", "counts"),
    [
        ([0.5] * 30, [30]),
        ([0.1] * 5 + [0.9] * 25, [5, 25]),
        ([number / 100 for number in range(100)], [10] * 10),
        ([0.1, 0.2, 0.3], [1, 1, 1]),
        ([], []),
    ],
)
def test_one_confidence_stays_in_one_bin(confidences: list[float], counts: list[int]) -> None:
    assert [part.count for part in reliability([(sure, True) for sure in confidences]).bins] == counts


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(EvaluateCommand(), *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_prints_one_object_with_everything(gold: Path) -> None:
    asked = ("--quotes", str(gold), "--model", "rules", "--against", "rules", "--errors", "2", "--json")
    figures = json.loads(run(*asked))
    assert {"articles", "direct", "all", "kinds", "kind_confusion", "outlets", "errors", "error_examples"} < set(
        figures
    )
    assert {"intervals", "calibration", "against", "comparison"} < set(figures)
    assert figures["direct"]["e2e"]["f1"] == figures["against"]["direct"]["e2e"]["f1"]
    assert set(figures["comparison"]["quotations"].values()) == {0}


def test_whom_a_pronoun_means_is_not_judged_by_printed_sources(tmp_path: Path) -> None:
    text = "Ana Kerr came. “We won,” she said.\n"
    write_gold(tmp_path, "a", text, [("“We won,”", "she")])
    for content, right in (("We won", True), ("Ana Kerr came", False)):
        meant = quotation(text, content, "Ana Kerr", "direct", printed="she")
        judged = report_on(tmp_path, {"a": [meant]}).judged
        assert confidence_pairs(judged, Part.SPEAKER) == confidence_pairs(judged, Part.OVERALL) == []
        assert confidence_pairs(judged, Part.SPAN) == [(0.8, right)]


def test_the_command_prints_tables(gold: Path) -> None:
    printed = run("--quotes", str(gold), "--model", "rules")
    titles = ("DIRECT  (8 articles)", "ALL  (8", "INTERVALS", "KINDS  (", "KINDS of", "ERRORS", "CONFIDENCE of overall")
    assert all(title in printed for title in titles)
    assert "COMPARED" not in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--quotes", "{gold}", "--model", "{gold}/none"), "--model: there is no folder"),
        (("--quotes", "{gold}", "--model", "rules", "--against", "{gold}/none"), "--against: there is no folder"),
        (("--quotes", "{gold}", "--model", "{gold}"), "manifest.json"),
        (("--quotes", "{gold}", "--model", "rules", "--errors", "-1"), "expected a number of errors"),
        (("--entities", "{gold}", "--against", "rules"), "--against goes with --quotes"),
        (("--entities", "{gold}/text/a0.txt", "--model", "rules"), "cannot be read as gold"),
        (("--quotes", "{gold}/text", "--model", "rules"), "cannot be read as gold"),
    ],
)
def test_the_command_says_what_is_wrong(gold: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*(argument.format(gold=gold) for argument in arguments))
