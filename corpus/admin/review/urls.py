"""Addresses of the review desk."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from corpus.admin.review import accuracy, desk


def review_urls(site: AdminSite) -> list[URLPattern]:
    """The desk, its decisions, the samples and what they tell."""
    view = site.admin_view
    return [
        path("review/", view(desk.desk_view), {"site": site}, name="review"),
        path("review/decide/", view(desk.decide_view), {"site": site}, name="review_decide"),
        path("review/undo/", view(desk.undo_view), {"site": site}, name="review_undo"),
        path("review/accuracy/", view(accuracy.accuracy_view), {"site": site}, name="review_accuracy"),
    ]
