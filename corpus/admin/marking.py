"""Text with marked spans as HTML: overlapping and nested spans split at every boundary, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Characters that a browser does not show but obeys: controls, and those that turn the direction of writing.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to show: ``[start, end)`` in code points of the whole text."""

    start: int
    end: int
    role: str  # content, quoted, speaker, cue, person, organisation, affiliation: the CSS class
    label: str = ""  # what it is, for the tooltip
    url: str = ""  # page of the record
    anchor: str = ""  # id of the place in the page where it starts
    record: str = ""  # public id of the record, for scripts that show it beside the text


def visible(text: str) -> SafeString:
    """The text escaped, with its unseen control characters shown as ``U+202E``."""
    return mark_safe(  # noqa: S308 - escaped first; what is put in holds digits and letters alone
        UNSEEN.sub(lambda found: f'<span class="or-unseen">U+{ord(found[0]):04X}</span>', escape(text))
    )


def mark_up(
    text: str, marks: Iterable[Mark], *, origin: int = 0, between: Mapping[int, SafeString] | None = None
) -> SafeString:
    """HTML of ``text`` with the marks in it.

    ``origin`` is the offset of the text's first code point where it is a part of a longer one; the marks' offsets
    count in the longer one, and what lies outside is cut off. A character under several marks shows all of them
    and links to the record of the shortest. ``between`` holds HTML that stands before the code point at an offset.
    """
    limit, between = origin + len(text), between or {}
    starting: dict[int, list[Mark]] = {}
    bounds = {origin, limit, *(at for at in between if origin <= at <= limit)}
    for mark in marks:
        start, end = max(mark.start, origin), min(mark.end, limit)
        if start < end:
            starting.setdefault(start, []).append(mark)
            bounds |= {start, end}
    active: list[Mark] = []
    pieces: list[str] = []
    for left, right in pairwise(sorted(bounds)):
        active = [mark for mark in active if mark.end > left]
        pieces.append(between.get(left, mark_safe("")))
        for mark in starting.get(left, ()):
            active.append(mark)
            if mark.anchor and mark.start == left:
                pieces.append(format_html('<span class="or-anchor" id="{}"></span>', mark.anchor))
        pieces.append(_piece(visible(text[left - origin : right - origin]), active))
    pieces.append(between.get(limit, mark_safe("")))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def _piece(inner: SafeString, active: Sequence[Mark]) -> SafeString:
    if not active:
        return inner
    classes = " ".join(dict.fromkeys(f"or-{mark.role}" for mark in active))
    labels = UNSEEN.sub("", " · ".join(dict.fromkeys(mark.label for mark in active if mark.label)))
    inmost = min(active, key=lambda mark: mark.end - mark.start)
    if not inmost.url:
        return format_html('<span class="{}" title="{}">{}</span>', classes, labels, inner)
    record = format_html(' data-record="{}"', inmost.record) if inmost.record else ""
    return format_html('<a class="{}" title="{}" href="{}"{}>{}</a>', classes, labels, inmost.url, record, inner)
