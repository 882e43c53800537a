"""Pages on which an editor decides something: a service writes it, refuses it in words, and logs it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from corpus.admin.base import RecordAdmin
from corpus.admin.widgets import RecordSelect
from corpus.services.errors import ServiceError

LONGEST_REASON = 2_000


class DecisionForm(forms.ModelForm):
    """A form of one record that remembers which version the editor saw, and asks for the reason."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Why; it is kept in the log of decisions.",
    )
    seen_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page for those who may only look holds none of the declared fields.
        if "seen_version" in self.fields:
            self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Refuse what was typed against an older state of the record."""
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen_version")
        if seen is not None and seen != self.instance.version:
            raise forms.ValidationError("The record was changed since you opened it. Reload the page and look again.")
        return cleaned

    def _post_clean(self) -> None:
        """Nothing is put on the record here: the service does that, with all that hangs on it."""


class DecidingAdmin(RecordAdmin):
    """A record whose page writes through a service."""

    form = DecisionForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: records come from articles."""
        return False

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Every relation is looked up by typing."""
        kwargs["widget"] = RecordSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page; what a service refuses is told and changes nothing."""
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except ServiceError as refusal:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(request.get_full_path())
