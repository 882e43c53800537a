"""Both ways to find quotations, for tests that expect the same of each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.records import ArticleRecord, Moment, Precision, QuotationRecord

PUBLISHED = Moment(datetime(2031, 5, 8, tzinfo=UTC), Precision.DAY)  # a Thursday
BY_RULES, BY_READER = ExtractionConfig(model=None), ExtractionConfig()

both = pytest.mark.parametrize("config", [BY_RULES, BY_READER], ids=["rules", "reader"])


def quotations(
    body: str, config: ExtractionConfig, published: Moment | None = PUBLISHED
) -> tuple[QuotationRecord, ...]:
    """What is read from an article of one text."""
    return extract(ArticleRecord("t", "", body, language="en", published=published), config).quotations
