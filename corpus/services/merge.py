"""Merge two records of one person or organisation, and undo it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from corpus.models import (
    Affiliation,
    Alias,
    AliasKind,
    Article,
    Candidate,
    DuplicatePair,
    Entity,
    Mention,
    Merge,
    PairState,
    Quotation,
)
from corpus.models.choices import BodyAccess
from corpus.models.ids import IdType, fresh
from corpus.records import EntityType
from corpus.services.decide import User, check_version, note
from corpus.services.duplicates import settle, told_apart
from corpus.services.errors import Conflict, ServiceError
from corpus.services.name_parts import index_names
from corpus.services.recount import recount_entities
from corpus.services.standing import standing_one
from corpus.services.utterances import link_utterances, recount_outlets
from corpus.services.writing import one_writer

# Every column that points at an entity, with the one that keeps whom it was resolved to.
REFERENCES: list[tuple[type[models.Model], str, str]] = [
    (Quotation, "speaker", "original_speaker"),
    (Quotation, "addressee", "original_addressee"),
    (Candidate, "entity", "original_entity"),
    (Mention, "entity", "original_entity"),
    (Affiliation, "person", "original_person"),
    (Affiliation, "organisation", "original_organisation"),
    (Article, "publisher", "original_publisher"),
]


@one_writer()
def merge(loser: Entity, into: Entity, *, user: User, reason: str = "", expected_version: int | None = None) -> Merge:
    """Make two records one. The loser's id lives on and leads to the survivor, ``into``. No user: the machine did.

    Raises ServiceError where the two are of different types or one is removed, Conflict where they are one already, or
    where records that were merged into them were said to be two: to say so of these two again is to decide anew.
    StaleVersion where the loser has moved on from the expected version.
    """
    loser, survivor = _locked(loser), _locked(into)
    check_version(loser, expected_version)
    if loser.merged_into is not None:
        raise Conflict(f"{loser.public_id} is merged into {loser.survivor.public_id} already")
    survivor = survivor.survivor
    if loser.pk == survivor.pk:
        raise Conflict(f"{loser.public_id} and {into.public_id} are one record", field="into")
    if loser.type != survivor.type:
        raise ServiceError(f"{_a(loser)} cannot become {_a(survivor)}", field="into")
    if loser.removed_at is not None or survivor.removed_at is not None:
        raise ServiceError("a removed record cannot be merged", field="into")
    _refuse_what_was_told_apart(loser, survivor, named=into)
    row = Merge.objects.create(
        public_id=fresh(IdType.MERGE), loser=loser, survivor=survivor, reason=reason, merged_by=_known(user)
    )
    Entity.objects.filter(pk=loser.pk).update(merged_into=survivor)
    for stays in {survivor.pk: survivor, into.pk: into}.values():
        settle(loser, stays, PairState.MERGED, user=user, reason=reason)
    _learn_names(row)
    _keep_closed(loser, survivor, user=user, reason=reason)
    _point_anew(loser, survivor)
    mark_changed(Entity.objects.filter(pk__in=[*Entity.objects.leading_to(loser), survivor.pk]))
    for entity in (loser, survivor):
        other = {"merge": row.public_id, "loser": loser.public_id, "survivor": survivor.public_id}
        note(entity.public_id, "merge", user=user, reason=reason, before={}, after=other)
    return row


@one_writer()
def undo(row: Merge, *, user: User, reason: str = "") -> Merge:
    """Take a merge back; in a chain of merges, any one of them. From now on the two are known to be two.

    Raises Conflict where it is undone already, or a record of the two was erased.
    """
    row = Merge.objects.select_for_update().get(pk=row.pk)
    if row.undone_at is not None:
        raise Conflict(f"{row.public_id} is undone already")
    loser, survivor = _locked(row.loser), _locked(row.survivor)
    for entity in (loser, survivor):
        if entity.removed_at is not None:
            raise Conflict(f"{entity.public_id} was erased: the merge cannot be undone")
    row.undone_at, row.undone_by, row.undo_reason = timezone.now(), _known(user), reason
    row.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    Entity.objects.filter(pk=loser.pk).update(merged_into=None)
    settle(loser, survivor, PairState.DIFFERENT, user=user, reason=reason)
    for pair in _united_by(loser, survivor):
        settle(pair.first, pair.second, PairState.DIFFERENT, user=user, reason=reason)
    loser = Entity.objects.get(pk=loser.pk)
    _learn_anew(survivor)
    _point_anew(loser, survivor.survivor)
    mark_changed(Entity.objects.filter(pk__in=[*Entity.objects.leading_to(loser), survivor.pk, survivor.survivor.pk]))
    for entity in (loser, survivor):
        undone = {"merge": row.public_id, "loser": loser.public_id, "survivor": survivor.public_id}
        taken_back = standing_one(entity.public_id, "merge", "merge", row.public_id)
        note(entity.public_id, "undo merge", user=user, reason=reason, before=undone, after={}, reverts=taken_back)
    return row


def _keep_closed(loser: Entity, survivor: Entity, *, user: User, reason: str) -> None:
    """A merge opens no articles: the stricter of the two publishers' rules holds for both, until an editor says so."""
    strict = list(BodyAccess.values)
    if strict.index(loser.body_access) > strict.index(survivor.body_access):
        told = {"body_access": survivor.body_access}, {"body_access": loser.body_access}
        Entity.objects.filter(pk=survivor.pk).update(body_access=loser.body_access)
        note(survivor.public_id, "edit", user=user, reason=reason, before=told[0], after=told[1])


def _a(entity: Entity) -> str:
    return "an organisation" if entity.type == EntityType.ORGANISATION else "a person"


def _locked(entity: Entity) -> Entity:
    return Entity.objects.select_for_update().get(pk=entity.pk)


def _known(user: User) -> User | None:
    return user if user is not None and user.is_authenticated else None


def _refuse_what_was_told_apart(loser: Entity, survivor: Entity, *, named: Entity) -> None:
    anew = ({loser.pk, survivor.pk}, {loser.pk, named.pk})
    for pk, pair in told_apart(loser):
        if pk == survivor.pk and {pair.first_id, pair.second_id} not in anew:
            ids = f"{pair.first.public_id} and {pair.second.public_id}"
            raise Conflict(f"{ids}, which are part of the two, were said to be two records: decide that again first")


def _united_by(loser: Entity, survivor: Entity) -> models.QuerySet[DuplicatePair]:
    """The pairs that were one record through a merge which is no more."""
    top = survivor.survivor
    rest = Entity.objects.leading_to(top)
    inside = DuplicatePair.objects.between(Entity.objects.leading_to(loser)).filter(state=PairState.MERGED)
    return inside.filter(models.Q(first__in=rest) | models.Q(second__in=rest)).select_related("first", "second")


def _learn_names(row: Merge) -> None:
    """The survivor answers to the names of the loser, and of all that were merged into it."""
    members = Entity.objects.leading_to(row.loser)
    others = Alias.objects.filter(entity__in=members).exclude(kind=AliasKind.MERGED).order_by("pk")
    names = dict(Entity.objects.filter(pk__in=members).order_by("pk").values_list("name", "name_key"))
    names |= dict(others.values_list("name", "name_key"))
    for name in (row.survivor.name, *row.survivor.refused_names):
        names.pop(name, None)
    Alias.objects.bulk_create(
        [
            Alias(entity=row.survivor, name=name, name_key=key, kind=AliasKind.MERGED, merge=row)
            for name, key in names.items()
        ],
        ignore_conflicts=True,
    )


def _learn_anew(survivor: Entity) -> None:
    """A record, and all that it was merged into since, answer to no name that a merge which is undone gave them."""
    at: Entity | None = survivor
    while at is not None:
        at.aliases.filter(kind=AliasKind.MERGED).delete()
        for row in Merge.objects.standing().filter(survivor=at).select_related("survivor").order_by("pk"):
            _learn_names(row)
        at = at.merged_into


def mark_changed(rows: models.QuerySet[Any]) -> None:
    """A new version of each, so that a client that read it before is told."""
    rows.update(version=models.F("version") + 1, updated_at=timezone.now())


def _says_otherwise(model: type[models.Model], members: list[int], standing: Entity) -> models.Q:
    """The rows of the model that name somebody else than who stands for the members now."""
    condition = models.Q(pk__in=[])
    for referring, current, original in REFERENCES:
        moved = models.Q(**{f"{original}__in": members}) & ~models.Q(**{current: standing.pk})
        if referring is model:
            condition |= moved
        elif referring is Candidate and model is Quotation:  # a quotation shows its candidates
            rows = Candidate.objects.filter(moved, quotation=models.OuterRef("pk"))
            condition |= models.Q(models.Exists(rows))
    return condition


def _point_anew(loser: Entity, other: Entity) -> None:
    """Let every row that was resolved to the loser, or to one merged into it, point at who stands for it now."""
    members = Entity.objects.leading_to(loser)
    standing = Entity.objects.get(pk=loser.pk).survivor
    spoken = list(Quotation.objects.filter(original_speaker__in=members).values_list("pk", flat=True))
    for rows in (Quotation.objects, Affiliation.objects, Article.objects):
        mark_changed(rows.filter(_says_otherwise(rows.model, members, standing)))
    for model, current, original in REFERENCES:
        model._default_manager.filter(**{f"{original}__in": members}).update(**{current: standing.pk})
    link_utterances(Quotation.objects.filter(pk__in=spoken))
    recount_outlets(Article.objects.filter(original_publisher__in=members))
    concerned = [*members, standing.pk, other.pk]
    published = models.Exists(Article.objects.filter(publisher=models.OuterRef("pk")))
    Entity.objects.filter(pk__in=concerned, type=EntityType.ORGANISATION).update(is_publisher=published)
    recount_entities(concerned)
    index_names(concerned)
