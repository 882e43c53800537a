"""``python -m tests.bench.load``: what `make load` runs. Mixed reads and writes at twice the rate of comfort.

Comfort is the highest rate, of 10, 14, 20, 28, ... requests a second, at which 95 of 100 requests of ten seconds are
answered within a tenth of a second, counted from when they were due. Everything runs on this machine, the requests too.
Exit status 1 where an answer was an error, or the memory of the server grew.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from statistics import median
from typing import Any

from tests.bench import databases
from tests.bench.__main__ import say

REPORT = databases.ROOT / "var" / "load.json"
STEP, FASTER, FIRST, COMFORTABLE = 10.0, 1.4, 10.0, 0.1
GROWTH = 1.15  # of the memory from the second quarter of the run to the last


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("LOAD_MINUTES", "30")))
    parser.add_argument("--articles", type=int, default=int(os.environ.get("LOAD_ARTICLES", "20000")))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--rate", type=float, help="requests a second; without: twice the rate of comfort")
    parser.add_argument("--keep", action="store_true", help="use the corpus that the run before has made")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Run it."""
    options = arguments(given)
    try:
        with databases.chosen(options.database, keep=options.keep) as variables:
            report = run(options, variables)
    except databases.NoDatabase as error:
        say(str(error))
        return 2
    REPORT.write_text(json.dumps(report, indent=2) + "\n")
    from tests.bench import load_chart

    load_chart.draw(report, REPORT.with_suffix(".png"))
    print(load_chart.table(report))  # noqa: T201
    return 1 if report["errors"] or report["memory"]["growth"] > GROWTH else 0


def run(options: argparse.Namespace, variables: dict[str, str]) -> dict[str, Any]:
    """The report of one run."""
    import django

    django.setup()
    from django.db import connections

    from tests.bench.corpus import filled
    from tests.bench.memory import held
    from tests.bench.servers import PRODUCT, command
    from tests.bench.traffic import Traffic, Window
    from tests.serving import running

    corpus = filled(options.articles, options.seed, keep=options.keep)
    connections.close_all()
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | variables
    environment |= {"WEB_WORKERS": "2", "WEB_THREADS": "4"}
    with running(lambda port: command(PRODUCT, port), environment, databases.FOLDER / "load.log") as (port, server):
        traffic = Traffic(port, corpus, options.seed)
        rate = options.rate or 2 * comfort(traffic)
        rows: list[dict[str, Any]] = []

        def tell(window: Window, since: float) -> None:
            rows.append(told(window, since) | {"megabytes": held(server)})
            say(line(rows[-1]))

        say(f"{rate:.0f} requests a second for {options.minutes:g} minutes ...")
        windows = traffic.run(rate, options.minutes * 60, STEP, tell)
    memory = [row["megabytes"] for row in rows]
    quarter = max(1, len(memory) // 4)
    early, late = median(memory[quarter : 2 * quarter] or memory), median(memory[-quarter:])
    return {
        "articles": options.articles,
        "database": options.database,
        "rate": rate,
        "minutes": options.minutes,
        "requests": sum(sum(window.statuses.values()) for window in windows),
        "given_up": sum(window.given_up for window in windows),
        "statuses": total(window.statuses for window in windows),
        "errors": total(window.errors for window in windows),
        "kinds": kinds(windows),
        "memory": {"early": early, "late": late, "growth": round(late / early, 3)},
        "windows": rows,
    }


def comfort(traffic: Any) -> float:
    """The rate of comfort."""
    rate, held = FIRST, FIRST
    while True:
        [window, *_] = traffic.run(rate, STEP, STEP * 10, lambda window, since: None)
        slow = window.percentile(95)
        say(f"{rate:.0f} requests a second: 95 of 100 within {slow * 1000:.0f} ms")
        if slow > COMFORTABLE or window.errors or window.given_up:
            return held
        held, rate = rate, rate * FASTER


def told(window: Any, since: float) -> dict[str, Any]:
    """A window in figures; times in milliseconds."""
    shares = {f"p{share}": round((window.percentile(share) or 0) * 1000, 1) for share in (50, 95, 99)}
    answered = sum(window.statuses.values())
    failed = sum(window.errors.values())
    return {
        "seconds": round(since, 1),
        "answered": answered,
        "errors": failed,
        "given_up": window.given_up,
        **shares,
    }


def line(row: dict[str, Any]) -> str:
    """A window for people."""
    return (
        f"{row['seconds']:6.0f} s: {row['answered']} answered, {row['given_up']} given up, {row['errors']} errors, "
        f"half within {row['p50']} ms, "
        f"99 of 100 within {row['p99']} ms, {row['megabytes']:.0f} MB"
    )


def kinds(windows: list[Any]) -> dict[str, dict[str, float]]:
    """Milliseconds by kind of request, over the whole run."""
    from tests.bench.traffic import MIX, Window

    whole = Window(0.0)
    for window in windows:
        for kind, times in window.times.items():
            whole.times[kind] += times
    return {
        kind: {f"p{share}": round((whole.percentile(share, kind) or 0) * 1000, 1) for share in (50, 95, 99)}
        | {"requests": len(whole.times[kind])}
        for kind in MIX
    }


def total(counters: Any) -> dict[str, int]:
    """The sum of counters, the largest first; of errors the thirty most frequent."""
    found: dict[str, int] = {}
    for counter in counters:
        for name, number in counter.items():
            found[name] = found.get(name, 0) + number
    return dict(sorted(found.items(), key=lambda item: -item[1])[:30])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
