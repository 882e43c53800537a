"""Names that hold a mark which otherwise ends a sentence."""

from __future__ import annotations

from corpus.extraction import extract
from corpus.records import ArticleRecord


def test_a_hearer_whose_name_ends_the_sentence_early() -> None:
    body = "Ana Kerr spoke to Yahoo! News. The mayor told Yahoo! News that the bridge would be shut."
    found = extract(ArticleRecord(source_key="a", headline="", body=body))
    assert [body[one.spans[0].start : one.spans[0].end] for one in found.quotations] == ["the bridge would be shut"]
    [outlet] = [record for record in found.organisations if record.name == "Yahoo! News"]
    assert all(name in body for name in (outlet.name, *outlet.aliases))
