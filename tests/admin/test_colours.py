"""The colours of the marks keep the contrast that WCAG AA asks for, in light and in dark."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders

CSS = open(finders.find("corpus/admin.css"), encoding="utf-8").read()  # noqa: SIM115
BLOCKS = re.findall(r"([^{}]*)\{([^{}]*)\}", CSS)
SCHEMES = {
    "light": [body for selector, body in BLOCKS if 'data-theme="light"' in selector],
    "dark": [body for selector, body in BLOCKS if 'data-theme="dark"' in selector],
    "dark by preference": [body for selector, body in BLOCKS if selector.strip() == ":root"],
}


def colours(scheme: str) -> dict[str, str]:
    [body] = SCHEMES[scheme]
    return dict(re.findall(r"--or-([a-z]+): (#[0-9a-f]{6});", body))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_ink_is_read_on_every_ground(scheme):
    given = colours(scheme)
    grounds = set(given) - {"ink", "quiet", "line"}
    assert len(grounds) == 12
    low = {name: contrast(given["ink"], given[name]) for name in grounds if contrast(given["ink"], given[name]) < 4.5}
    assert not low
    assert contrast(given["quiet"], given["paper"]) >= 4.5


def test_both_ways_into_the_dark_look_alike():
    assert colours("dark") == colours("dark by preference")
    assert set(colours("light")) == set(colours("dark"))


def test_every_role_has_a_rule():
    for role in ("content", "quoted", "speaker", "cue", "person", "organisation", "affiliation"):
        assert re.search(rf"\.or-{role} \{{[^}}]*background: var\(--or-{role}\)", CSS)


def test_nothing_comes_from_elsewhere():
    assert not re.search(r"url\(|@import|https?:", CSS)
