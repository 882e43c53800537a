"""Tables that were looked at and wait to be confirmed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.base import ReadOnlyAdmin
from corpus.models import UploadedTable


@admin.register(UploadedTable)
class UploadedTableAdmin(ReadOnlyAdmin):
    """Kept for an hour, and not shown: what it holds is the account's until it is confirmed."""

    list_display = ["file_name", "list", "account", "created_at"]
    list_select_related = ["account"]
    search_fields = ["file_name", "=account__username"]
    search_help_text = "Part of a file's name, or an account."
    id_lookup = ""
    sortable_by = ()
    fields = ["file_name", "list", "format", "account", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[UploadedTable]:
        """Tables with whose they are, without what they hold."""
        return super().get_queryset(request).select_related("account").defer("content", "key")
