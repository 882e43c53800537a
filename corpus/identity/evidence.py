"""What speaks for and against two records being one, each piece with its weight and its words.

Weights are log-odds in the manner of Fellegi and Sunter, "A Theory for Record Linkage" (1969), set by hand: there is
no labelled corpus to fit them on. They add up; decision.py holds the thresholds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .fields import GENERIC, NEIGHBOURS, OFFICES, RoleNote, elsewhere, other_nation, telling
from .personal import Agreement

# How much a name alone says. Only the same full name is enough by itself.
BY_NAME = {
    Agreement.SAME: 2.0,
    Agreement.FULLER: 1.5,
    Agreement.ALIAS: 1.5,
    Agreement.NICKNAME: -1.0,
    Agreement.SPELLING: -1.0,
    Agreement.INITIAL: -1.0,
    Agreement.PARTIAL: -1.0,
    Agreement.SUFFIX: -1.0,
    Agreement.SINGLE: 0.5,
    Agreement.GIVEN: -1.5,
    Agreement.SURNAME: -2.0,
    Agreement.FIRST: -2.5,
    Agreement.DIFFERENT: -9.0,
}
SAME_ROLE, SAME_OFFICE, SAME_FIELD, SAME_SUBJECT = 3.0, 1.5, 0.5, 1.5
OTHER_PLACE, OTHER_NEIGHBOUR, OTHER_FIELD = -2.5, -1.5, -3.5
SAME_BODY, BODY_OF_ROLE = 3.0, 1.0  # where the role is the same already, its organisation says little more
MOST_BY_COMPANY = 3.0  # however many companions are shared
MOST_FOR_ONE_WORD = 2.0  # where one of the two is but a surname or first name, which others in that company may bear
SAME_OUTLET = 0.4
TOLD_APART = -5.0  # one article names both
DOMINANT = 1.5  # nearly all who are called so in the corpus are this one
BY_WORD, MOST_BY_WORDS = 0.4, 2.0  # of words beside the name that only one of several namesakes shares
FAR_APART, YEARS = -3.0, 60
COMMON = 0.05  # mentions of a companion for each article of the corpus at which it says half
SMALL = 1000  # articles: a smaller corpus is weighed as one of that size


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person or organisation, in one article or in the whole corpus."""

    name: str
    roles: tuple[RoleNote, ...] = ()
    bodies: frozenset[int] = frozenset()  # organisations that the roles name
    outlets: frozenset[int] = frozenset()  # publishers of the articles
    years: tuple[int, int] | None = None  # of the first and the last article


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who is mentioned beside both."""

    name: str
    mentions: int  # in the whole corpus
    articles: int  # in which it stands beside the one it speaks for


@dataclass(slots=True)
class Evidence:
    """All pieces that were found."""

    pieces: list[Piece] = field(default_factory=list)

    def add(self, weight: float, words: str) -> None:
        """Add a piece."""
        self.pieces.append(Piece(round(weight, 2), words))

    @property
    def score(self) -> float:
        """The sum of all weights."""
        return round(sum(piece.weight for piece in self.pieces), 2)

    @property
    def beside_the_name(self) -> float:
        """The sum of what does not come from the names."""
        return round(sum(piece.weight for piece in self.pieces[1:]), 2)

    def reasons(self) -> list[str]:
        """The pieces in words: the names first, then what speaks for it, then what speaks against."""
        more = sorted(self.pieces[1:], key=lambda piece: -piece.weight)
        said = [piece.words if piece.weight >= 0 else f"against it: {piece.words}" for piece in more]
        return [self.pieces[0].words, *said]


def weigh_names(evidence: Evidence, agreement: Agreement, first: str, second: str) -> None:
    """Add what the two names say; it is the first piece."""
    words = {
        Agreement.SAME: f"the same name, {second}",
        Agreement.FULLER: f"{first} and {second} differ by a middle name alone",
        Agreement.NICKNAME: f"{first} and {second} differ by a short form of the first name",
        Agreement.SPELLING: f"{first} and {second} may be spellings of one name",
        Agreement.INITIAL: f"{first} and {second} differ by an initial",
        Agreement.PARTIAL: f"one of {first} and {second} may leave out a part of the other",
        Agreement.SUFFIX: f"of {first} and {second} one is told from a father or son",
        Agreement.ALIAS: f"{first} is another name of {second}",
        Agreement.SINGLE: f"nothing but the one name, {second}",
        Agreement.GIVEN: f"nothing but the first name, {second}",
        Agreement.SURNAME: f"{first} and {second} share the surname",
        Agreement.FIRST: f"{first} and {second} share the first name",
        Agreement.DIFFERENT: f"{first} and {second} are different names",
    }
    evidence.add(BY_NAME[agreement], words[agreement])


def weigh_roles(evidence: Evidence, one: Sequence[RoleNote], other: Sequence[RoleNote]) -> None:
    """Add the best that any two of the roles say; where none agree, what speaks against."""
    if not one or not other:
        return
    pieces = sorted((_agreement(a, b) for a in one for b in other), key=lambda piece: (piece.weight, piece.words))
    told = pieces[-1] if pieces[-1].weight > 0 else pieces[0]
    if told.weight:
        evidence.add(told.weight, told.words)
        return
    fields, others = (frozenset().union(*(role.fields for role in roles)) for roles in (one, other))
    if fields and others and not fields & others:
        close = fields <= NEIGHBOURS and others <= NEIGHBOURS
        words = f"one is {_a(one)}, the other {_a(other)}"
        evidence.add(OTHER_NEIGHBOUR if close else OTHER_FIELD, words)


def _agreement(one: RoleNote, other: RoleNote) -> Piece:
    heads, qualifiers = one.heads & other.heads, one.qualifiers & other.qualifiers
    called, about = "/".join(sorted(heads)), "/".join(sorted(qualifiers))
    if heads and elsewhere(one, other):
        if one.past or other.past:
            return Piece(SAME_FIELD, f"both are or were {called}")
        if heads & OFFICES or other_nation(one, other):
            return Piece(OTHER_PLACE, f"one is {one.title}, the other {other.title}")
        return Piece(SAME_FIELD, f"both are {called}")
    if heads and telling(one, other):
        return Piece(SAME_ROLE, f"both are {called} ({about})")
    if heads:
        return Piece(SAME_OFFICE, f"both are {called}")
    if qualifiers - GENERIC:
        return Piece(SAME_SUBJECT, f"both have to do with {about}")
    fields = one.fields & other.fields
    return Piece(SAME_FIELD, f"both are in {'/'.join(sorted(fields))}") if fields else Piece(0.0, "")


def _a(roles: Sequence[RoleNote]) -> str:
    return next(role.title for role in roles if role.fields)


def weigh_company(
    evidence: Evidence, companions: Collection[Companion], articles: int, most: float = MOST_BY_COMPANY
) -> None:
    """Add what the companions say: somebody whom few of the corpus's articles name says more than who is everywhere."""
    if not companions:
        return
    told = sorted(companions, key=lambda companion: (companion.mentions, companion.name))
    weight = sum(_by_company(companion, max(SMALL, articles)) for companion in told)
    names = ", ".join(companion.name for companion in told[:3])
    evidence.add(min(most, weight), f"both are mentioned beside {names}")


def _by_company(companion: Companion, articles: int) -> float:
    often = min(1.0, 0.5 + 0.1 * companion.articles)
    return 2.0 * often / (1 + companion.mentions / (COMMON * articles))


def weigh_bodies(evidence: Evidence, names: Collection[str]) -> None:
    """Add the organisations that both belong to."""
    if names:
        of_role = any(piece.weight >= SAME_ROLE for piece in evidence.pieces)
        evidence.add(BODY_OF_ROLE if of_role else SAME_BODY, f"both belong to {', '.join(sorted(names)[:3])}")


def weigh_times(evidence: Evidence, one: tuple[int, int] | None, other: tuple[int, int] | None) -> None:
    """Add what speaks against where the articles lie a lifetime apart."""
    if one and other and max(one[0], other[0]) - min(one[1], other[1]) >= YEARS:
        evidence.add(FAR_APART, "the articles lie a lifetime apart")


def by_words(words: Collection[str]) -> float:
    """What the words say that are printed near a newcomer's name and near that of one of several namesakes alone."""
    return min(MOST_BY_WORDS, BY_WORD * len(words))
