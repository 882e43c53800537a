"""The report as a picture: each ratio on a scale of its own bar."""

from __future__ import annotations

from pathlib import Path

from tests.bench.report import Line

KEPT, MISSED, FREE = "#2f6f4f", "#b3402a", "#7a7a7a"


def draw(lines: list[Line], title: str, path: Path) -> None:
    """A bar a row that has a promise: how many times the promise is kept, beyond 1 being more than promised."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    shown = [line for line in lines if line.bar is not None][::-1]
    figure, axes = pyplot.subplots(figsize=(10, 0.42 * len(shown) + 1.4), layout="constrained")
    kept = [kept_by(line) for line in shown]
    colours = [KEPT if line.holds else MISSED for line in shown]
    axes.barh([f"{line.name}\n{line.against}" for line in shown], kept, color=colours, height=0.62)
    for place, (line, value) in enumerate(zip(shown, kept, strict=True)):
        sign = "≤" if line.at_most else "≥"
        axes.annotate(f" {line.ratio:.3g}  ({sign} {line.bar:g})", (value, place), va="center", fontsize=8)
    axes.axvline(1, color=FREE, linewidth=1)
    axes.set_xscale("log")
    axes.set_xlabel("times the promise (log scale; right of the line it is kept)")
    axes.set_title(title, loc="left", fontsize=10)
    axes.tick_params(axis="y", labelsize=8)
    axes.margins(x=0.15)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def kept_by(line: Line) -> float:
    """How many times a promise is kept."""
    assert line.bar is not None
    return line.bar / line.ratio if line.at_most else line.ratio / line.bar
