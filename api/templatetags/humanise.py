"""Numbers as people read them."""

from __future__ import annotations

from django import template

from corpus.services.statistics import Estimate

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Thousands apart: ``12,345``."""
    return f"{number:,}"


@register.filter
def estimated(found: Estimate) -> str:
    """How many there are, as exactly as that is known: ``12,345``, ``10,000+``, ``about 12,345``."""
    number = grouped(found.value)
    return {"at_least": f"{number}+", "about": f"about {number}"}.get(found.relation, number)
