"""Weigh whether a newcomer, from a document or from the corpus, is a record that stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.identity.decision import Judgement, judge
from corpus.identity.evidence import (
    DOMINANT,
    MOST_BY_COMPANY,
    MOST_FOR_ONE_WORD,
    SAME_OUTLET,
    TOLD_APART,
    Evidence,
    Profile,
    weigh_bodies,
    weigh_company,
    weigh_names,
    weigh_roles,
    weigh_times,
)
from corpus.identity.fields import role_note
from corpus.identity.personal import Agreement, compare
from corpus.models import Article, Entity
from corpus.models.sorting import UNKNOWN_TIME
from corpus.services.acquaintance import Known

NEARLY_ALL, ENOUGH = 0.9, 10  # share of the mentions of a surname, and mentions, that make a record the dominant one


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whom a name of a document, or another record, may mean."""

    profile: Profile
    companions: Collection[int]  # records mentioned beside it
    texts: Collection[int] = ()  # in which it is named, where it is a record itself


def named_in(
    article: Article, name: str, roles: Iterable[tuple[str, bool, int | None]], companions: Collection[int]
) -> Newcomer:
    """Whom a name of an article may mean; ``roles`` are titles, each with whether it is over and its organisation."""
    roles = list(roles)
    year = article.published_at.year if article.published_at != UNKNOWN_TIME else None
    profile = Profile(
        name=name,
        roles=tuple(role_note(title, past) for title, past, _ in roles),
        bodies=frozenset(body for *_, body in roles if body is not None),
        outlets=frozenset({article.publisher_id} if article.publisher_id else ()),
        years=(year, year) if year else None,
    )
    return Newcomer(profile, set(companions) - {article.publisher_id})


def agreement_with(name: str, entity: Entity) -> Agreement:
    """How the name goes with a record that one of its names or aliases led to."""
    agreement = compare(name, entity.name)
    return Agreement.ALIAS if agreement is Agreement.DIFFERENT else agreement


def weigh(newcomer: Newcomer, known: Known, agreement: Agreement, *, dominant: bool = False) -> Judgement:
    """Judge by names, roles, organisations, companions, outlets and times."""
    profile, other = newcomer.profile, known.profile
    evidence = Evidence()
    weigh_names(evidence, agreement, profile.name, other.name)
    weigh_roles(evidence, profile.roles, other.roles)
    shared = profile.bodies & other.bodies
    if shared:
        weigh_bodies(evidence, Entity.objects.filter(pk__in=shared).values_list("name", flat=True))
    loose = agreement in (Agreement.SURNAME, Agreement.FIRST) and not dominant
    most = MOST_FOR_ONE_WORD if loose else MOST_BY_COMPANY
    if companions := known.companions_among(set(newcomer.companions) - shared):
        weigh_company(evidence, companions, about_how_many_articles(), most)
    if profile.outlets & other.outlets:
        evidence.add(SAME_OUTLET, "the same outlet writes of both")
    weigh_times(evidence, profile.years, other.years)
    if set(newcomer.texts) & set(known.texts):
        evidence.add(TOLD_APART, "one article names both")
    if dominant:
        evidence.add(DOMINANT, f"nearly all who are called so here are {other.name}")
    return judge(agreement, evidence)


def about_how_many_articles() -> int:
    """The newest key, which costs less than a count and says enough."""
    return Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def dominant_of(entities: Sequence[Entity]) -> Entity | None:
    """Who is meant by nearly all mentions of those who share a surname; None where nobody stands out."""
    total = sum(entity.mention_count for entity in entities)
    best = max(entities, key=lambda entity: entity.mention_count, default=None)
    if best is None or best.mention_count < ENOUGH or best.mention_count < NEARLY_ALL * total:
        return None
    return best
