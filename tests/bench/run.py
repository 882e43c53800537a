"""One run: fill, serve, ask, compare. Imported once Django is set up."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median, quantiles

from django.core.management import call_command
from django.db import connections
from tqdm import tqdm

from tests.bench import questions, table_server
from tests.bench.client import Connection
from tests.bench.databases import FOLDER
from tests.bench.filling import extraction_rate, fill
from tests.bench.report import (
    A_RATE,
    A_SPEED,
    BULK_SPEED,
    D_RATE,
    D_SPEED,
    E_RATE,
    E_TIME,
    LIVE_SPEED,
    MILLISECONDS,
    NOTHING,
    ONE_WORKER,
    PAGE_TIME,
    Line,
)
from tests.bench.rounds import ask_by_turns, check_agreement
from tests.bench.servers import DATASETTE, DRIVER, IDIOMATIC, PRODUCT, serving

EXTRACTED = 100
MILLION = 1_000_000
# Least speed in times A's, and greatest time in times E's, by database; see docs/performance.md.
ARTICLE_BARS = {"sqlite": (5.0, 3.0), "postgres": (5.0, 2.5)}
LIST_BAR = {"sqlite": 5.0, "postgres": 8.0}
LIST_BAR_OF_A_MILLION = {"sqlite": 5.0, "postgres": 30.0}
SEARCH_BAR, PAGE_BAR, DATASETTE_BAR = 1.5, 1.5, 1.3
YEAR_BAR = 100.0  # shows at a million articles alone, as does the next
COMMON_BAR = {"sqlite": 50.0, "postgres": 150.0}  # milliseconds within which 99 of 100 are answered
EXPORT_BAR_D, EXPORT_BAR_E, EXPORTS = 1.5, 0.5, 3
BULK_BAR = {"sqlite": 2.0, "postgres": 2.5}
AT_ONCE = 16  # connections of the rows that ask at once
Advance = Callable[[int], object]
Times = dict[str, float]


def store(database: str, count: int, *, seed: int) -> list[Line]:
    """Make the corpus of so many articles, and compare what writes and reads them."""
    for alias in ("default", "twin"):
        call_command("migrate", database=alias, verbosity=0)
    with _bar("articles stored", count) as advance:
        stored, written = fill(count, seed=seed, advance=advance.update)
    return [
        Line("store, rows/s that COPY or one statement writes", BULK_SPEED, written, BULK_BAR[database]),
        Line("ingest and store, rows/s with resolving and indexing", BULK_SPEED, stored),
        Line("extraction, articles per CPU-second", NOTHING, extraction_rate(EXTRACTED, seed=seed)),
    ]


def ask(database: str, count: int, requests: int, variables: Mapping[str, str], *, seed: int) -> list[Line]:
    """All comparisons of what is asked over HTTP, of a corpus of so many articles."""
    random = Random(seed)
    articles, speakers = questions.articles(random), questions.speakers(random)
    rare, typed = questions.rare_words(count), questions.beginnings(random)
    statements = FOLDER / "searches.json"
    questions.write_statements([*rare, *questions.FREQUENT, *questions.PAIRS], statements)
    connections.close_all()
    against_driver = {
        "search, rare word": questions.searches(rare),
        "search, common word": questions.searches(questions.FREQUENT),
        "search, two words": questions.searches(questions.PAIRS),
        "count of quotations of a speaker in a date range": questions.counts(speakers),
        **{f"facets over {span}": questions.facets(span) for span in questions.SPANS},
        "autocomplete": questions.suggestions(typed),
    }
    served = dict(variables) | {"BENCH_SEARCHES": str(statements)}
    contenders = [PRODUCT, DRIVER, IDIOMATIC, *([DATASETTE] if database == "sqlite" else [])]
    rounds = (len(contenders) + len(against_driver) * 2) * requests
    with serving(contenders, served) as servers, _bar("rounds asked", rounds) as bar:
        product = servers[PRODUCT]
        peers = {name: servers[name] for name in (DRIVER, IDIOMATIC)}
        check_agreement(product, peers, [*articles, *speakers])
        for name, paths in against_driver.items():
            if name.startswith(("search, rare", "search, common", "count")):
                check_agreement(product, {DRIVER: servers[DRIVER]}, paths)
        lines = _article_lines(database, servers, articles, requests, bar.update)
        lines += _list_lines(database, count, servers, speakers, requests, bar.update)
        pair = {name: servers[name] for name in (PRODUCT, DRIVER)}
        for name, paths in against_driver.items():
            some = max(10, requests // 5) if name.startswith("facets") else requests
            times = _times(pair, paths, some, bar.update)
            bar_of_row = SEARCH_BAR if name.startswith("search") else None
            lines.append(Line(name, E_TIME, times[PRODUCT] / times[DRIVER], bar_of_row, at_most=True))
            if name == "facets over a year":
                faster = YEAR_BAR if count >= MILLION else None
                lines.append(Line(name, LIVE_SPEED, times[DRIVER] / times[PRODUCT], faster))
        if count >= MILLION:
            within = nearly_all(product, questions.searches(questions.FREQUENT), requests * 4)
            name = "search, common word, 99 of 100 within"
            lines.append(Line(name, MILLISECONDS, within * 1000, COMMON_BAR[database], at_most=True))
        lines += _pages(product, requests, bar.update)
        lines += _exports(servers)
        lines += _at_once(servers, articles, speakers)
    lines += _workers(served, articles)
    return lines


def _article_lines(
    database: str, servers: Mapping[str, Connection], paths: list[str], requests: int, advance: Advance
) -> list[Line]:
    faster, slower = ARTICLE_BARS[database]
    times, name = _times(servers, paths, requests, advance), "article with quotations"
    return [
        Line(name, A_SPEED, times[IDIOMATIC] / times[PRODUCT], faster),
        Line(name, E_TIME, times[PRODUCT] / times[DRIVER], slower, at_most=True),
        *_datasette(name, times),
    ]


def _list_lines(
    database: str, count: int, servers: Mapping[str, Connection], paths: list[str], requests: int, advance: Advance
) -> list[Line]:
    times, name = _times(servers, paths, requests, advance), "quotations of a speaker in a date range"
    bar = (LIST_BAR_OF_A_MILLION if count >= MILLION else LIST_BAR)[database]
    return [
        Line(name, A_SPEED, times[IDIOMATIC] / times[PRODUCT], bar),
        Line(name, E_TIME, times[PRODUCT] / times[DRIVER], at_most=True),
        *_datasette(name, times),
    ]


def _datasette(name: str, times: Times) -> list[Line]:
    if DATASETTE not in times:
        return []
    return [Line(name, D_SPEED, times[DATASETTE] / times[PRODUCT], DATASETTE_BAR)]


def _times(servers: Mapping[str, Connection], paths: list[str], requests: int, advance: Advance) -> Times:
    asked = {
        name: (server, [table_server.address(path) for path in paths] if name == DATASETTE else paths)
        for name, server in servers.items()
    }
    return ask_by_turns(asked, requests, advance)


def _pages(product: Connection, requests: int, advance: Advance) -> list[Line]:
    far, last = questions.pages_far_in(product)
    pages = {"first": (product, [questions.FIRST_PAGE]), "far": (product, [far]), "last": (product, [last])}
    times = ask_by_turns(pages, requests, advance)
    return [
        Line("page N of all quotations", PAGE_TIME, times["far"] / times["first"], PAGE_BAR, at_most=True),
        Line("last page of all quotations", PAGE_TIME, times["last"] / times["first"], PAGE_BAR, at_most=True),
    ]


def _exports(servers: Mapping[str, Connection]) -> list[Line]:
    """Rows a second of a whole result set, or as far as it is read, by turns."""
    whole, columns = (PRODUCT, questions.EXPORT), (PRODUCT, questions.EXPORT_OF_COLUMNS)
    driver, table = (DRIVER, questions.EXPORT), (DATASETTE, table_server.STREAM)
    asked = [whole, driver, *([columns, table] if DATASETTE in servers else [])]
    rates: dict[tuple[str, str], list[float]] = {one: [] for one in asked}
    for _ in range(EXPORTS):
        for (name, path), found in rates.items():
            began = time.perf_counter()
            # One that stood idle for a while may have been closed.
            with Connection(servers[name].port) as connection:
                # A field of the table may hold a line break; the lines of the others are records.
                lines = connection.lines(path, b"\r\n" if name == DATASETTE else b"\n", table_server.EXPORTED)
            found.append(lines / (time.perf_counter() - began))
    rate = {one: median(found) for one, found in rates.items()}
    lines = [Line("export of all quotations as NDJSON", E_RATE, rate[whole] / rate[driver], EXPORT_BAR_E)]
    if table in rate:
        name = "export of all quotations"
        lines.append(Line(f"{name}, the columns of its export", D_RATE, rate[columns] / rate[table], EXPORT_BAR_D))
        lines.append(Line(f"{name}, whole against those columns", D_RATE, rate[whole] / rate[table], EXPORT_BAR_D))
    return lines


def _at_once(servers: Mapping[str, Connection], articles: list[str], speakers: list[str]) -> list[Line]:
    """Requests a second of many connections, by turns."""
    lines = []
    for name, paths in (("article with quotations", articles), ("quotations of a speaker in a date range", speakers)):
        rates: dict[str, list[float]] = {PRODUCT: [], IDIOMATIC: []}
        for contender in rates:
            ask_in_turn(servers[contender], paths)
        for _ in range(3):
            for contender, found in rates.items():
                found.append(rate_at_once(servers[contender], paths))
        ratio = median(rates[PRODUCT]) / median(rates[IDIOMATIC])
        lines.append(Line(f"{name}, {AT_ONCE} connections", A_RATE, ratio))
    return lines


def nearly_all(server: Connection, paths: list[str], requests: int) -> float:
    """Seconds within which 99 of 100 requests are answered, one after the other."""
    seconds = []
    for at in range(requests):
        began = time.perf_counter()
        server.get(paths[at % len(paths)])
        seconds.append(time.perf_counter() - began)
    return quantiles(seconds, n=100)[-1]


def ask_in_turn(server: Connection, paths: list[str], requests: int = 40) -> None:
    """Ask one after the other: a server that has just sent exports counts on long answers, and takes fewer at once."""
    with Connection(server.port) as connection:
        for at in range(requests):
            connection.get(paths[at % len(paths)])


def rate_at_once(server: Connection, paths: list[str], requests: int = 10) -> float:
    """Requests a second that many connections get answered, each asking so often."""

    def ask(number: int) -> None:
        with Connection(server.port) as connection:
            for at in range(requests):
                connection.get(paths[(number * requests + at) % len(paths)])

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask, range(AT_ONCE)))
    return AT_ONCE * requests / (time.perf_counter() - began)


def _workers(served: Mapping[str, str], articles: list[str]) -> list[Line]:
    """What a second process adds."""
    rates = {}
    for workers in ("1", "2"):
        with serving([PRODUCT], dict(served) | {"WEB_WORKERS": workers}) as servers:
            rate_at_once(servers[PRODUCT], articles)  # each process makes ready what it keeps
            rates[workers] = median(rate_at_once(servers[PRODUCT], articles, 20) for _ in range(3))
    name = f"article with quotations, {AT_ONCE} connections, 2 workers"
    return [Line(name, ONE_WORKER, rates["2"] / rates["1"])]


def _bar(unit: str, total: int) -> tqdm:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(total=total, unit=f" {unit}", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)
