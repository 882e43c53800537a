"""``python -m corpus.extraction``, its object and many articles at once."""

from __future__ import annotations

import io
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.extraction import ExtractionConfig, extract, extract_many
from corpus.extraction.__main__ import main, run
from corpus.extraction.batch import ReaderDied
from corpus.extraction.moments import read_moment
from corpus.extraction.wire import article_from_line, as_json, moment_text
from corpus.records import ArticleRecord, ExtractionRecord, Precision

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
BODY = "“We won,” Ana Kerr, the former mayor from 2004 to 2010, told The Ledger in an email."


def lines(text: str, workers: int = 1) -> tuple[int, list[dict[str, Any]], str]:
    out, err = io.StringIO(), io.StringIO()
    status = run(io.BytesIO(text.encode()), out, err, ExtractionConfig(), workers)
    return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_the_object_of_an_article() -> None:
    status, (found,), _ = lines(json.dumps({"id": "a", "text": BODY}))
    assert status == 0
    assert found["id"] == "a"
    assert found["people"] == [{"name": "Ana Kerr", "aliases": [], "mentions": [[10, 18, "name"]]}]
    assert found["affiliations"][0] == {
        "person": "Ana Kerr",
        "organisation": None,
        "title": "former mayor",
        "start": 24,
        "end": 36,
        "tense": "former",
        "began": "2004",
        "ended": "2010",
    }
    (quotation,) = found["quotations"]
    assert {
        key: quotation[key] for key in ("spans", "quoted", "start", "end", "text", "kind", "attitude", "channel")
    } == {
        "spans": [[1, 8]],
        "quoted": [[1, 8]],
        "start": 1,
        "end": 8,
        "text": "We won,",
        "kind": "direct",
        "attitude": "said",
        "channel": "email",
    }
    assert quotation["speaker"] == {"text": "Ana Kerr", "start": 10, "end": 18, "name": "Ana Kerr", "type": "person"}
    assert quotation["cue"]["text"] == "told"
    assert set(quotation["addressee"]) == {"text", "name"}
    assert set(quotation["confidence"]) == {"span", "speaker", "kind"}


def test_what_is_not_known_is_null() -> None:
    _, (found,), _ = lines(json.dumps({"id": 7, "text": "“The whole harbour is closed now.”"}))
    (quotation,) = found["quotations"]
    assert found["id"] == 7
    assert [quotation[key] for key in ("speaker", "cue", "addressee", "channel", "said_at")] == [None] * 5


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{half", "not JSON"),
        ("null", "not an object"),
        ("[]", "not an object"),
        ('{"id": "b"}', '"text" is missing'),
        ('{"id": "b", "text": null}', '"text" is missing'),
        ('{"id": "b", "text": "  "}', '"text" is empty'),
        ('{"id": "b", "text": "x", "headline": 3}', '"headline" is no string'),
        ('{"id": "b", "text": "x", "published": "soon"}', '"published" is no ISO 8601 date'),
        ('{"id": [], "text": "x"}', '"id" is no string'),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_costs_nothing_else(line: str, reason: str) -> None:
    good = json.dumps({"id": "a", "text": BODY})
    status, found, errors = lines(f"{good}\n{line}\n\n{good}\n")
    assert status == 1
    assert [set(item) >= {"people"} for item in found] == [True, False, True]
    assert set(found[1]) == {"id", "error"}
    assert reason in found[1]["error"]
    assert errors.startswith("line 2: ")
    assert errors.count("\n") == 1


def test_bytes_that_are_no_utf8_are_a_bad_line() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert run(io.BytesIO(b'{"id": "a", "text": "\xff"}\n'), out, err, ExtractionConfig(), 1) == 1
    assert "error" in json.loads(out.getvalue())


@pytest.mark.parametrize("name", ["id", "text", "headline", "language", "published"])
def test_half_of_a_surrogate_pair_is_a_bad_line(name: str) -> None:
    good = json.dumps({"id": "a", "text": BODY})
    bad = json.dumps({"id": "b", "text": BODY, name: "Hello \ud800."})
    out, err = io.BytesIO(), io.StringIO()
    target = io.TextIOWrapper(out, encoding="utf-8")
    assert run(io.BytesIO(f"{good}\n{bad}\n{good}\n".encode()), target, err, ExtractionConfig(), 1) == 1
    target.flush()
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    reason = f'"{name}" holds half of a surrogate pair, which is no character'
    assert found[1] == {"id": None if name == "id" else "b", "error": reason}
    assert err.getvalue() == f"line 2: {reason}\n"
    assert found[0] == found[2]
    assert found[0]["id"] == "a"


def test_a_whole_surrogate_pair_is_a_character() -> None:
    _, (found,), _ = lines(r'{"id": "\ud83d\ude00", "text": "“We won,” said Ana Kerr \ud83d\ude00."}')
    assert found["id"] == "\U0001f600"


def test_several_processes_give_the_same_in_the_same_order() -> None:
    text = "".join(
        json.dumps({"id": n, "text": BODY.replace("Ana", f"Ana{chr(97 + n)}")}) + "\n" if n % 5 else "null\n"
        for n in range(24)
    )
    assert lines(text, workers=2) == lines(text, workers=1)


def deadly(article: ArticleRecord, config: ExtractionConfig) -> ExtractionRecord:
    """Kills its process over a certain article, as a fault in a library would."""
    if article.headline == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(article, config)


@pytest.mark.parametrize("at", [[0], [3, 4], [19]])
def test_a_line_that_kills_its_process_costs_nothing_else(at: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.extraction.batch.extract", deadly)
    given = [{"id": n, "text": BODY, "headline": "Deadly" if n in at else ""} for n in range(20)]
    status, found, errors = lines("".join(json.dumps(line) + "\n" for line in given), workers=2)
    reason = "the process that read it died of it"
    assert (status, errors) == (1, "".join(f"line {n + 1}: {reason}\n" for n in at))
    assert [item["id"] for item in found] == list(range(20))
    assert [item["id"] for item in found if item.get("error") == reason] == at
    articles = [ArticleRecord(str(n), line["headline"], BODY) for n, line in enumerate(given)]
    with pytest.raises(ReaderDied):
        list(extract_many(articles, workers=2))


def dying(article: ArticleRecord, config: ExtractionConfig) -> ExtractionRecord:
    """Kills its process over each article, as a machine without memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return extract(article, config)


def test_where_every_process_dies_no_line_is_blamed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("corpus.extraction.batch.extract", dying)
    monkeypatch.setattr(sys, "argv", ["extraction", "--workers", "2"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"id": "a", "text": BODY}).encode())))
    assert main() == 1
    assert capsys.readouterr() == ("", "the processes that read die, whatever they are given\n")


def test_an_endless_input_is_read_a_little_ahead() -> None:
    taken = 0

    def endless() -> Iterator[ArticleRecord]:
        nonlocal taken
        for taken in itertools.count(1):
            yield ArticleRecord(str(taken), "", BODY)

    records = extract_many(endless(), ExtractionConfig(look_ahead=3), workers=2)
    assert next(records) == extract(ArticleRecord("1", "", BODY))
    assert taken <= 6
    records.close()


def test_no_workers_is_an_error() -> None:
    with pytest.raises(ValueError, match="workers"):
        next(extract_many([], workers=0))


def test_the_command_line() -> None:
    command = [sys.executable, "-m", "corpus.extraction"]
    done = subprocess.run(
        command, input=json.dumps({"id": "a", "text": BODY}), capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["quotations"][0]["text"] == "We won,"
    refused = subprocess.run(
        [*command, "--workers", "0"], input="", capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert refused.returncode == 2


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does, in kilobytes")
def test_many_articles_need_no_more_memory_than_one() -> None:
    code = (  # VmHWM, not ru_maxrss: that one counts what the parent held before the exec
        "import re, sys; from pathlib import Path; from corpus.extraction.__main__ import main; main();"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024, file=sys.stderr)"
    )
    paragraphs = [f"{BODY} The board of ward {n} met on Tuesday, and Tom Lind said it would pay." for n in range(12)]
    text = "\n\n".join(paragraphs)

    def most(articles: int) -> int:
        given = "".join(json.dumps({"id": n, "text": text.replace("Tom", f"Tom{n}")}) + "\n" for n in range(articles))
        done = subprocess.run(
            [sys.executable, "-c", code], input=given, capture_output=True, text=True, cwd=ROOT, timeout=300, check=True
        )
        assert done.stdout.count("\n") == articles
        return int(done.stderr)

    one, many = most(1), most(15)
    assert many < 300
    assert many < one + 40


def test_the_library_needs_no_django() -> None:
    code = "import sys, corpus.extraction, corpus.extraction.wire; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


@pytest.mark.parametrize(
    ("text", "precision", "again"),
    [
        ("2014", Precision.YEAR, "2014"),
        ("2014-05", Precision.MONTH, "2014-05"),
        ("2014-05-03", Precision.DAY, "2014-05-03"),
        ("2014-05-03T10:20Z", Precision.MINUTE, "2014-05-03T10:20Z"),
        ("2014-05-03T10:20:30+02:00", Precision.SECOND, "2014-05-03T08:20:30Z"),
    ],
)
def test_moments(text: str, precision: Precision, again: str) -> None:
    moment = read_moment(text)
    assert moment.precision is precision
    assert moment_text(moment) == again


def test_config_from_the_environment() -> None:
    assert ExtractionConfig.from_environment({}) == ExtractionConfig()
    assert not ExtractionConfig.from_environment({"EXTRACTION_INDIRECT": "0"}).indirect
    with pytest.raises(ValueError, match="EXTRACTION_INDIRECT"):
        ExtractionConfig.from_environment({"EXTRACTION_INDIRECT": "maybe"})


def test_the_object_is_the_same_from_a_line_and_from_a_record() -> None:
    article = article_from_line(json.dumps({"id": "a", "text": BODY}))
    _, (found,), _ = lines(json.dumps({"id": "a", "text": BODY}))
    assert as_json(extract(article), article) == found
