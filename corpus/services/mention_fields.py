"""The fields of a mention that people decide, and the one way in which they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Article, Decision, Mention
from corpus.services.decide import User, check_shown, note, plain
from corpus.services.errors import Conflict, StaleVersion
from corpus.services.store_reading import apply_difference, entity_counts
from corpus.services.writing import one_writer

ASIDE = ("original_entity", "confidence")


def seen(mention: Mention) -> str:
    """What a page shows of the mention, in short: whom it means, its status, and which decision was the last."""
    last = Decision.objects.filter(record=mention.public_id).order_by("-pk").values_list("pk", flat=True).first()
    return f"{mention.entity_id}.{mention.status}.{last or 0}"


def check_seen(row: Mention, expected: str | None) -> None:
    """Raise StaleVersion where the mention is not as it was seen."""
    if expected is not None and seen(row) != expected:
        raise StaleVersion("the mention was decided, or means somebody else, since the page showed it: look again")


@one_writer()
def decide_mention(
    mention: Mention,
    action: str,
    fields: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected: str | None = None,
    reverts: Decision | None = None,
) -> tuple[Mention, Decision]:
    """Write the fields and all that hangs on them, and note it. Raises ServiceError where the article is down.

    ``expected`` is what ``seen`` told of the mention to who decides: StaleVersion where it is otherwise now.
    """
    row = Mention.objects.select_related("entity", "original_entity", "text").get(pk=mention.pk)
    article = Article.objects.select_for_update().get(pk=row.text.article_id)
    check_seen(row, expected)
    check_shown(article)
    counts = entity_counts(article)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if "entity" in changed:
        same = Mention.objects.filter(text=row.text, start=row.start, end=row.end, original_entity=changed["entity"])
        if same.exclude(pk=row.pk).exists():
            raise Conflict("the words are said to mean that record already", field="entity")
        if reverts is None and row.confidence != 1.0:
            changed["confidence"] = 1.0
    told = [name for name in changed if name not in ASIDE]
    before = {name: plain(getattr(row, name)) for name in told}
    after = {name: plain(changed[name]) for name in told}
    aside = {name: plain(getattr(row, name)) for name in changed if name in ASIDE}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    apply_difference(counts, entity_counts(article))
    decision = note(
        row.public_id, action, user=user, reason=reason, before=before, after=after, aside=aside, reverts=reverts
    )
    return row, decision
