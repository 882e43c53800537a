"""From the preview of a table to its import: the table waits in the database, and is taken out once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportMixin
from import_export.results import Result
from import_export.tmp_storages import BaseStorage
from tablib import Dataset

from corpus.services.errors import ServiceError
from corpus.services.keep_table import keep_table, take_table

MOST_TOLD = 10


class InMemory(BaseStorage):
    """Holds a table while it is looked at: one that is refused is kept nowhere."""

    def save(self, data: bytes) -> None:
        """Hold it."""
        self.data = data

    def read(self) -> str | bytes:
        """What is held, as the format reads it."""
        return self.data.decode(self.encoding) if self.encoding else self.data


class ConfirmForm(forms.Form):
    """Which of the tables that wait is meant."""

    table = forms.CharField(max_length=43, widget=forms.HiddenInput)


class ConfirmedOnce(ImportMixin):
    """An import that stores all rows of a table, or none and says why."""

    tmp_storage_class = InMemory
    confirm_form_class = ConfirmForm

    def get_confirm_form_initial(self, request: HttpRequest, import_form: forms.Form | None) -> dict[str, Any]:
        """Keep the table that was looked at, and tell the page what it is called."""
        if import_form is None:
            return {}
        given = import_form.cleaned_data
        file = given["import_file"]
        file.seek(0)
        kept = keep_table(
            request.user,
            str(self.opts.model_name),
            file_name=file.name,
            format_name=self.get_import_formats()[int(given["format"])]().get_title(),
            content=file.read(),
        )
        return {"table": kept.key}

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import the table that was looked at, once."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        key = form.cleaned_data["table"] if form.is_valid() else ""
        try:
            table = take_table(request.user, str(self.opts.model_name), key)
        except ServiceError as refusal:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(reverse(f"admin:corpus_{self.opts.model_name}_import"))
        formats = {one().get_title(): one for one in self.get_import_formats()}
        dataset = formats[table.format](encoding=self.from_encoding).create_dataset(bytes(table.content))
        result = self.process_dataset(dataset, form, request, file_name=table.file_name, **kwargs)
        return self.process_result(result, request)

    def process_dataset(self, dataset: Dataset, form: forms.Form, request: HttpRequest, **kwargs: Any) -> Result:
        """All rows, or none where one is refused."""
        return super().process_dataset(dataset, form, request, rollback_on_validation_errors=True, **kwargs)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Tell what was stored, or which rows are in the way."""
        told = list(refusals(result))
        if not told:
            answer: HttpResponse = super().process_result(result, request)
            return answer
        more = f" {len(told) - MOST_TOLD} more are refused." if len(told) > MOST_TOLD else ""
        lines = " ".join(told[:MOST_TOLD])
        messages.error(request, f"Nothing was imported: {lines}{more} Correct the table, and upload it again.")
        return HttpResponseRedirect(reverse(f"admin:corpus_{self.opts.model_name}_import"))


def refusals(result: Result) -> Iterator[str]:
    """Why each row is refused, and the table, in the words of the preview."""
    for error in result.base_errors:
        yield f"{_told(error.error)}."
    for number, errors in result.row_errors():
        for error in errors:
            yield f"Row {number}: {_told(error.error)}."
    for row in result.invalid_rows:
        yield f"Row {row.number}: {_told(row.error)}."


def _told(error: Exception) -> str:
    words = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return words.rstrip(".") or type(error).__name__
