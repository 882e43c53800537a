"""The answers as pictures, in colours that the colour-blind tell apart (Okabe and Ito, https://jfly.uni-koeln.de/color/)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from textwrap import fill, shorten
from typing import Any

from tests.gallery import questions
from tests.gallery.questions import ABOUT, ORGANISATION, SOURCES, Ask

BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
GREY, PALE = "#555555", "#DDDDDD"
HOUR = 3600


def canvas(width: float, height: float) -> tuple[Any, Any]:
    """A figure with one set of axes."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(width, height), layout="constrained")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure, axes


def months(axes: Any) -> None:
    """A scale of months."""
    from matplotlib import dates

    axes.xaxis.set_major_locator(dates.MonthLocator())
    axes.xaxis.set_major_formatter(dates.DateFormatter("%b\n%Y"))
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


def entitle(axes: Any, title: str, below: str) -> None:
    """A title, and what is shown in a line under it."""
    axes.set_title(f"{title}\n", loc="left", fontsize=13, fontweight="bold")
    axes.text(0, 1.015, below, transform=axes.transAxes, fontsize=9.5, color=GREY, va="bottom")


def legend(axes: Any, **more: Any) -> None:
    """What the marks mean, below the axes."""
    place = {"loc": "upper center", "bbox_to_anchor": (0.45, -0.13), "ncols": 4, "frameon": False, "fontsize": 9}
    axes.legend(**(place | more))


def voices(ask: Ask) -> Any:
    """A line a voice: when its role is stated, and when it is quoted."""
    shown = questions.voices(ask)
    figure, axes = canvas(10, 0.75 * len(shown) + 1.9)
    for place, voice in enumerate(reversed(shown)):
        times = [when for when, _ in voice.stated] + voice.quoted
        if times:
            axes.hlines(place, min(times), max(times), color=PALE, linewidth=2, zorder=1)
        for tense, marker, face in (("current", "s", ORANGE), ("former", "X", RED)):
            when = [moment for moment, stated in voice.stated if stated == tense]
            label = f"role stated as {tense}" if place == len(shown) - 1 else None
            axes.scatter(when, [place + 0.2] * len(when), marker=marker, color=face, s=55, label=label, zorder=3)
        days = Counter(when.replace(hour=0, minute=0, second=0) for when in voice.quoted)
        label = "quoted (larger: more often that day)" if place == len(shown) - 1 else None
        sizes = [30 + 32 * count for count in days.values()]
        axes.scatter(list(days), [place - 0.08] * len(days), s=sizes, color=BLUE, alpha=0.85, label=label, zorder=2)
    axes.set_yticks(range(len(shown)), [f"{voice.name}\n{voice.title}" for voice in reversed(shown)], fontsize=9.5)
    axes.set_ylim(-0.5, len(shown) - 0.4)
    months(axes)
    entitle(
        axes, f"Who speaks for {ORGANISATION}, and since when", "Roles as articles state them, and days of quotation"
    )
    legend(axes, ncols=3, bbox_to_anchor=(0.4, -0.12))
    return figure


def sources(ask: Ask) -> Any:
    """A bar an outlet, of shares."""
    found = questions.sources(ask)
    figure, axes = canvas(10, 0.75 * len(found) + 2)
    outlets = list(found)[::-1]
    totals = [sum(found[outlet]) for outlet in outlets]
    left = [0.0] * len(outlets)
    for number, (kind, colour) in enumerate(zip(SOURCES, (BLUE, SKY, GREEN, PURPLE, ORANGE, GREY), strict=True)):
        shares = [100 * found[outlet][number] / total for outlet, total in zip(outlets, totals, strict=True)]
        if not any(shares):
            continue
        bars = axes.barh(
            range(len(outlets)), shares, left=left, height=0.62, color=colour, edgecolor="white", label=kind
        )
        labels = [f"{share:.0f} %" if share >= 3.5 else "" for share in shares]
        dark = colour in (BLUE, GREY)
        axes.bar_label(bars, labels, label_type="center", fontsize=9, color="white" if dark else "black")
        left = [before + share for before, share in zip(left, shares, strict=True)]
    rows = zip(outlets, totals, strict=True)
    axes.set_yticks(range(len(outlets)), [f"{outlet}\n{total} quotations" for outlet, total in rows], fontsize=9.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of the outlet’s quotations, %")
    entitle(axes, "Whose voice is printed, and whose is missing", "Quotations of each outlet by kind of source")
    legend(axes, ncols=3, bbox_to_anchor=(0.4, -0.2))
    return figure


def sayings(ask: Ask) -> Any:
    """A line a saying, from its first printing on, with a mark an outlet."""
    shown = questions.sayings(ask)[::-1]
    outlets = sorted({outlet for saying in shown for _, outlet in saying.printed})
    looks = dict(zip(outlets, ((BLUE, "o"), (ORANGE, "s"), (GREEN, "D"), (RED, "^")), strict=False))
    figure, axes = canvas(11, 0.34 * len(shown) + 2)
    named = set()
    for place, saying in enumerate(shown):
        first = saying.printed[0][0]
        hours = [(when - first).total_seconds() / HOUR for when, _ in saying.printed]
        axes.hlines(place, 0, max(hours), color=PALE, linewidth=2, zorder=1)
        for hour, (_, outlet) in zip(hours, saying.printed, strict=True):
            colour, marker = looks[outlet]
            label = None if outlet in named else outlet
            named.add(outlet)
            axes.scatter([hour], [place], color=colour, marker=marker, s=55, label=label, zorder=2)
    axes.set_xscale("symlog", linthresh=1, linscale=0.6)
    ticks = {0: "first", 1: "1 h", 2: "2 h", 6: "6 h", 24: "1 day", 168: "1 week", 720: "1 month", 4380: "6 months"}
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.minorticks_off()
    axes.set_xlim(-0.25, 9000)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    labels = [
        f"“{shorten(saying.text.strip(' ,.“”'), 46, placeholder=' …')}”  {saying.speaker}, "
        f"{questions.day(saying.printed[0][0])}"
        for saying in shown
    ]
    axes.set_yticks(range(len(shown)), labels, fontsize=8.5)
    axes.set_xlabel("time since the first printing (logarithmic beyond an hour)")
    entitle(axes, "How a saying spreads", "What more than one outlet printed, and when")
    legend(axes, bbox_to_anchor=(0.3, -0.11))
    return figure


def about(ask: Ask) -> Any:
    """Speakers beside those they speak about, with the number of quotations."""
    found = questions.about(ask)
    totals: Counter[str] = Counter()
    for speakers in found.values():
        totals.update(speakers)
    rows = sorted(totals, key=lambda name: (name.startswith("unnamed"), -totals[name], name))
    columns = list(found)
    figure, axes = canvas(9.5, 0.34 * len(rows) + 2.2)
    values = [[found[column].get(row, 0) for column in columns] for row in rows]
    from matplotlib.colors import ListedColormap

    most = max(map(max, values))
    blues = ListedColormap(["#FFFFFF", "#BFD9EC", "#7FB5D9", "#3F91C6", "#0072B2", "#004C78"])
    axes.imshow(values, cmap=blues, vmin=0, vmax=most, aspect="auto")
    for down, counts in enumerate(values):
        for right, count in enumerate(counts):
            if count:
                colour = "white" if count > most / 2 else "black"
                axes.text(right, down, str(count), ha="center", va="center", fontsize=9, color=colour)
    axes.set_xticks([place - 0.5 for place in range(1, len(columns))], minor=True)
    axes.set_yticks([place - 0.5 for place in range(1, len(rows))], minor=True)
    axes.grid(which="minor", color=PALE, linewidth=0.6)
    axes.tick_params(which="both", length=0)
    axes.set_xticks(range(len(columns)), [fill(name, 12, break_long_words=False) for name in columns], fontsize=9)
    axes.set_yticks(range(len(rows)), rows, fontsize=9)
    axes.set_xlabel("spoken about")
    axes.set_ylabel("speaker")
    entitle(axes, "Who speaks about whom", "Quotations that name the other, oneself left out")
    return figure


def positions(ask: Ask) -> Any:
    """The words on one subject down the page, in the order of time, beside the offices that articles state."""
    said, stated = questions.positions(ask), questions.offices(ask)
    figure, axes = canvas(11, 0.62 * len(said) + 1.8)
    looks = {"direct": (BLUE, "o"), "mixed": (GREEN, "D"), "indirect": (ORANGE, "s")}
    shown: set[str] = set()
    last: datetime | None = None
    for place, one in enumerate(said):
        colour, marker = looks[one.kind]
        label = None if one.kind in shown else one.kind
        shown.add(one.kind)
        axes.scatter([0], [place], color=colour, marker=marker, s=70, label=label, zorder=3)
        axes.text(0.03, place, fill(one.text.strip(" ,"), 100), va="center", fontsize=10)
        if last is None or one.when.date() != last.date():
            axes.text(-0.03, place, questions.day(one.when), ha="right", va="center", fontsize=10, fontweight="bold")
            tenses = [tense for when, _, tense in stated if when.date() <= one.when.date()]
            if tenses:
                text = f"minister, stated as {tenses[-1]}"
                axes.text(-0.03, place + 0.36, text, ha="right", va="center", fontsize=8, color=GREY)
            if place:
                axes.axhline(place - 0.5, color=PALE, linewidth=0.8)
        last = one.when
    axes.vlines(0, 0, len(said) - 1, color=PALE, linewidth=2, zorder=1)
    axes.set_xlim(-0.28, 1)
    axes.set_ylim(len(said) - 0.4, -0.6)
    axes.set_axis_off()
    below = f"All that she said with {questions.SUBJECT.replace('*', '…').replace(' OR ', ', ')}, by day of printing"
    entitle(axes, f"What {ABOUT} said of the contract, in order", below)
    legend(axes, bbox_to_anchor=(0.45, 0.0))
    return figure


PICTURES: dict[str, Callable[[Ask], Any]] = {
    "voices": voices,
    "sources": sources,
    "sayings": sayings,
    "about": about,
    "positions": positions,
}


def draw(ask: Ask, folder: Path) -> list[Path]:
    """All pictures, written to the folder."""
    from matplotlib import pyplot

    paths = []
    for name, picture in PICTURES.items():
        path = folder / f"{name}.png"
        figure = picture(ask)
        figure.savefig(path, dpi=110, metadata={"Software": None})
        pyplot.close(figure)
        paths.append(path)
    return paths
