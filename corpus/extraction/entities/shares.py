"""What a name is, where the trained reader's opinion stands against or beside that of the word lists.

One decision a name and document: the reader's probabilities are means over all places where the name is printed.
"""

from __future__ import annotations

from typing import Protocol

from .kinds import Kind

# Chosen on News-Fair's dev part, MSNBC and PolNeAR's training part (see docs/extraction.md).
LIKELY, LIKELY_ALONE = 0.45, 0.5  # enough where the lists know nothing: of several words, of one
POSSIBLE = 0.4  # and of a form that is one of a well-known organisation's
OUTVOTED = 0.1  # too little for the lists to be believed
NOBODY = 0.05  # too little for a person whatever else the name may be
CERTAIN, PLACE = 0.8, 0.4
SURELY_PLACE = 0.7
MIXED_PLACE = 0.3  # a team or university shares its name with a place, and the reader is of two minds


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


def settle(
    kind: Kind | None, shares: Shares | None, single: bool = False, headed: bool = False, possible: bool = False
) -> Kind | None:
    """The kind by the lists, or the reader's where the lists know none or the reader says otherwise.

    ``single``: the name is one word, which needs more; ``headed``: the name is hardly an organisation's ("Act");
    ``possible``: it may be that of a well-known one ("Apple"), which needs less.
    """
    if shares is None:
        return kind
    if kind is None:
        if shares.organisation > (POSSIBLE if possible else LIKELY_ALONE if single else LIKELY):
            return Kind.ORGANISATION
        if shares.person > LIKELY and shares.person > 1.5 * shares.organisation:
            return Kind.PERSON
        return Kind.OTHER if shares.place > SURELY_PLACE else None
    if kind is Kind.PERSON:
        return _person(shares)
    if kind is Kind.ORGANISATION:
        return Kind.OTHER if single and shares.place > SURELY_PLACE else _organisation(shares)
    bodily = shares.organisation > (CERTAIN if headed else LIKELY) and shares.person < OUTVOTED
    return Kind.ORGANISATION if bodily and (headed or shares.place < MIXED_PLACE) else kind


def _person(shares: Shares) -> Kind:
    if shares.person < OUTVOTED and max(shares.organisation, shares.place) > LIKELY:
        return Kind.ORGANISATION if shares.organisation > shares.place else Kind.OTHER
    return Kind.OTHER if shares.person < NOBODY else Kind.PERSON


def _organisation(shares: Shares) -> Kind:
    if shares.organisation >= OUTVOTED:
        return Kind.ORGANISATION
    if shares.person > CERTAIN:
        return Kind.PERSON
    nothing = max(shares.organisation, shares.person, shares.place) < OUTVOTED
    return Kind.OTHER if shares.place > PLACE or nothing else Kind.ORGANISATION
