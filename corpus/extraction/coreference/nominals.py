"""Definite phrases to people and organisations: "the former ambassador", "the retailer", "the 33-year-old"."""

from __future__ import annotations

import re

from corpus.records import MentionKind

from ..affiliations import Role
from ..document import Document
from ..entities import Entities, Entity
from ..entities.gender import FEMALE_NOUNS, MALE_NOUNS
from ..lexicon.roles import BODIES, ORGANISATION_OF, ROLE_MODIFIERS, ROLES
from ..lexicon.wordlists import entries, word_set
from ..lexicon.words import ARTICLES, PREPOSITIONS
from ..tokens import Shape, Token
from .found import Reference
from .salience import InMind
from .trail import Neighbour, neighbour

LONGEST = 6  # tokens of a phrase up to its head
ROLES_BACK = 12  # of one word that are looked at
EXPLAINED = 9  # tokens behind a name within which "a retailer" says what it is
# how sure a reference is
ONE_HOLDER, SOME_HOLDERS, OWN_WORD, TOLD, ANY, DESCRIBED, NEAREST = 0.85, 0.65, 0.7, 0.75, 0.6, 0.7, 0.45
# titles that are written short, and what their bearers are called
LONG_TITLES = {
    "sen": ("senator",),
    "rep": ("representative", "congressman", "congresswoman"),
    "gov": ("governor",),
    "gen": ("general",),
    "col": ("colonel",),
    "capt": ("captain",),
    "sgt": ("sergeant",),
    "lt": ("lieutenant",),
    "adm": ("admiral",),
    "amb": ("ambassador",),
    "pres": ("president",),
    "supt": ("superintendent",),
    "det": ("detective",),
    "cllr": ("councillor",),
}
OTHER_WORDS = {"senator": ("lawmaker",), "representative": ("lawmaker", "congressman", "congresswoman")}
PARTIES = word_set("democratic republican libertarian green labour conservative liberal independent socialist")
BODY_REACH, PERSON_REACH = 3, 3  # sentences back for words that fit many

# stand for whatever body was named last
ANY_BODY = word_set(
    "company firm group agency organisation organization charity retailer airline carrier broadcaster publisher "
    "manufacturer carmaker automaker nonprofit non-profit startup start-up giant insurer lender troupe"
)
# what a body may be called, where the text says that it is one
BODY_NOUNS = (
    BODIES
    | ANY_BODY
    | ORGANISATION_OF
    | word_set(
        "supermarket chain channel website site platform side franchise league regulator watchdog hospital museum "
        "gallery foundation trust service maker brand label studio developer supplier contractor operator provider "
        "think-tank thinktank alliance movement band orchestra force business lobby"
    )
) - word_set("house office")
# words that describe somebody whom the reader knows by now, and are no office that others hold too
DESCRIPTIONS = word_set(
    "star actress actor singer singer-songwriter songwriter musician rapper rocker crooner frontman comedian funnyman "
    "supermodel presenter author novelist filmmaker playwright artist dancer ballerina performer entertainer "
    "footballer striker midfielder defender goalkeeper keeper playmaker winger full-back centre-back fly-half "
    "all-rounder spinner seamer batsman bowler pitcher quarterback golfer cyclist swimmer sprinter boxer jockey racer "
    "skipper athlete olympian teammate ace champion teenager teen youngster pensioner veteran billionaire millionaire "
    "tycoon mogul businessman businesswoman politician republican democrat heiress aristocrat socialite royal monarch "
    "newsreader blogger youtuber personality icon legend brunette blonde beauty newlywed a-lister mum dad "
    "briton scot spaniard swede dane finn serb croat englishman welshman irishman scotsman frenchman dutchman"
)
FEMALE_DESCRIPTIONS = FEMALE_NOUNS | word_set("ballerina mum")
MALE_DESCRIPTIONS = MALE_NOUNS | word_set("frontman funnyman englishman welshman irishman scotsman frenchman dutchman")
PARENT = re.compile(r"(?:(?P<female>mum|mom|mother)|(?P<male>dad|father))-of-\w+")  # "the mother-of-two"
DEMONYM = re.compile(r".*(?:an|i)")  # of the names of peoples those that one person may be called by
AGE = frozenset({"year-old"})
RESTRICTS = word_set(
    "of who that whose in at from with for on which behind"
)  # says which one: another than those known
ENDS = {Neighbour.EDGE, Neighbour.COMMA, Neighbour.AND, Neighbour.CONJUNCTION, Neighbour.AUXILIARY, Neighbour.VERB}
ENDS |= {Neighbour.POSSESSIVE, Neighbour.PREPOSITION}


class Nominals:
    """Resolves definite phrases; told of roles and names in the order of the text."""

    def __init__(self, document: Document, entities: Entities, people: InMind, bodies: InMind) -> None:
        self.document = document
        self.entities = entities
        self.people = people
        self.bodies = bodies
        self.roles: dict[str, list[Role]] = {}
        self.heads: dict[str, set[str]] = {}  # person -> the role words given to them
        self.own_words: dict[str, Entity] = {}  # a word of a body's name -> the latest such body
        self.told: dict[str, Entity] = {}  # what the text says that a body is -> the latest such body

    def take_role(self, role: Role) -> None:
        """A role that somebody is given."""
        head = role.head.rstrip(".")
        for word in (*LONG_TITLES.get(head, (role.head,)), *OTHER_WORDS.get(role.head, ())):
            self.roles.setdefault(word, []).append(role)
        self.heads.setdefault(role.person.key, set()).add(head)

    def take_body(self, body: Entity, first: int, last: int) -> None:
        """A name of a body, tokens ``[first, last)``, and what stands beside it: "the retailer X", "X, a bank"."""
        tokens = self.document.tokens
        for word in body.words:
            if word.lower() in BODY_NOUNS:
                self.own_words[word.lower()] = body
        if first and tokens[first - 1].lower in BODY_NOUNS and tokens[first - 1].shape is Shape.LOWER:
            self.told[tokens[first - 1].lower] = body
        at = last
        end = min(self.document.sentences[self.document.sentence_of[first]].last, last + EXPLAINED)
        if at + 2 < end and tokens[at].lower in {",", "is", "was"} and tokens[at + 1].lower in ARTICLES:
            for noun in range(at + 2, end):
                word = tokens[noun].lower
                if tokens[noun].shape is Shape.PUNCTUATION or word in PREPOSITIONS or word in RESTRICTS:
                    break
                if word in BODY_NOUNS and self._ends(noun + 1):
                    self.told[word] = body

    def resolve(self, index: int, is_source: bool) -> Reference | None:
        """Whom the phrase that begins at token ``index`` with "the" or "this" means."""
        head = self._head(index)
        if head < 0:
            return self._described(index)
        word = self.document.tokens[head].lower
        found = self._by_role(index, head, word) or self._by_head(index, head, word)
        if found is None and is_source and word in ROLES:
            found = self._by_nearness(index, head)
        return found or self._described(index)

    def _head(self, index: int) -> int:
        """The role word or the word for a body that the phrase is about, -1 where there is none."""
        tokens = self.document.tokens
        at, head = index + 1, -1
        while at < len(tokens) and at - index < LONGEST and self.document.run_of[at] == self.document.run_of[index]:
            token = tokens[at]
            if token.shape is Shape.PUNCTUATION or (at in self.entities.at and token.lower not in ROLES):
                break
            if token.lower in ROLES or token.lower in BODY_NOUNS:
                head = at
            elif head >= 0 or not _modifies(token):
                break
            at += 1
        named = head + 1 in self.entities.at and tokens[head + 1].start - tokens[head].end <= 1
        return -1 if named else head  # "the ambassador Robert Ford": the name says it

    def _by_role(self, first: int, head: int, word: str) -> Reference | None:
        given = self.roles.get(word, [])[-ROLES_BACK:]
        if not given:
            return None
        modifiers = {self.document.tokens[at].lower for at in range(first + 1, head)}
        best, best_score = None, -1.0
        for order, role in enumerate(given):
            other_party = modifiers & PARTIES and role.words & PARTIES and not modifiers & role.words & PARTIES
            if role.last > first or other_party:
                continue
            score = len(modifiers & role.words) - 0.6 * len(modifiers - role.words) + 0.05 * order
            if score > best_score:
                best, best_score = role, score
        if best is None or best_score < -0.4:
            return None
        people = {role.person.key for role in given}
        score = ONE_HOLDER if len(people) == 1 else SOME_HOLDERS
        return Reference(first, head + 1, best.person, MentionKind.NOMINAL, score)

    def _by_head(self, first: int, head: int, word: str) -> Reference | None:
        """A body by a word of its name, by what the text says it is, or as the one in mind."""
        after = self.document.tokens[head + 1].lower if head + 1 < len(self.document.tokens) else ""
        if word not in BODY_NOUNS or head > first + 1 or after == "of":
            return None
        body, score = self.own_words.get(word), OWN_WORD
        if body is None:
            body, score = self.told.get(word), TOLD
        if body is None and word in ANY_BODY and self._ends(head + 1) and not self._restricted(head + 1):
            ranked = self.bodies.ranked(first, "", BODY_REACH)
            body, score = (ranked[0][1], ANY) if ranked else (None, 0.0)
        return Reference(first, head + 1, body, MentionKind.NOMINAL, score) if body is not None else None

    def _by_nearness(self, first: int, head: int) -> Reference | None:
        """A role that the text gives nobody ("Kerr laughed. “No,” the mayor said"): who was the subject just before."""
        if not self.people.recent:
            return None
        latest = self.people.recent[-1]
        near = self.document.sentence_of[first] - latest.sentence <= 1 and latest.subject
        if self.heads.get(latest.entity.key):
            return None  # the text calls them something else
        return Reference(first, head + 1, latest.entity, MentionKind.NOMINAL, NEAREST) if near else None

    def _described(self, first: int) -> Reference | None:
        """Somebody in mind, called by what they are known for or by their age: "the outspoken star"."""
        tokens = self.document.tokens
        sentence = self.document.sentences[self.document.sentence_of[first]]
        for at in range(first + 1, min(first + LONGEST, sentence.last)):
            token = tokens[at]
            if _describes(token) and self._ends(at + 1) and not self._restricted(at + 1):
                return self._in_mind(first, at)
            fits = token.shape in (Shape.LOWER, Shape.NUMBER, Shape.TITLE) or token.text == "-"
            if at in self.entities.at or not fits or neighbour(token) not in (Neighbour.SMALL, Neighbour.OTHER):
                return None
        return None

    def _in_mind(self, first: int, head: int) -> Reference | None:
        word = self.document.tokens[head].lower
        parent = PARENT.fullmatch(word)
        female = word in FEMALE_DESCRIPTIONS or (parent is not None and parent["female"] is not None)
        male = word in MALE_DESCRIPTIONS or (parent is not None and not female)
        gender = "f" if female else "m" if male else ""
        ranked = [pair for pair in self.people.ranked(first, gender, PERSON_REACH) if pair[1].key]
        if not ranked:
            return None
        total = sum(score for score, _ in ranked)
        candidates = tuple((entity, round(score / total, 3)) for score, entity in ranked)
        return Reference(first, head + 1, ranked[0][1], MentionKind.NOMINAL, DESCRIBED, candidates)

    def _ends(self, index: int) -> bool:
        """Whether the phrase may end before the token: what follows is no noun."""
        tokens = self.document.tokens
        if index >= len(tokens) or self.document.sentence_of[index] != self.document.sentence_of[index - 1]:
            return True
        token = tokens[index]
        return token.shape is Shape.PUNCTUATION or token.lower.endswith("ly") or neighbour(token) in ENDS

    def _restricted(self, index: int) -> bool:
        tokens = self.document.tokens
        return index < len(tokens) and (
            tokens[index].lower in RESTRICTS or index in self.entities.at or tokens[index].lower.endswith("ing")
        )


def _describes(token: Token) -> bool:
    word = token.lower
    if word in DESCRIPTIONS or word in AGE or PARENT.fullmatch(word):
        return True
    return token.shape is Shape.TITLE and word in entries("nationalities") and DEMONYM.fullmatch(word) is not None


def _modifies(token: Token) -> bool:
    word = token.lower
    return word in ROLE_MODIFIERS or token.shape is Shape.TITLE or word.endswith(("al", "an", "ish", "ese"))
