"""Merges and the history of records: what people decided."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1 import withheld
from api.v1.compiled import At
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.entities import BriefEntitySerializer, EntitySerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextOrNull
from api.v1.serializers.lookup import BriefQuotationSerializer
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.withheld import EvidenceAbout, ReasonAbout
from corpus.models import PairState, ProposalState

SHOWN = "Null for readers without an account."
LEFT_OUT = "An article that was taken down is left out, with all that was read from it."
WITHHELD = "where the machine says why, also while an article that names either record is taken down"


class Editor(serializers.CharField):
    """The account that decided; shown to those who have one themselves."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"Account that decided. {SHOWN}")
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The account's name, or null."""
        user = getattr(self.context.get("request"), "user", None)
        return value if user is not None and user.is_authenticated else None


class MergeSerializer(ShapedSerializer):
    """An editor's decision that two records are one."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    loser = BriefEntitySerializer(read_only=True, help_text="The record that was merged away; its url leads on.")
    survivor = BriefEntitySerializer(read_only=True, help_text="The record that it was merged into.")
    reason = ReasonAbout(
        "merged_by",
        "loser__public_id",
        "survivor__public_id",
        help_text=f"Why; null where no reason was given and, {WITHHELD}.",
    )
    merged_by = Editor(source="merged_by.username")
    merged_at = Instant(help_text="When.")
    undone_by = Editor(source="undone_by.username")
    undone_at = Instant(allow_null=True, help_text="When it was undone; null while it stands.")
    undo_reason = TextOrNull(help_text="Why it was undone; null while it stands or where no reason was given.")

    expandable: ClassVar = {
        "loser": lambda: EntitySerializer(read_only=True),
        "survivor": lambda: EntitySerializer(read_only=True),
    }


@extend_schema_field({"title": "FieldValues", "type": "object", "additionalProperties": {}})
class FieldValues(serializers.DictField):
    """Values of fields, by their names; what names a record that was taken down with its article is left out."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """The fields."""
        told: dict[str, Any] = super().to_representation(value)
        gone = withheld.unreadable_in([told], self.context)
        if not gone:
            return told
        shown = {name: withheld.without(one, gone) for name, one in told.items()}
        return {name: one for name, one in shown.items() if one is not withheld.NOTHING}

    def expression(self, at: At) -> str:
        """The same, with the records that all rows name looked up at once."""
        column = str(self.source)
        at.before(column, withheld.unreadable_in)
        return f"{at.use(self.to_representation)}({at.column(column)})"


class DecisionSerializer(ShapedSerializer):
    """What a person decided about a record."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    record = Text(help_text="Id of the record that it is about.")
    action = Text(help_text="What was done: 'correct', 'confirm', 'merge', ...")
    before = FieldValues(read_only=True, help_text=f"The changed fields as they were. {LEFT_OUT}")
    after = FieldValues(read_only=True, help_text=f"The changed fields as they became. {LEFT_OUT}")
    reason = ReasonAbout(
        "decided_by",
        "record",
        "before",
        "after",
        help_text=f"Why; null where no reason was given and, {WITHHELD}.",
    )
    reverts = PublicId(
        source="reverts.public_id", allow_null=True, help_text="The decision that it takes back; null: none."
    )
    decided_by = Editor(source="decided_by.username")
    decided_at = Instant(help_text="When.")


class ProposalSerializer(ShapedSerializer):
    """How a quotation should read, in the opinion of somebody who may not correct it."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    quotation = BriefQuotationSerializer(read_only=True, help_text="The quotation.")
    changes = FieldValues(read_only=True, help_text="The fields that should change, as a correction names them.")
    reason = TextOrNull(help_text="Why; null where no reason was given.")
    state = Choice(ProposalState.choices, help_text="overtaken: another decision left nothing to decide.")
    version = Count(help_text="Version of the quotation that it was made about.")
    proposed_by = Editor(source="proposed_by.username", help_text=f"Account that proposed it. {SHOWN}")
    proposed_at = Instant(help_text="When.")
    decided_by = Editor(source="decided_by.username")
    decided_at = Instant(allow_null=True, help_text="When it was decided; null while it is open.")
    decision_reason = TextOrNull(help_text="Why it was accepted or declined; null where no reason was given.")
    decision = PublicId(
        source="decision.public_id", allow_null=True, help_text="The correction that accepting it made; null: none."
    )

    expandable: ClassVar = {"quotation": lambda: QuotationSerializer(read_only=True)}


class PairSerializer(ShapedSerializer):
    """Two records of like names that may be one, with what speaks for it and against it."""

    personal: ClassVar = True

    id = PublicId()
    url = RecordUrl()
    first = BriefEntitySerializer(read_only=True, help_text="The older record.")
    second = BriefEntitySerializer(read_only=True, help_text="The newer record.")
    score = serializers.FloatField(
        read_only=True,
        help_text="Sum of the weights of the evidence (log-odds), also below 0: from 1 on, the two are one.",
    )
    evidence = EvidenceAbout(
        "first__public_id",
        "second__public_id",
        help_text="In words: what speaks for one record, what against it. Empty while an article that names either "
        "is taken down.",
    )
    state = Choice(PairState.choices, help_text="open, merged (one record) or different (two records).")
    reason = ReasonAbout(
        "decided_by",
        "first__public_id",
        "second__public_id",
        help_text=f"Why it was decided so; null where no reason was given and, {WITHHELD}.",
    )
    decided_by = Editor(source="decided_by.username")
    decided_at = Instant(allow_null=True, help_text="When it was decided; null while it is open.")
    found_at = Instant(help_text="When it was found.")

    expandable: ClassVar = {
        "first": lambda: EntitySerializer(read_only=True),
        "second": lambda: EntitySerializer(read_only=True),
    }
