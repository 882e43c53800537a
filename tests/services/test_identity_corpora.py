"""Who is who over whole corpora: the demo corpus with its namesakes, and a year of news from seven outlets."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from corpus.identity.personal import Agreement, compare, parse
from corpus.models import Article, Entity
from corpus.services.compare import compare_all
from corpus.services.ingest import ingest_fields
from tests.demo import stored_demo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVERY = 8  # of the articles in the order of their names
MOST_MENTIONED = 30
NAMESAKES = ("Paul Marren", "Anna Brandel")  # fisherman and policeman, goalkeeper and lawyer
ONE_PERSON = (Agreement.SAME, Agreement.FULLER)
TWO_PEOPLE = (Agreement.DIFFERENT, Agreement.SUFFIX)


def most_mentioned() -> list[Entity]:
    rows = Entity.objects.standing().people().order_by("-mention_count", "pk").prefetch_related("aliases")
    return [row for row in rows[: 3 * MOST_MENTIONED] if parse(row.name).given][:MOST_MENTIONED]


def full_names(entity: Entity) -> list[str]:
    names = [entity.name, *(alias.name for alias in entity.aliases.all())]
    return [name for name in names if parse(name).given]


def check_one_record_each() -> None:
    standing = [row for row in Entity.objects.standing().people() if parse(row.name).given]
    for entity in most_mentioned():
        twins = [row.name for row in standing if row != entity and compare(row.name, entity.name) in ONE_PERSON]
        assert twins == [], entity.name
        mixed = [pair for pair in combinations(full_names(entity), 2) if compare(*pair) in TWO_PEOPLE]
        assert mixed == [], entity.name


def articles_of(entity: Entity) -> set[str]:
    found = Article.objects.filter(current_text__mentions__entity=entity)
    return set(found.values_list("headline", flat=True))


def test_the_demo_corpus_keeps_its_namesakes_apart() -> None:
    stored_demo()
    for name in NAMESAKES:
        records = list(Entity.objects.standing().people().filter(name=name))
        assert len(records) == 2, [(record.public_id, articles_of(record)) for record in records]
        assert not articles_of(records[0]) & articles_of(records[1])
    names = [entity.name for entity in most_mentioned() if entity.name not in NAMESAKES]
    assert len(set(names)) == len(names)


def test_in_news_the_most_mentioned_people_are_one_record_each(shared: Path) -> None:
    for path in sorted((shared / "eval" / "polnear" / "train" / "text").glob("*.txt"))[::EVERY]:
        outlet, published, _ = path.stem.split("_", 2)
        body = path.read_text(encoding="utf-8")
        ingest_fields(
            {"key": path.stem, "headline": path.stem, "body": body, "publisher": outlet, "published": published},
            source=path.name,
        )
    compare_all()
    check_one_record_each()
