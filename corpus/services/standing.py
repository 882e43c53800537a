"""Which decisions about a record stand: those that no later decision takes back."""

from __future__ import annotations

from corpus.models import Decision
from corpus.models.article import EDITED_COLUMNS
from corpus.models.choices import Status
from corpus.models.standing import that_stand
from corpus.services.errors import Conflict

CORRECTIONS = ("correct", "repoint")
# Fields of articles that are kept in several columns: to set one column is to set the field.
FIELDS = {column: field for field, columns in EDITED_COLUMNS.items() for column in columns}


def fields_of(decision: Decision) -> set[str]:
    """The fields that the decision set."""
    if key := decision.aside.get("passage_key"):
        return {f"passage {key}"}
    if key := decision.after.get("merge") or decision.before.get("merge"):
        return {f"merge {key}"}  # each is undone by itself, whatever was merged since
    return {FIELDS.get(column, column) for column in {*decision.before, *decision.after}}


def standing_decisions(record: str, *, without: Decision | None = None) -> list[Decision]:
    """The decisions about the record that stand, the newest first, as they would once ``without`` is taken back."""
    rows = Decision.objects.filter(record=record).order_by("-pk")
    return that_stand(rows, [without.pk] if without is not None else [])


def standing_one(record: str, action: str, field: str, value: str) -> Decision | None:
    """The last decision of that kind about the record that stands and set the field so; None where there is none."""
    rows = standing_decisions(record)
    return next((row for row in rows if row.action == action and row.after.get(field) == value), None)


def refuse_overtaken(decision: Decision) -> None:
    """Raise Conflict where the decision was taken back already, or a later one set the same fields."""
    gone: set[int] = set()
    for row in Decision.objects.filter(record=decision.record, pk__gt=decision.pk).order_by("-pk"):
        if row.pk in gone:
            continue
        if row.reverts_id is not None:
            gone.add(row.reverts_id)
            if row.reverts_id > decision.pk:
                continue  # it put back what was there before
        if row.reverts_id == decision.pk:
            raise Conflict(f"{decision.public_id} is taken back already, by {row.public_id}")
        if same := fields_of(row) & fields_of(decision):
            raise Conflict(f"{row.public_id} ({row.action}) set {', '.join(sorted(same))} since: take that back first")


def status_after(decision: Decision) -> str:
    """The status of the record once the decision is taken back: what those that then stand make of it."""
    for row in standing_decisions(decision.record, without=decision):
        if "status" in row.after:
            return str(row.after["status"])
        if row.action in CORRECTIONS:
            return Status.CORRECTED
    first = Decision.objects.filter(record=decision.record).order_by("pk").first()
    assert first is not None  # noqa: S101 - the decision itself is one
    return str(first.before.get("status", Status.WITHDRAWN if first.action == "add" else Status.EXTRACTED))
