"""What a name is, where the trained reader's opinion stands against or beside that of the word lists.

One decision a name and document: the reader's probabilities are means over all places where the name is printed.
"""

from __future__ import annotations

from typing import Protocol

from .kinds import Kind, Verdict

# Chosen on MSNBC and 60 training articles of PolNeAR with CoreNLP's tags (see docs/extraction.md).
ENOUGH_ORGANISATION, ENOUGH_PERSON = 0.5, 0.6  # where the rules know nothing
ENOUGH_POSSIBLE = 0.3  # an organisation, where the name may be that of a well-known one
LIKELY = 0.5  # an organisation, where the rules lean elsewhere
UNLIKELY = 0.1  # a person or organisation, where the rules lean to it
CERTAIN, HARDLY = 0.8, 0.1  # where the rules are sure of something else
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


def settle(verdict: Verdict, possible: bool, shares: Shares | None) -> Kind | None:
    """The kind by the rules, or the reader's where the rules know none, are not sure or the reader is certain.

    ``possible`` is whether the name may be that of a well-known organisation ("Apple").
    """
    kind = verdict.kind
    if shares is None:
        return kind
    if kind is None:
        if shares.organisation > (ENOUGH_POSSIBLE if possible else ENOUGH_ORGANISATION):
            return Kind.ORGANISATION
        return Kind.PERSON if shares.person > ENOUGH_PERSON else None
    if not verdict.sure:
        kind = _weighed(kind, possible, shares)
    if kind is Kind.ORGANISATION and shares.organisation < HARDLY:
        if shares.place > PLACE:
            return Kind.OTHER
        return Kind.PERSON if shares.person > CERTAIN else kind
    if kind is not Kind.ORGANISATION and shares.organisation > CERTAIN and shares.person < HARDLY:
        return Kind.ORGANISATION
    return kind


def _weighed(kind: Kind, possible: bool, shares: Shares) -> Kind | None:
    """The kind of a name that the rules lean to by its look alone ("Harbour Lantern", "PTSD")."""
    best = max(shares.person, shares.organisation, shares.place)
    if kind is not Kind.ORGANISATION and best == shares.organisation > (ENOUGH_POSSIBLE if possible else LIKELY):
        return Kind.ORGANISATION
    if kind is Kind.PERSON and best == shares.place > PLACE:
        return Kind.OTHER
    if kind is Kind.PERSON and shares.person < UNLIKELY:
        return None
    if kind is Kind.ORGANISATION and shares.organisation < UNLIKELY:
        return None
    return kind
