"""All that a database holds, in words that do not depend on its keys, on times or on the ids of entities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from corpus import models

# Of each, the columns that depend on when, or as which record, it was written.
TIMES = (
    "created_at",
    "updated_at",
    "received_at",
    "processed_at",
    "extracted_at",
    "decided_at",
    "removed_at",
    "merged_at",
    "found_at",
    "erased_at",
)
MODELS: dict[type[Model], tuple[str, ...]] = {
    models.RawContent: (),
    models.RawDocument: ("attempts", "outcome"),
    models.RemovedPassage: (),
    models.Article: ("version",),
    models.ArticleText: (),
    models.Author: (),
    models.Entity: ("public_id", "version", "to_compare"),
    models.Alias: (),
    models.Identifier: (),
    models.Mention: (),
    models.Affiliation: ("public_id", "version"),  # made from the person's
    models.Utterance: ("public_id", "version"),  # made from the speaker's
    models.Quotation: ("version", "review_priority"),
    models.QuotationSpan: (),
    models.Candidate: (),
    models.NamePart: (),
    models.Shingle: (),
    models.SpeakerMonth: (),
    models.QuotationMonth: (),
    models.Decision: ("public_id", "record", "before", "after", "aside"),
    models.Merge: ("public_id", "undone_at"),  # it is told by whom it was undone
}
NAMED = {models.Entity: "name", models.Person: "name", models.Organisation: "name"}
OTHERWISE = {models.Utterance: "key", models.Merge: "loser__name"}  # their ids are made up


def state() -> dict[str, list[str]]:
    """The rows of each table, in order; long values as their hashes."""
    return {model.__name__: sorted(_rows(model, left_out)) for model, left_out in MODELS.items()}


def _rows(model: type[Model], left_out: tuple[str, ...]) -> Iterator[str]:
    columns = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in (*TIMES, *left_out):
            continue
        columns.append(f"{field.name}__{_natural(field)}" if isinstance(field, ForeignKey) else field.name)
    for row in model._base_manager.values_list(*columns).iterator(500):  # type: ignore[attr-defined]
        yield "|".join(map(_told, row))


def _natural(field: Any) -> str:
    """The column that says which record a key leads to."""
    target = field.related_model
    if target in NAMED:
        return NAMED[target]
    names = {one.name for one in target._meta.concrete_fields}
    if target in OTHERWISE:
        return OTHERWISE[target]
    for name in ("public_id", "fingerprint", "sha256", "username", "reason"):
        if name in names:
            return name
    # a text of an article: which one is said by the columns beside it
    return next(f"{name}__public_id" for name in ("article",) if name in names)


def _told(value: Any) -> str:
    text = bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)
    return text if len(text) < 200 else hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(first: dict[str, list[str]], second: dict[str, list[str]]) -> list[str]:
    """What one state holds and the other does not, a few lines of each table."""
    found = []
    for name, rows in first.items():
        mine, other = set(rows), set(second[name])
        found += [f"{name} - {row[:300]}" for row in sorted(mine - other)[:3]]
        found += [f"{name} + {row[:300]}" for row in sorted(other - mine)[:3]]
        if not mine ^ other and rows != second[name]:
            found.append(f"{name}: {len(rows)} rows against {len(second[name])}")
    return found
