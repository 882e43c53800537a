"""Split a record that holds two people, or two organisations: what some articles say of it becomes another record."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models

from corpus.models import Affiliation, Article, Candidate, Entity, Mention, PairState, Quotation
from corpus.models.ids import fresh
from corpus.records import EntityType
from corpus.services.decide import User, note
from corpus.services.duplicates import settle
from corpus.services.errors import ServiceError
from corpus.services.merge import REFERENCES, mark_changed
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

    ``name`` is the new record's, the old one's where none is given. Merging the two again brings the words together.
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
    new = Entity(public_id=fresh(ID_TYPES[EntityType(old.type)]), type=old.type, name_is_chosen=bool(name.strip()))
    set_name(new, name.strip() or old.name)
    new.to_compare = False
    new.save(force_insert=True)
    for model, current, original in REFERENCES:
        rows = model._default_manager.filter(**{current: old.pk, f"{ARTICLE_OF[model]}__in": ids})
        if model in (Quotation, Affiliation, Article):
            mark_changed(rows)
        rows.update(**{current: new.pk, original: new.pk})
    link_utterances(Quotation.objects.filter(pk__in=spoken))
    recount_entities([old.pk, new.pk])
    mark_changed(Entity.objects.filter(pk__in=[old.pk, new.pk]))
    settle(old, new, PairState.DIFFERENT, user=user, reason=reason)
    told = {"from": old.public_id, "new": new.public_id, "articles": [article.public_id for article in articles]}
    for record in (old, new):
        note(record.public_id, "split", user=user, reason=reason, before={}, after=told)
    new.refresh_from_db()
    return new
