"""What an editor may say of a person or an organisation: name, description, other names, identifiers, access."""

from __future__ import annotations

from typing import Any

from django import forms

from corpus.admin.deciding import DecisionForm
from corpus.models.choices import BodyAccess
from corpus.records import EntityType

MOST_LINES = 100
MOST_LISTED = 200  # names and identifiers that can be ticked


class LinesField(forms.CharField):
    """One entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        super().__init__(required=False, max_length=20_000, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The entries without blank lines."""
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(filter(None, lines)))

    def validate(self, value: Any) -> None:
        """Not too many."""
        if len(value) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines at a time.")

    def run_validators(self, value: Any) -> None:
        """Lines have their lengths checked by the service."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was typed."""
        return bool((data or "").strip())


class EntityForm(DecisionForm):
    """A record, with what is added to it and taken from it."""

    add_aliases = LinesField(label="add other names", help_text="One a line.")
    remove_aliases = forms.MultipleChoiceField(
        required=False,
        label="take other names away",
        widget=forms.CheckboxSelectMultiple,
        help_text="Machines do not learn them again.",
    )
    add_identifiers = LinesField(
        label="add identifiers", help_text="One a line, as scheme:value of another register, such as wikidata:Q42."
    )
    remove_identifiers = forms.MultipleChoiceField(
        required=False, label="take identifiers away", widget=forms.CheckboxSelectMultiple
    )
    body_access = forms.ChoiceField(
        required=False,
        choices=BodyAccess.choices,
        label="who may read the articles' whole words",
        help_text="Of what it publishes. Quotations with their surroundings stay open.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if "remove_aliases" in self.fields:
            names = row.aliases.order_by("name").values_list("name", flat=True)[:MOST_LISTED]
            self._offer("remove_aliases", list(names))
            self._offer("remove_identifiers", [str(one) for one in row.identifiers.all()[:MOST_LISTED]])
            if row.type != EntityType.ORGANISATION:
                del self.fields["body_access"]
            else:
                self.fields["body_access"].initial = row.body_access

    def _offer(self, name: str, values: list[str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(value, value) for value in values]
        if not values:
            field.help_text = "There are none."

    def edits(self) -> dict[str, Any]:
        """What changes, as the service takes it."""
        given, changed = self.cleaned_data, set(self.changed_data)
        pairs = {"add_identifiers", "remove_identifiers"}
        edits: dict[str, Any] = {}
        for name in ("name", "description", "body_access"):
            if name in changed and given.get(name):
                edits[name] = given[name]
        if "description" in changed:
            edits["description"] = given["description"]
        for name in ("add_aliases", "remove_aliases", *sorted(pairs)):
            if given.get(name):
                edits[name] = [_pair(one) for one in given[name]] if name in pairs else given[name]
        return edits

    def clean(self) -> dict[str, Any]:
        """Refuse identifiers without a scheme before anything is written."""
        cleaned = super().clean()
        for one in cleaned.get("add_identifiers") or []:
            if not all(_pair(one)):
                self.add_error("add_identifiers", f"{one}: expected scheme:value.")
        return cleaned


def _pair(identifier: str) -> tuple[str, str]:
    scheme, _, value = identifier.partition(":")
    return scheme.strip(), value.strip()
