"""What the databases know of their tables: told anew after large changes, and asked for estimates."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# So many documents change the tables enough for the planner to be told.
LARGE = 500
# Rows of an index that SQLite looks at, so that the cost does not grow with the corpus.
LOOKED_AT = 1000
# Rows that an estimate counts before it estimates.
COUNTED = 10_000


class Estimate(NamedTuple):
    """How many rows a query has."""

    value: int
    relation: str
    """exact, about, or at_least."""


def estimate(rows: QuerySet[Any]) -> Estimate:
    """How many rows there are, at a cost that does not grow with them.

    Up to 10,000 are counted. Of more PostgreSQL says how many it expects; SQLite expects nothing that could be told.
    """
    plain = rows.order_by()
    counted = plain[: COUNTED + 1].count()
    if counted <= COUNTED:
        return Estimate(counted, "exact")
    if connections[rows.db].vendor != "postgresql":
        return Estimate(COUNTED, "at_least")
    [plan] = json.loads(plain.values("pk").explain(format="json"))
    return Estimate(max(COUNTED, int(plan["Plan"]["Plan Rows"])), "about")


def refresh(changed: int = LARGE, *, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Let the database look at its tables after so many documents were changed; false where they were too few.

    Without that SQLite never learns how its tables are filled, and PostgreSQL learns it some minutes later.
    """
    if changed < LARGE:
        return False
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
        else:
            own = [name for name in connection.introspection.table_names(cursor) if name.startswith("corpus_")]
            cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(own)))}")
    return True
