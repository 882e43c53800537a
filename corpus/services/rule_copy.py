"""Say of an article what it copies, or that it copies nothing: a decision that stands whatever is compared later."""

from __future__ import annotations

from typing import Any

from corpus.models import Article, CopyRuling, Decision
from corpus.services.copies import relink
from corpus.services.decide import User, check_version, note
from corpus.services.errors import ServiceError
from corpus.services.standing import standing_decisions
from corpus.services.writing import one_writer

FIELD = "copy_of"
MARK = "copy_ruling"  # in a decision: what was ruled before
UNRULED = "unruled"


@one_writer()
def rule_copy(
    article: Article,
    original: Article | None,
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
) -> Article:
    """Rule that the article is a copy of ``original``, or of nothing where that is None.

    What copies another is linked on to its original. Raises ServiceError where the two are one, were taken down, or
    where the original was ruled to be a copy of the article; StaleVersion where the record has moved on.
    """
    row = _row(article)
    check_version(row, expected_version)
    if original is not None and original.removed_at is not None:
        raise ServiceError(f"{original.public_id} was taken down", field=FIELD)
    _decide(row, original.public_id if original else None, "rule copy", user=user, reason=reason)
    return Article.objects.get(pk=row.pk)


def ruling_back(decision: Decision, *, user: User, reason: str) -> Decision:
    """Undo a ruling, for a revert: what was ruled before stands again, or what is compared."""
    row = Article.objects.filter(public_id=decision.record).first()
    if row is None or row.removed_at is not None:
        raise ServiceError(f"{decision.record} is gone: there is nothing to put back")
    return _decide(_row(row), decision.aside[MARK], "revert", user=user, reason=reason, reverts=decision)


def standing_ruling(article: Article) -> Decision | None:
    """The decision by which the article is ruled now; None where it is not."""
    if not CopyRuling.objects.filter(article=article).exists():
        return None
    return next((row for row in standing_decisions(article.public_id) if MARK in row.aside), None)


def _row(article: Article) -> Article:
    row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if row.removed_at is not None:
        raise ServiceError("the article was taken down")
    return row


def _decide(
    row: Article, ruled: str | None, action: str, *, user: User, reason: str, reverts: Decision | None = None
) -> Decision:
    """Write the ruling, what follows from it, and the line of the log."""
    standing = CopyRuling.objects.select_related("original").filter(article=row).first()
    before, aside = _told(row), {MARK: _ruled(standing)}
    if ruled == UNRULED:
        CopyRuling.objects.filter(article=row).delete()
    else:
        original = Article.objects.filter(public_id=ruled).first() if ruled is not None else None
        if ruled is not None and original is None:
            raise ServiceError(f"{ruled} is gone", field=FIELD)
        _refuse_circle(row, original)
        CopyRuling.objects.update_or_create(article=row, defaults={"original": original})
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    relink([row.pk])
    after: dict[str, Any] = {FIELD: _told(row) if ruled == UNRULED else ruled}
    return note(
        row.public_id,
        action,
        user=user,
        reason=reason,
        before={FIELD: before},
        after=after,
        aside=aside,
        reverts=reverts,
    )


def _refuse_circle(row: Article, original: Article | None) -> None:
    """No article may be ruled, over whatever others, to be a copy of itself."""
    at, seen = original, {row.pk}
    while at is not None:
        if at.pk in seen:
            if at.pk == row.pk == getattr(original, "pk", None):
                raise ServiceError("an article is no copy of itself", field=FIELD)
            raise ServiceError(f"an editor ruled that {original} is a copy of this article", field=FIELD)
        seen.add(at.pk)
        ruling = CopyRuling.objects.select_related("original").filter(article=at).first()
        at = ruling.original if ruling is not None else None


def _ruled(ruling: CopyRuling | None) -> str | None:
    """A ruling as the log keeps it."""
    if ruling is None:
        return UNRULED
    return ruling.original.public_id if ruling.original is not None else None


def _told(row: Article) -> str | None:
    """What the article is linked to now."""
    public_id: str | None = Article.objects.filter(pk=row.pk).values_list("copy_of__public_id", flat=True).get()
    return public_id
