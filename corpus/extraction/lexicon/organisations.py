"""Well-known organisations with their acronyms and other names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation with its long name, acronyms, other names and kind."""

    name: str
    acronyms: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    kind: str = ""


def known_organisations() -> tuple[KnownOrganisation, ...]:
    """All of them."""
    return ()
