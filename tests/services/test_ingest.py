"""From files to rows: outcomes, idempotence, failures that cost nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from corpus.ingest import Declared
from corpus.models import (
    Article,
    ArticleText,
    Entity,
    Mention,
    Quotation,
    QuotationSpan,
    RawContent,
    RawDocument,
    RemovedPassage,
)
from corpus.models.choices import RawState
from corpus.records import Outcome, Tally
from corpus.services.errors import InvalidDocument
from corpus.services.ingest import ingest_documents, ingest_fields, ingest_pending
from corpus.services.keep import keep
from corpus.services.process import pending
from corpus.services.verify import verify

pytestmark = pytest.mark.django_db

STORY = """Harbour plan divides Tolmouth

By Ana Kerr

The council met on Monday to hear the plan.

“We have waited long enough,” said Mara Ellwin, the mayor of Tolmouth.
"""
TABLES = (Article, ArticleText, Entity, Mention, Quotation, QuotationSpan, RawContent, RawDocument, RemovedPassage)


def run(*paths: object, workers: int = 1, dry_run: bool = False, **declared: object) -> Tally:
    return ingest_documents(map(str, paths), Declared(**declared), workers=workers, dry_run=dry_run)


def counts(tally: Tally) -> dict[str, int]:
    return {outcome.value: n for outcome, n in tally.counts.items() if n}


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def test_the_same_again_is_unchanged_and_adds_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert counts(run(tmp_path)) == {"created": 1}
    before = rows()
    assert counts(run(tmp_path)) == {"unchanged": 1}
    assert rows() == before
    assert list(verify()) == []


def test_an_edited_file_with_its_path_as_key_is_a_new_revision(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    run(tmp_path, key_from_path=True)
    article = Article.objects.get()
    path.write_text(STORY.replace("to hear the plan", "to hear the new plan"))
    assert counts(run(tmp_path, key_from_path=True)) == {"updated": 1}
    after = Article.objects.get()
    assert (after.public_id, after.revision) == (article.public_id, 2)
    assert [text.revision for text in after.texts.all()] == [1, 2]
    assert list(verify()) == []


def test_files_of_one_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    for folder, word in (("gazette", "plan"), ("post", "news")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(STORY.replace("plan", word))
    assert counts(run(tmp_path / "gazette", key_from_path=True, publisher="Gazette")) == {"created": 1}
    assert counts(run(tmp_path / "post", key_from_path=True, publisher="Post")) == {"created": 1}
    assert counts(run(tmp_path / "post" / "a.txt", key_from_path=True, publisher="Post")) == {"unchanged": 1}


def test_a_run_that_holds_two_versions_of_an_article_can_be_repeated(tmp_path: Path) -> None:
    lines = [
        {"key": "k", "headline": "H", "body": f"The mayor, Mara Ellwin, said it was {w}."} for w in ("bad", "good")
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert counts(run(tmp_path)) == {"created": 1, "updated": 1}
    before = rows()
    assert counts(run(tmp_path)) == {"unchanged": 2}
    assert rows() == before


def test_going_back_to_older_words_is_a_revision_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for words in ("to hear the plan", "to hear the new plan", "to hear the plan"):
        path.write_text(STORY.replace("to hear the plan", words))
        run(tmp_path, key_from_path=True)
    assert Article.objects.get().revision == 3
    assert RawDocument.objects.count() == 2


def test_a_copy_under_another_key_is_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    assert counts(run(tmp_path, key_from_path=True)) == {"created": 1, "duplicate": 1}
    assert counts(run(tmp_path, key_from_path=True)) == {"unchanged": 1, "duplicate": 1}
    copy = RawDocument.objects.get(state=RawState.DUPLICATE)
    assert copy.article == Article.objects.get()
    assert "a.txt" in copy.reason


def test_the_longest_body_is_a_setting(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    settings.MAX_BODY_CHARACTERS = 50
    tally = run(tmp_path)
    assert [failure.reason for failure in tally.failures] == ["text too long: 115 characters, 50 are allowed"]
    with pytest.raises(InvalidDocument, match="50 are allowed"):
        ingest_fields({"headline": "H", "body": "w " * 60}, source="a request")
    settings.MAX_BODY_CHARACTERS = 500
    assert counts(run(tmp_path)) == {"created": 1}


def test_bodies_without_a_word_are_copies_only_when_they_are_the_same(tmp_path: Path) -> None:
    bodies = {"a": "“" * 500, "b": "?!" * 500, "c": "?!" * 500}
    for name, body in bodies.items():
        (tmp_path / f"{name}.json").write_text(json.dumps({"key": name, "headline": "Marks", "body": body}))
    assert counts(run(tmp_path)) == {"created": 2, "duplicate": 1}


def test_the_same_words_of_two_outlets_are_two_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert counts(run(tmp_path, publisher="The Tolmouth Gazette")) == {"created": 1}
    assert counts(run(tmp_path, publisher="The Ellport Post")) == {"created": 1}
    assert Article.objects.count() == 2


def test_broken_files_are_listed_and_the_good_and_the_hard_ones_are_in(tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"headline": "x", "bo')
    (tmp_path / "empty.txt").touch()
    (tmp_path / "random.txt").write_bytes(bytes(range(256)) * 8)
    line = {"headline": "Good", "body": "The mayor, Mara Ellwin, said: “We will build it.”"}
    (tmp_path / "lines.jsonl").write_text(f"{json.dumps(line)}\nnull\n")
    (tmp_path / "latin.txt").write_bytes("Café opens\n\nThe café is open, said Élodie Marre.\n".encode("latin-1"))
    (tmp_path / "marks.txt").write_text(f"A headline of marks\n\n{'“' * 100_000}\n\nThe end.\n")
    (tmp_path / "nul.txt").write_bytes(b"A head\x00line\n\nThe \x00mayor, Tom Arl, said he was glad.\n")
    (tmp_path / "good.txt").write_text(STORY)
    tally = run(tmp_path)
    assert counts(tally) == {"created": 5, "failed": 4}
    assert sorted(Path(failure.source).name for failure in tally.failures) == [
        *["empty.txt", "half.json", "lines.jsonl:2", "random.txt"]
    ]
    assert all(failure.reason for failure in tally.failures)
    recorded = RawDocument.objects.filter(state=RawState.FAILED)
    assert {Path(raw.source).name for raw in recorded} == {"empty.txt", "half.json", "lines.jsonl:2", "random.txt"}
    assert all(raw.reason for raw in recorded)
    assert not any("\x00" in text.body + text.headline for text in ArticleText.objects.all())
    assert list(verify()) == []


def test_a_failed_document_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.read.extract", lambda *_: 1 / 0)
        tally = run(tmp_path)
    assert counts(tally) == {"failed": 1}
    assert "ZeroDivisionError" in tally.failures[0].reason
    assert counts(run(tmp_path)) == {"created": 1}


def test_a_killed_run_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(STORY.replace("Monday", f"Monday, day {name},"))

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("corpus.services.process.store", kill)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path)
    assert len(pending()) == 2
    assert counts(ingest_pending()) == {"created": 2}
    assert pending() == {}


def test_a_dry_run_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    before = rows()
    assert counts(run(tmp_path, dry_run=True)) == {"created": 1}
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_order_and_workers_change_nothing(tmp_path: Path) -> None:
    lines = [
        {"key": f"k{n}", "headline": f"H{n}", "body": f"Mara Ellwin, the mayor, said on day {n}: “It is day {n} now.”"}
        for n in range(12)
    ]
    seen = []
    for name, order, workers in (("a", lines, 1), ("b", lines[::-1], 1), ("c", lines[::2] + lines[1::2], 2)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, order)))
        assert counts(run(path, workers=workers)) == {"created": 12}
        seen.append(
            [
                sorted(Article.objects.values_list("public_id", "headline")),
                sorted(Quotation.objects.values_list("public_id", "words", "speaker__public_id", "start", "end")),
                sorted(Mention.objects.values_list("public_id", "words", "entity__public_id")),
            ]
        )
        call_command("flush", interactive=False, verbosity=0)
    assert seen[0] == seen[1] == seen[2]


def test_what_was_cut_is_kept_with_its_reason(tmp_path: Path) -> None:
    middle = "Follow us on Facebook and Twitter."
    (tmp_path / "a.txt").write_text(f"{STORY}\n{middle}\n\nIt rained all day on the quay.\n\nFollow us on Instagram.\n")
    run(tmp_path)
    first, last = RemovedPassage.objects.all()
    assert (first.position, first.reason, first.text) == (0, "follow_us", middle)
    assert (last.position, last.reason, last.text) == (1, "follow_us", "Follow us on Instagram.")
    body = Article.objects.get().current_text.body
    assert body[first.offset :].strip() == "It rained all day on the quay."
    assert last.offset == len(body)
    assert "Follow us" not in body


def test_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    content = STORY.encode("utf-16")
    (tmp_path / "a.txt").write_bytes(content)
    run(tmp_path)
    assert bytes(RawContent.objects.get().content) == content
    assert keep([]) == []


def test_another_byline_is_a_change() -> None:
    fields = {"key": "k", "headline": "Plan", "body": "The council met on Monday.", "publisher": "The Tolmouth Gazette"}
    ingest_fields({**fields, "authors": ["Ana Kerr"]}, source="test")
    stored = ingest_fields({**fields, "authors": ["Ana Kerr", "Tom Lind"]}, source="test")
    assert (stored.outcome, stored.article.version) == (Outcome.UPDATED, 2)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("https://gazette.example/a/1", "https://herald.example/a/1", Outcome.CREATED),
        ("https://gazette.example/a/1", "https://gazette.example/b/2", Outcome.DUPLICATE),
    ],
)
def test_without_a_publisher_the_site_tells_a_copy_from_an_article(first: str, second: str, outcome: Outcome) -> None:
    told = {"headline": "Harbour plan", "body": STORY}
    assert ingest_fields({**told, "key": "a", "url": first}, source="test").outcome == Outcome.CREATED
    assert ingest_fields({**told, "key": "b", "url": second}, source="test").outcome == outcome


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"body": f"{STORY}\n"}, Outcome.UNCHANGED),  # other bytes, the same article
        ({"section": "Harbour"}, Outcome.UPDATED),
        ({"publisher": "The Tolmouth Herald"}, Outcome.UPDATED),
        ({"publisher": ""}, Outcome.UPDATED),
    ],
)
def test_an_article_is_updated_where_one_of_its_columns_is(changed: dict[str, str], outcome: Outcome) -> None:
    told = {"key": "a", "headline": "Harbour plan", "body": STORY, "publisher": "The Tolmouth Gazette"}
    ingest_fields(told, source="test")
    stored = ingest_fields({**told, **changed}, source="test")
    article = Article.objects.get()
    assert (stored.outcome, article.version, article.revision) == (outcome, 1 + (outcome == Outcome.UPDATED), 1)
    assert (article.publisher is not None) == (changed.get("publisher") != "")
    assert list(verify()) == []
