"""What the cache is used for. Tests of it are marked ``cache`` and run with Redis too."""

from __future__ import annotations

from tests.conftest import ROOT

# A use that comes new needs tests with that mark.
USES = {"api/replicas.py", "api/v1/throttles.py"}


def test_nothing_else_uses_the_cache() -> None:
    paths = [path for folder in ("api", "corpus") for path in (ROOT / folder).rglob("*.py")]
    words = ("django.core.cache", "cache_page", "cached_db", "sessions.backends.cache")
    found = {path for path in paths if any(word in path.read_text(encoding="utf-8") for word in words)}
    assert {str(path.relative_to(ROOT)) for path in found} == USES
