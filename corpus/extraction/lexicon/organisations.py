"""Well-known organisations with the names they go by, from organisations.tsv."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

KINDS = frozenset(
    {
        "government",
        "legislature",
        "court",
        "agency",
        "party",
        "military",
        "armed group",
        "international",
        "company",
        "media",
        "university",
        "union",
        "think tank",
        "club",
        "charity",
        "religious",
        "police",
    }
)
MARK = "?"  # before a form that means other things too


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """One organisation of the world.

    ``acronyms`` and ``others`` hold its shorter and other names as printed, without marks; those in ``ambiguous``
    mean other things in news text too ("Apple", "Sun") and say nothing alone.
    """

    name: str
    acronyms: tuple[str, ...]
    others: tuple[str, ...]
    kind: str
    ambiguous: frozenset[str] = frozenset()

    @property
    def forms(self) -> tuple[str, ...]:
        """All names, the long one first."""
        return (self.name, *self.acronyms, *self.others)


@cache
def known_organisations() -> tuple[KnownOrganisation, ...]:
    """The organisations of the list in its order; ValueError where a line is not one."""
    text = resources.files(__package__).joinpath("organisations.tsv").read_text(encoding="utf-8")
    return tuple(_read(line) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def organisations_called() -> dict[str, tuple[KnownOrganisation, ...]]:
    """The organisations of every form in lower case: "abc" is an American and an Australian broadcaster."""
    found: dict[str, list[KnownOrganisation]] = defaultdict(list)
    for organisation in known_organisations():
        for form in dict.fromkeys(form.lower() for form in organisation.forms):
            found[form].append(organisation)
    return {form: tuple(organisations) for form, organisations in found.items()}


def _read(line: str) -> KnownOrganisation:
    fields = line.split("\t")
    if len(fields) != 4 or not fields[0] or fields[3] not in KINDS:
        raise ValueError(f"organisations.tsv: not 'name, acronyms, others, kind': {line[:80]!r}")
    acronyms, others = (tuple(form for form in field.split(";") if form) for field in fields[1:3])
    return KnownOrganisation(
        fields[0],
        tuple(form.removeprefix(MARK) for form in acronyms),
        tuple(form.removeprefix(MARK) for form in others),
        fields[3],
        frozenset(form.removeprefix(MARK) for form in acronyms + others if form.startswith(MARK)),
    )
