"""Thin wrappers that workers run."""

from __future__ import annotations

from collections.abc import Callable

from corpus.services.compare import compare_all
from corpus.services.jobs import run_next_job


def run_jobs(stopping: Callable[[], bool] = lambda: False) -> int:
    """Carry out the jobs that wait, until none does or the worker is stopping. Gives how many were done.

    Then the people and organisations that came with them, or with single requests, are compared with the known ones.
    """
    done = 0
    while not stopping() and run_next_job():
        done += 1
    if not stopping():
        compare_all()
    return done
