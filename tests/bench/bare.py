"""Tables without what slows each row down: indexes, triggers, keys that refer, and on PostgreSQL unique constraints.

All are made anew at the end, over all rows at once, which sorts where row after row would seek. SQLite then does not
look at what refers to what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from django.db import connection
from tqdm import tqdm

SQLITE = """
    SELECT 'DROP ' || type || ' ' || name, sql FROM sqlite_master
    WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({})
    ORDER BY type, tbl_name, name"""
# Foreign keys lean on unique constraints: they go first and come last.
POSTGRESQL = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
           CASE contype WHEN 'f' THEN 3 ELSE 2 END
    FROM pg_constraint WHERE contype IN ('f', 'u') AND conrelid = ANY({0}::regclass[])
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid), 1
    FROM pg_index WHERE indrelid = ANY({0}::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
    UNION ALL
    SELECT format('ALTER TABLE %%s DISABLE TRIGGER USER', name), format('ALTER TABLE %%s ENABLE TRIGGER USER', name), 4
    FROM unnest({0}::text[]) AS name
    ORDER BY 3, 2"""
SORTING = {  # memory for a statement that sorts all rows
    "sqlite": ("PRAGMA cache_size = -1000000", "PRAGMA cache_size = -65536"),
    "postgresql": ("SET maintenance_work_mem = '1GB'", "RESET maintenance_work_mem"),
}


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """The tables so, until the end. Who is killed meanwhile leaves them so: for corpora that can be made again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(POSTGRESQL.format("%(tables)s"), {"tables": list(tables)})
        else:
            cursor.execute(SQLITE.format(", ".join(["%s"] * len(tables))), list(tables))
        found = [(dropped, made) for dropped, made, *_ in cursor.fetchall()]
        for dropped, _ in reversed(found):
            cursor.execute(dropped)
    # SQLite would look through the tables, which have no indexes, for what waits for each row.
    with connection.constraint_checks_disabled() if connection.vendor == "sqlite" else nullcontext():
        yield
    roomy, usual = SORTING[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(roomy)
        for _, made in tqdm(found, desc="indexes and constraints", unit="", leave=False, delay=5):
            cursor.execute(made)
        cursor.execute(usual)
