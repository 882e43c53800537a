"""All that a database holds, in words that do not depend on its keys, on times or on the ids of entities."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from corpus import models

# Of each, the columns that depend on when, or as which record, it was written.
TIMES = (
    "at",
    "carried_out_at",
    "changed_at",
    "created_at",
    "decided_at",
    "delivered_at",
    "done_at",
    "erased_at",
    "extracted_at",
    "finished_at",
    "first_seen_at",
    "found_at",
    "free_at",
    "leased_at",
    "leased_until",
    "merged_at",
    "next_poll_at",
    "next_try_at",
    "polled_at",
    "processed_at",
    "proposed_at",
    "read_at",
    "received_at",
    "removed_at",
    "ruled_at",
    "sent_at",
    "started_at",
    "store_sent_at",
    "try_at",
    "turn_at",
    "updated_at",
    "used_at",
    "writer_until",
)
# How often something was tried depends on the kills, and so does what a source was found to have changed.
COUNTED = ("polls", "unchanged_polls", "failed_polls", "created", "updated", "failures", "last_error")
MODELS: dict[type[Model], tuple[str, ...]] = {
    models.RawContent: (),
    models.RawDocument: ("attempts", "outcome"),
    models.RemovedPassage: (),
    models.RestoredPassage: (),
    models.Article: ("version",),
    models.ArticleText: (),
    models.Author: (),
    models.CopyRuling: (),
    models.Fingerprint: (),
    models.Entity: ("public_id", "version", "to_compare"),
    models.Alias: (),
    models.Identifier: (),
    models.Mention: (),
    models.Affiliation: ("public_id", "version"),  # made from the person's
    models.Utterance: ("public_id",),  # made from the speaker's
    models.Dispute: (),
    models.Quotation: ("version", "review_priority"),
    models.QuotationReading: (),
    models.QuotationSpan: (),
    models.Candidate: (),
    models.NamePart: (),
    models.Shingle: (),
    models.SpeakerMonth: (),
    models.QuotationMonth: (),
    models.DuplicatePair: (),
    models.Proposal: ("version",),
    models.ReviewSample: (),
    models.SampledQuotation: (),
    models.Decision: ("public_id", "record", "before", "after", "aside"),
    models.Merge: ("public_id", "undone_at"),  # it is told by whom it was undone
    models.ErasureRequest: (),
    models.ErasedId: (),
    models.HiddenName: (),
    models.Change: ("first",),  # how often a record moved on
    models.Job: ("worker", "attempts"),
    models.JobDocument: (),
    models.Run: ("writer", "writers_lost"),
    models.RunChunk: ("worker", "attempts"),
    models.RunDocument: ("attempts_before", "strikes"),
    models.Reading: (),
    models.Source: (*COUNTED, "poll_outcome", "entries_found", "not_before", "added_at", "worker"),
    models.SourceEntry: ("attempts", "outcome"),
    models.AskedHost: ("worker",),
    models.Subscription: ("failures", "worker"),
    models.SubscriptionRecord: (),
    models.SubscriptionEvent: ("attempts",),
    models.Delivery: ("milliseconds",),
    models.AnsweredRequest: (),
    models.SavedFilter: (),
    models.UploadedTable: ("key",),
    models.TokenUse: (),
}
State = dict[str, list[str]]
NAMED = {models.Entity: "name", models.Person: "name", models.Organisation: "name"}
# Their ids are made up, or of an address with a port.
OTHERWISE = {models.Utterance: "key", models.Merge: "loser__name", models.Source: "url"}
# What says which record it is, first come first served; of a text, or a part of a run, with the columns beside it.
TELLING = ("public_id", "fingerprint", "sha256", "username", "url", "digest", "record", "position", "reason", "kind")
# Ids that are not derived from what is printed.
MADE_UP = re.compile(r"\b(per|org|aff|utt|mrg|dec|prp|dup|job|run|sub|evt|src)_[a-z2-7]{13}\b")


def state() -> State:
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
    for name in TELLING:
        if name in names:
            return name
    return next(f"{name}__public_id" for name in ("article",) if name in names)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        value = json.dumps(value, sort_keys=True)  # PostgreSQL keeps no order of names
    text = bytes(value).hex() if isinstance(value, (bytes, memoryview)) else MADE_UP.sub(r"\1", str(value))
    return text if len(text) < 200 else hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(first: State, second: State) -> list[str]:
    """What one state holds and the other does not, a few lines of each table."""
    found = []
    for name, rows in first.items():
        mine, other = set(rows), set(second[name])
        found += [f"{name} - {row[:300]}" for row in sorted(mine - other)[:3]]
        found += [f"{name} + {row[:300]}" for row in sorted(other - mine)[:3]]
        if not mine ^ other and rows != second[name]:
            found.append(f"{name}: {len(rows)} rows against {len(second[name])}")
    return found
