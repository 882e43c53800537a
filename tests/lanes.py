"""The test suite on each store that answers: ``python -m tests.lanes [pytest arguments]``.

SQLite always: first what one process tells quickly, then what starts others or takes long (``slow``). PostgreSQL, Redis
and RabbitMQ where TEST_DATABASE_URL, TEST_REDIS_URL and TEST_AMQP_URL, or the usual loopback addresses, answer; where
they do not, that is said. A test runs on each store that it can tell apart: on PostgreSQL all that have a database, on
Redis those marked ``cache``.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
AMQP = os.environ.get("TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//")
NOTHING_CHOSEN = 5  # pytest's status; tests that are named on the command line may all be of another lane
# Names the database with all tables that tests may copy, on the server of POSTGRESQL.
TEMPLATE = "TEST_DATABASE_TEMPLATE"


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
    # Each process has a processor; threads of torch and numpy would only spin beside each other.
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "loadgroup", *arguments]
    status = subprocess.run(command, env=environment | variables, check=False).returncode
    return 0 if status == NOTHING_CHOSEN and sys.argv[1:] else status


@contextmanager
def tables(url: str) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and no row, which the databases of tests are copied from."""
    import psycopg

    name = f"test_tables_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            environment = os.environ | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"], env=environment, check=True
            )
            yield name
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def main(arguments: list[str]) -> int:
    """Run all lanes; the worst exit status."""
    # the tables of SQLite are made beside those of PostgreSQL, so that no test waits for them
    beside = subprocess.Popen([sys.executable, "-m", "tests.prepared"])
    if not usable_postgresql(POSTGRESQL):
        say(f"PostgreSQL lane left out: nothing usable at {POSTGRESQL} (TEST_DATABASE_URL names another)")
        beside.wait()
        return lanes(arguments, {}, postgresql=False)
    with tables(POSTGRESQL) as template:
        beside.wait()
        return lanes(arguments, {TEMPLATE: template}, postgresql=True)


def lanes(arguments: list[str], prepared: dict[str, str], *, postgresql: bool) -> int:
    """Run them one after the other; ``prepared`` tells tests which database they may copy."""
    # workers of a fleet have stores and processes of their own, so they come last, with nothing beside them
    worst = run("SQLite", prepared, ["--ignore=tests/fleet", "-m", "not slow", *arguments])
    name = "SQLite: servers, browsers and what else takes long"
    worst = run(name, prepared, ["--ignore=tests/fleet", "-m", "slow", *arguments]) or worst
    if postgresql:
        # these have a database of their own, so a second time would show nothing new
        left_out = ["--ignore=tests/browser", "--ignore=tests/fuzz", "--ignore=tests/fleet", "--only-stores"]
        worst = run("PostgreSQL", prepared | {"DATABASE_URL": POSTGRESQL}, [*left_out, *arguments]) or worst
    if answers(REDIS, 6379):
        # each test empties the one cache, so no other may run beside it
        chosen = [*arguments, "-m", "cache", "tests/api", "tests/postgresql"]
        worst = run("Redis as the cache", {"CACHE_URL": REDIS}, chosen, processes=0) or worst
    else:
        say(f"Redis lane left out: nothing answers at {REDIS} (TEST_REDIS_URL names another)")
    brokers = {}
    for name, url, port, variable in (
        ("rabbitmq", AMQP, 5672, "TEST_AMQP_URL"),
        ("redis", REDIS, 6379, "TEST_REDIS_URL"),
    ):
        if answers(url, port):
            brokers[name] = {variable: url}
        else:
            say(f"workers on {name} left out: nothing answers at {url} ({variable} names another)")
    if brokers:
        # each test gives its workers the address of its broker as CELERY_BROKER_URL, with a queue of their own
        chosen = [*arguments, "tests/fleet", "-k", " or ".join(brokers)]
        variables = prepared | {name: url for one in brokers.values() for name, url in one.items()}
        worst = run(f"workers on {' and '.join(brokers)}", variables, chosen, processes=0) or worst
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
