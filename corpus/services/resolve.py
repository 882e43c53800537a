"""Resolve the people and organisations of a document to records of the corpus.

Organisations go by their names: without legal form and in one spelling, acronyms of well-known ones written out. A
person's full name finds the record that bears it unless what is known beside it speaks against; a name that is merely
like another (short form, spelling, initial, surname alone) needs evidence beside the name. What stays doubtful is kept
for an editor. Merged records still answer to their names, so an editor's merge binds later documents; so does what an
earlier reading of the article was resolved to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from corpus.bulk import insert
from corpus.extraction.lexicon.wordlists import given_names
from corpus.folding import name_key
from corpus.identity.bodies import is_acronym
from corpus.identity.decision import Judgement, Verdict
from corpus.identity.evidence import Evidence, by_words, weigh_roles
from corpus.identity.fields import OFFICES
from corpus.identity.personal import Agreement, compare, parse
from corpus.models import Alias, Article, Entity
from corpus.models.ids import derive
from corpus.records import AffiliationRecord, EntityRecord, EntityType, ExtractionRecord, MentionKind, Tense
from corpus.services.acquaintance import Known, words_near
from corpus.services.anchors import Anchors
from corpus.services.candidates import MOST_OF_BLOCK, Candidates, alias_kind
from corpus.services.duplicates import propose
from corpus.services.keep import clip
from corpus.services.name_parts import index_names
from corpus.services.naming import ID_TYPES, MAX_NAME, NAME_FIELDS, set_name
from corpus.services.weighing import Newcomer, agreement_with, dominant_of, named_in, weigh

LONGEST_FULL_NAME = 4  # words: what is longer is no fuller form of a name
MOST_WEIGHED = 4  # people of like names, the most mentioned first; the run over the corpus looks further
MOST_PROPOSED = 5  # of the people that a new record may be, those that an editor is asked about
BY_NAME = frozenset({Agreement.SAME, Agreement.FULLER, Agreement.ALIAS})


@dataclass(frozen=True, slots=True)
class Resolved:
    """The record that a name led to, and the one that stands for it after all merges."""

    original: Entity
    current: Entity


def resolve_all(article: Article, extraction: ExtractionRecord) -> dict[str, Resolved]:
    """The records of all entities of a document, by the document's own keys."""
    resolver = _Resolver(article, extraction)
    # what says most comes first, since the rest is told by its company, and no alias may take what bears the name
    organisations = sorted(extraction.organisations, key=lambda record: not resolver.candidates.bears_name(record))
    people = sorted(extraction.people, key=lambda record: not parse(record.name).given)
    for record in (*organisations, *people):
        resolver.resolve(record)
    resolver.keep_names()
    return {record.key: resolver.found[record.key] for record in (*extraction.people, *extraction.organisations)}


def resolve_organisation(article: Article, name: str) -> Resolved:
    """The record of an organisation that is known by name alone, such as the publisher."""
    known = Entity.objects.organisations().filter(name_key=name_key(name), removed_at__isnull=True)
    for entity in known.select_related("merged_into").order_by("pk")[:MOST_OF_BLOCK]:
        if entity.survivor.removed_at is None:
            return Resolved(original=entity, current=entity.survivor)
    record = EntityRecord(key="o", type=EntityType.ORGANISATION, name=name)
    resolver = _Resolver(article, ExtractionRecord(extractor="", organisations=(record,)))
    resolver.resolve(record)
    resolver.keep_names()
    return resolver.found["o"]


class _Resolver:
    """The entities of one document, one after the other; no record stands for two of them."""

    def __init__(self, article: Article, extraction: ExtractionRecord) -> None:
        self.article = article
        self.extraction = extraction
        self.notes: dict[str, list[AffiliationRecord]] = {}  # by person
        for note in extraction.affiliations:
            self.notes.setdefault(note.person, []).append(note)
        self.candidates = Candidates([*extraction.people, *extraction.organisations])
        self.anchors = Anchors(article)
        self.found: dict[str, Resolved] = {}
        self.originals: set[int] = set()  # those that names of the document led to
        self.taken: set[int] = set()  # those that stand for them
        self.acquainted: dict[int, Known] = {}  # by record: what was read of it serves all names of the document
        self.made: set[int] = set()  # those that this document brought
        self.renamed: set[int] = set()  # those that got a fuller name
        self.used: set[str] | None = None  # public ids that are taken
        self.learnt: list[Alias] = []  # other names, to be written at the end

    def resolve(self, record: EntityRecord) -> None:
        """Find the record of the corpus, or make it."""
        judged: list[tuple[Entity, Judgement]] = []
        entity = self._anchored(record)
        if entity is None and record.type == EntityType.ORGANISATION:
            entity = self._organisation(record)
        elif entity is None:
            entity, judged = self._person(record)
        if entity is None:
            entity = self._create(record, to_compare=bool(judged) or self.candidates.known(record) or _is_short(record))
            doubtful = [pair for pair in judged if pair[1].verdict is Verdict.DOUBTFUL]
            for other, judgement in sorted(doubtful, key=lambda pair: -pair[1].score)[:MOST_PROPOSED]:
                propose(other, entity, judgement)
        current = entity.survivor
        self.originals.add(entity.pk)
        self.taken.add(current.pk)
        self._learn(entity, record)
        self.found[record.key] = Resolved(original=entity, current=current)

    def _free(self, entity: Entity, *, own: bool) -> bool:
        """Whether another name of the document may lead to it.

        By its own name (``own``) it may stand for what another record of the document stands for too: a merge said so.
        """
        return entity.pk not in self.originals and (own or entity.survivor.pk not in self.taken)

    def _anchored(self, record: EntityRecord) -> Entity | None:
        """Whom an earlier reading of the article took the same words for, as long as the name can be theirs."""
        entity = self.anchors.entity_of(record)
        if entity is None or not self._free(entity, own=True):
            return None
        if record.type == EntityType.PERSON:
            names = chain((entity.name, entity.survivor.name), _other_names(entity))
            if all(compare(record.name, name) is Agreement.DIFFERENT for name in names):
                return None
        return entity

    def _organisation(self, record: EntityRecord) -> Entity | None:
        named = [entity for entity, own in self.candidates.named(record) if self._free(entity, own=own)]
        named += [entity for entity in self.candidates.of_body(record) if self._free(entity, own=True)]
        first = {entity.survivor.pk: entity for entity in reversed(named)}
        if len(first) < 2:
            return named[0] if named else None
        return self._namesake(record, list(first.values())[::-1])

    def _namesake(self, record: EntityRecord, bodies: list[Entity]) -> Entity:
        """Which of several organisations of one name is meant: by company and outlet, by the words around the name."""
        newcomer = self._newcomer(record)
        near = self._by_surroundings(record, bodies)
        weight = {body: near[body] + weigh(newcomer, self._known(body), Agreement.SAME).score for body in bodies}
        return max(bodies, key=lambda body: (weight[body], body.survivor.mention_count, -body.pk))

    def _person(self, record: EntityRecord) -> tuple[Entity | None, list[tuple[Entity, Judgement]]]:
        """The person, or None with what was judged of others."""
        full = bool(parse(record.name).given)
        named = [entity for entity, own in self.candidates.named(record) if self._free(entity, own=own)]
        likely = [
            (entity, agreement_with(record.name, entity))
            for entity in {entity.survivor.pk: entity for entity in reversed(named)}.values()
        ]
        newcomer = self._newcomer(record)
        if full and len(likely) == 1 and likely[0][1] in BY_NAME and not self._strange(newcomer, likely[0][0]):
            return likely[0][0], []
        judged = self._judge(newcomer, likely, None)
        best = self._best(record, judged)
        if best is None:
            others = [
                (entity, agreement)
                for entity, agreement in self.candidates.like_named(record)
                if self._free(entity, own=False)
            ]
            known = {entity.survivor.pk for entity, *_ in judged}
            others = [(entity, agreement) for entity, agreement in others if entity.pk not in known]
            dominant = None if full else dominant_of([entity for entity, _ in others])
            weighed = others[:MOST_WEIGHED] if full else [pair for pair in others if pair[0] is dominant]
            judged += self._judge(newcomer, weighed or others[:1], dominant)
            best = self._best(record, judged)
        return best, judged

    def _known(self, entity: Entity) -> Known:
        survivor = entity.survivor
        return self.acquainted.setdefault(survivor.pk, Known(survivor))

    def _strange(self, newcomer: Newcomer, entity: Entity) -> bool:
        """Whether a role of the newcomer's speaks against its being who bears the name: then all is weighed."""
        telling = [role for role in newcomer.profile.roles if role.fields or role.heads & OFFICES]
        if not telling:
            return False
        evidence = Evidence()
        weigh_roles(evidence, newcomer.profile.roles, self._known(entity).roles)
        return evidence.score < 0

    def _judge(
        self, newcomer: Newcomer, likely: list[tuple[Entity, Agreement]], dominant: Entity | None
    ) -> list[tuple[Entity, Judgement]]:
        return [
            (entity, weigh(newcomer, self._known(entity), agreement, dominant=entity is dominant))
            for entity, agreement in likely
        ]

    def _best(self, record: EntityRecord, judged: list[tuple[Entity, Judgement]]) -> Entity | None:
        """The one with the best evidence; namesakes are told by the words around the name, then by how often named."""
        same = {entity: judgement.score for entity, judgement in judged if judgement.verdict is Verdict.SAME}
        if len({entity.survivor.pk for entity in same}) > 1:
            for entity, weight in self._by_surroundings(record, list(same)).items():
                same[entity] += weight
        ranked = sorted(same, key=lambda entity: (-same[entity], -entity.survivor.mention_count, entity.pk))
        return ranked[0] if ranked else None

    def _by_surroundings(self, record: EntityRecord, namesakes: list[Entity]) -> dict[Entity, float]:
        body = self.article.current_text.body if self.article.current_text else ""
        here = words_near((body, mention.start) for mention in record.mentions if mention.kind is MentionKind.NAME)
        near = {entity: self._known(entity).words for entity in namesakes}
        shared = {}
        for entity in namesakes:
            others = (near[other] for other in namesakes if other.survivor.pk != entity.survivor.pk)
            shared[entity] = by_words((here & near[entity]).difference(*others))
        return shared

    def _newcomer(self, record: EntityRecord) -> Newcomer:
        roles = [
            (note.title, note.tense is Tense.FORMER, body.current.pk if body else None)
            for note in self.notes.get(record.key, ())
            for body in (self.found.get(note.organisation),)
        ]
        return named_in(self.article, record.name, roles, self.taken)

    def _create(self, record: EntityRecord, *, to_compare: bool) -> Entity:
        """Make the record. It is compared later where its like is known, or where a long name may come to it."""
        entity = Entity(public_id=self._free_id(record), type=record.type)
        set_name(entity, record.name)
        entity.to_compare = to_compare
        entity.save(force_insert=True)
        self.made.add(entity.pk)
        self.candidates.add(entity)
        return entity

    def _free_id(self, record: EntityRecord) -> str:
        if self.used is None:
            first = [self._id(other, 0) for other in (*self.extraction.people, *self.extraction.organisations)]
            self.used = set(Entity.objects.filter(public_id__in=first).values_list("public_id", flat=True))
        occurrence = 0
        while (public_id := self._id(record, occurrence)) in self.used or (
            occurrence and Entity.objects.filter(public_id=public_id).exists()
        ):
            occurrence += 1
        self.used.add(public_id)
        return public_id

    def _id(self, record: EntityRecord, occurrence: int) -> str:
        return derive(ID_TYPES[record.type], self.article.public_id, name_key(record.name), occurrence)

    def _learn(self, entity: Entity, record: EntityRecord) -> None:
        """Keep the other printed forms as aliases, and the fullest form as the name."""
        forms = [form for form in (record.name, *record.aliases) if form not in entity.refused_names]
        fuller = _fuller(entity, forms) if forms else ""
        if fuller and not entity.name_is_chosen and entity.merged_into_id is None:
            forms.append(entity.name)
            set_name(entity, fuller)
            self.renamed.add(entity.pk)
            entity.version += 1
            entity.save(update_fields=[*NAME_FIELDS, "version", "updated_at"])
        others = {clip(form, MAX_NAME) for form in forms} - {entity.name}
        if others and entity.pk not in self.made:
            others.difference_update(alias.name for alias in entity.aliases.all())
        self.learnt += (
            Alias(entity=entity, name=form, name_key=name_key(form), kind=alias_kind(record.type, form))
            for form in sorted(others)
        )

    def keep_names(self) -> None:
        """Write the names that were learnt, those of all entities of the document together, and how all are found."""
        if self.learnt:
            insert(self.learnt)
            Entity.objects.filter(pk__in={alias.entity_id for alias in self.learnt}).update(updated_at=timezone.now())
        index_names({*self.made, *self.renamed, *(alias.entity_id for alias in self.learnt)})


def _other_names(entity: Entity) -> Iterator[str]:
    """The aliases, read when they are asked for."""
    yield from (alias.name for alias in entity.aliases.all())


def _is_short(record: EntityRecord) -> bool:
    """Whether a longer name may come to it later: a surname for a person, an acronym for an organisation.

    A common first name says too little to look for its bearer again.
    """
    if record.type == EntityType.PERSON:
        name = parse(record.name)
        return not name.given and name.surname not in given_names()
    return any(is_acronym(name) for name in (record.name, *record.aliases))


def _fuller(entity: Entity, forms: list[str]) -> str:
    """A form that says more than the record's name: written out, or with a middle name; "" where there is none."""
    if entity.type == EntityType.ORGANISATION:
        longest = max(forms, key=lambda name: (not is_acronym(name), len(name.split()), len(name)))
        return longest if is_acronym(entity.name) and not is_acronym(longest) else ""
    words = len(entity.name.split())
    longer = [form for form in forms if words < len(form.split()) <= LONGEST_FULL_NAME]
    return max((form for form in longer if compare(form, entity.name) is Agreement.FULLER), key=len, default="")
