"""Roles that a verb gives: "Kerr is the mayor of Tolmouth", "Kerr, who was elected president in 2014"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpus.records import Tense

from ..lexicon.wordlists import word_set
from ..lexicon.words import BE_FORMS, MONTHS
from ..tokens import Shape
from .after import AppositionReader, Stated
from .phrases import Phrase, PhraseReader
from .terms import Term, Turn, opens_term, read_term
from .text import RoleText
from .words import WEAK

ADVERBS = word_set(
    "now also currently still already then once formerly previously later recently long himself herself briefly "
    "first again only reportedly never"
)
CHOSEN = word_set(
    "named appointed elected re-elected reelected chosen hired made promoted confirmed installed ordained crowned "
    "picked selected tapped anointed introduced"
)
EXPECTED = word_set("nominated designated proposed")
SERVING = {
    "serves": Tense.CURRENT, "works": Tense.CURRENT, "acts": Tense.CURRENT, "serving": Tense.CURRENT,
    "working": Tense.CURRENT, "acting": Tense.CURRENT, "served": Tense.FORMER, "worked": Tense.FORMER,
    "acted": Tense.FORMER, "retired": Tense.FORMER, "resigned": Tense.FORMER, "quit": Tense.FORMER,
    "serve": Tense.CURRENT, "work": Tense.CURRENT,
}  # fmt: skip
LEAVING = word_set("retired resigned quit down")
LEADING = {"heads": Tense.CURRENT, "chairs": Tense.CURRENT, "headed": Tense.FORMER, "chaired": Tense.FORMER}
LEADING_WHO = {
    "leads": Tense.CURRENT, "runs": Tense.CURRENT, "directs": Tense.CURRENT, "edits": Tense.CURRENT,
    "coaches": Tense.CURRENT, "manages": Tense.CURRENT, "led": Tense.FORMER, "ran": Tense.FORMER,
    "directed": Tense.FORMER, "edited": Tense.FORMER, "coached": Tense.FORMER, "managed": Tense.FORMER,
}  # fmt: skip
# Before the name: the sentence supposes, or the name is no subject.
SUPPOSING = word_set("if whether unless suppose imagine say should would")
NO_SUBJECT = word_set("of to with by for from at in on about against between behind near and or & including like")


class Claimed(NamedTuple):
    """What a verb says of a person: a role phrase, its tense, and whether the person enters or leaves it then."""

    stated: Stated
    tense: Tense
    turn: Turn = Turn.NONE


class _Verb(NamedTuple):
    last: int  # the token behind the verb
    tense: Tense
    turn: Turn = Turn.NONE
    bare: bool = True  # a role without an article may follow: "was elected president"


class PredicateReader:
    """Reads what a verb behind a name says the person is, was or becomes."""

    def __init__(self, text: RoleText, phrases: PhraseReader, appositions: AppositionReader) -> None:
        self.text = text
        self.phrases = phrases
        self.appositions = appositions
        self.tokens = text.tokens

    def read(self, first: int, at: int) -> Iterator[Claimed]:
        """What the verb at ``at`` claims of the person whose name, title included, begins at ``first``."""
        text = self.text
        who = False
        if text.word(at) in {",", "("} and text.word(at + 1) == "who":
            at += 1
        if text.word(at) == "who":
            who = True
            at += 1
        if not who and text.word(first - 1) in CHOSEN and text.joined(first - 1, at):
            for stated in self.appositions.stated(at + (text.word(at) == "as")):
                yield Claimed(stated, Tense.CURRENT, Turn.IN)  # "named Ana Kerr as director"
            return
        if not text.joined(first, at) or text.document.run_of[at] >= 0:
            return  # what somebody says a person is, is an opinion
        if not who and (self._supposed(first) or text.word(first - 1) in NO_SUBJECT):
            return
        sentence = text.document.sentences[text.document.sentence_of[at]]
        if self.tokens[sentence.last - 1].text == "?":
            return
        leading = self._leading(at, who)
        if leading is not None:
            yield leading
            return
        verb = self._verb(at)
        if verb is None or not text.joined(at, verb.last):
            return
        for number, stated in enumerate(self.appositions.stated(verb.last)):
            if number == 0 and not self._says_role(stated.phrase, verb.bare):
                return
            yield Claimed(stated, verb.tense, verb.turn)

    def _supposed(self, first: int) -> bool:
        return any(self.text.joined(first, at) and self.text.word(at) in SUPPOSING for at in range(first - 2, first))

    def _says_role(self, phrase: Phrase, bare: bool) -> bool:
        """Whether the phrase is more than praise or chance: "is a leader", "was the victim"."""
        complement = phrase.last > phrase.head + 1
        if not phrase.definite and not (bare or complement):
            # "has been minister since 2021", "was mayor.": nothing else may follow
            ends = phrase.last >= len(self.tokens) or self.tokens[phrase.last].text in {",", ".", ";"}
            if not ends and read_term(self.text, phrase.last) == Term(phrase.last):
                return False
        if phrase.role in WEAK and not complement and phrase.owner is None:
            return any(self.text.knows(index) for index in range(phrase.first, phrase.head))
        return True

    def _leading(self, at: int, who: bool) -> Claimed | None:
        """ "who heads the Harbour Board": the verb stands for the role."""
        text = self.text
        tense = LEADING.get(text.word(at)) or (LEADING_WHO.get(text.word(at)) if who else None)
        if tense is None:
            return None
        begin = at + 1
        while text.word(begin) == "the":
            begin += 1
        named = text.name_at(begin) if text.joined(at, begin) else None
        if named is None or text.organisation_at(begin) is None or text.owns(min(named[2], len(self.tokens) - 1)):
            return None
        if named[2] < len(self.tokens) and self.tokens[named[2]].shape is Shape.LOWER and text.joined(at, named[2]):
            ends = self.text.word(named[2])
            if ends not in {"and", "in", "of", "said", "since", "from", "until", "for", "at", "when"}:
                return None  # "heads the Board meeting"
        last = named[2]
        while text.word(last) in {"of", "for"} and text.joined(at, last + 1) and self.tokens[last + 1].capital:
            last += 1
            while text.joined(at, last) and self.tokens[last].capital:
                last += 1  # "the Centre of Research for Development"
        return Claimed(Stated(Phrase(at, last, at, text.word(at), None, True)), tense)

    def _verb(self, at: int) -> _Verb | None:
        text = self.text
        at = self._past_adverbs(at)
        word = text.word(at)
        if word in {"is", "was"}:
            return self._being(at, Tense.CURRENT if word == "is" else Tense.FORMER)
        if word in {"has", "had"}:
            after = self._past_adverbs(at + 1)
            second = text.word(after)
            if second == "been":
                return self._being(after, Tense.CURRENT if word == "has" else Tense.FORMER)
            if second == "become":
                return _Verb(after + 1, Tense.CURRENT, Turn.IN)
            if second in {"served", "worked", "acted"}:
                return self._as(after, Tense.CURRENT if word == "has" else Tense.FORMER)
            return None
        if word in {"will", "'ll"}:
            after = self._past_adverbs(at + 1)
            if text.word(after) == "become":
                return _Verb(after + 1, Tense.FUTURE, Turn.IN)
            if text.word(after) == "be":
                return self._being(after, Tense.FUTURE)
            if text.word(after) in {"serve", "work", "act"}:
                return self._as(after, Tense.FUTURE)
            return None
        if word in {"became", "becomes"}:
            return _Verb(at + 1, Tense.CURRENT, Turn.IN)
        if word in SERVING:
            return self._as(at, SERVING[word])
        if word == "stepped" and text.word(at + 1) == "down":
            return self._as(at + 1, Tense.FORMER)
        if word == "took" and text.word(at + 1) == "over":
            verb = self._as(at + 1, Tense.CURRENT)
            return verb._replace(turn=Turn.IN) if verb is not None else None
        return None

    def _being(self, at: int, tense: Tense) -> _Verb | None:
        """What "is", "was", "has been" or "will be" at ``at`` leads to."""
        text = self.text
        after = self._past_adverbs(at + 1)
        word = text.word(after)
        if word in CHOSEN or (word == "sworn" and text.word(after + 1) == "in"):
            chosen = after + 1 + (word == "sworn")
            if text.word(chosen) in {"as", "to"} and text.word(chosen + 1) in {"be", "become"}:
                chosen += 1
            chosen += text.word(chosen) in {"as", "be", "become"}
            return _Verb(chosen, Tense.FUTURE if tense is Tense.FUTURE else Tense.CURRENT, Turn.IN)
        if word in EXPECTED:
            if text.word(after + 1) in {"as", "to"}:
                after += 2 if text.word(after + 2) in {"be", "become"} else 1
            return _Verb(after + 1, Tense.FUTURE)
        if word in SERVING and word.endswith("ing"):
            return self._as(after, tense)
        if word in {"to", "set", "expected", "due"}:
            while text.word(after) in {"to", "set", "expected", "due", "be"}:
                after += 1
            return _Verb(after + 1, Tense.FUTURE, Turn.IN) if text.word(after) in {"become", "named"} else None
        if word in BE_FORMS:
            return None
        if word == "," and opens_term(text, after + 1):
            after += 1  # "was, until last March, the mayor"
        return _Verb(after, tense, bare=False)

    def _as(self, at: int, tense: Tense) -> _Verb | None:
        """ "served as", "served two terms as"."""
        for index in range(at + 1, min(at + 5, len(self.tokens))):
            word = self.text.word(index)
            if word == "as":
                left = self.text.word(at) in LEAVING
                return _Verb(index + 1, tense, Turn.OUT if left else Turn.NONE)
            if self.tokens[index].shape is Shape.PUNCTUATION or word in {"in", "for", "at"} or word in MONTHS:
                return None
        return None

    def _past_adverbs(self, at: int) -> int:
        while self.text.word(at) in ADVERBS:
            at += 1
        return at
