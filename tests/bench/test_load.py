"""The program that loads a server, against one that runs, and its report."""

from __future__ import annotations

import json
import os
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.bench import load, load_chart, memory
from tests.bench.traffic import MIX, Corpus, Requests, Traffic, Window
from tests.prepared import serving_demo
from tests.serving import Site

NOTHING = Corpus(["art_a"], ["per_a"], ["quo_a"], ["harbour"], ["Orla Venn"], "token")


def ids(site: Site, collection: str) -> list[str]:
    with urllib.request.urlopen(f"{site.address}/api/v1/{collection}/?page_size=50") as answer:  # noqa: S310
        return [one["id"] for one in json.load(answer)["results"]]


def test_the_mix_is_that_of_a_hundred_requests() -> None:
    assert sum(MIX.values()) == 100
    requests = Requests(NOTHING, seed=3)
    drawn = [requests.next() for _ in range(2000)]
    assert {one.kind for one in drawn} == set(MIX)
    again = Requests(NOTHING, seed=3)
    assert [one.path for one in drawn] == [again.next().path for _ in range(2000)]


def test_a_window_tells_its_slowest() -> None:
    window = Window(0.0)
    window.times["article"] += [n / 1000 for n in range(1, 201)]
    assert window.percentile(50) == pytest.approx(0.1, abs=0.002)
    assert window.percentile(99, "article") == pytest.approx(0.199, abs=0.002)
    assert window.percentile(99, "search") is None


def test_memory_is_that_of_the_whole_family() -> None:
    assert os.getpid() in memory.family(os.getppid())
    assert memory.held(os.getppid()) > memory.held(os.getpid()) > 10


@pytest.mark.slow
def test_a_server_under_traffic(tmp_path: Path) -> None:
    # so many places that nobody is told to come again, however busy the machine is
    with serving_demo(tmp_path, WEB_WORKERS="1", WEB_THREADS="160", WEB_BODIES="160") as site:
        token = site.manage("createtoken", "load", "--groups", "curators,ingestors").strip().splitlines()[-1]
        people, names = ids(site, "people"), ["Mara Ellwin", "Orla"]
        corpus = Corpus(ids(site, "articles"), people, ids(site, "quotations"), ["harbour", "council"], names, token)
        port = urlsplit(site.address).port
        assert port is not None
        rows: list[dict[str, Any]] = []
        windows = Traffic(port, corpus, 1).run(
            40, 4, 1, lambda window, since: rows.append(load.told(window, since) | {"megabytes": 100.0})
        )
    assert load.total(window.errors for window in windows) == {}
    statuses = load.total(window.statuses for window in windows)
    assert set(statuses) == {"200", "201"}
    assert sum(statuses.values()) + sum(window.given_up for window in windows) == 160
    assert len(rows) == len(windows) > 1
    table = load_chart.table(report(windows, rows))
    assert "article sent" in table
    assert "160 answers" in table


def report(windows: list[Window], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **{"rate": 40.0, "database": "sqlite", "articles": 30, "minutes": 0.1, "requests": 160, "given_up": 0},
        **{
            "errors": {},
            "statuses": {"200": 158, "503": 2},
            "memory": {"early": 1.0, "late": 1.0, "growth": 1.0},
            "windows": rows,
        },
        "kinds": load.kinds(windows),
    }


def test_the_graph(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="make .venv/bench installs what draws it")
    window = Window(0.0)
    window.times["article"] += [0.01, 0.02, 0.03]
    rows = [load.told(window, seconds) | {"megabytes": 100.0} for seconds in (10.0, 20.0)]
    load_chart.draw(report([window], rows), tmp_path / "load.png")
    assert (tmp_path / "load.png").stat().st_size > 10_000
