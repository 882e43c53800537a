"""What a run of traffic came to: a picture over time, and a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.traffic import PATIENCE

HALF, MOST, FAILED, HELD = "#2f6f9f", "#b5652b", "#b03030", "#5b7f4b"


def draw(report: dict[str, Any], path: Path) -> None:
    """Times of answers, answers and errors a second, and memory, over the minutes of the run."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = report["windows"]
    minutes = [row["seconds"] / 60 for row in rows]
    began = [0.0, *[row["seconds"] for row in rows[:-1]]]
    spans = [max(row["seconds"] - start, 0.1) for row, start in zip(rows, began, strict=True)]
    figure, (times, rates, memory) = pyplot.subplots(3, 1, figsize=(10, 7.5), sharex=True, layout="constrained")
    for share, colour in (("p50", HALF), ("p95", MOST), ("p99", FAILED)):
        times.plot(minutes, [row[share] for row in rows], color=colour, linewidth=1, label=f"{share[1:]} of 100")
    times.set_yscale("log")
    times.set_ylabel("answered within, ms")
    times.legend(loc="upper right", fontsize=8)
    rates.plot(
        minutes, [row["answered"] / span for row, span in zip(rows, spans, strict=True)], color=HALF, linewidth=1
    )
    rates.plot(
        minutes, [row["errors"] / span for row, span in zip(rows, spans, strict=True)], color=FAILED, linewidth=1
    )
    rates.set_ylabel("answers (errors: red) a second")
    rates.set_ylim(bottom=0)
    memory.plot(minutes, [row["megabytes"] for row in rows], color=HELD, linewidth=1)
    memory.set_ylabel("memory of the server, MB")
    memory.set_ylim(bottom=0)
    memory.set_xlabel("minutes")
    figure.suptitle(
        f"{report['rate']:.0f} requests a second on {report['database']}, {report['articles']:,} articles", fontsize=10
    )
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def table(report: dict[str, Any]) -> str:
    """The figures for people."""
    memory, failed = report["memory"], sum(report["errors"].values())
    early, late, growth = memory["early"], memory["late"], memory["growth"]
    lines = [
        f"{report['requests']:,} answers in {report['minutes']:g} minutes, {report['rate']:.0f} requests a second",
        f"{failed} errors; {report['statuses'].get('503', 0)} exports asked to come again",
        f"{report['given_up']:,} given up after {PATIENCE:g} s of waiting for a connection",
        f"memory {early:.0f} MB in the second quarter, {late:.0f} in the last: x {growth:g}",
        "",
        f"{'kind':<26}{'requests':>9}{'half, ms':>10}{'95 %':>9}{'99 %':>9}",
    ]
    for kind, row in report["kinds"].items():
        lines.append(f"{kind:<26}{row['requests']:>9}{row['p50']:>10}{row['p95']:>9}{row['p99']:>9}")
    lines += [f"{number} x {fault}" for fault, number in report["errors"].items()]
    return "\n".join(lines)
