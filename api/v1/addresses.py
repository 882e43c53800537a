"""Which addresses exist."""

from __future__ import annotations

from django.urls import Resolver404, resolve


def exists(path: str) -> bool:
    """Whether a route other than the one for missing addresses takes the path."""
    try:
        return resolve(path).url_name != "missing"
    except Resolver404:
        return False
