"""The report: rows of ratios, as a table for people and as JSON."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

A_SPEED = "A, idiomatic DRF: times as fast"
E_TIME = "E, raw driver and orjson: times its time"
LIVE_SPEED = "E, which counts live: times as fast"
PAGE_TIME = "page 1: times its time"
A_RATE = "A, idiomatic DRF: times its requests/s"
D_SPEED = "Datasette: times as fast"
D_RATE = "Datasette: times its rows/s"
E_RATE = "E, raw driver and orjson: times its rows/s"
ONE_WORKER = "1 worker: times its requests/s"
BULK_SPEED = "bulk_create of the same rows: times its rows/s"
NOTHING = "nothing: a figure"
MILLISECONDS = "nothing: milliseconds"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. ``bar`` is the least ratio that is promised, or with ``at_most`` the greatest."""

    name: str
    against: str
    ratio: float
    bar: float | None = None
    at_most: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the promise is kept; None where nothing is promised."""
        if self.bar is None:
            return None
        return self.ratio <= self.bar if self.at_most else self.ratio >= self.bar

    def as_dict(self) -> dict[str, Any]:
        """As the JSON report has it."""
        return {
            "name": self.name,
            "against": self.against,
            "ratio": float(f"{self.ratio:.3g}"),
            "bar": self.bar,
            "holds": self.holds,
        }


def machine(database: str, load_before: float) -> dict[str, Any]:
    """What it ran on. The load is that of the last minute before the run, by whatever else was running."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "database": database,
        "load_before": round(load_before, 2),
    }


def as_dict(on: dict[str, Any], articles: int, lines: list[Line]) -> dict[str, Any]:
    """The whole report."""
    return {"machine": on, "articles": articles, "rows": [line.as_dict() for line in lines]}


def write(report: dict[str, Any], path: Path) -> None:
    """Write the JSON."""
    path.write_text(json.dumps(report, indent=2) + "\n")


def table(lines: list[Line]) -> str:
    """The rows for people."""
    cells = [("what", "against", "ratio", "bar", "holds")]
    for line in lines:
        bar = "–" if line.bar is None else f"{'≤' if line.at_most else '≥'} {line.bar:g}"
        holds = {None: "–", True: "yes", False: "NO"}[line.holds]
        cells.append((line.name, line.against, f"{float(f'{line.ratio:.3g}'):g}", bar, holds))
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )
