"""Keep whom an article names that was taken down, so that what the machine told of them is withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from corpus.models import Affiliation, Article, HiddenName, Mention, Merge, Quotation, QuotationReading
from corpus.services.writing import one_writer

CHUNK = 200


def entities_of(article: Article) -> set[int]:
    """Keys of all that the article names, in any revision, and of who publishes it."""
    return named_in(article) | {pk for pk in (article.publisher_id, article.original_publisher_id) if pk is not None}


def named_in(article: Article) -> set[int]:
    """Keys of all that the article names, in any revision."""
    found: set[int | None] = set()
    for rows, columns in (
        (Mention.objects.filter(text__article=article), ("entity", "original_entity")),
        (Quotation.objects.filter(article=article), ("speaker", "original_speaker", "addressee", "original_addressee")),
        (Quotation.objects.filter(article=article), ("candidates__entity", "candidates__original_entity")),
        (QuotationReading.objects.filter(quotation__article=article), ("original_speaker", "fields__addressee")),
        (
            Affiliation.objects.filter(text__article=article),
            ("person", "original_person", "organisation", "original_organisation"),
        ),
    ):
        for column in columns:
            found.update(rows.order_by().values_list(column, flat=True).distinct())
    return {pk for pk in found if pk is not None}


def with_survivors(entities: Iterable[int]) -> set[int]:
    """The records, and all that they were ever merged into: why these were merged on may tell of them."""
    found, level = set(entities), set(entities)
    while level:
        level = set(Merge.objects.filter(loser__in=level).values_list("survivor", flat=True)) - found
        found |= level
    return found


def hide_names(article: Article) -> set[int]:
    """Note whom the article names that is taken down; gives their keys."""
    found = with_survivors(named_in(article))
    rows = [HiddenName(article=article, entity_id=pk) for pk in sorted(found)]
    HiddenName.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return found


def show_names(article: Article) -> set[int]:
    """Note that the article hides nobody any more; gives the keys of those that it hid."""
    rows = HiddenName.objects.filter(article=article)
    found = set(rows.values_list("entity", flat=True))
    rows.delete()
    return found


def hide_all_names() -> None:
    """Note all that articles name which are taken down, and nothing else; some articles at a time."""
    with one_writer():
        HiddenName.objects.filter(article__removed_at__isnull=True).delete()
    for articles in _taken_down(Article.objects.all()):
        with one_writer():
            for article in articles:
                hide_names(article)


def untold_names() -> Iterator[str]:
    """One line for each article that hides names and stands, or hides none and is down; for ``manage.py verify``."""
    hiding = HiddenName.objects.values("article")
    for article in Article.objects.filter(removed_at__isnull=True, pk__in=hiding):
        yield f"{article.public_id}: hides names, and is not taken down"
    for articles in _taken_down(Article.objects.exclude(pk__in=hiding)):
        yield from (
            f"{one.public_id}: is taken down, and hides nobody whom it names" for one in articles if named_in(one)
        )


def _taken_down(rows: QuerySet[Article]) -> Iterator[list[Article]]:
    last = 0
    rows = rows.filter(removed_at__isnull=False, current_text__isnull=False).order_by("pk")
    while found := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield found
        last = found[-1].pk
