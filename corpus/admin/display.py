"""How values look on the admin's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.text import Truncator

from corpus.models import Entity
from corpus.models.sorting import known_or_none
from corpus.records import Precision

NOTHING = "–"
# How a line of the evidence about a pair begins that speaks for two records.
AGAINST = "against it: "


def moment(value: datetime | None, precision: str = "") -> str:
    """A point in time as exactly as it is known; "unknown" where it is not."""
    known = known_or_none(value) if value else None
    if known is None:
        return "unknown"
    if precision == Precision.YEAR:
        return str(known.year)
    if precision == Precision.MONTH:
        return f"{known:%B} {known.year}"
    if precision == Precision.WEEK:
        return f"week of {known.day} {known:%B} {known.year}"
    day = f"{known.day} {known:%B} {known.year}"
    return f"{day}, {known:%H:%M} UTC" if precision in (Precision.MINUTE, Precision.SECOND) else day


def day(value: datetime | None, precision: str = "") -> str:
    """The same without the time of day, short enough for a list."""
    known = known_or_none(value) if value else None
    if known is None or precision in (Precision.YEAR, Precision.MONTH, Precision.WEEK):
        return moment(value, precision)
    return f"{known.day} {known:%b} {known.year}"


def page_of(record: Model) -> str:
    """Address of a record's admin page. A person or organisation is shown as what it is."""
    name = record.type if isinstance(record, Entity) else record._meta.model_name
    return reverse(f"admin:corpus_{name}_change", args=[record.pk])


def link(record: Model | None, label: str = "") -> str:
    """A link to the record's admin page, labelled with its name."""
    if record is None:
        return NOTHING
    return format_html('<a href="{}">{}</a>', page_of(record), label or shortened(str(record)) or record.pk)


def list_link(model: str, label: str, **filters: str | int) -> str:
    """A link to the changelist of ``model``, filtered."""
    return format_html('<a href="{}?{}">{}</a>', reverse(f"admin:corpus_{model}_changelist"), urlencode(filters), label)


def plural(noun: str, number: int) -> str:
    """The noun as it stands beside the number."""
    return noun if number == 1 else f"{noun}s"


def shortened(words: str, length: int = 100) -> str:
    """The first characters of a long text, on one line."""
    # A long hostile text is cut before its white space is looked at.
    return Truncator(" ".join(words[: length * 4].split())).chars(length)


def badge(value: str, label: str = "") -> str:
    """A state or status as a small coloured label; the word says it, the colour repeats it."""
    return format_html('<span class="or-badge or-badge--{}">{}</span>', value, label or value) if value else NOTHING


def likelihood(value: float) -> str:
    """A confidence as a number with two decimals and a bar."""
    return format_html(
        '<span class="or-likelihood"><meter min="0" max="1" value="{}"></meter> {}</span>', value, f"{value:.2f}"
    )


def log_odds(value: float) -> str:
    """A score as a small figure with its sign."""
    return format_html('<span class="or-figure">{}</span>', f"{value:+.1f}".replace("-", "\N{MINUS SIGN}"))


def evidence_list(lines: Sequence[str]) -> str:
    """What speaks for and against one record; the words say which, the colour repeats it."""
    rows = (("against" if line.startswith(AGAINST) else "for", line) for line in lines)
    return format_html(
        '<ul class="or-evidence">{}</ul>', format_html_join("", '<li class="or-evidence--{}">{}</li>', rows)
    )
