"""The admin site of the corpus: Django's, with the pages that belong to no single model.

It stands outside of the package of the pages: they register themselves with it while they are imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

# Words of articles are shown on these pages: whatever they might hold, nothing runs that the server did not send as a
# file of its own, and nothing is asked of another host.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class CorpusSite(admin.AdminSite):
    """The editors' pages."""

    site_header = "On Record"
    site_title = "On Record"
    index_title = "The corpus"
    index_template = "corpus/admin/index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's own addresses after those of the review desk."""
        # Pages read the models, which stand only once all applications are loaded.
        from corpus.admin.importing import import_urls
        from corpus.admin.review.urls import review_urls

        return [*review_urls(self), *import_urls(self), *super().get_urls()]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """The view for members of staff alone, under the content policy."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return with_policy(guarded(request, *args, **kwargs))

        return inner

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The way in, under the same policy."""
        return with_policy(super().login(request, extra_context))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Drop-downs that say enough to tell two records of one name apart."""
        from corpus.admin.autocomplete import HintedAutocomplete

        answer: Any = HintedAutocomplete.as_view(admin_site=self)(request)
        return answer


def with_policy(response: HttpResponse) -> HttpResponse:
    """The answer with the content policy, unless it has a stricter one of its own."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    return response
