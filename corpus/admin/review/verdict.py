"""What an editor says of a quotation, by a button or a key, and the service that writes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import AdminSite

from corpus.admin.deciding import LONGEST_REASON
from corpus.admin.widgets import RecordSelect
from corpus.models import Entity, Quotation
from corpus.models.choices import QUOTATION_KINDS
from corpus.services.errors import ServiceError
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation

CONFIRM, REJECT, NOBODY, OTHER = "confirm", "reject", "nobody", "other"
SPEAKER, KIND = "speaker:", "kind:"


class VerdictForm(forms.Form):
    """What an editor says of the quotation on the desk."""

    quotation = forms.CharField(max_length=30)
    version = forms.IntegerField(min_value=1)
    verdict = forms.CharField(max_length=40)
    other = forms.ModelChoiceField(Entity.objects.standing(), required=False)
    seen = forms.CharField(max_length=80, required=False)  # of a mention, which has no version
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)

    def __init__(self, site: AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = RecordSelect(
            Quotation._meta.get_field("speaker"), site, attrs={"aria-label": "Somebody else", "id": "or-other"}
        )
        widget.choices = self.fields["other"].choices  # type: ignore[attr-defined]
        self.fields["other"].widget = widget


def decide(quotation: Quotation, given: dict[str, Any], how: dict[str, Any]) -> str:
    """Carry the verdict out through a service; gives what was done, in words."""
    verdict = given["verdict"]
    if verdict == CONFIRM:
        confirm_quotation(quotation, **how)
        return "Confirmed"
    if verdict == REJECT:
        reject_quotation(quotation, **how)
        return "Rejected"
    if verdict.startswith(KIND):
        kind = verdict.removeprefix(KIND)
        if kind not in dict(QUOTATION_KINDS):
            raise ServiceError("there is no such kind")
        correct_quotation(quotation, {"kind": kind}, **how)
        return f"Now {kind}"
    speaker = _speaker(verdict, given["other"])
    if speaker is not None and speaker.pk == quotation.speaker_id:
        # Whoever names the speaker that was read says that the reading is right.
        confirm_quotation(quotation, **how)
        return "Confirmed"
    correct_quotation(quotation, {"speaker": speaker}, **how)
    return f"Now said by {speaker}" if speaker else "Now said by nobody that is known"


def _speaker(verdict: str, other: Entity | None) -> Entity | None:
    if verdict == NOBODY:
        return None
    if verdict == OTHER:
        if other is None:
            raise ServiceError("choose who else speaks, and decide again")
        return other
    reference = verdict.removeprefix(SPEAKER)
    found = Entity.objects.filter(public_id=reference).first() if verdict.startswith(SPEAKER) else None
    if found is None:
        raise ServiceError("there is no such choice")
    return found
