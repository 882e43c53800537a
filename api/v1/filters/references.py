"""Public ids in filters: what they stand for now, through all merges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Q

from api.v1.filters.families import Related
from api.v1.filters.values import reference, refuse, shown
from corpus.models import Article, Entity, Utterance
from corpus.records import EntityType

WHAT = {EntityType.PERSON: "a person", EntityType.ORGANISATION: "an organisation", None: "a person or organisation"}


def entity_key(text: str, entity_type: EntityType | None = None) -> int:
    """Key of the standing entity that an id or identifier leads to."""
    what = WHAT[entity_type]
    found = Entity.objects.resolve(reference(text, what))
    if found is None or found.removed_at is not None:
        raise refuse("unknown_id", f"There is no record {shown(text)}.")
    if entity_type is not None and found.type != entity_type:
        raise refuse("wrong_type", f"{shown(text)} is not {what} but {WHAT[EntityType(found.type)]}.")
    return found.pk


def record_key(text: str, rows: Callable[[], Any], what: str) -> int:
    """Key of a record by its public id."""
    key: int | None = rows().filter(public_id=reference(text, what)).values_list("pk", flat=True).first()
    if key is None:
        raise refuse("unknown_id", f"There is no record {shown(text)}.")
    return key


def entity(
    name: str, help_text: str, path: str = "", entity_type: EntityType | None = None, *, nullable: bool = False
) -> Related:
    """A filter on a foreign key to a person or an organisation."""
    column = path or name
    return Related(
        name,
        help_text,
        partial(entity_key, entity_type=entity_type),
        lambda keys: Q(**{f"{column}__in": keys}),
        nullable=column if nullable else "",
    )


def entities(name: str, help_text: str, condition: Callable[[list[int]], Q], kind: EntityType | None = None) -> Related:
    """A filter on a relation to many people or organisations; its condition is an Exists."""
    return Related(name, help_text, partial(entity_key, entity_type=kind), condition)


def article(help_text: str, path: str = "article", *, nullable: bool = False) -> Related:
    """A filter on a foreign key to an article."""
    return Related(
        "article",
        help_text,
        partial(record_key, rows=Article.objects.readable, what="an article"),
        lambda keys: Q(**{f"{path}__in": keys}),
        nullable=path if nullable else "",
    )


def utterance(help_text: str) -> Related:
    """A filter on a foreign key to an utterance."""
    return Related(
        "utterance",
        help_text,
        partial(record_key, rows=Utterance.objects.all, what="an utterance"),
        lambda keys: Q(utterance__in=keys),
        nullable="utterance",
    )
