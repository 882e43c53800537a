"""The project's scorers against annotations written here, and against the shared scorers where they stand."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from corpus.extraction import ExtractionConfig
from corpus.extraction import extract as extract_by
from corpus.extraction.evaluation import GoldError, evaluate_entities, evaluate_quotations
from corpus.extraction.evaluation.entities import predicted_mentions
from corpus.extraction.evaluation.entities import read_gold as read_labelled
from corpus.extraction.evaluation.printed_speakers import Verdict, heads, judge
from corpus.extraction.evaluation.units import quoted, whole
from corpus.records import ArticleRecord, ExtractionRecord, Span

extract = partial(extract_by, config=ExtractionConfig(model=None))  # the scorers are tested, not the reader
SHARED = Path("/work/shared/eval")
DEV = SHARED / "polnear" / "dev"

TEXT = "“We won,” Ana Kerr said.\n\nShe believes that the bridge is safe.\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "one.txt").write_text(TEXT, encoding="utf-8", newline="")
    that = TEXT.index("that the")
    lines = [
        "T1\tSource 10 18\tAna Kerr",
        "T2\tCue 19 23\tsaid",
        "T3\tContent 0 9\t“We won,”",
        "T4\tAttribution 19 23\tsaid",
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
        "T5\tSource 26 29\tShe",
        f"T6\tContent {that} {len(TEXT) - 2}\tthat the bridge is safe",
        "E2\tAttribution:T6 Content:T6 Source:T5",
    ]
    (tmp_path / "attributions" / "one_ab.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_a_perfect_extraction_scores_a_hundred(gold: Path) -> None:
    figures = evaluate_quotations(gold, extract).as_dict()
    assert figures["direct"]["e2e"]["f1"] == 100.0
    assert figures["all"]["e2e"]["f1"] == 100.0


def test_nothing_found_scores_nothing(gold: Path) -> None:
    report = evaluate_quotations(gold, lambda article: ExtractionRecord("none"))
    assert report.as_dict()["all"]["relaxed"] == {
        "precision": 0.0,
        "recall": 0.0,
        "f1": 0.0,
        "right": 0,
        "predicted": 0,
        "gold": 2,
    }
    assert "DIRECT" in report.table()


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        evaluate_quotations(tmp_path, extract)


def test_a_folder_without_annotations_is_an_error(gold: Path) -> None:
    (gold / "attributions" / "one_ab.ann").unlink()
    with pytest.raises(GoldError, match="no text of it has an annotation"):
        evaluate_quotations(gold, extract)


@pytest.mark.parametrize("line", ["T1\tSource\tAna Kerr", "T1\tSource 10 x\tAna Kerr", "T1\tSource 10\tAna"])
def test_a_broken_annotation_is_named(gold: Path, line: str) -> None:
    (gold / "attributions" / "one_ab.ann").write_text(line + "\n")
    with pytest.raises(GoldError, match=r"one_ab\.ann"):
        evaluate_quotations(gold, extract)


def test_progress_is_told(gold: Path) -> None:
    told: list[tuple[int, int]] = []
    evaluate_quotations(gold, extract, lambda done, known: told.append((done, known)))
    assert told == [(1, 1)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Robin Lake, the former mayor of Port Ellis,", {"lake", "mayor"}),
        ("a spokesman for the Lantern Party", {"spokesman"}),
        ("Secretary of State Robin Lake", {"secretary", "lake"}),
        ("Kerr’s lawyer", {"lawyer"}),
        ("Robin Lake Jr.", {"lake"}),
    ],
)
def test_heads(source: str, expected: set[str]) -> None:
    assert heads(source) == expected


def test_a_name_for_a_pronoun_is_not_judged() -> None:
    assert judge("she", "She") is Verdict.RIGHT
    assert judge("she", "he") is Verdict.WRONG
    assert judge("she", "Ana Kerr") is Verdict.RESOLVED
    assert judge("she", "") is Verdict.EMPTY


def test_units_of_a_mixed_span() -> None:
    text = "the bridge is “quite safe,” she said"
    assert [span.of(text) for span in quoted(text, Span(0, 27))] == ["quite safe,"]
    assert whole("that it is safe.", Span(0, 16)).of("that it is safe.") == "it is safe"


@pytest.mark.skipif(not DEV.is_dir(), reason="the annotated articles are not on this machine")
def test_agrees_with_the_shared_quotation_scorer(tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as stream:

        def predict(article: ArticleRecord) -> ExtractionRecord:
            record = extract(article)
            quotes = [
                {
                    "start": span.start,
                    "end": span.end,
                    "text": span.of(article.body),
                    "speaker": quotation.speaker.text if quotation.speaker else "",
                }
                for quotation in record.quotations
                for span in quotation.spans
            ]
            stream.write(json.dumps({"doc": article.source_key, "quotes": quotes}) + "\n")
            return record

        ours = evaluate_quotations(DEV, predict).as_dict()
    out = tmp_path / "theirs.json"
    command = [sys.executable, str(SHARED / "score_quotes.py"), str(predictions), str(DEV), "--json", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    theirs = json.loads(out.read_text())
    names = {"strict": "strict", "relaxed": "relaxed", "loose": "relaxed50", "tokens": "token", "e2e": "e2e"}
    for table in ("direct", "all"):
        for mine, other in {**names, "e2e_nominal": "e2e_nominal"}.items():
            score = ours[table][mine]
            values = (
                score["precision"],
                score["recall"],
                score["f1"],
                score["right"],
                score["predicted"],
                score["gold"],
            )
            assert values == tuple(theirs[table][other][key] for key in ("P", "R", "F1", "tp", "pred", "gold"))
        speaker, other_speaker = ours[table]["speaker"], theirs[table]["speaker"]
        keys = {
            "nominal_accuracy": "acc_nominal",
            "nominal_pairs": "n_nominal",
            "pronoun_accuracy": "acc_pronoun_surface",
            "pronoun_pairs": "n_pronoun",
            "pronoun_resolved": "pronoun_resolved_unjudged",
            "accuracy": "acc_all",
            "empty": "empty",
            "gold_without_source": "gold_no_source_matched",
        }
        assert {mine: speaker[mine] for mine in keys} == {mine: other_speaker[other] for mine, other in keys.items()}
        assert list(ours[table]["gold_sources"].values()) == list(theirs[table]["gold_sources"].values())


@pytest.mark.parametrize("name", ["dev", "msnbc"])
def test_agrees_with_the_shared_entity_scorer(tmp_path: Path, name: str) -> None:
    path = SHARED / "entities" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip("the labelled articles are not on this machine")
    ours = evaluate_entities(path, extract).as_dict()
    predictions, out = tmp_path / "predictions.jsonl", tmp_path / "theirs.json"
    with predictions.open("w", encoding="utf-8") as stream:
        for article in read_labelled(path):
            found = predicted_mentions(extract(ArticleRecord(article.name, "", article.text)))
            mentions = [
                {"start": m.span.start, "end": m.span.end, "type": m.type, "entity": m.entity, "kind": m.kind}
                for m in found
            ]
            stream.write(json.dumps({"doc": article.name, "mentions": mentions}) + "\n")
    command = [sys.executable, str(SHARED / "score_entities.py"), str(predictions), str(path), "--json", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    theirs = json.loads(out.read_text())
    for kind in ("person", "organisation"):
        for how in ("exact", "relaxed"):
            assert ours[f"{kind}_{how}"] == theirs[f"{kind} {how}"]
    assert ours["coreference"] == theirs["coref"]
    assert ours["identity_b_cubed"] == theirs["identity b-cubed"]
