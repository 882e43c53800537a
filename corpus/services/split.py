"""Split a record that holds two people, or two organisations: some of what it is said to be becomes another record's.

What articles say of it goes over whole; mentions and quotations can be chosen one by one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models

from corpus.folding import name_key
from corpus.identity.bodies import is_acronym
from corpus.models import Affiliation, Alias, Article, Candidate, Entity, Mention, PairState, Quotation
from corpus.models.choices import Status
from corpus.models.ids import fresh
from corpus.records import EntityType, MentionKind
from corpus.services.candidates import alias_kind
from corpus.services.decide import User, check_version, note
from corpus.services.duplicates import settle
from corpus.services.errors import Conflict, ServiceError
from corpus.services.keep import clip
from corpus.services.mention_fields import decide_mention
from corpus.services.merge import REFERENCES, mark_changed
from corpus.services.name_parts import index_names
from corpus.services.naming import ID_TYPES, MAX_NAME, set_name
from corpus.services.quotation_fields import decide_quotation, speaker_fields
from corpus.services.recount import recount_entities
from corpus.services.utterances import link_utterances, recount_outlets
from corpus.services.writing import one_writer

# How each model that refers to entities leads to its article.
ARTICLE_OF: dict[type[models.Model], str] = {
    Quotation: "article",
    Candidate: "quotation__article",
    Mention: "text__article",
    Affiliation: "text__article",
    Article: "pk",
}


@one_writer()
def split(
    entity: Entity,
    articles: Collection[Article] = (),
    *,
    user: User,
    mentions: Collection[Mention] = (),
    quotations: Collection[Quotation] = (),
    into: Entity | None = None,
    name: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> Entity:
    """Let another record have what the articles say of the entity, and the chosen mentions and quotations.

    ``into`` is that record, else a new one is made: ``name`` is its name, by default the old one's if the words print
    that, else the fullest form that they print; the other forms are aliases. The two are kept apart from now on, and
    later readings of the words go where they were put. Merging the two again brings the words together.
    Raises ServiceError where the record does not stand, or nothing or everything of it would go, StaleVersion where it
    has moved on from the expected version.
    """
    old = Entity.objects.select_for_update().get(pk=entity.pk)
    check_version(old, expected_version)
    if not old.stands:
        raise ServiceError(f"{old.public_id} does not stand: there is nothing to split")
    ids = [article.pk for article in articles]
    chosen = list(Mention.objects.filter(pk__in=[row.pk for row in mentions]).exclude(text__article__in=ids))
    spoken = list(Quotation.objects.filter(pk__in=[row.pk for row in quotations]).exclude(article__in=ids))
    _refuse_others(old, chosen, spoken)
    going = models.Q(text__article__in=ids) | models.Q(pk__in=[row.pk for row in chosen])
    whole = list(Quotation.objects.filter(speaker=old.pk, article__in=ids).values_list("pk", flat=True))
    inside = Mention.objects.filter(entity=old.pk).filter(going)
    if not inside.exists() and not whole and not spoken:
        raise ServiceError(_nothing(articles), field="articles" if articles else "mentions")
    if not Mention.objects.filter(entity=old.pk).exclude(going).exists():
        detail = "the articles hold all that is known of the record" if articles else "these are all its mentions"
        raise ServiceError(detail, field="articles" if articles else "mentions")
    printed = _printed(inside)
    new = _new(old, name, printed) if into is None else _standing(old, into, name)
    if into is None or ids:  # of chosen words alone no other text is to be read so
        _learn(new, printed)
    for model, current, original in REFERENCES:
        rows = model._default_manager.filter(**{current: old.pk, f"{ARTICLE_OF[model]}__in": ids})
        if model in (Quotation, Affiliation, Article):
            mark_changed(rows)
        rows.update(**{current: new.pk, original: new.pk})
    link_utterances(Quotation.objects.filter(pk__in=whole))
    _point(chosen, spoken, new, user, reason)
    _mark_publisher(old, new)
    recount_outlets(Article.objects.filter(publisher=new.pk))
    recount_entities([old.pk, new.pk])
    index_names([new.pk])
    mark_changed(Entity.objects.filter(pk__in=[old.pk, new.pk]))
    settle(old, new, PairState.DIFFERENT, user=user, reason=reason)
    told: dict[str, Any] = {"from": old.public_id, "new" if into is None else "into": new.public_id}
    told |= {"articles": [row.public_id for row in articles]} if articles else {}
    told |= {"mentions": [row.public_id for row in chosen]} if chosen else {}
    told |= {"quotations": [row.public_id for row in spoken]} if spoken else {}
    for record in (old, new):
        note(record.public_id, "split", user=user, reason=reason, before={}, after=told)
    new.refresh_from_db()
    return new


def _point(mentions: list[Mention], quotations: list[Quotation], new: Entity, user: User, reason: str) -> None:
    """Each chosen row is decided by itself: later readings of its words leave it where it was put."""
    for mention in mentions:
        pointed = {"entity": new, "original_entity": new, "status": Status.CORRECTED}
        decide_mention(mention, "repoint", pointed, user=user, reason=reason)
    for quotation in quotations:
        fields = {"status": Status.CORRECTED, **speaker_fields(new)}
        decide_quotation(quotation, "correct", fields, user=user, reason=reason)


def _refuse_others(old: Entity, mentions: list[Mention], quotations: list[Quotation]) -> None:
    """Refuse rows that are not the record's."""
    for mention in mentions:
        if mention.entity_id != old.pk:
            raise ServiceError(f"{mention.public_id} does not mean {old.public_id}", field="mentions")
    for quotation in quotations:
        if quotation.speaker_id != old.pk:
            raise ServiceError(f"{quotation.public_id} is not said by {old.public_id}", field="quotations")


def _nothing(articles: Collection[Article]) -> str:
    return "none of the articles mentions the record" if articles else "nothing that should go was given"


def _standing(old: Entity, into: Entity, name: str) -> Entity:
    """The record that is there already."""
    new = Entity.objects.select_for_update().get(pk=into.survivor.pk)
    if name:
        raise ServiceError("either the record that it goes to, or the name of a new one", field="name")
    if new.pk == old.pk:
        raise Conflict(f"{into.public_id} is the record itself", field="into")
    if new.removed_at is not None:
        raise ServiceError(f"{into.public_id} was removed", field="into")
    if new.type != old.type:
        raise ServiceError(f"{into.public_id} is of another type", field="into")
    return new


def _new(old: Entity, name: str, printed: set[str]) -> Entity:
    if len(name) > MAX_NAME:
        raise ServiceError(f"name: at most {MAX_NAME} characters", field="name")
    new = Entity(
        public_id=fresh(ID_TYPES[EntityType(old.type)]),
        type=old.type,
        name_is_chosen=bool(name.strip()),
        body_access=old.body_access,
    )
    set_name(new, name.strip() or (old.name if old.name in printed else max(printed, key=_fullness, default=old.name)))
    new.to_compare = False
    new.save(force_insert=True)
    return new


def _learn(new: Entity, printed: set[str]) -> None:
    """The record answers to the names that the words print."""
    others = printed - {new.name, *new.aliases.values_list("name", flat=True)}
    Alias.objects.bulk_create(
        Alias(entity=new, name=form, name_key=name_key(form), kind=alias_kind(EntityType(new.type), form))
        for form in sorted(others)
    )


def _mark_publisher(*entities: Entity) -> None:
    if entities[0].type == EntityType.ORGANISATION:
        published = models.Exists(Article.objects.filter(publisher=models.OuterRef("pk")))
        Entity.objects.filter(pk__in=[entity.pk for entity in entities]).update(is_publisher=published)


def _printed(mentions: models.QuerySet[Mention]) -> set[str]:
    """The names that the mentions print."""
    rows = mentions.filter(kind=MentionKind.NAME).values_list("words", flat=True)
    return {clip(words, MAX_NAME) for words in rows}


def _fullness(name: str) -> tuple[bool, int, int, str]:
    return not is_acronym(name), len(name.split()), len(name), name
