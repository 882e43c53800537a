"""Noun phrases without a parser: what a unit of a sentence is, and the phrase that begins at one."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import EntityType

from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..lexicon.roles import HONORIFICS, PAST_WORDS, ROLE_MODIFIERS, ROLES, SHORT_TITLES, UNNAMED_NOUNS
from ..lexicon.wordlists import word_set
from ..lexicon.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    MONTHS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    TIME_UNITS,
    TIME_WORDS,
)
from ..tokens import Shape
from .channels import channel_of
from .found import Source, SourceKind, Unit

REACH = 40  # units looked at to either side: what is farther away belongs to something else
TITLE_WORDS = ROLES | ROLE_MODIFIERS | SHORT_TITLES | PAST_WORDS | frozenset(HONORIFICS)
NOT_ADVERBS = word_set("family ally reply supply july italy assembly rally bully fly daily early only anomaly monopoly")
# Nouns that a name before them qualifies: "a Kerr aide", "Lantern officials".
FOLLOWERS = (
    ROLES
    | UNNAMED_NOUNS
    | word_set("campaign team supporter adviser confidant ally allies administration staff staffer")
)
ADJECTIVE_ENDINGS = ("ed", "al", "ic", "ive", "ous", "ful", "less", "ish", "-based", "time", "ern")
COLLECTIVES = word_set("people police women men")
COMPLEMENTS = word_set("of for at from with in close to by")
STRONG_PAST = word_set(
    "began took made went came got gave led held kept left met ran saw won lost became brought fell grew rose sent "
    "spent stood "
    "paid built bought caught chose did drew drove fought had heard put sat sold threw wore was were is are has have"
)


class Phrases:
    """Reads noun phrases of one sentence's units."""

    def __init__(self, document: Document, entities: Entities, units: Sequence[Unit]) -> None:
        self.document = document
        self.entities = entities
        self.units = units

    # --- single units ---------------------------------------------------------------------

    def name_ending(self, index: int) -> tuple[Entity, NameSpan] | None:
        """The entity whose name ends with unit ``index``."""
        unit = self.units[index]
        found = self.entities.at.get(unit.first) if unit.run < 0 else None
        return found if found and found[1].last == unit.last else None

    def _behind(self, last: int) -> int:
        """The unit behind a name that ends before token ``last``; a name may go past a full stop: "Yahoo! | News"."""
        return min(self.unit_at(last - 1) + 1, len(self.units))

    def name_starting(self, index: int) -> tuple[Entity, NameSpan] | None:
        """The entity whose name begins with unit ``index``."""
        return self.entities.starting(self.units[index].first) if self.units[index].run < 0 else None

    def is_adverb(self, index: int) -> bool:
        """Whether the unit may stand between a subject and its verb."""
        unit = self.units[index]
        if unit.word in ADVERBS:
            return True
        ly = unit.word.endswith("ly") and len(unit.word) > 4 and unit.word not in NOT_ADVERBS
        return ly and unit.token.shape is Shape.LOWER

    def is_wordlike(self, index: int) -> bool:
        """Whether the unit is a word outside quotation marks."""
        unit = self.units[index]
        return unit.run < 0 and unit.token.shape is not Shape.PUNCTUATION

    def is_past(self, index: int) -> bool:
        """Whether a word behind a noun looks like its verb: "the firm | began", "the mayor | refused"."""
        unit = self.units[index]
        if unit.token.shape is not Shape.LOWER or not index:
            return False
        if unit.word in STRONG_PAST:
            return True
        before = self.units[index - 1]
        noun = self.is_wordlike(index - 1) and before.word not in DETERMINERS and not self.is_adverb(index - 1)
        return noun and unit.word.endswith("ed") and len(unit.word) > 4

    def unit_at(self, token: int) -> int:
        """The unit that holds ``token``."""
        low, high = 0, len(self.units)
        while low < high:
            middle = (low + high) // 2
            if self.units[middle].last <= token:
                low = middle + 1
            else:
                high = middle
        return low

    # --- the phrase that begins at a unit -------------------------------------------------

    def after(self, index: int) -> tuple[int, Source | None]:
        """The noun phrase that begins at unit ``index``: the unit after it and the source it would be."""
        count = len(self.units)
        if index >= count or not self.is_wordlike(index):
            return index, None
        first = self.units[index]
        if first.word in PRONOUNS and first.word not in DETERMINERS:
            return index + 1, Source(first.first, first.last, SourceKind.PRONOUN, outer=first.first)
        at = index
        person: tuple[Entity, NameSpan] | None = None
        body: tuple[Entity, NameSpan] | None = None
        head = index
        while at < count and at - index < REACH:
            named = self.name_starting(at)
            if named:
                if at > index and self._closed_by_noun(at - 1):
                    break
                at = self._behind(named[1].last)
                head = at - 1
                follower = self.units[at] if at < count else None
                if follower and follower.word == "'s":
                    at += 1
                elif named[0].type is EntityType.PERSON:
                    if follower and follower.token.shape is Shape.LOWER and follower.word in FOLLOWERS:
                        continue
                    person = named
                    break
                else:
                    body = named
                continue
            if not self._in_phrase(at, index):
                break
            if self.units[at].word not in DETERMINERS:
                head = at
                if self.units[at].token.shape is Shape.LOWER:
                    body = None
            at += 1
        if at == index:
            return index, None
        named = person or (body if head == at - 1 else None)
        if named:
            entity, name = named
            return at, Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, first.first)
        return at, self.nominal_source(index, head, at - 1)

    def nominal_source(self, first: int, head: int, last: int) -> Source:
        """A source with a common noun for its head."""
        word = self.units[head].word
        plural = (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in COLLECTIVES
        begin = self.units[first].first
        return Source(begin, self.units[last].last, SourceKind.NOMINAL, None, self.units[head].first, begin, plural)

    def _closed_by_noun(self, at: int) -> bool:
        """Whether a common noun that is no title ends the phrase at ``at``: "told reporters | Ford"."""
        unit = self.units[at]
        if unit.token.shape is not Shape.LOWER or unit.word.endswith(ADJECTIVE_ENDINGS) or unit.word == "'s":
            return False
        return unit.word not in DETERMINERS and unit.word not in TITLE_WORDS

    def _in_phrase(self, at: int, index: int) -> bool:
        unit = self.units[at]
        word = unit.word
        if not self.is_wordlike(at):
            return False
        if word in DETERMINERS:
            return at == index or self.units[at - 1].word in {"all", "both", "'s"}
        if word == "'s":
            return True
        if word in NEGATIONS:
            return False
        if word in PREPOSITIONS or word in CONJUNCTIONS or word in AUXILIARIES or word in PRONOUNS:
            return False
        if at == index:
            return True
        if unit.token.capital and self.units[at - 1].word == "'s":
            return True  # "the BBC's Today programme"
        if word in DAYS or word in TIME_WORDS or word in MONTHS or word in {"last", "this", "earlier", "that"}:
            return False
        if self.is_adverb(at) or self.is_past(at):
            return False
        if unit.token.capital and self._closed_by_noun(at - 1):
            return False
        if self.name_ending(at - 1) is None:
            return True
        # after a name only what a name can qualify: "told CNN | negotiations", but "one Lantern strategist"
        plural = word.endswith("s") and not word.endswith("'s")
        return word in FOLLOWERS or word in TITLE_WORDS or plural or self.units[index].word in DETERMINERS

    def of_phrases(self, at: int, through_channels: bool = False) -> int:
        """The unit after the phrases ("of ...", "for ...") that hang on the noun phrase that ended before ``at``.

        A phrase that names a channel ("in an email") tells how something was said, and is passed over only
        ``through_channels``.
        """
        for _ in range(3):
            at = self._past_place(at)
            if at + 1 >= len(self.units) or self.units[at].word not in COMPLEMENTS:
                break
            following = self.units[at + 1]
            if following.word in DAYS | MONTHS | TIME_UNITS or following.token.shape is Shape.NUMBER:
                break
            end, source = self.after(at + 1)
            if end == at + 1 or source is None:
                break
            words = [unit.word for unit in self.units[at + 1 : end]]
            if not through_channels and self.units[at].word in {"in", "by"} and channel_of(words):
                break
            at = end
        return self._past_place(at)

    def _past_place(self, at: int) -> int:
        """Over the larger place after a place: "in Salem, | New Hampshire"."""
        if not 0 < at < len(self.units) - 1 or self.units[at].word != ",":
            return at
        here = self.units[at - 1].first in self.entities.others
        there = self.entities.others.get(self.units[at + 1].first)
        if not here or there is None:
            return at
        end = self._behind(there.last)
        return end + 1 if end < len(self.units) and self.units[end].word == "," else end
