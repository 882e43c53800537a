"""Public ids in filters: what they stand for now, through all merges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q

from api.v1.filters.base import Condition, Family
from api.v1.filters.families import STRING, Only, Related, exact
from api.v1.filters.values import reference, refuse, shown
from corpus.models import Article, Entity, Utterance
from corpus.records import EntityType
from corpus.statements import ByKeys

WHAT = {EntityType.PERSON: "a person", EntityType.ORGANISATION: "an organisation", None: "a person or organisation"}


class Named(NamedTuple):
    """What has to be known of a record that a filter names."""

    pk: int
    public_id: str
    type: str
    merged_into_id: int | None
    removed_at: datetime | None


COLUMNS = list(Named._fields)
BY_ID = ByKeys(text=True)


def named(ids: list[str]) -> dict[str, Named] | None:
    """The standing records of public ids; None where one is unknown, leads on to another, or is an identifier."""
    if any(":" in one for one in ids):
        return None
    rows = map(Named._make, BY_ID.read(ids, Entity.objects.order_by, "public_id", COLUMNS))
    found = {one.public_id: one for one in rows if one.merged_into_id is None}
    return found if len(found) == len(ids) else None


def entity_keys(texts: list[str], entity_type: EntityType | None = None) -> list[int]:
    """Keys of the standing entities that ids and identifiers lead to."""
    found: dict[str, Any] = named(list(dict.fromkeys(texts))) or {**Entity.objects.resolve_all(texts)}
    errors = []
    for text in texts:
        entity = found.get(text)
        if entity is None or entity.removed_at is not None:
            errors.append(refuse("unknown_id", f"There is no record {shown(text)}."))
        elif entity_type is not None and entity.type != entity_type:
            is_type = WHAT[EntityType(entity.type)]
            errors.append(refuse("wrong_type", f"{shown(text)} is not {WHAT[entity_type]} but {is_type}."))
    if errors:
        raise ValidationError(errors)
    return [found[text].pk for text in texts]


def entity_key(text: str) -> int:
    """Key of the standing entity that an id or identifier leads to."""
    try:
        return entity_keys([reference(text, WHAT[None])])[0]
    except ValidationError as error:
        raise error.error_list[0] from None


def entity_names(keys: list[int]) -> list[Any]:
    """The entities as an explanation tells them."""
    rows = Entity.objects.in_bulk(set(keys))
    return [{"id": rows[key].public_id, "name": rows[key].name} for key in keys if key in rows]


def record_keys(texts: list[str], rows: Callable[[], Any]) -> list[int]:
    """Keys of records by their public ids."""
    return all_of(texts, dict(rows().filter(public_id__in=set(texts)).values_list("public_id", "pk")))


def utterance_keys(texts: list[str]) -> list[int]:
    """Keys of the utterances that ids lead to, from variants and through all merges of their speakers."""
    return all_of(texts, Utterance.objects.led_on(texts))


def all_of(texts: list[str], found: dict[str, int]) -> list[int]:
    """The keys of all ids; raises a ValidationError that names each without one."""
    errors = [refuse("unknown_id", f"There is no record {shown(text)}.") for text in texts if text not in found]
    if errors:
        raise ValidationError(errors)
    return [found[text] for text in texts]


def record_ids(keys: list[int], rows: Callable[[], Any]) -> list[Any]:
    """The records as an explanation tells them."""
    found = dict(rows().filter(pk__in=set(keys)).values_list("pk", "public_id"))
    return [{"id": found[key]} for key in keys if key in found]


def entity(
    name: str, help_text: str, path: str = "", entity_type: EntityType | None = None, *, nullable: bool = False
) -> Related:
    """A filter on a foreign key to a person or an organisation."""
    column = path or name
    within = f"{column}__in"
    found = entities(
        name, help_text, lambda keys: Q(**{within: keys}), entity_type, nullable=column if nullable else ""
    )
    return replace(found, plain=True)


def publisher(path: str = "article__publisher") -> Related:
    """A filter on the publisher of the article that a row comes from."""
    text = "Id of the organisation that published the article."
    return entity("publisher", text, path, EntityType.ORGANISATION, nullable=True)


def entities(
    name: str,
    help_text: str,
    condition: Condition,
    entity_type: EntityType | None = None,
    *,
    anyone: Q | None = None,
    what: str = "one",
    nullable: str = "",
    each: Condition | None = None,
) -> Related:
    """A filter on people or organisations; where there may be many, ``anyone`` says that there is one."""
    return Related(
        name,
        help_text,
        partial(reference, what=WHAT[entity_type]),
        partial(entity_keys, entity_type=entity_type),
        condition,
        entity_names,
        nullable=nullable,
        anyone=anyone,
        what=what,
        each=each,
    )


def record(
    name: str, help_text: str, what: str, rows: Callable[[], Any], path: str = "", *, nullable: bool = False
) -> Related:
    """A filter on a foreign key to a record."""
    column = path or name
    return Related(
        name,
        help_text,
        partial(reference, what=what),
        partial(record_keys, rows=rows),
        lambda keys: Q(**{f"{column}__in": keys}),
        partial(record_ids, rows=rows),
        nullable=column if nullable else "",
        plain=True,
    )


def article(help_text: str, path: str = "article", *, nullable: bool = False) -> Related:
    """A filter on a foreign key to an article."""
    return record("article", help_text, "an article", Article.objects.readable, path, nullable=nullable)


def utterance(help_text: str) -> Related:
    """A filter on a foreign key to an utterance."""
    found = record("utterance", help_text, "an utterance", Utterance.objects.all, nullable=True)
    return replace(found, find=utterance_keys)


def said_as(ids: list[str]) -> Q:
    """The utterances that the ids lead to."""
    return Q(pk__in=[*Utterance.objects.led_on(ids).values()])


def own_id(what: str) -> Family:
    """The public id of the row itself; one that nothing has finds nothing."""
    noun = what.partition(" ")[2]
    return Only(
        lambda: exact(
            "id",
            partial(reference, what=what),
            lambda ids: Q(public_id__in=ids),
            f"Public id of the {noun}.",
            STRING,
            plain=True,
        )
    )
