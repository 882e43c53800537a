"""Figures as they look on the editors' pages."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html

from corpus.models.accuracy import Share

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "–" if share is None else f"{share:.1%}".replace("%", "\N{NO-BREAK SPACE}%")


@register.filter
def grouped(number: object) -> str:
    """A whole number with its thousands apart, and the sign behind a count that was stopped: 100,000+."""
    return re.sub(r"\d+", lambda digits: f"{int(digits[0]):,}", str(number))


@register.filter
def interval_bar(share: Share) -> str:
    """The share and its interval on a line from 0 to 100 %. The cells beside it say the same in figures."""
    low, high = share.interval
    return format_html(
        '<svg class="or-share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="or-share__interval" x="{}" y="3" width="{}" height="4"/>'
        '<rect class="or-share__point" x="{}" y="0" width="1" height="10"/></svg>',
        f"{100 * low:.2f}",
        f"{max(0.5, 100 * (high - low)):.2f}",
        f"{min(99.0, 100 * (share.share or 0)):.2f}",
    )
