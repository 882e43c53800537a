"""The language of an article: what its document or an editor says, else what its words were found to be in."""

from __future__ import annotations

from corpus.language_tags import shortest
from corpus.models import Article
from corpus.records import ExtractionRecord


def declared_language(article: Article) -> str:
    """What the document or an editor says, "" where neither does."""
    return "" if article.language_is_detected else shortest(article.language)


def tell_language(article: Article, extraction: ExtractionRecord) -> bool:
    """Set the language that the words were found to be in, where nobody says another; true where it changed.

    What somebody says has the shortest code.

    The caller saves the article, and has its words searched in that language.
    """
    if "language" in article.edited:
        before, article.language = article.language, shortest(article.language)
        return article.language != before
    before, declared = article.language, declared_language(article)
    article.language = declared or extraction.language
    article.language_is_detected = not declared and extraction.language != ""
    return article.language != before
