"""Asking by turns, and whether all answer the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

import orjson

from tests.bench.client import Connection

# Where to go on is written in each contender's own way.
OWN = {"next", "previous"}


class Disagreement(Exception):
    """A peer answers something else than the product, so comparing their times would say nothing."""


def ask_by_turns(
    contenders: Mapping[str, tuple[Connection, Sequence[str]]], requests: int, advance: Callable[[int], object]
) -> dict[str, float]:
    """Median seconds of a request by contender.

    Each round asks each contender once, and each round another one first: whatever slows the machine meanwhile slows
    them all alike.
    """
    names = list(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(requests):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            connection, paths = contenders[name]
            path = paths[number % len(paths)]
            began = time.perf_counter()
            connection.get(path)
            seconds[name].append(time.perf_counter() - began)
        advance(1)
    return {name: median(found) for name, found in seconds.items()}


def check_agreement(product: Connection, peers: Mapping[str, Connection], paths: Sequence[str]) -> int:
    """Raise where a peer's answer differs from the product's. Gives the records that were compared.

    Empty text and null count as the same, and so do the addresses of the servers.
    """
    compared = 0
    for path in paths:
        expected = _plain(orjson.loads(product.get(path)), product.base)
        compared += len(expected.get("results", [expected]))
        for name, peer in peers.items():
            found = _plain(orjson.loads(peer.get(path)), peer.base)
            for key in expected.keys() & found.keys() if "results" in expected else expected.keys() | found.keys():
                if found.get(key) != expected.get(key):
                    raise Disagreement(f"{name} answers {path} otherwise than the product: {key}")
    return compared


def _plain(value: Any, base: str) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner, base) for key, inner in value.items() if key not in OWN}
    if isinstance(value, list):
        return [_plain(inner, base) for inner in value]
    if isinstance(value, str):
        return value.replace(base, "") or None
    return value
