"""Records that a body names, and refusals that point at the body's own fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from api.v1.bodies import pointer
from api.v1.filters.references import entity_key
from api.v1.problems import Problem
from corpus.models import Article, Entity
from corpus.services.errors import ServiceError

# Fields that a service calls otherwise than a body does.
CALLED = {"began": "began_at", "ended": "ended_at", "published": "published_at"}


def entity_named(reference: str, field: str) -> Entity:
    """The standing entity that a body names; a 400 problem points at the field where there is none."""
    try:
        return Entity.objects.get(pk=entity_key(reference))
    except ValidationError as error:
        raise wrong(pointer(field), str(error.code), str(error.message)) from None


def entities_named(body: dict[str, Any], *fields: str) -> dict[str, Entity | None]:
    """The entities of the fields that are given; None where a field is null."""
    given = {name: body[name] for name in fields if name in body}
    return {name: entity_named(value, name) if value is not None else None for name, value in given.items()}


def rows_named(rows: QuerySet[Any], ids: Sequence[str], field: str) -> list[Any]:
    """The rows of the public ids; a 400 problem points at one that nothing has."""
    found = {row.public_id: row for row in rows.filter(public_id__in=set(ids))}
    for number, public_id in enumerate(ids):
        if public_id not in found:
            raise wrong(pointer(field, str(number)), "unknown_id", f"There is no record {public_id[:60]!r}.")
    return [found[public_id] for public_id in dict.fromkeys(ids)]


def article_named(body: dict[str, Any]) -> Article:
    """The article that a body names, as its client has read it: 409 where it has a newer revision."""
    public_id = body.pop("article")
    article = Article.objects.readable().filter(public_id=public_id).first()
    if article is None:
        raise wrong("/article", "unknown_id", f"There is no article {public_id[:60]!r}.")
    check_revision(article, body)
    return article


def check_revision(article: Article, body: dict[str, Any]) -> None:
    """Refuse offsets that count in an older revision."""
    revision = body.pop("revision", None)
    if revision is not None and revision != article.revision:
        detail = f"The article is at revision {article.revision}, not {revision}: its offsets may be others."
        raise Problem(409, "conflict", detail, [fault("/revision", "conflict", detail)])


def wrong(at: str, code: str, detail: str) -> Problem:
    """400 for a field of the body."""
    return Problem(400, "invalid_body", f"{at}: {detail}", [fault(at, code, detail)])


def fault(at: str, code: str, detail: str) -> dict[str, Any]:
    """One fault, at a JSON pointer."""
    return {"pointer": at, "code": code, "detail": detail, "suggestion": None}


@contextmanager
def as_called() -> Iterator[None]:
    """Refusals of a service name the fields as bodies do."""
    try:
        yield
    except ServiceError as error:
        error.field = CALLED.get(error.field, error.field)
        raise
