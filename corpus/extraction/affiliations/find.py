"""All roles that an article gives people, name by name."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.records import Moment, Tense

from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..lexicon.roles import FUTURE_WORDS, PAST_WORDS
from ..times import plain_year
from .after import AppositionReader, Stated
from .before import TitleReader
from .organisations import OrganisationFinder
from .phrases import Phrase, PhraseReader
from .predicates import PredicateReader
from .role import Role
from .terms import Term, Turn, read_term
from .text import RoleText
from .words import ONCE, THEN


def find_roles(document: Document, entities: Entities, published: Moment | None = None) -> list[Role]:
    """All roles in the order of the text; "until last March" is counted from the day of publication."""
    finder = _RoleFinder(RoleText(document, entities, published))
    found: dict[tuple[str, int], Role] = {}
    for person in entities.people:
        for name in person.names:
            for role in finder.roles(person, name):
                found.setdefault((person.key, role.first), role)
    return sorted(found.values(), key=lambda role: role.first)


class _RoleFinder:
    def __init__(self, text: RoleText) -> None:
        self.text = text
        self.tokens = text.tokens
        phrases = PhraseReader(text)
        self.titles = TitleReader(text, phrases)
        self.appositions = AppositionReader(text, phrases)
        self.predicates = PredicateReader(text, phrases, self.appositions)
        self.organisations = OrganisationFinder(text)

    def roles(self, person: Entity, name: NameSpan) -> Iterator[Role]:
        """The roles given with one printing of a name."""
        first, set_off = name.first, False
        titles = list(self.titles.titles(name))
        for title, body in zip(titles, self.organisations.of_all(titles), strict=True):
            first, set_off = min(first, title.first), title.last < name.first
            body = body or self.organisations.behind(name.last)
            yield self._role(person, title, Tense.CURRENT, self._told_before(title), Term(title.last), body)
        if name.last >= len(self.tokens) or self.text.owns(name.last):
            return
        at = self.appositions.behind(name.last)
        if at >= len(self.tokens):
            return
        beside = list(self.appositions.read(at))
        yield from self._stated(person, [(stated, Tense.CURRENT, Turn.NONE) for stated in beside])
        if beside:
            at = read_term(self.text, beside[-1].phrase.last).last
        set_off = (set_off or at > name.last) and self.text.word(at) == "," and self.text.word(at + 1) != "who"
        verb = at + 1 if set_off else at
        claims = self.predicates.read(first, verb) if verb < len(self.tokens) else ()
        yield from self._stated(person, [(claim.stated, claim.tense, claim.turn) for claim in claims])

    def _told_before(self, title: Phrase) -> str:
        """ "then" before a title."""
        before = self.text.word(title.first - 1)
        return before if before in THEN else ""

    def _stated(self, person: Entity, found: list[tuple[Stated, Tense, Turn]]) -> Iterator[Role]:
        """Role phrases that stand in a row: they may share their organisation and the word "former"."""
        past = False
        bodies = self.organisations.of_all([stated.phrase for stated, _, _ in found])
        for (stated, tense, turn), body in zip(found, bodies, strict=True):
            phrase = stated.phrase
            bare = phrase.last == phrase.head + 1
            term = read_term(self.text, phrase.last, turn)
            if stated.since >= 0:
                term = read_term(self.text, stated.since)._replace(last=phrase.last)
            if past and bare and not phrase.definite and not stated.lead:
                tense = Tense.FORMER  # "a former mayor and judge"
            yield self._role(person, phrase, tense, stated.lead, term, body)
            past = bare and any(self.text.word(at) in PAST_WORDS for at in range(phrase.first, phrase.head))

    def _role(
        self, person: Entity, phrase: Phrase, tense: Tense, told: str, term: Term, organisation: Entity | None
    ) -> Role:
        words = [self.tokens[index].lower for index in range(phrase.first, phrase.last)]
        lead = words[: phrase.head - phrase.first + 1]
        over = told in THEN or told in ONCE or term.over or self._is_past_year(phrase.first)
        if over or any(word in PAST_WORDS or word.startswith(("ex-", "then-")) for word in lead):
            tense = Tense.FORMER
        elif tense is Tense.CURRENT and (
            any(word in FUTURE_WORDS or word.endswith("-elect") for word in lead)
            or self.text.word(phrase.head + 1) in {"elect", "designate"}
        ):
            tense = Tense.FUTURE
        known = frozenset(words) | ({"former"} if tense is Tense.FORMER else frozenset())
        return Role(person, phrase.first, phrase.last, phrase.role, known, organisation, tense, term.began, term.ended)

    def _is_past_year(self, first: int) -> bool:
        """Whether a title is of a year that is over: "2012 presidential nominee"."""
        year, published = plain_year(self.tokens[first].text), self.text.published
        return year is not None and published is not None and year < published.value.year
