"""Originals that very many print: more than those whose fingerprints are looked through one by one.

A run of words that too many articles have says nothing by itself: most such runs are a house's standing phrases. Where
at least half of what an article is known by is so common, though, it is a story that everybody prints. Of the many that
print it, the originals alone are marked, and the others found by these: however many there are, that costs no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.search import fingerprints
from corpus.search.fingerprints import Holder

WIDE = 0.5  # share of an article's fingerprints that too many have, from which on very many print it
Holders = dict[int, list[Holder]]


def common(keys: Iterable[int], holders: Holders) -> set[int]:
    """Those of the fingerprints that too many have."""
    return {key for key in keys if len(holders.get(key, ())) > fingerprints.MOST_HOLDERS}


def is_wide(keys: set[int], too_common: set[int]) -> bool:
    """Whether an article with these fingerprints, of which too many have some, is one that very many print."""
    return bool(keys) and len(keys & too_common) >= WIDE * len(keys)


class Leading:
    """Which originals are marked, and which are to be, while articles are linked in their order."""

    def __init__(self) -> None:
        self.before: set[int] = set()  # marked when the change began
        self.marked: set[int] = set()  # whose rows say so still
        self.settled: dict[int, bool] = {}  # whether it is one, of each that was looked at
        self.rows: Holders = {}

    def know(self, ids: Iterable[int]) -> None:
        """Read which of the articles are marked."""
        found = fingerprints.leading(ids)
        self.before |= found
        self.marked |= found

    def moved(self, pk: int, keys: Iterable[int]) -> None:
        """The rows of an article were written anew, with no mark."""
        self.marked.discard(pk)
        for key in keys:
            if key in self.rows:
                self.rows[key] = [row for row in self.rows[key] if row.article != pk]

    def settle(self, pk: int, keys: set[int], *, leads: bool) -> bool:
        """Say whether an article is one; those that come after find it so. Gives whether it was or is one."""
        self.settled[pk] = leads
        if leads and pk not in self.marked:
            self._read(keys)
            for key in keys:
                self.rows[key].append(Holder(pk, len(keys)))
        return leads or pk in self.before

    def changed(self, pk: int) -> bool:
        """Whether a settled article became one, or ceased to be one."""
        return self.settled[pk] != (pk in self.before)

    def count(self, keys: Iterable[int]) -> Counter[int]:
        """How many of the fingerprints each of them has."""
        numbers: Counter[int] = Counter()
        for key in self._telling(keys):
            numbers.update(row.article for row in self.rows[key] if self.settled.get(row.article, True))
        return numbers

    def followers(self, keys: Iterable[int], least: float) -> set[int]:
        """All articles with such a share of their fingerprints among these: each that prints it, so of all the most."""
        return fingerprints.sharing(self._telling(keys), least)

    def write(self) -> None:
        """Store the marks that changed."""
        ends = [pk for pk, leads in self.settled.items() if pk in self.marked and not leads]
        begins = [pk for pk, leads in self.settled.items() if leads and pk not in self.marked]
        fingerprints.mark(ends, leads=False)
        fingerprints.mark(begins, leads=True)

    def _telling(self, keys: Iterable[int]) -> list[int]:
        """Those of the fingerprints that not too many of them have either."""
        keys = set(keys)
        self._read(keys)
        return [key for key in keys if len(self.rows[key]) <= fingerprints.MOST_LEADERS]

    def _read(self, keys: set[int]) -> None:
        if unread := keys - self.rows.keys():
            self.rows |= {key: [] for key in unread} | fingerprints.leaders(unread)
