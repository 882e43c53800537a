"""Pronouns and the entities they may mean, each pair as a row of numbers for the ranker.

The features are those that mention-pair models of coreference have used since Soon, Ng and Lim (2001): distance,
number and gender, grammatical role by the neighbouring words, and who is in focus; here with who is speaking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.records import EntityType, MentionKind

from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..lexicon.wordlists import word_set
from ..lexicon.words import BE_FORMS, DETERMINERS, FEMALE, MALE, MODALS
from .found import References, speaker_of
from .trail import Mention, Neighbour, Trail

OF_BODIES = word_set("it its itself they them their theirs themselves")
PLURAL = word_set("they them their theirs themselves")
FORMS = {
    **dict.fromkeys(("he", "she", "it", "they"), 0),
    **dict.fromkeys(("him", "them"), 1),
    **dict.fromkeys(("his", "her", "its", "their"), 2),
    **dict.fromkeys(("himself", "herself", "itself", "themselves"), 3),
    **dict.fromkeys(("hers", "theirs"), 4),
}
REACH = {EntityType.PERSON: 14, EntityType.ORGANISATION: 6}  # sentences back
MOST = {EntityType.PERSON: 7, EntityType.ORGANISATION: 6}  # candidates a pronoun
NEVER = 40.0  # a distance where there is none
JUDGED = word_set(
    "clear unclear important possible impossible hard difficult easy time unlikely vital crucial essential necessary "
    "unfair wrong right good great nice best better early late safe up unclear uncertain unknown"
)
EMPTY_SUBJECT = 7  # tokens behind "it is" within which "that" or "to" tells that the pronoun means nothing


class Anaphor(NamedTuple):
    """A pronoun to resolve and the entities it may mean, with their row in the table of features."""

    token: int
    type: EntityType  # of the candidates
    candidates: tuple[Entity, ...]
    row: int


@dataclass(slots=True)
class _Known:
    """What is known of an entity where the sweep stands."""

    entity: Entity
    latest: Mention
    name: Mention | None = None
    outside: Mention | None = None
    count: int = 0
    subjects: int = 0
    spoke: int = -99  # sentence


def is_subject(mention: Mention) -> bool:
    """Whether the words beside the mention look like those of a subject."""
    if mention.after in (Neighbour.AUXILIARY, Neighbour.VERB):
        return mention.before is not Neighbour.PREPOSITION
    return mention.before in (Neighbour.EDGE, Neighbour.CONJUNCTION) and mention.after in (
        Neighbour.COMMA,
        Neighbour.SMALL,
    )


def means_nothing(words: Sequence[str], token: int) -> bool:
    """Whether "it" only fills the place of a subject: "it is shocking that", "it was hard to"."""
    behind = words[token + 1 : token + 5]
    if len(behind) < 3 or words[token] != "it" or behind[0] not in BE_FORMS | MODALS:
        return False
    told = behind[2:] if behind[1] in {"be", "not", "been", "also", "so", "very", "too"} else behind[1:]
    return len(told) > 1 and (
        told[1] == "that" or (told[0] in JUDGED and told[1] in {"to", "for", "if", "whether", "how"})
    )


class Pairs:
    """All pairs of a document, ``rows`` of equal length; ``anaphors`` say which rows are whose."""

    def __init__(
        self, document: Document, entities: Entities, references: References, attributions: Sequence[Attribution]
    ) -> None:
        self.document = document
        self.trail = Trail(document, entities, references)
        self.references = references
        self.rows: list[list[float]] = []
        self.anaphors: list[Anaphor] = []
        self.known: dict[int, _Known] = {}  # the latest mentioned last
        self.spoken_by: dict[int, Entity] = {}  # run -> speaker
        self.speaking: dict[int, Entity] = {}  # first token of a source -> whom it means
        self.sources_in: dict[int, set[int]] = {}  # sentence -> who is its source
        for attribution in attributions:
            if attribution.source is None:
                continue
            entity = speaker_of(attribution.source, references)[0]
            if entity is None:
                continue
            first = attribution.source.first
            self.speaking[first] = entity
            self.sources_in.setdefault(document.sentence_of[first], set()).add(id(entity))
            self.spoken_by.update(dict.fromkeys(attribution.runs, entity))
        self.sources = {a.source.first for a in attributions if a.source is not None}
        self.names = {id(e): len(e.names) for e in (*entities.people, *entities.organisations)}
        self.following: list[Mention] = []  # of the sentence, behind the pronoun
        self.latest_pronoun: dict[EntityType, tuple[int, int]] = {}  # type -> entity, sentence
        self._sweep()

    def _sweep(self) -> None:
        mentions, words = self.trail.mentions, self.trail.words
        at = 0
        ahead = len(mentions)
        for token, word in enumerate(words):
            while at < ahead and mentions[at].first < token:
                self._note(mentions[at])
                at += 1
            if word in MALE or word in FEMALE:
                self._add(token, EntityType.PERSON, at)
            elif word in OF_BODIES:
                self._add(token, EntityType.ORGANISATION, at)

    def _note(self, mention: Mention) -> None:
        known = self.known.pop(id(mention.entity), None)
        if known is None and mention.first and self.trail.words[mention.first - 1] == "(":
            return  # "PORT ELLIS (Wire) -": the agency
        known = self.known[id(mention.entity)] = known or _Known(mention.entity, mention)
        known.latest = mention
        known.count += 1
        known.subjects += is_subject(mention)
        sentence = self.document.sentence_of[mention.first]
        if self.document.run_of[mention.first] < 0:
            known.outside = mention
        if mention.kind is MentionKind.NAME:
            known.name = mention
        elif mention.kind is MentionKind.PRONOUN:
            self.latest_pronoun[mention.entity.type] = (id(mention.entity), sentence)
        if self.speaking.get(mention.first) is mention.entity:
            known.spoke = sentence

    def _add(self, token: int, kind: EntityType, at: int) -> None:
        sentence = self.document.sentence_of[token]
        near: list[_Known] = []
        for known in reversed(self.known.values()):
            if sentence - self.document.sentence_of[known.latest.first] > REACH[kind] or len(near) == MOST[kind]:
                break
            if known.entity.type is kind:
                near.append(known)
        self.following = self._following(sentence, at)
        near.extend(self._ahead(kind, {id(known.entity) for known in near}))
        if not near:
            return
        self.anaphors.append(Anaphor(token, kind, tuple(known.entity for known in near), len(self.rows)))
        shared = self._of_anaphor(token, kind, near)
        for order, known in enumerate(near):
            self.rows.append([*shared, *self._of_pair(token, order, known)])

    def _following(self, sentence: int, at: int) -> list[Mention]:
        """The next mentions from ``at`` on in the sentence, a handful."""
        found = self.trail.mentions[at : at + 4]
        return [mention for mention in found if self.document.sentence_of[mention.first] == sentence]

    def _ahead(self, kind: EntityType, have: set[int]) -> Iterator[_Known]:
        """Who is named first later in the sentence: "After her defeat, Kerr resigned"."""
        for mention in self.following:
            if mention.kind is MentionKind.NAME and mention.entity.type is kind and id(mention.entity) not in have:
                yield _Known(mention.entity, mention, mention, None)
                return

    def _of_anaphor(self, token: int, kind: EntityType, near: Sequence[_Known]) -> list[float]:
        document, words = self.document, self.trail.words
        sentence = document.sentence_of[token]
        first = document.sentences[sentence].first
        word = words[token]
        follower = words[token + 1] if token + 1 < len(words) else "."
        run = document.run_of[token]
        empty = follower in BE_FORMS or follower in MODALS
        return [
            FORMS.get(word, 5),
            word in PLURAL,
            token in self.sources,
            run >= 0,
            run in self.spoken_by,
            min(token - first, 40),
            document.sentences[sentence - 1].paragraph != document.sentences[sentence].paragraph if sentence else 2,
            self.trail.before(token),
            self.trail.after(token + 1),
            follower in BE_FORMS,
            empty and not {"that", "to", "who"}.isdisjoint(words[token + 2 : token + 2 + EMPTY_SUBJECT]),
            len(near),
            sum(self._agrees(word, known.entity) >= 0 for known in near),
            self.trail.between(self.trail.verbs, first, token),
            words[first] in DETERMINERS,
            self.trail.classes[first],
            words[self.document.sentences[sentence - 1].first] in DETERMINERS if sentence else 2,
            self.trail.classes[token - 1] if token > first else 0,
        ]

    @staticmethod
    def _agrees(word: str, entity: Entity) -> int:
        """1 where the gender is the pronoun's, -1 where it is not, 0 where it is not known."""
        if entity.type is not EntityType.PERSON or not entity.gender:
            return 0
        return 1 if (entity.gender == "m") == (word in MALE) else -1

    def _of_pair(self, token: int, order: int, known: _Known) -> list[float]:
        document, trail, words = self.document, self.trail, self.trail.words
        entity, latest, name, outside = known.entity, known.latest, known.name, known.outside
        sentence, here = document.sentence_of[token], document.sentence_of[latest.first]
        paragraph = document.sentences[sentence].paragraph
        start = document.sentences[sentence].first
        run = document.run_of[token]
        word = words[token]
        rule = self.references.by_token.get(token)
        pronoun = self.latest_pronoun.get(entity.type)
        nouns = trail.women if word in FEMALE else trail.men
        first, last = (latest.last, token) if latest.first < token else (token + 1, latest.first)
        share = 0.0
        if rule is not None:
            share = next((score for other, score in rule.candidates if other is entity), 0.0)
        return [
            sentence - here,
            max(-40, min(token - latest.first, 300)),
            paragraph - document.sentences[here].paragraph,
            order,
            latest.first >= token,
            is_subject(latest),
            latest.kind is MentionKind.NAME,
            latest.before,
            latest.after,
            document.run_of[latest.first] >= 0,
            run >= 0 and document.run_of[latest.first] == run,
            sentence - document.sentence_of[name.first] if name else NEVER,
            sentence - document.sentence_of[outside.first] if outside else NEVER,
            min(known.count, 30),
            min(known.subjects, 20),
            min(self.names.get(id(entity), 0), 40),
            self._agrees(word, entity),
            not entity.key,
            min(sentence - known.spoke, 40),
            self.spoken_by.get(run) is entity,
            id(entity) in self.sources_in.get(sentence, ()),
            pronoun is not None and pronoun[0] == id(entity),
            sentence - pronoun[1] if pronoun is not None else NEVER,
            min(trail.between(trail.clauses, first, last), 20),
            min(trail.between(trail.commas, first, last), 20),
            min(trail.between(trail.verbs, first, last), 20),
            min(trail.between(trail.phrases, first, last), 20),
            min(trail.between(nouns, first, last), 5),
            min(trail.between(trail.roles, first, last), 10),
            min(trail.between(trail.phrases, start, token), 10),
            latest.first - document.sentences[here].first,
            rule is not None and rule.entity is entity,
            share,
            words[latest.last - 1].endswith("s"),
            min(trail.between(trail.places, first, last), 10),
            *self._ahead_of(token, entity, sentence),
        ]

    def _ahead_of(self, token: int, entity: Entity, sentence: int) -> tuple[float, float, float]:
        """Tokens to the next name of the entity in the sentence, commas before it, what stands right before it."""
        for mention in self.following:
            if mention.entity is entity and mention.kind is MentionKind.NAME:
                commas = self.trail.between(self.trail.commas, token, mention.first)
                return mention.first - token, commas, mention.before
        return NEVER, 0, 0
