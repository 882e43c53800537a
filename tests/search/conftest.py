import hashlib
import itertools
from datetime import UTC, datetime

import pytest

from corpus.models import Article, ArticleText, Quotation, RawContent, RawDocument
from corpus.search import index_articles, index_quotations

_numbers = itertools.count(1)


def _code() -> str:
    return f"{next(_numbers):013d}"


@pytest.fixture
def article(db):
    """Makes a stored and indexed article."""

    def make(headline: str = "", body: str = "", *, day: int = 1, language: str = "", indexed: bool = True) -> Article:
        code = _code()
        made = Article.objects.create(
            public_id=f"art_{code}",
            source_key=code,
            headline=headline,
            language=language,
            published_at=datetime(2024, 3, day, tzinfo=UTC),
            published_precision="day",
            content_key=code,
        )
        revise(made, body)
        if indexed:
            index_articles([made.pk])
        return made

    return make


def revise(article: Article, body: str) -> None:
    """Give an article a newer revision."""
    digest = hashlib.sha256(_code().encode()).hexdigest()
    content = RawContent.objects.create(sha256=digest, content=b"")
    raw = RawDocument.objects.create(
        fingerprint=digest, content=content, source="a test", media_type="text/plain", size=0
    )
    article.revision += 1
    article.current_text = ArticleText.objects.create(
        article=article, revision=article.revision, headline=article.headline, body=body, raw=raw
    )
    article.save()


@pytest.fixture
def quotation(article):
    """Makes a stored and indexed quotation, in an article of its own unless one is given."""

    def make(words: str, *, of: Article | None = None, day: int = 1, indexed: bool = True) -> Quotation:
        source = of or article("", words, day=day)
        made = Quotation.objects.create(
            public_id=f"quo_{_code()}",
            article=source,
            text=source.current_text,
            words=words,
            words_key="",
            start=0,
            end=max(1, len(words)),
            kind="direct",
            attitude="said",
            published_at=source.published_at,
            confidence=1.0,
            confidence_span=1.0,
            confidence_speaker=1.0,
            confidence_kind=1.0,
        )
        if indexed:
            index_quotations([made.pk])
        return made

    return make
