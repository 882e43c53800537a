"""``python -m tests.bench.beside``: how fast a cheap request is answered while others throw costly ones at the server.

An article by its id is asked for, over and over, first with nobody else there, then beside clients that send what costs
most: facets of everything, searches, deep filters with counts, whole result sets, long texts to be read. A client that
is told to come again does so at once.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import threading
import time
from collections import Counter
from itertools import cycle
from statistics import quantiles
from typing import Any

from tests.bench import databases
from tests.bench.__main__ import say

REPORT = databases.ROOT / "var" / "beside.json"
PAUSE = 0.02  # between two cheap requests
PATIENCE = 120.0
SENTENCE = "“Pier {n} will be mended before the winter,” said Orla Venn, chair of the harbour board, on Tuesday. "
COSTLY = {
    "facets of everything": "quotations/facets/?by=speaker",
    "two common words": "articles/?q=harbour+board",
    "many alternatives": "quotations/?q=" + "+OR+".join(f"{a}{b}" for a in "aeiou" for b in "nrst"),
    "a filter through relations": "quotations/?speaker__name__icontains=e&article__headline__icontains=a&count=true",
    "a count of everything": "quotations/?count=true&page_size=1",
    "a whole result set": "quotations/?format=ndjson",
    "a long text to be read": "extract/",
}


def main(given: list[str]) -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.beside", description=__doc__)
    parser.add_argument("--articles", type=int, default=int(os.environ.get("LOAD_ARTICLES", "20000")))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--clients", type=int, default=28, help="that send costly requests")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--keep", action="store_true", help="use the corpus that the run before has made")
    options = parser.parse_args(given)
    try:
        with databases.chosen(options.database, keep=options.keep) as variables:
            report = run(options, variables)
    except databases.NoDatabase as error:
        say(str(error))
        return 2
    REPORT.write_text(json.dumps(report, indent=2) + "\n")
    print(table(report))  # noqa: T201
    return 0


def run(options: argparse.Namespace, variables: dict[str, str]) -> dict[str, Any]:
    """The report of one run."""
    import django

    django.setup()
    from django.db import connections

    from tests.bench.corpus import filled
    from tests.bench.servers import PRODUCT, command
    from tests.serving import running

    corpus = filled(options.articles, 1, keep=options.keep)
    connections.close_all()
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | variables
    log = databases.FOLDER / "beside.log"
    report: dict[str, Any] = {"articles": options.articles, "database": options.database, "clients": options.clients}
    with running(lambda port: command(PRODUCT, port), environment, log) as (port, _):
        ask(port, corpus.articles, 2.0)
        report["alone"] = told(*ask(port, corpus.articles, options.seconds))
        over = threading.Event()
        heard: dict[str, Counter[str]] = {kind: Counter() for kind in COSTLY}
        kinds = cycle(COSTLY)
        costly = [
            threading.Thread(target=throw, args=(port, kind, heard[kind], over), daemon=True)
            for kind, _ in zip(kinds, range(options.clients), strict=False)
        ]
        for client in costly:
            client.start()
        time.sleep(2.0)
        report["beside"] = told(*ask(port, corpus.articles, options.seconds))
        over.set()
        report["costly"] = {kind: dict(sorted(counts.items())) for kind, counts in heard.items()}
    return report


def ask(port: int, articles: list[str], seconds: float) -> tuple[list[float], Counter[str]]:
    """Seconds that each cheap request took, and its status."""
    times, statuses = [], Counter[str]()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    ids, end = cycle(articles), time.monotonic() + seconds
    while (began := time.monotonic()) < end:
        connection.request("GET", f"/api/v1/articles/{next(ids)}/")
        answer = connection.getresponse()
        answer.read()
        times.append(time.monotonic() - began)
        statuses[str(answer.status)] += 1
        time.sleep(PAUSE)
    connection.close()
    return times, statuses


def throw(port: int, kind: str, heard: Counter[str], over: threading.Event) -> None:
    """Send one kind of costly request again and again."""
    text = "".join(SENTENCE.format(n=n) for n in range(900))
    body = json.dumps({"text": text}).encode() if kind == "a long text to be read" else None
    while not over.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            method, headers = ("POST", {"Content-Type": "application/json"}) if body else ("GET", {})
            connection.request(method, f"/api/v1/{COSTLY[kind]}", body, headers)
            answer = connection.getresponse()
            while answer.read(65536) and not over.is_set():
                pass
            heard[str(answer.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            heard[type(error).__name__] += 1
        finally:
            connection.close()
        time.sleep(PAUSE)


def told(times: list[float], statuses: Counter[str]) -> dict[str, Any]:
    """In figures, milliseconds."""
    shares = quantiles(times, n=100) if len(times) > 1 else times * 100
    return {
        "requests": len(times),
        "statuses": dict(statuses),
        **{f"p{share}": round(shares[share - 1] * 1000, 1) for share in (50, 95, 99)},
        "longest": round(max(times) * 1000, 1),
    }


def table(report: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{'an article by its id':<30}{'half, ms':>10}{'95 %':>9}{'99 %':>9}{'longest':>9}  answers"]
    for name in ("alone", "beside"):
        row = report[name]
        lines.append(f"{name:<30}{row['p50']:>10}{row['p95']:>9}{row['p99']:>9}{row['longest']:>9}  {row['statuses']}")
    lines += ["", f"{report['clients']} clients sent"]
    lines += [f"{kind:<30}{counts}" for kind, counts in report["costly"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
