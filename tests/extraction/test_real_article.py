"""The article that extraction was asked to understand, where it is at hand: read there, not copied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.extraction import extract
from corpus.records import ArticleRecord, Channel, ExtractionRecord, QuotationKind, SpeakerType, Tense

PATH = Path("/work/shared/articles/000_64a289679bb4651b.txt")
FOOTER_LINES = 4

pytestmark = pytest.mark.skipif(not PATH.is_file(), reason="the article is not on this machine")


@pytest.fixture(scope="module")
def article() -> ArticleRecord:
    headline, *paragraphs = [line for line in PATH.read_text(encoding="utf-8").split("\n") if line.strip()]
    return ArticleRecord("t", headline, "\n\n".join(paragraphs[:-FOOTER_LINES]))


@pytest.fixture(scope="module")
def record(article: ArticleRecord) -> ExtractionRecord:
    return extract(article)


def test_every_passage_in_marks_is_found_with_a_full_name(article: ArticleRecord, record: ExtractionRecord) -> None:
    passages = [match.span(1) for match in re.finditer("“([^”]*)”", article.body)]
    assert len(passages) == 14
    owner = {tuple(run): quotation for quotation in record.quotations for run in quotation.quoted}
    assert set(passages) == set(owner)
    for quotation in owner.values():
        assert quotation.speaker is not None
        assert quotation.speaker.type is SpeakerType.PERSON
        assert len(quotation.speaker.name.split()) == 2
        assert quotation.speaker_role


def test_what_is_said_without_marks_is_found_too(record: ExtractionRecord) -> None:
    indirect = [q for q in record.quotations if q.kind is QuotationKind.INDIRECT]
    assert len(indirect) >= 4
    assert any(q.speaker and q.speaker.type is SpeakerType.PERSON for q in indirect)


def test_the_channel_is_given_where_the_text_says_so(article: ArticleRecord, record: ExtractionRecord) -> None:
    emails = [q for q in record.quotations if q.channel is Channel.EMAIL]
    assert len(emails) == article.body.count("in an email")
    assert all(q.addressee and q.addressee.entity for q in emails)


def test_past_roles_have_their_years(record: ExtractionRecord) -> None:
    past = [a for a in record.affiliations if a.tense is Tense.FORMER and a.began and a.ended]
    assert [(a.began.value.year, a.ended.value.year) for a in past if a.began and a.ended] == [(2011, 2014)]


def test_nobody_comes_from_the_footer(record: ExtractionRecord) -> None:
    names = {entity.name for entity in (*record.people, *record.organisations)}
    assert len(record.people) == 6
    assert not names & {"Facebook", "Twitter", "LinkedIn", "Instagram", "Congress"}


def test_what_no_cue_of_its_sentence_announces_is_no_statement(
    article: ArticleRecord, record: ExtractionRecord
) -> None:
    plain = [quotation for quotation in record.quotations if not quotation.quoted]
    assert plain
    for quotation in plain:
        assert quotation.cue is not None
        between = article.body[min(quotation.end, quotation.cue.end) : max(quotation.start, quotation.cue.start)]
        assert ". " not in between
