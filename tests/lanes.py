"""The test suite on each store that answers: ``python -m tests.lanes [pytest arguments]``.

SQLite always. PostgreSQL, Redis and RabbitMQ where TEST_DATABASE_URL, TEST_REDIS_URL and TEST_AMQP_URL, or the usual
loopback addresses, answer; where they do not, that is said.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
AMQP = os.environ.get("TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//")


def answers(url: str, default_port: int) -> bool:
    """Does something listen there?"""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), timeout=2):
            return True
    except OSError:
        return False


def usable_postgresql(url: str) -> bool:
    """Can the suite make its database there?"""
    if not answers(url, 5432):
        return False
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=3):
            return True
    except psycopg.Error as error:
        say(f"PostgreSQL at {url} refuses: {error}")
        return False


def say(line: str) -> None:
    """Print at once, before pytest's own lines."""
    print(f"== {line}", flush=True)  # noqa: T201


def run(name: str, variables: dict[str, str], arguments: list[str], processes: int = os.cpu_count() or 1) -> int:
    """Run pytest with these variables, its tests spread over so many processes."""
    say(name)
    own = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "CELERY_QUEUE", "DEBUG", "SECRET_KEY")
    # Where bytecode is not kept, each of a hundred processes would compile the product anew.
    left_out = (*own, "PYTHONDONTWRITEBYTECODE")
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    command = [sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "loadgroup", *arguments]
    return subprocess.run(command, env=environment | variables, check=False).returncode


def main(arguments: list[str]) -> int:
    """Run all lanes; the worst exit status."""
    # workers of a fleet have stores and processes of their own, so they come last, with nothing beside them
    worst = run("SQLite", {}, ["--ignore=tests/fleet", *arguments])
    if usable_postgresql(POSTGRESQL):
        # these have a database of their own, so a second time would show nothing new
        left_out = ["--ignore=tests/browser", "--ignore=tests/fuzz", "--ignore=tests/fleet"]
        worst = run("PostgreSQL", {"DATABASE_URL": POSTGRESQL}, [*left_out, *arguments]) or worst
    else:
        say(f"PostgreSQL lane left out: nothing usable at {POSTGRESQL} (TEST_DATABASE_URL names another)")
    if answers(REDIS, 6379):
        # each test empties the one cache, so no other may run beside it
        worst = run("Redis as the cache", {"CACHE_URL": REDIS}, [*arguments, "tests/api"], processes=0) or worst
    else:
        say(f"Redis lane left out: nothing answers at {REDIS} (TEST_REDIS_URL names another)")
    for name, url, port, variable in (
        ("rabbitmq", AMQP, 5672, "TEST_AMQP_URL"),
        ("redis", REDIS, 6379, "TEST_REDIS_URL"),
    ):
        if answers(url, port):
            # each test gives its workers this address as CELERY_BROKER_URL, with a queue of their own
            chosen = [*arguments, "tests/fleet", "-k", name]
            worst = run(f"workers on {name}", {variable: url}, chosen, processes=0) or worst
        else:
            say(f"lane of workers on {name} left out: nothing answers at {url} ({variable} names another)")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
