"""Compare records with those of like names, over the whole corpus: what is one is merged, what is doubtful proposed.

Runs in chunks, each in a transaction of its own: a run over what is new goes on where it was broken off, and memory
does not grow with the corpus. A merge by the machine is a merge like any other: it says why, and it can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.identity.bodies import is_acronym
from corpus.identity.decision import Judgement, Verdict
from corpus.identity.evidence import Evidence
from corpus.identity.personal import Agreement, compare, parse
from corpus.models import Alias, AliasKind, Entity
from corpus.records import EntityType
from corpus.services.acquaintance import Known
from corpus.services.candidates import MOST_OF_BLOCK, like_named
from corpus.services.duplicates import propose, told_apart
from corpus.services.merge import merge
from corpus.services.naming import likelier_to_stay, match_key
from corpus.services.weighing import Newcomer, dominant_of, weigh
from corpus.services.writing import one_writer

MOST_WEIGHED = 10  # people of like names, those of the same name first, then the most mentioned
CHUNK = 50  # records compared in one transaction
MARKED = 20_000  # records marked in one


@dataclass(slots=True)
class Compared:
    """What a run did."""

    records: int = 0
    merged: int = 0
    doubtful: int = 0


def compare_all(*, everything: bool = False, on_progress: Callable[[int, int], None] | None = None) -> Compared:
    """Compare the records that are new or newly named since the last run; ``everything``: all of them.

    What a merge made richer is compared once more. A run that was broken off is gone on with by the next one.
    """
    if everything:
        _mark_all()
    rows = Entity.objects.standing().filter(to_compare=True)
    done = Compared()
    while total := rows.count():
        last, before = 0, done.records
        while chunk := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            _compare_chunk(chunk, done)
            last = chunk[-1]
            if on_progress is not None:
                on_progress(min(done.records, before + total), before + total)
    return done


def _mark_all() -> None:
    """Let all records be compared, in pieces between which others may write."""
    last = Entity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for at in range(0, last + 1, MARKED):
        with one_writer():
            Entity.objects.standing().filter(pk__gt=at, pk__lte=at + MARKED).update(to_compare=True)


@one_writer()
def _compare_chunk(ids: list[int], done: Compared) -> None:
    Entity.objects.filter(pk__in=ids).update(to_compare=False)
    for pk in ids:
        entity = Entity.objects.get(pk=pk)
        done.records += 1
        if entity.stands:
            key = match_key(entity.type, entity.name)
            if key != entity.match_key:
                Entity.objects.filter(pk=pk).update(match_key=key)
            _compare(entity, done)


def _compare(entity: Entity, done: Compared) -> None:
    apart = {pk for pk, _ in told_apart(entity)}
    judge = _judge_person if entity.type == EntityType.PERSON else _judge_organisation
    judged = [(other, judgement) for other, judgement in judge(entity) if other.pk not in apart]
    same = [(other, judgement) for other, judgement in judged if judgement.verdict is Verdict.SAME]
    if same:
        other, judgement = max(same, key=lambda pair: (pair[1].score, pair[0].mention_count, -pair[0].pk))
        survivor = likelier_to_stay(entity, other)
        loser = other if survivor is entity else entity
        merge(loser, survivor, user=None, reason=f"Merged because: {'; '.join(judgement.reasons)}.")
        Entity.objects.filter(pk=survivor.pk).update(to_compare=True)
        done.merged += 1
        return
    for other, judgement in judged:
        if judgement.verdict is Verdict.DOUBTFUL:
            propose(entity, other, judgement)
            done.doubtful += 1


def _judge_person(entity: Entity) -> list[tuple[Entity, Judgement]]:
    others = [(other, agreement) for other, agreement in _like(entity) if other.pk != entity.pk]
    if not others:
        return []
    known = Known(entity)
    newcomer = Newcomer(known.profile, known.companions(), known.texts)
    full = bool(parse(entity.name).given)
    dominant = None if full else dominant_of([other for other, _ in others if parse(other.name).given])
    return [
        (other, weigh(newcomer, Known(other), agreement, dominant=other is dominant))
        for other, agreement in others[:MOST_WEIGHED]
    ]


def _like(entity: Entity) -> list[tuple[Entity, Agreement]]:
    """People of like names, and those to whom an alias leads."""
    named = Entity.objects.standing().people().filter(name_key=entity.name_key).order_by("-mention_count", "pk")
    found = {other.pk: (other, compare(entity.name, other.name)) for other in named[:MOST_OF_BLOCK]}
    for other, agreement in like_named(entity.name):
        found.setdefault(other.pk, (other, agreement))
    return list(found.values())


def _judge_organisation(entity: Entity) -> list[tuple[Entity, Judgement]]:
    """The organisations of the same name but for legal form, spelling or word order; acronyms of a long name."""
    rows = Entity.objects.standing().organisations().exclude(pk=entity.pk)
    same = list(rows.filter(match_key=entity.match_key).order_by("-mention_count", "pk")[:MOST_OF_BLOCK])
    judged = [(other, _named_alike(entity, other)) for other in same]
    known = {other.pk for other in same}
    introduced = rows.filter(aliases__kind=AliasKind.ACRONYM, aliases__name_key=entity.name_key).distinct()
    if is_acronym(entity.name):
        long = [other for other in introduced.order_by("pk")[:MOST_OF_BLOCK] if other.pk not in known]
    else:
        acronyms = entity.aliases.filter(kind=AliasKind.ACRONYM).values("name_key")
        short = rows.filter(name_key__in=acronyms).order_by("-mention_count", "pk")[:MOST_OF_BLOCK]
        long = [other for other in short if is_acronym(other.name) and other.pk not in known]
    for other in long:
        judged.append((other, _acronym(entity, other, alone=len(long) == 1 and _unique(entity, other))))
    return judged


def _unique(one: Entity, other: Entity) -> bool:
    """Whether the acronym of the two was introduced with no third name."""
    short = one if is_acronym(one.name) else other
    long = Alias.objects.filter(kind=AliasKind.ACRONYM, name_key=short.name_key, entity__merged_into__isnull=True)
    return not long.exclude(entity__in=[one.pk, other.pk]).exists()


def _named_alike(one: Entity, other: Entity) -> Judgement:
    return Judgement(Verdict.SAME, 2.0, (f"{one.name} and {other.name} are ways to write one name",))


def _acronym(one: Entity, other: Entity, *, alone: bool) -> Judgement:
    evidence = Evidence()
    short, long = (one, other) if is_acronym(one.name) else (other, one)
    evidence.add(1.5, f"{short.name} was introduced as the acronym of {long.name}")
    if not alone:
        evidence.add(-1.5, f"{short.name} is the acronym of others too")
    return Judgement(Verdict.SAME if alone else Verdict.DOUBTFUL, evidence.score, tuple(evidence.reasons()))
