"""What a drop-down says of a record: enough to tell two of one name apart."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, OuterRef, QuerySet, Subquery

from corpus.admin.display import shortened
from corpus.models import Affiliation, Entity


class HintedAutocomplete(AutocompleteJsonView):
    """People and organisations come with their type, the latest role and how often they are quoted."""

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that the drop-down offers."""
        rows: QuerySet[Any] = super().get_queryset()
        if not issubclass(rows.model, Entity):
            return rows
        # Who offers may see people alone, and what was taken down is for those who see articles.
        roles = Affiliation.objects.live().readable().filter(person=OuterRef("pk")).order_by("-stated_at", "-pk")
        return rows.annotate(role=Subquery(roles.values("title")[:1]))

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One line of the drop-down."""
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Entity):
            hints = [obj.type, shortened(getattr(obj, "role", None) or "", 60), f"{obj.quotation_count} quoted"]
            found["text"] = f"{obj} · {', '.join(filter(None, hints))}"
        return found
