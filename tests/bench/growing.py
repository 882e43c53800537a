"""Write rows by the million into the tables that identity is read from. Imported once Django is set up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Max, Model

from corpus.bulk import put
from corpus.folding import name_key
from corpus.models import Affiliation, Alias, Article, ArticleText, Entity, Mention, RawDocument
from corpus.services.naming import match_key
from tests.bench import vocabulary
from tests.bench.blanks import Blank
from tests.bench.filling import store_all
from tests.bench.generator import article

PEOPLE, BODIES = 0.3, 0.06  # records for each article
FIRST_PERSON, FIRST_BODY, FIRST_ARTICLE = 10_000_000, 20_000_000, 100_000_000  # keys; below are what services made
CHUNK = 20_000  # rows written at a time
Row = Mapping[str, Any]


def grow(size: int) -> None:
    """Write until the corpus holds so many articles."""
    if not RawDocument.objects.exists():
        store_all([article(0, seed=0)])
    raw = RawDocument.objects.order_by("pk").values_list("pk", flat=True)[0]
    people, bodies = int(size * PEOPLE) + 60, int(size * BODIES) + 12
    numbers = range(_next(Article, FIRST_ARTICLE), FIRST_ARTICLE + size)
    _trust(True)
    write(Entity, _entities("person", range(_next(Entity, FIRST_PERSON, FIRST_BODY), FIRST_PERSON + people)))
    write(Entity, _entities("organisation", range(_next(Entity, FIRST_BODY), FIRST_BODY + bodies)))
    write(Alias, _surnames(range(_next(Alias, FIRST_PERSON), FIRST_PERSON + people)))
    write(
        Article,
        (
            {
                "id": n,
                "public_id": f"art_{n}",
                "source_key": f"grown-{n}",
                "content_key": n,
                "current_text_id": n,
                "revision": 1,
                "extractor": "grown",
            }
            for n in numbers
        ),
    )
    write(
        ArticleText, ({"id": n, "article_id": n, "revision": 1, "body": "It rained.", "raw_id": raw} for n in numbers)
    )
    write(Mention, _mentions(numbers, people, bodies))
    write(Affiliation, _affiliations(numbers, people))
    _trust(False)
    _count_mentions(size)


def write(model: type[Model], rows: Iterable[Row]) -> None:
    """Write rows given by some of their columns; the others have their defaults."""
    blank = Blank(model)
    source = (blank.filled(**row) for row in rows)
    while chunk := list(islice(source, CHUNK)):
        put(model, blank.fields, chunk)


def _next(model: type[Model], first: int, end: int = 2**62) -> int:
    """The first free key of those that start at ``first``."""
    last = model._default_manager.filter(pk__gte=first, pk__lt=end).aggregate(last=Max("pk"))["last"]
    return first if last is None else last + 1


def _entities(kind: str, keys: range) -> Iterator[Row]:
    first, named = (FIRST_PERSON, vocabulary.person) if kind == "person" else (FIRST_BODY, vocabulary.organisation)
    for key in keys:
        name = named(key - first)
        yield {
            "id": key,
            "public_id": f"{'per' if kind == 'person' else 'org'}_{key}",
            "type": kind,
            "name": name,
            "name_key": name_key(name),
            "match_key": match_key(kind, name),
            "to_compare": False,
        }


def _surnames(keys: range) -> Iterator[Row]:
    for key in keys:
        name = vocabulary.person(key - FIRST_PERSON).split()[-1]
        yield {"id": key, "entity_id": key, "name": name, "name_key": name_key(name), "kind": "short"}


def _mentions(numbers: range, people: int, bodies: int) -> Iterator[Row]:
    """Of three people and two organisations in each article, the first ones drawn most often."""
    random = Random(numbers.start)
    for n in numbers:
        drawn = {FIRST_PERSON + vocabulary.zipf(random, people) for _ in range(3)}
        drawn |= {FIRST_BODY + vocabulary.zipf(random, bodies) for _ in range(2)}
        for place, entity in enumerate(sorted(drawn)):
            key = n * 5 + place
            yield {
                "id": key,
                "public_id": f"men_{key}",
                "text_id": n,
                "start": place,
                "end": place + 1,
                "words": "It rained."[place],
                "kind": "name",
                "entity_id": entity,
                "original_entity_id": entity,
            }


def _affiliations(numbers: range, people: int) -> Iterator[Row]:
    random = Random(numbers.start)
    for n in numbers:
        person = FIRST_PERSON + vocabulary.zipf(random, people)
        yield {
            "id": n,
            "public_id": f"aff_{n}",
            "person_id": person,
            "original_person_id": person,
            "title": f"head of the {vocabulary.rare(n % 97)} board",
            "tense": "current",
            "text_id": n,
            "start": 0,
            "end": 2,
        }


def _trust(trusted: bool) -> None:
    """Leave out the checks of foreign keys meanwhile: the rows hold by construction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET session_replication_role = {'replica' if trusted else 'origin'}")
        else:
            cursor.execute(f"PRAGMA foreign_keys = {'OFF' if trusted else 'ON'}")


def _count_mentions(size: int) -> None:
    """About what the frequencies of generator.py come to: who has rank r is named in proportion to 1 / (r + 1)."""
    for first, end in ((FIRST_PERSON, FIRST_BODY), (FIRST_BODY, FIRST_ARTICLE)):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE corpus_entity SET mention_count = 1 + %s / (id - %s) WHERE id >= %s AND id < %s",
                [size // 4, first - 1, first, end],
            )
