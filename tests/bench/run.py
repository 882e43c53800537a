"""One run: fill, serve, ask, compare. Imported once Django is set up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from random import Random

from django.core.management import call_command
from django.db import connections
from tqdm import tqdm

from tests.bench import questions
from tests.bench.client import Connection
from tests.bench.databases import FOLDER
from tests.bench.filling import extraction_rate, fill
from tests.bench.report import A_SPEED, BULK_SPEED, E_TIME, NOTHING, PAGE_TIME, Line
from tests.bench.rounds import ask_by_turns, check_agreement
from tests.bench.servers import DRIVER, IDIOMATIC, PRODUCT, serving

EXTRACTED = 100
# Least speed in times A's, and greatest time in times E's, by database; see docs/performance.md.
ARTICLE_BARS = {"sqlite": (5.0, 3.0), "postgres": (5.0, 2.5)}
LIST_BAR = {"sqlite": 5.0, "postgres": 8.0}
SEARCH_BAR, PAGE_BAR = 1.5, 1.5
STORE_BAR = {"sqlite": 2.0, "postgres": 2.5}


def run(database: str, count: int, *, seed: int, requests: int, variables: Mapping[str, str]) -> list[Line]:
    """All comparisons over a corpus of so many articles."""
    for alias in ("default", "twin"):
        call_command("migrate", database=alias, verbosity=0)
    with _bar("articles stored", count) as advance:
        stored = fill(count, seed=seed, advance=advance.update)
    lines = _asked(database, count, requests, variables, Random(seed))
    lines.append(Line("store, rows/s", BULK_SPEED, stored, STORE_BAR[database]))
    rate = extraction_rate(EXTRACTED, seed=seed)
    lines.append(Line("extraction, articles per CPU-second", NOTHING, rate))
    return lines


def _asked(database: str, count: int, requests: int, variables: Mapping[str, str], random: Random) -> list[Line]:
    """What is asked over HTTP."""
    articles, speakers = questions.articles(random), questions.speakers(random)
    rare = questions.rare_words(count)
    statements = FOLDER / "searches.json"
    questions.write_statements([*rare, *questions.FREQUENT], statements)
    connections.close_all()
    against_driver = {
        "search, rare word": questions.searches(rare),
        "search, common word": questions.searches(questions.FREQUENT),
        "count of quotations of a speaker in a date range": questions.counts(speakers),
    }
    served = dict(variables) | {"BENCH_SEARCHES": str(statements)}
    with (
        serving([PRODUCT, DRIVER, IDIOMATIC], served) as servers,
        _bar("rounds asked", 6 * requests) as bar,
    ):
        peers = {name: servers[name] for name in (DRIVER, IDIOMATIC)}
        check_agreement(servers[PRODUCT], peers, [*articles, *speakers])
        for paths in against_driver.values():
            check_agreement(servers[PRODUCT], {DRIVER: servers[DRIVER]}, paths)
        times = _times(servers, articles, requests, bar.update)
        faster, slower = ARTICLE_BARS[database]
        name = "article with quotations"
        lines = [
            Line(name, A_SPEED, times[IDIOMATIC] / times[PRODUCT], faster),
            Line(name, E_TIME, times[PRODUCT] / times[DRIVER], slower, at_most=True),
        ]
        times = _times(servers, speakers, requests, bar.update)
        name = "quotations of a speaker in a date range"
        lines += [
            Line(name, A_SPEED, times[IDIOMATIC] / times[PRODUCT], LIST_BAR[database]),
            Line(name, E_TIME, times[PRODUCT] / times[DRIVER], at_most=True),
        ]
        pair = {name: servers[name] for name in (PRODUCT, DRIVER)}
        for name, paths in against_driver.items():
            times = _times(pair, paths, requests, bar.update)
            bar_of_row = SEARCH_BAR if name.startswith("search") else None
            lines.append(Line(name, E_TIME, times[PRODUCT] / times[DRIVER], bar_of_row, at_most=True))
        lines.append(_pages(servers[PRODUCT], requests, bar.update))
    return lines


def _times(
    servers: Mapping[str, Connection], paths: list[str], requests: int, advance: Callable[[int], object]
) -> dict[str, float]:
    return ask_by_turns({name: (server, paths) for name, server in servers.items()}, requests, advance)


def _pages(product: Connection, requests: int, advance: Callable[[int], object]) -> Line:
    far = questions.page_far_in(product)
    pages = {"first": (product, [questions.FIRST_PAGE]), "far": (product, [far])}
    times = ask_by_turns(pages, requests, advance)
    return Line("page N of all quotations", PAGE_TIME, times["far"] / times["first"], PAGE_BAR, at_most=True)


def _bar(unit: str, total: int) -> tqdm:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(total=total, unit=f" {unit}", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)
