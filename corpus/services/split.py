"""Split a record that holds two people, or two organisations: what some articles say of it becomes another record."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from corpus.folding import name_key
from corpus.identity.bodies import is_acronym
from corpus.models import Affiliation, Alias, Article, Candidate, Entity, Mention, PairState, Quotation
from corpus.models.ids import fresh
from corpus.records import EntityType, MentionKind
from corpus.services.candidates import alias_kind
from corpus.services.decide import User, note
from corpus.services.duplicates import settle
from corpus.services.errors import ServiceError
from corpus.services.keep import clip
from corpus.services.merge import REFERENCES, mark_changed
from corpus.services.name_parts import index_names
from corpus.services.naming import ID_TYPES, MAX_NAME, set_name
from corpus.services.recount import recount_entities
from corpus.services.utterances import link_utterances
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
def split(entity: Entity, articles: Collection[Article], *, user: User, name: str = "", reason: str = "") -> Entity:
    """Make a new record of what the articles say of the entity, and keep the two apart from now on.

    ``name`` is the new record's. Where none is given it is the old one's if the articles print that, else the fullest
    form that they print; the other forms are aliases. Merging the two again brings the words together.
    Raises ServiceError where the record does not stand, or the articles say all of it or nothing.
    """
    old = Entity.objects.select_for_update().get(pk=entity.pk)
    if not old.stands:
        raise ServiceError(f"{old.public_id} does not stand: there is nothing to split")
    if len(name) > MAX_NAME:
        raise ServiceError(f"name: at most {MAX_NAME} characters", field="name")
    ids = [article.pk for article in articles]
    spoken = list(Quotation.objects.filter(speaker=old.pk, article__in=ids).values_list("pk", flat=True))
    inside = Mention.objects.filter(entity=old.pk, text__article__in=ids)
    if not inside.exists() and not spoken:
        raise ServiceError("none of the articles mentions the record", field="articles")
    if not Mention.objects.filter(entity=old.pk).exclude(text__article__in=ids).exists():
        raise ServiceError("the articles hold all that is known of the record", field="articles")
    printed = _printed(inside)
    new = Entity(public_id=fresh(ID_TYPES[EntityType(old.type)]), type=old.type, name_is_chosen=bool(name.strip()))
    set_name(new, name.strip() or (old.name if old.name in printed else max(printed, key=_fullness, default=old.name)))
    new.to_compare = False
    new.save(force_insert=True)
    Alias.objects.bulk_create(
        Alias(entity=new, name=form, name_key=name_key(form), kind=alias_kind(EntityType(new.type), form))
        for form in sorted(printed - {new.name})
    )
    for model, current, original in REFERENCES:
        rows = model._default_manager.filter(**{current: old.pk, f"{ARTICLE_OF[model]}__in": ids})
        if model in (Quotation, Affiliation, Article):
            mark_changed(rows)
        rows.update(**{current: new.pk, original: new.pk})
    link_utterances(Quotation.objects.filter(pk__in=spoken))
    recount_entities([old.pk, new.pk])
    index_names([new.pk])
    mark_changed(Entity.objects.filter(pk__in=[old.pk, new.pk]))
    settle(old, new, PairState.DIFFERENT, user=user, reason=reason)
    told = {"from": old.public_id, "new": new.public_id, "articles": [article.public_id for article in articles]}
    for record in (old, new):
        note(record.public_id, "split", user=user, reason=reason, before={}, after=told)
    new.refresh_from_db()
    return new


def _printed(mentions: models.QuerySet[Mention]) -> set[str]:
    """The names that the mentions print."""
    rows = mentions.filter(kind=MentionKind.NAME).values_list("words", flat=True)
    return {clip(words, MAX_NAME) for words in rows}


def _fullness(name: str) -> tuple[bool, int, int, str]:
    return not is_acronym(name), len(name.split()), len(name), name
