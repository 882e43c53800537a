"""Requests that carried a key of their client's."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.models import AnsweredRequest


@admin.register(AnsweredRequest)
class AnsweredRequestAdmin(ReadOnlyAdmin):
    """Kept for a day, so that a request that is sent twice is carried out once."""

    list_display = ["key", "account", "status", "location", "created_at"]
    list_select_related = ["account"]
    search_fields = ["=key", "=account__username"]
    search_help_text = "A key, or an account."
    id_lookup = ""
    sortable_by = ()
    fields = ["key", "account", "fingerprint", "status", "location", "etag", "answer", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnsweredRequest]:
        """Requests with who sent them."""
        return super().get_queryset(request).select_related("account")
