"""Well-known organisations with their acronyms and other names; organisations.tsv holds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

DOUBT = "?"


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation with its long name, acronyms, other names and kind.

    ``ambiguous`` are those of the forms that may well mean something else in a news text.
    """

    name: str
    acronyms: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    kind: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """All its names, the long one first."""
        return (self.name, *self.acronyms, *self.others)


@cache
def known_organisations() -> tuple[KnownOrganisation, ...]:
    """All of them."""
    text = resources.files(__package__).joinpath("organisations.tsv").read_text(encoding="utf-8")
    return tuple(_read(line) for line in text.splitlines() if line and not line.startswith("#"))


def _read(line: str) -> KnownOrganisation:
    name, acronyms, others, kind = line.split("\t")
    cells = [[form for form in cell.split(";") if form] for cell in (name, acronyms, others)]
    ambiguous = frozenset(form[1:] for cell in cells for form in cell if form.startswith(DOUBT))
    names, short, long = (tuple(form.removeprefix(DOUBT) for form in cell) for cell in cells)
    return KnownOrganisation(names[0], short, long, ambiguous, kind)
