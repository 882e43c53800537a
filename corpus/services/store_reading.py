"""Store what was read from an article's newest revision, against the rows that stand."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from corpus import search
from corpus.models import Affiliation, Article, Entity, Mention
from corpus.records import ExtractionRecord
from corpus.services.months import Months, move_months, printed
from corpus.services.name_parts import weigh
from corpus.services.resolve import resolve_all
from corpus.services.store_affiliations import store_affiliations
from corpus.services.store_mentions import store_mentions
from corpus.services.store_quotations import store_quotations
from corpus.services.utterances import link_quotations, link_utterances


class Counts(NamedTuple):
    """What is counted of an article."""

    mentioned: Counter[int]  # live mentions of the newest text by entity
    printed: Months  # live quotations by speaker and month of publication

    @property
    def spoken(self) -> Counter[int]:
        """Live quotations by speaker."""
        found: Counter[int] = Counter()
        for (speaker, _), number in self.printed.items():
            if speaker is not None:
                found[speaker] += number
        return found


def store_reading(article: Article, extraction: ExtractionRecord, before: Counts) -> None:
    """Replace the machine's reading of the newest revision; what a person decided stands.

    ``before`` is what ``entity_counts`` gave before the article was touched. Changes the article in memory too; the
    caller saves it, in the same transaction.
    """
    resolved = resolve_all(article, extraction)
    store_mentions(article, extraction, resolved)
    store_affiliations(article, extraction, resolved)
    touched = store_quotations(article, extraction, resolved)
    search.index_quotations(touched)
    link_quotations(touched)
    article.extractor = extraction.extractor
    article.extracted_at = timezone.now()
    article.quotation_count = article.quotations.live().filter(text=article.current_text).count()
    apply_difference(before, entity_counts(article))


def redate(article: Article) -> None:
    """Carry a new publication date to what was read from the article."""
    before = printed(article.quotations.live())
    article.quotations.update(published_at=article.published_at)
    Affiliation.objects.filter(text__article=article).update(stated_at=article.published_at)
    move_months(before, printed(article.quotations.live()))
    link_utterances(article.quotations.all())


def entity_counts(article: Article) -> Counts:
    """How often each entity speaks and is mentioned in the article: live quotations, mentions of the newest text."""
    mentions = Mention.objects.live().filter(text=article.current_text).values_list("entity").annotate(n=Count("pk"))
    return Counts(Counter(dict(mentions.order_by())), printed(article.quotations.live()))


def apply_difference(before: Counts, after: Counts) -> None:
    """Move the counters of the entities by what changed: cost does not grow with the corpus."""
    moved: dict[int, list[int]] = {}
    move_months(before.printed, after.printed)
    for number, (old, new) in enumerate(((before.spoken, after.spoken), (before.mentioned, after.mentioned))):
        for pk in sorted({*old, *new}):
            if difference := new[pk] - old[pk]:
                moved.setdefault(pk, [0, 0])[number] = difference
    if not moved:
        return
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        # One statement for all of them; to compile an update of each anew takes as long as storing the mentions.
        cursor.executemany(_move(connection.vendor), [(*moved[pk], now, pk) for pk in sorted(moved)])
    weigh(moved)


def _move(vendor: str) -> str:
    """The statement that moves the counters of an entity.

    One that has drifted must not stop a store; manage.py verify tells of it.
    """
    most = "GREATEST" if vendor == "postgresql" else "MAX"
    counts = ", ".join(f"{name} = {most}({name} + %s, 0)" for name in ("quotation_count", "mention_count"))
    return f"UPDATE {Entity._meta.db_table} SET {counts}, updated_at = %s WHERE id = %s"  # noqa: S608
