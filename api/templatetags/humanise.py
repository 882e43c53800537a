"""Numbers as people read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Thousands apart: ``12,345``."""
    return f"{number:,}"
