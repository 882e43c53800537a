"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with evaluation data, which lies outside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    """Throttles count in the cache, and one test must not use up another's share."""
    if (
        "django" in {mark.name.split("_")[0] for mark in request.node.iter_markers()}
        or "client" in request.fixturenames
    ):
        from django.core.cache import cache

        cache.clear()
