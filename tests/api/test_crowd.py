"""Two hundred clients at once: no more is answered than one address is allowed, and nothing fails."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from django.core.cache import cache

from tests.prepared import serving_empty
from tests.serving import Site

CLIENTS, EACH, MANY = 200, 1, 1_000_000


def ask(address: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "limit", "allowed"),
    [("", "THROTTLE_ANONYMOUS", 80), ("quotations/facets/?by=kind", "THROTTLE_EXPENSIVE", 20)],
)
@pytest.mark.cache
def test_throttles_hold_in_a_crowd(tmp_path: Path, path: str, limit: str, allowed: int) -> None:
    limits = {"THROTTLE_ANONYMOUS": str(MANY), "THROTTLE_EXPENSIVE": str(MANY), limit: str(allowed)}
    # Where the lane has a cache that processes share, all of the server count in it.
    shared = {name: os.environ[name] for name in ("CACHE_URL",) if name in os.environ}
    cache.clear()
    with serving_empty(tmp_path, THROTTLE="on", **limits, **shared) as site:
        crowd(site, path, allowed)


def crowd(site: Site, path: str, allowed: int) -> None:
    began = time.time()
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda _: ask(f"{site.address}/api/v1/{path}"), range(CLIENTS * EACH)))
    minutes = int(time.time() // 60) - int(began // 60) + 1
    found = Counter(status for status, _ in answers)
    assert set(found) <= {200, 429, 503}, found
    # Where all places are held for long, a request is not counted, let alone answered.
    assert min(allowed, len(answers) - found[503]) <= found[200] <= allowed * minutes, found
    assert {body["code"] for status, body in answers if status != 200} <= {"throttled", "busy"}
