"""Clear what is known of a person or an organisation: part of an erasure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from corpus import search
from corpus.chunks import chunked
from corpus.folding import name_key
from corpus.models import (
    Affiliation,
    Alias,
    Article,
    Candidate,
    Decision,
    DuplicatePair,
    Entity,
    ErasureRequest,
    Identifier,
    Mention,
    Merge,
    NamePart,
    Organisation,
    Person,
    Quotation,
    QuotationReading,
    Utterance,
)
from corpus.models.quotation import QuotationQuerySet
from corpus.records import SpeakerType
from corpus.services.disputes import given_beside, recount_disputes
from corpus.services.errors import Conflict
from corpus.services.forget import (
    deleted,
    forget_admin_log,
    forget_answers,
    forget_filters,
    forget_log,
    forget_merges_log,
    forget_pairs_log,
    forget_proposals,
    forget_reasons,
    forget_wordings,
    leave_ids,
    note_erasure,
    speakers_decided,
)
from corpus.services.forget_alerts import forget_alerts
from corpus.services.merge import mark_changed
from corpus.services.months import months_of, recount_unattributed
from corpus.services.recount import recount_entities

NAME = "erased"
CHUNK = 500
HELD = ("entity", "original_entity")
ROLES = ("person", "original_person", "organisation", "original_organisation")


class Addressees:
    """The readings in older revisions that are addressed to one of the records, or to one merged into them.

    No index leads to them: all readings are looked through, once, and only where somebody asks.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = list(entities)

    @cached_property
    def _found(self) -> list[tuple[int, int]]:
        keys = {pk for entity in self._entities for pk in Entity.objects.leading_to(entity)}
        rows = QuotationReading.objects.filter(fields__addressee__in=sorted(keys)).order_by("pk")
        return list(rows.values_list("pk", "fields__addressee"))

    def to(self, members: Iterable[int]) -> list[QuotationReading]:
        """Those that are left of the readings that are addressed to one of these, with their quotations."""
        wanted, left = set(members), QuotationReading.objects.select_related("quotation").order_by("pk")
        pks = [pk for pk, addressee in self._found if addressee in wanted]
        return [row for some in chunked(pks, CHUNK) for row in left.filter(pk__in=some)]


def nobody_names(entity: Entity, addressees: Addressees) -> bool:
    """Whether nothing is left that refers to the record, or to one merged into it, and no editor dealt with it."""
    members = Entity.objects.leading_to(entity)
    names = Entity.objects.filter(pk__in=members).values("public_id")
    return not (
        Mention.objects.filter(_any(HELD, members)).exists()
        or Candidate.objects.filter(_any(HELD, members)).exists()
        or Affiliation.objects.filter(_any(ROLES, members)).exists()
        or _spoken(members).exists()
        or Quotation.objects.filter(_any(("addressee", "original_addressee"), members)).exists()
        or QuotationReading.objects.filter(original_speaker__in=members).exists()
        or Article.objects.filter(_any(("publisher", "original_publisher"), members)).exists()
        or Identifier.objects.filter(entity__in=members).exists()
        or Decision.objects.filter(record__in=names).exists()
        or addressees.to(members)  # last, since it may have to look through all readings
    )


def clear_entity(
    entity: Entity, request: ErasureRequest, addressees: Addressees | None = None, *, with_quotations: bool = False
) -> Counter[str]:
    """Clear the record, and all merged into it; ``addressees`` where others are looked for with it.

    Raises Conflict where it is gone, merged away or publishes.
    """
    if entity.merged_into is not None:
        raise Conflict(f"{entity.public_id} is merged into {entity.survivor.public_id}: erase that one")
    if entity.removed_at is not None:
        raise Conflict(f"{entity.public_id} was erased already")
    members = Entity.objects.leading_to(entity)
    if Article.objects.filter(_any(("publisher", "original_publisher"), members)).exists():
        raise Conflict(f"{entity.public_id} publishes articles: erase these, or give them another publisher, first")
    gone: Counter[str] = Counter()
    rows = Entity.objects.filter(pk__in=members)
    names = {*rows.values_list("name", flat=True)}
    names |= {*Alias.objects.filter(entity__in=members).values_list("name", flat=True)}
    public = list(rows.values_list("public_id", flat=True))
    spoken = _spoken(members)
    quotations = list(spoken.values_list("pk", flat=True))
    quoted = list(spoken.values_list("public_id", flat=True))
    months = months_of(Article.objects.filter(quotations__in=quotations))
    heard = Quotation.objects.filter(_any(("addressee", "original_addressee"), members))
    told = (addressees or Addressees([entity])).to(members)
    addressed = dict(heard.values_list("pk", "public_id"))
    addressed |= {reading.quotation_id: reading.quotation.public_id for reading in told}
    shown = [*quoted, *addressed.values()]
    others = _others(members, spoken)
    wordings = set(spoken.values_list("words_key", flat=True))
    disputed = given_beside(Utterance.objects.filter(speaker__in=members).values_list("pk", flat=True))
    ids: list[str] = []
    for model, found in (
        (Mention, Mention.objects.filter(_any(HELD, members))),
        (Affiliation, Affiliation.objects.filter(_any(ROLES, members))),
        (Utterance, Utterance.objects.filter(speaker__in=members)),
    ):
        named = found.values_list("public_id", "pk")
        ids += [public_id for public_id, _ in named]
        forget_admin_log([model], [pk for _, pk in named], gone)
        deleted(found, gone)
    recount_disputes(disputed)  # those with the person went along with the utterances
    candidates = Candidate.objects.filter(_any(HELD, members))
    _mark_changed({*addressed, *candidates.values_list("quotation", flat=True)} - {*quotations})
    deleted(candidates, gone)
    heard.update(addressee=None, original_addressee=None, addressee_text="")
    for reading in told:
        reading.fields |= {"addressee": None, "addressee_text": ""}
    QuotationReading.objects.bulk_update(told, ["fields"], batch_size=CHUNK)
    ids += forget_proposals(quotations_of(quotations), gone)
    if with_quotations:
        ids += quoted
        search.remove_quotations(quotations)
        articles = {*quotations_of(quotations).values_list("article", flat=True)}
        deleted(quotations_of(quotations), gone)
        ids += forget_wordings(others | speakers_decided(quoted), wordings, gone)
        _recount_articles(articles)
    else:
        _unname(quotations, gone)
    readings = QuotationReading.objects.filter(Q(original_speaker__in=members) | Q(quotation__in=quotations))
    deleted(readings, gone)
    pairs = DuplicatePair.objects.filter(_any(("first", "second"), members))
    merges = Merge.objects.filter(_any(("loser", "survivor"), members))
    forget_pairs_log(pairs, gone)
    forget_merges_log(merges, gone)
    deleted(pairs, gone)
    forget_reasons(merges, gone, undone=True)
    for held in (Alias, Identifier, NamePart):
        deleted(held._default_manager.filter(entity__in=members), gone)
    decided = [*Decision.objects.filter(record__in=shown).values_list("record", flat=True).distinct()]
    forget_log([*public, *ids, *shown], gone)
    note_erasure(Quotation.objects.filter(Q(pk__in=quotations) | Q(public_id__in=decided)), request)
    forget_answers([*public, *ids, *shown], gone)
    called = [*public, *names]
    forget_filters(called, gone)
    forget_alerts([*public, *ids, *shown], called, gone)
    forget_admin_log([Entity, Person, Organisation], members, gone)
    leave_ids(ids, request)
    gone["Entity"] += _blank(members)
    recount_entities([*members, *others])
    recount_unattributed(months)
    return gone


def quotations_of(pks: list[int]) -> QuotationQuerySet:
    """The quotations of those keys."""
    return Quotation.objects.filter(pk__in=pks)


def _spoken(members: list[int]) -> QuotationQuerySet:
    return Quotation.objects.filter(_any(("speaker", "original_speaker"), members))


def _any(columns: tuple[str, ...], members: list[int]) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__in": members})
    return found


def _others(members: list[int], spoken: QuotationQuerySet) -> set[int]:
    """Others whose counters move: who stands for the record in single rows, after a split."""
    found = {*Mention.objects.filter(original_entity__in=members).values_list("entity", flat=True)}
    found |= {*spoken.values_list("speaker", flat=True)}
    return {pk for pk in found if pk is not None} - {*members}


def _mark_changed(quotations: set[int]) -> None:
    for some in chunked(quotations, CHUNK):
        mark_changed(quotations_of(some))


def _unname(quotations: list[int], gone: Counter[str]) -> None:
    """The words stay, said by somebody unnamed; a correction, so that no machine reads the name again."""
    rows = quotations_of(quotations)
    gone["Quotation speakers"] += rows.update(
        speaker=None,
        original_speaker=None,
        speaker_type=SpeakerType.UNNAMED,
        speaker_text=NAME,
        speaker_start=None,
        speaker_end=None,
        speaker_role="",
        utterance=None,
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    rows.filter(status__in=["extracted", "confirmed"]).update(status="corrected")


def _recount_articles(articles: set[int]) -> None:
    for article in Article.objects.filter(pk__in=articles):
        number = article.quotations.live().filter(text=article.current_text_id).count()
        Article.objects.filter(pk=article.pk).update(quotation_count=number)
    mark_changed(Article.objects.filter(pk__in=articles))


def _blank(members: list[int]) -> int:
    return Entity.objects.filter(pk__in=members).update(
        name=NAME,
        name_key=name_key(NAME),
        match_key="",
        description="",
        refused_names=[],
        name_is_chosen=False,
        to_compare=False,
        removed_at=timezone.now(),
        updated_at=timezone.now(),
    )
