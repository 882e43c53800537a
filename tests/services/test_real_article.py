"""One real article, which lies outside the project, from the file to the rows: checked against its own text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.ingest import Declared
from corpus.models import Affiliation, Article, Entity, Quotation, RemovedPassage
from corpus.records import Outcome
from corpus.services.ingest import ingest_documents
from corpus.services.verify import verify

pytestmark = pytest.mark.django_db

# Initials of who speaks each passage between double marks, in the order of the text.
SPEAKERS = ["RF", "AC", "AC", "FH", "FH", "RF", "FH", "RF", "RF", "RF", "FH", "FH", "AC", "AC"]


@pytest.fixture
def article(shared: Path) -> Article:
    if not list((shared / "articles").glob("*.txt")):
        pytest.skip("the shared article is not there")
    tally = ingest_documents([str(shared / "articles")], Declared(publisher="Business Insider Australia"))
    assert tally.counts[Outcome.CREATED] == 1
    return Article.objects.get()


def source_lines(shared: Path) -> list[str]:
    [path] = (shared / "articles").glob("*.txt")
    return [line.strip() for line in path.read_text().splitlines() if line.strip()]


def initials(entity: Entity | None) -> str:
    return "".join(word[0] for word in entity.name.split()) if entity else "?"


def test_headline_body_and_what_was_cut(article: Article, shared: Path) -> None:
    lines = source_lines(shared)
    assert article.headline == lines[0]
    assert article.current_text.body == "\n\n".join(lines[1:-4])
    assert [passage.text for passage in RemovedPassage.objects.order_by("position")] == lines[-4:]


def test_every_passage_between_marks_has_its_speaker(article: Article) -> None:
    passages = [match.span(1) for match in re.finditer("“([^”]*)”", article.current_text.body)]
    assert len(passages) == len(SPEAKERS)
    rows = list(Quotation.objects.select_related("speaker").prefetch_related("span_rows"))
    found = []
    for start, end in passages:
        holders = [row for row in rows if any(a - 1 <= start and end <= b + 1 for a, b in row.spans)]
        assert len(holders) == 1, article.current_text.body[start:end]
        found.append(initials(holders[0].speaker))
    assert found == SPEAKERS


def test_the_channel_is_told_where_the_text_tells_it(article: Article) -> None:
    body = article.current_text.body
    for row in Quotation.objects.all():
        sentence = body[row.start : body.find("\n", row.end) if "\n" in body[row.end :] else len(body)]
        assert (row.channel == "email") == ("in an email" in sentence), row.words


def test_statements_without_marks_are_found(article: Article) -> None:
    speakers = [initials(row.speaker) for row in Quotation.objects.filter(kind="indirect").order_by("start")]
    assert "AC" in speakers
    assert "RF" in speakers


def test_people_organisations_and_roles(article: Article, shared: Path) -> None:
    people = {initials(person) for person in Entity.objects.people()}
    assert {"RF", "AC", "FH", "Ba", "HC"} <= people
    footer = " ".join(source_lines(shared)[-4:])
    for entity in Entity.objects.filter(is_publisher=False):
        assert entity.name in article.current_text.body
        assert entity.name.split()[0] not in footer or entity.name in article.current_text.body
    years = {
        (initials(row.person), row.tense, row.began_at.year, row.ended_at.year)
        for row in Affiliation.objects.filter(began_at__isnull=False, ended_at__isnull=False)
    }
    assert years == {("RF", "former", 2011, 2014)}
    assert {("AC", "current"), ("FH", "former"), ("HC", "former"), ("RF", "current")} <= {
        (initials(row.person), row.tense) for row in Affiliation.objects.all()
    }
    assert list(verify()) == []
