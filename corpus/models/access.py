"""Who may read the whole words of an article."""

from __future__ import annotations

from typing import Any

from corpus.models.choices import BodyAccess

ALWAYS = "corpus.change_article"  # whoever has it may read any body


def access_to(article: Any) -> str:
    """The rule of the article's publisher; everyone where none is known."""
    return article.publisher.body_access if article.publisher_id is not None else BodyAccess.EVERYONE


def may_read(user: Any, access: str) -> bool:
    """Whether the account, None for nobody, may read a body under the rule."""
    if access == BodyAccess.EVERYONE:
        return True
    if user is None or not user.is_authenticated:
        return False
    return access == BodyAccess.TOKENS or bool(user.has_perm(ALWAYS))
