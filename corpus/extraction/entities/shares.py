"""What a name is, where the trained reader's opinion stands against or beside that of the word lists.

One decision a name and document: the reader's probabilities are means over all places where the name is printed.
"""

from __future__ import annotations

from typing import Protocol

from .kinds import Kind

# Chosen on News-Fair's dev part and MSNBC (see docs/extraction.md).
ENOUGH_ORGANISATION, ENOUGH_PERSON = 0.5, 0.7  # where the lists know nothing
CERTAIN, HARDLY = 0.8, 0.1  # where the lists say otherwise
PLACE = 0.7


class Shares(Protocol):
    """Mean probabilities of a name (``tagger.naming.NameShares``)."""

    @property
    def person(self) -> float:
        """That it names a person."""

    @property
    def organisation(self) -> float:
        """That it names an organisation."""

    @property
    def place(self) -> float:
        """That it names a place."""


class Opinion(Protocol):
    """Somebody who has read the document (``tagger.naming.Names``)."""

    def shares(self, spans: list[tuple[int, int]]) -> Shares | None:
        """What the name printed at these characters is; None where nothing can be said."""


def settle(kind: Kind | None, shares: Shares | None) -> Kind | None:
    """The kind by the lists, or the reader's where the lists know none or the reader is certain."""
    if shares is None:
        return kind
    if kind is None:
        if shares.organisation > ENOUGH_ORGANISATION:
            return Kind.ORGANISATION
        return Kind.PERSON if shares.person > ENOUGH_PERSON else None
    if kind is Kind.ORGANISATION and shares.organisation < HARDLY:
        if shares.place > PLACE:
            return Kind.OTHER
        return Kind.PERSON if shares.person > CERTAIN else kind
    if kind is not Kind.ORGANISATION and shares.organisation > CERTAIN and shares.person < HARDLY:
        return Kind.ORGANISATION
    return kind
