"""``python -m tests.bench``: what `make bench` runs. Every figure is a ratio within one run; docs/performance.md."""

from __future__ import annotations

import argparse
import os
import sys

from tests.bench import databases, report, report_chart

REPORT = databases.ROOT / "var" / "bench.json"


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--articles",
        type=_at_least(100),
        default=os.environ.get("BENCH_ARTICLES", "20000"),
        help="synthetic articles to store (default 20000, or BENCH_ARTICLES)",
    )
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another corpus (default 1)")
    parser.add_argument("--requests", type=_at_least(10), default=200, help="rounds for each row (default 200)")
    parser.add_argument(
        "--keep", action="store_true", help="ask the corpus that the run before has left; nothing is stored then"
    )
    return parser.parse_args(given)


def _at_least(least: int) -> object:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} on")
        return int(text)

    return number


def main(given: list[str]) -> int:
    """Run the benchmark, print the table and write the report. Bars that do not hold are said, and are no failure."""
    options = arguments(given)
    try:
        with databases.alone():
            measured(options)
    except databases.NoDatabase as error:
        say(str(error))
        return 2
    return 0


def measured(options: argparse.Namespace) -> None:
    """Run it in databases of its own."""
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1):
        say(f"others keep this machine busy (load {load:.1f}): what takes long looks longer beside what is short")
    variables = databases.standing(options.database) if options.keep else databases.fresh(options.database)
    os.environ.update(variables, DJANGO_SETTINGS_MODULE="tests.bench.settings")
    import django

    django.setup()
    from corpus.models import Article
    from tests.bench.run import ask, store

    lines = []
    if not options.keep:
        say(f"storing {options.articles:,} synthetic articles on {options.database}, then asking: some minutes ...")
        lines = store(options.database, options.articles, seed=options.seed)
    stored = Article.objects.count()
    lines = ask(options.database, stored, options.requests, variables, seed=options.seed) + lines
    report.write(report.as_dict(report.machine(options.database, load), stored, lines), REPORT)
    title = f"{stored:,} articles on {options.database}, {os.cpu_count()} cores"
    report_chart.draw(lines, title, REPORT.with_suffix(".png"))
    print(report.table(lines))  # noqa: T201
    say(f"written to {REPORT.relative_to(databases.ROOT)}")


def say(line: str) -> None:
    """Tell people how it goes; the table alone is on standard output."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
