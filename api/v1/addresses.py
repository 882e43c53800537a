"""Which addresses exist, and where one that moved leads."""

from __future__ import annotations

from typing import Any

from django.urls import Resolver404, resolve

from api.v1.serializers.fields import record_url


def exists(path: str) -> bool:
    """Whether a route other than the one for missing addresses takes the path."""
    try:
        return resolve(path).url_name != "missing"
    except Resolver404:
        return False


def beside(view: Any, public_id: str) -> str:
    """The address of the view's request, at another record of the same collection."""
    below = view.request.path.partition(f"/{view.kwargs['id']}/")[2]
    query = view.request.META.get("QUERY_STRING", "")
    return f"{record_url(view.context['root'], public_id)}{below}{'?' if query else ''}{query}"
