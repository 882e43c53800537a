"""From the rows of a search table to the records that are sought: these themselves, or the utterances that they print.

No table holds the words of utterances. One answers a query where a live quotation of it does, in whatever wording.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.models import Quotation
from corpus.models.choices import LIVE
from corpus.search.statement import Statement

QUOTATIONS = Quotation._meta.db_table
LIVE_ONES = f"printing.status IN ({', '.join(map(repr, map(str, LIVE)))})"


@dataclass(frozen=True)
class Reach:
    """How records are told from rows that a statement finds. ``key`` is the column of these."""

    key: str
    printed: bool = False  # the records are utterances, and the rows are of quotations

    @property
    def column(self) -> str:
        """What stands for the record in a statement that lists records."""
        return "printing.utterance_id" if self.printed else self.key

    def listed(self, rows: Statement) -> Statement:
        """The keys of the records; that of an utterance as often as it is printed."""
        if not self.printed:
            return rows
        # Joined in this order, SQLite stops as soon as it has found enough.
        sql = f"SELECT {self.column} FROM ({rows.sql}) AS held CROSS JOIN {QUOTATIONS} AS printing "  # noqa: S608
        known = f"{self.column} IS NOT NULL AND {LIVE_ONES}"
        return Statement(f"{sql}WHERE printing.id = held.{self.key} AND {known}", rows.params)

    def held(self, rows: Statement, record: str) -> str:
        """The condition that one record, of the key that ``record`` names, is among them."""
        if not self.printed:
            return f"EXISTS ({rows.sql} AND {self.key} = {record})"
        one = f"EXISTS ({rows.sql} AND {self.key} = printing.id)"
        printings = f"SELECT 1 FROM {QUOTATIONS} AS printing WHERE printing.utterance_id = {record}"  # noqa: S608
        return f"EXISTS ({printings} AND {LIVE_ONES} AND {one})"
