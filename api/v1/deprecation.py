"""What goes away: declared once at a view, a parameter or a field, told in headers and in the OpenAPI description.

A view names its actions (``deprecated = {"list": GOES}``), parameters carry it (``deprecated=GOES``),
filter sets name their filters and serializers their fields. Answers carry ``Deprecation`` (RFC 9745), ``Sunset``
(RFC 8594) and a link to what tells of it, where the request uses one of them or the answer holds the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.http import http_date

if TYPE_CHECKING:
    from api.v1.shape import Shape

GUIDE = "api/v1/guide/#what-goes-away"


@dataclass(frozen=True)
class Deprecation:
    """Since when something should not be used any more, until when it is answered, and what to use instead."""

    since: date
    instead: str  # a sentence for the description: "Use `speaker`."
    sunset: date | None = None  # the day on which it may be gone; None: no day is set
    about: str = GUIDE  # where people read of it, from the root of the site; or a whole address

    def __post_init__(self) -> None:
        """Raises ValueError where it would go before it was deprecated."""
        if self.sunset is not None and self.sunset < self.since:
            raise ValueError(f"goes on {self.sunset}, before it is deprecated on {self.since}")

    @property
    def told(self) -> str:
        """The same in words."""
        until = f", and may be gone from {self.sunset} on" if self.sunset else ""
        return f"Deprecated since {self.since}{until}. {self.instead}"

    @property
    def extensions(self) -> dict[str, Any]:
        """What OpenAPI has no word for."""
        return {"x-sunset": self.sunset.isoformat()} if self.sunset else {}


def headers(found: Iterable[Deprecation], root: str) -> dict[str, str]:
    """The headers of an answer: the earliest dates, and each place that tells of it; none where nothing is found."""
    used = list(dict.fromkeys(found))
    if not used:
        return {}
    said = {"Deprecation": f"@{seconds(min(one.since for one in used))}"}
    sunsets = [one.sunset for one in used if one.sunset is not None]
    if sunsets:
        said["Sunset"] = http_date(seconds(min(sunsets)))
    places = dict.fromkeys(one.about if "://" in one.about else f"{root}{one.about}" for one in used)
    said["Link"] = ", ".join(f'<{place}>; rel="deprecation"; type="text/html"' for place in places)
    return said


def seconds(day: date) -> int:
    """The beginning of the day in UTC, in seconds since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp())


def of_fields(serializer: type[Any], wanted: Shape) -> Iterator[Deprecation]:
    """Those of the fields that a record holds, in the shape that is asked for."""
    for name, nested in serializer.members(wanted.expand).items():
        standing = name not in serializer.expandable or name in serializer._declared_fields or name in wanted.expand
        if not (standing and wanted.holds(name)):
            continue
        if name in serializer.deprecated:
            yield serializer.deprecated[name]
        if nested is not None:
            yield from of_fields(nested, wanted.inside(name))
