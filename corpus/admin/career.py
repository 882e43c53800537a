"""Roles on a line of time, drawn by the server with a table beside: of a person, or of the people of a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corpus.admin.display import day, link, moment, page_of, shortened
from corpus.models import Affiliation, Entity
from corpus.models.sorting import known_or_none
from corpus.records import EntityType

READ = 400  # rows, the latest first
SHOWN = 20  # roles
WIDTH, LEFT, LANE, BAR = 720, 8, 22, 12
MOST_TICKS = 8
YEAR = 365.25 * 24 * 3600


@dataclass(slots=True)
class Role:
    """One role as all articles together state it."""

    title: str
    other: Entity | None  # the organisation of a person's role, the person of an organisation's
    url: str
    tense: str
    began: datetime | None = None
    ended: datetime | None = None
    began_told: str = ""
    ended_told: str = ""
    stated: list[datetime] = field(default_factory=list)

    @property
    def first(self) -> datetime | None:
        """Where its line begins."""
        return self.began or min(self.stated, default=None) or self.ended

    @property
    def last(self) -> datetime | None:
        """Where its line ends."""
        return self.ended or max(self.stated, default=None) or self.began


def career(entity: Entity) -> dict[str, Any] | None:
    """What the page shows of the roles; None where no article states one."""
    roles = read(entity)
    if not roles:
        return None
    shown = roles[:SHOWN]
    return {
        "drawing": draw(shown),
        "other": "organisation" if entity.type == EntityType.PERSON else "person",
        "more": len(roles) - len(shown),
        "rows": [
            {
                "title": role.title,
                "url": role.url,
                "other": link(role.other) if role.other else "–",
                "tense": role.tense,
                "began": role.began_told,
                "ended": role.ended_told,
                "stated": _stated(role.stated),
                "times": len(role.stated),
            }
            for role in shown
        ],
    }


def read(entity: Entity) -> list[Role]:
    """The roles, those that are stated last first. One query."""
    of_person = entity.type == EntityType.PERSON
    rows = Affiliation.objects.live().readable().filter(**{"person" if of_person else "organisation": entity.pk})
    rows = rows.select_related("organisation" if of_person else "person").order_by("-stated_at", "-pk")
    found: dict[tuple[str, Any], Role] = {}
    for row in rows[:READ]:
        other = row.organisation if of_person else row.person
        role = found.setdefault(
            (row.title.casefold(), other.pk if other else None),
            Role(shortened(row.title, 120), other, page_of(row), row.get_tense_display()),
        )
        if stated := known_or_none(row.stated_at):
            role.stated.append(stated)
        if row.began_at and role.began is None:
            role.began, role.began_told = row.began_at, moment(row.began_at, row.began_precision)
        if row.ended_at and role.ended is None:
            role.ended, role.ended_told = row.ended_at, moment(row.ended_at, row.ended_precision)
    return list(found.values())


def _stated(times: Sequence[datetime]) -> str:
    if not times:
        return "unknown"
    first, last = day(min(times)), day(max(times))
    return first if first == last else f"{first} – {last}"


def draw(roles: Sequence[Role]) -> SafeString | str:
    """A lane a role: a bar from its first to its last day, a dot for each article that states it."""
    ends = [at for role in roles for at in (role.first, role.last) if at is not None]
    if not ends:
        return ""
    start, end = min(ends), max(ends)
    span = max((end - start).total_seconds(), YEAR)

    def x(at: datetime) -> float:
        return round(LEFT + (WIDTH - 2 * LEFT) * (at - start).total_seconds() / span, 1)

    height = LANE * len(roles) + LANE
    ticks = format_html_join(
        "",
        '<line class="or-career__tick" x1="{0}" x2="{0}" y1="0" y2="{1}"/><text x="{0}" y="{2}">{3}</text>',
        ((x(at), height - LANE + 4, height - 6, at.year) for at in _years(start, end)),
    )
    lanes = format_html_join("", "{}", ((_lane(role, i, x),) for i, role in enumerate(roles)))
    return format_html(
        '<svg class="or-career__drawing" viewBox="0 0 {} {}" role="img" '
        'aria-label="Roles on a line of time; the table says the same">{}{}</svg>',
        WIDTH,
        height,
        ticks,
        lanes,
    )


def _lane(role: Role, number: int, x: Any) -> SafeString:
    if role.first is None or role.last is None:
        return format_html("{}", "")
    y = LANE * number + (LANE - BAR) // 2
    left, right = x(role.first), max(x(role.last), x(role.first) + 3)
    name = role.title if role.other is None else f"{role.title} · {role.other}"
    dots = format_html_join(
        "",
        '<circle class="or-career__dot" cx="{}" cy="{}" r="2.5"/>',
        ((x(at), y + BAR / 2) for at in sorted(set(role.stated))[:100]),
    )
    # The words stand beside the bar, on the side that has room, or else on it.
    at, anchor = left + 4, "start"
    if right < WIDTH / 2:
        at = right + 6
    elif left > WIDTH / 2:
        at, anchor = left - 6, "end"
    return format_html(
        '<g><title>{}</title><rect class="or-career__bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>{}'
        '<text class="or-career__name" x="{}" y="{}" text-anchor="{}">{}</text></g>',
        name,
        left,
        y,
        round(right - left, 1),
        BAR,
        dots,
        at,
        y + BAR - 2,
        anchor,
        shortened(name, 60),
    )


def _years(start: datetime, end: datetime) -> list[datetime]:
    """Firsts of January between the two, every so many years that they keep apart."""
    years = range(start.year + 1, end.year + 1)
    step = max(1, -(-len(years) // MOST_TICKS))
    return [datetime(year, 1, 1, tzinfo=UTC) for year in years if year % step == 0]
