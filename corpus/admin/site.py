"""The admin site of the corpus: Django's, with the pages that belong to no single model."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver


class CorpusSite(admin.AdminSite):
    """The editors' pages."""

    site_header = "On Record"
    site_title = "On Record"
    index_title = "The corpus"
    index_template = "corpus/admin/index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's own addresses after those of the review desk."""
        # Pages read the models, which stand only once all applications are loaded.
        from corpus.admin.review.urls import review_urls

        return [*review_urls(self), *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Drop-downs that say enough to tell two records of one name apart."""
        from corpus.admin.autocomplete import HintedAutocomplete

        answer: Any = HintedAutocomplete.as_view(admin_site=self)(request)
        return answer
