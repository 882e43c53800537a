"""``python -m tests.bench.growth``: what storing, and telling people apart, cost as the corpus grows.

The corpus is brought to each size by rows written straight into the tables that identity is read from: people and
organisations with their names, articles, texts, mentions and affiliations, named and as frequent as in generator.py.
Then some articles are stored by the product's services, and taken back: some of people whom the corpus knows, some of
strangers. Each figure is a ratio to the smallest size of the same run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from statistics import median
from typing import Any

from tests.bench import databases

SIZES = "10000,100000,1000000"
MEASURED = 60  # articles stored at each size, of each sort
STRANGERS = 30_000_000  # the rank from which on nobody is known


def main(given: list[str]) -> int:
    """Run it and print the curve."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--sizes", default=SIZES, help=f"numbers of articles, rising (default {SIZES})")
    options = parser.parse_args(given)
    try:
        with databases.alone():
            os.environ.update(databases.fresh(options.database), DJANGO_SETTINGS_MODULE="tests.bench.settings")
            import django

            django.setup()
            curve([int(size) for size in options.sizes.split(",")])
    except databases.NoDatabase as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def curve(sizes: list[int]) -> None:
    """Grow, measure, print a line, and so on."""
    from django.core.management import call_command

    from tests.bench.filling import settle
    from tests.bench.growing import grow

    call_command("migrate", verbosity=0)
    first: tuple[float, ...] = ()
    print("  articles   store              of which identity  store strangers    of which identity")  # noqa: T201
    for size in sizes:
        grow(size)
        settle()
        took = (*measured(size, 0), *measured(size, STRANGERS))
        first = first or took
        cells = [f"{now / then:5.2f}  ({now:6.1f} ms)" for now, then in zip(took, first, strict=True)]
        print(f"{size:10,}   {'  '.join(cells)}", flush=True)  # noqa: T201


def measured(size: int, first_rank: int) -> tuple[float, float]:
    """Milliseconds an article takes to be stored, and its people and organisations to be resolved; medians."""
    from django.db import transaction

    from corpus.services import store_reading
    from tests.bench.filling import store_all
    from tests.bench.generator import article

    resolving: list[float] = []
    storing: list[float] = []
    resolve_all = store_reading.resolve_all

    def timed(*given: Any) -> Any:
        began = time.perf_counter()
        found = resolve_all(*given)
        resolving.append((time.perf_counter() - began) * 1000)
        return found

    store_reading.resolve_all = timed
    try:
        with transaction.atomic():
            for number in range(MEASURED):
                began = time.perf_counter()
                store_all([article(number, seed=size, first_rank=first_rank)])
                storing.append((time.perf_counter() - began) * 1000)
            transaction.set_rollback(True)
    finally:
        store_reading.resolve_all = resolve_all
    return median(storing), median(resolving)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
