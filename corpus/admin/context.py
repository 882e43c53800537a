"""A record's page shows around its words what the account may read of their article."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from corpus.admin.evidence import reach
from corpus.models import Article
from corpus.services.quotation_rows import CONTEXT

KEPT = "shown_around"


class WithContext(admin.ModelAdmin):
    """Looks, when a page is opened, how far its words may be shown in context."""

    def article_of(self, row: Any) -> Article | None:
        """The article in which the record stands."""
        raise NotImplementedError

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record, with how far around its words the account may read."""
        row: Any = super().get_object(request, object_id, from_field)
        article = None if row is None else self.article_of(row)
        if article is not None:
            setattr(row, KEPT, reach(request.user, article))
        return row


def shown_around(row: Any) -> int:
    """How far that is: of a record that came by another way, no farther than in the API."""
    return int(getattr(row, KEPT, CONTEXT))
