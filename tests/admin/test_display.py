"""Points in time as the admin's pages tell them: as exactly as they are known, and no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from corpus.admin.display import day, moment
from corpus.models.sorting import UNKNOWN_TIME

AT = datetime(2024, 3, 5, 17, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "told", "briefly"),
    [
        ("year", "2024", "2024"),
        ("month", "March 2024", "March 2024"),
        ("week", "week of 5 March 2024", "week of 5 March 2024"),
        ("day", "5 March 2024", "5 Mar 2024"),
        ("minute", "5 March 2024, 17:08 UTC", "5 Mar 2024"),
        ("second", "5 March 2024, 17:08 UTC", "5 Mar 2024"),
        ("", "5 March 2024", "5 Mar 2024"),
    ],
)
def test_a_moment_is_told_as_exactly_as_it_is_known(precision: str, told: str, briefly: str) -> None:
    assert (moment(AT, precision), day(AT, precision)) == (told, briefly)


@pytest.mark.parametrize("value", [None, UNKNOWN_TIME])
def test_what_is_not_known_is_said_to_be_unknown(value: datetime | None) -> None:
    assert (moment(value, "day"), day(value)) == ("unknown", "unknown")
