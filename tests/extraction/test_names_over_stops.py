"""Names that hold a mark which otherwise ends a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.extraction import extract
from corpus.extraction.config import ExtractionConfig
from corpus.records import ArticleRecord


def test_a_hearer_whose_name_ends_the_sentence_early() -> None:
    body = "Ana Kerr spoke to Yahoo! News. The mayor told Yahoo! News that the bridge would be shut."
    found = extract(ArticleRecord(source_key="a", headline="", body=body))
    assert [body[one.spans[0].start : one.spans[0].end] for one in found.quotations] == ["the bridge would be shut"]
    [outlet] = [record for record in found.organisations if record.name == "Yahoo! News"]
    assert all(name in body for name in (outlet.name, *outlet.aliases))


@pytest.mark.slow
def test_no_article_of_a_year_of_news_fails(shared: Path) -> None:
    for path in sorted((shared / "eval" / "polnear" / "train" / "text").glob("*.txt"))[1::3]:
        article = ArticleRecord(source_key=path.stem, headline=path.stem, body=path.read_text(encoding="utf-8"))
        assert extract(article, ExtractionConfig(model=None)).extractor, path.name
