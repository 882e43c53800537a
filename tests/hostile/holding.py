"""What must hold of whatever the readers and the extractor give, whatever they were given."""

from __future__ import annotations

import json

from corpus.ingest import IngestError
from corpus.ingest.cleaning import clean_text
from corpus.records import ArticleRecord, ExtractionRecord, QuotationKind

LONGEST_REASON = 1_000


def check_reason(error: IngestError | str) -> None:
    """Of why something was refused: a line that people can read and both databases can keep."""
    reason = str(error)
    assert reason.strip() == reason != ""
    assert reason.isprintable(), reason
    assert len(reason) <= LONGEST_REASON
    reason.encode()


def check_article(article: ArticleRecord) -> None:
    """Of an article that was read from bytes."""
    assert article.body.strip() == article.body != ""
    assert "\n\n\n" not in article.body
    assert clean_text(article.body) == article.body
    assert 0 < len(article.source_key) <= 500
    assert "\n" not in article.headline
    json.dumps([article.body, article.headline, article.source_key]).encode()
    for text in (article.body, article.headline, article.source_key, article.publisher, article.byline):
        text.encode()  # no lone surrogates
    for text in (
        *article.authors,
        article.dateline,
        article.language,
        article.section,
        article.licence,
        article.source_url,
    ):
        assert "\x00" not in text
        text.encode()
    assert all(0 <= cut.offset <= len(article.body) for cut in article.removed)


def check_extraction(body: str, record: ExtractionRecord) -> None:
    """Of what was read from the text of an article."""
    keys = [entity.key for entity in (*record.people, *record.organisations)]
    assert len(keys) == len(set(keys))
    for quotation in record.quotations:
        assert quotation.spans
        edge = 0
        for span in quotation.spans:
            assert edge <= span.start < span.end <= len(body)
            edge = span.end
        edge = 0
        for run in quotation.quoted:
            assert edge <= run.start < run.end
            assert any(span.start <= run.start and run.end <= span.end for span in quotation.spans)
            edge = run.end
        assert (quotation.kind is QuotationKind.INDIRECT) == (not quotation.quoted)
        if quotation.kind is QuotationKind.DIRECT:
            assert quotation.quoted == quotation.spans
        for score in (quotation.confidence.span, quotation.confidence.speaker, quotation.confidence.kind):
            assert 0 <= score <= 1
        speaker, cue = quotation.speaker, quotation.cue
        if speaker is not None:
            assert speaker.text == body[speaker.start : speaker.end]
            assert not speaker.entity or speaker.entity in keys
        if cue is not None:
            assert cue.text == body[cue.start : cue.end]
        assert all(candidate.entity in keys and 0 <= candidate.score <= 1 for candidate in quotation.candidates)
    for entity in (*record.people, *record.organisations):
        assert entity.mentions
        assert all(0 <= m.start < m.end <= len(body) for m in entity.mentions)
    for affiliation in record.affiliations:
        assert affiliation.title == body[affiliation.start : affiliation.end]
        assert affiliation.person in keys
        assert not affiliation.organisation or affiliation.organisation in keys
