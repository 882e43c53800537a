"""Comparison of text whatever the case of its letters, alike on SQLite and PostgreSQL.

SQLite's own LIKE knows the case of ASCII letters alone: to it "école" does not stand in "École".
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup, TextField


def lowered(text: str) -> str:
    """Every letter in lower case, one by one."""
    # What str.lower() does by context or to two characters, PostgreSQL's lower() does to one.
    return text.replace("Σ", "σ").replace("İ", "i").lower()


def holds(text: str | None, part: str) -> bool | None:
    """Whether the part, in lower case already, stands in the text."""
    return None if text is None else part in lowered(text)


def begins(text: str | None, part: str) -> bool | None:
    """Whether the text starts with the part, in lower case already."""
    return None if text is None else lowered(text[: len(part)]).startswith(part)


def register_functions(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Give a new connection to SQLite the functions that PostgreSQL has."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("caseless_holds", 2, holds, deterministic=True)
        connection.connection.create_function("caseless_begins", 2, begins, deterministic=True)


class Caseless(Lookup):
    """A lookup that compares letters in lower case."""

    prepare_rhs = True
    on_sqlite = ""
    pattern = ""
    on_postgresql = ""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A function of ours; where LIKE, which is ten times as fast, knows all the letters, that."""
        left, params = self.process_lhs(compiler, connection)
        part = lowered(str(self.rhs))
        exact = f"{self.on_sqlite}({left}, %s)"
        if not part.isascii():
            return exact, [*params, part]
        pattern = self.pattern.format(connection.ops.prep_for_like_query(part))
        # Two letters beyond ASCII have an ASCII letter for their lower case.
        found = f"({left} LIKE %s ESCAPE '\\' OR ({left} GLOB '*[İ\u212a]*' AND {exact}))"
        return found, [*params, pattern, *params, *params, part]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """PostgreSQL's own."""
        left, params = self.process_lhs(compiler, connection)
        return self.on_postgresql.format(f"LOWER({left})", "LOWER(%s)"), [*params, str(self.rhs)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Neither of the two databases."""
        raise NotImplementedError(f"There is no {self.lookup_name} for {connection.vendor}.")


@CharField.register_lookup
@TextField.register_lookup
class CaselessContains(Caseless):
    """``headline__caseless_contains``."""

    lookup_name = "caseless_contains"
    on_sqlite = "caseless_holds"
    pattern = "%{}%"
    on_postgresql = "STRPOS({}, {}) > 0"


@CharField.register_lookup
@TextField.register_lookup
class CaselessStartsWith(Caseless):
    """``headline__caseless_startswith``."""

    lookup_name = "caseless_startswith"
    on_sqlite = "caseless_begins"
    pattern = "{}%"
    on_postgresql = "STARTS_WITH({}, {})"
