"""Clear what stands beside a record that is erased: bytes, answers, log lines, filters. Part of an erasure.

What subscriptions hold of it is cleared in `corpus.services.forget_alerts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from corpus.folding import fold, normalise
from corpus.models import (
    AnsweredRequest,
    Decision,
    DuplicatePair,
    Entity,
    ErasedId,
    ErasureRequest,
    JobDocument,
    Merge,
    Organisation,
    Person,
    Proposal,
    Quotation,
    RawContent,
    RawDocument,
    Reading,
    RemovedPassage,
    RunDocument,
    SavedFilter,
    SourceEntry,
    UploadedTable,
    Utterance,
)
from corpus.models.choices import EntryState, RawState
from corpus.records import Outcome
from corpus.services.decide import ERASE
from corpus.services.writing import Lock, hold

ERASED = "it was erased on request and is not stored again"
MERGED_INTO = "Merged into "  # how the admin's log begins to tell of a merge, on the page of the loser
CHUNK = 50  # ids that one statement looks for in answers


def some_of(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values, some at a time."""
    waiting = iter(values)
    while some := list(islice(waiting, CHUNK)):
        yield some


def deleted(rows: QuerySet[Any], gone: Counter[str]) -> None:
    """Delete the rows, and count them by their model."""
    for label, number in rows.delete()[1].items():
        gone[label.rpartition(".")[2]] += number


def forget_documents(raws: QuerySet[RawDocument]) -> Counter[str]:
    """Empty the bytes of the documents and what was told of them. Hashes stay, so that the same bytes are refused."""
    gone: Counter[str] = Counter()
    pks = list(raws.values_list("pk", flat=True))
    deleted(Reading.objects.filter(document__raw__in=pks), gone)
    deleted(RemovedPassage.objects.filter(raw__in=pks), gone)
    gone["JobDocument"] += JobDocument.objects.filter(raw__in=pks).update(reason="")
    # Its key, a hash, stays: a source that lists it as before is not asked for it again.
    gone["SourceEntry"] += SourceEntry.objects.filter(raw__in=pks).update(
        url="", published="", etag="", last_modified="", state=EntryState.FAILED, outcome=Outcome.FAILED, reason=ERASED
    )
    gone["RunDocument"] += RunDocument.objects.filter(raw__in=pks).update(reason="")
    contents = RawContent.objects.filter(documents__in=pks, erased_at__isnull=True).values_list("pk", flat=True)
    cleared = RawContent.objects.filter(pk__in=list(contents))
    gone["RawContent"] += cleared.update(content=b"", erased_at=timezone.now())
    # Other documents of the very same bytes can be read no more.
    same = RawDocument.objects.filter(content__documents__in=pks).values_list("pk", flat=True)
    kept = RawDocument.objects.filter(pk__in=list(same))
    kept.filter(state=RawState.PENDING).update(state=RawState.FAILED, outcome=Outcome.FAILED, reason=ERASED)
    gone["RawDocument"] += RawDocument.objects.filter(pk__in=pks).update(
        state=RawState.FAILED, outcome=Outcome.FAILED, reason=ERASED, source="erased", path="", declared_published=""
    )
    return gone


def forget_proposals(quotations: QuerySet[Any], gone: Counter[str]) -> list[str]:
    """Delete the proposals about the quotations; gives their ids."""
    rows = Proposal.objects.filter(quotation__in=quotations)
    ids = list(rows.values_list("public_id", flat=True))
    deleted(rows, gone)
    return ids


def forget_log(ids: Iterable[str], gone: Counter[str]) -> None:
    """Empty the decisions about the records: who decided, and when, stays. From then on none is taken back."""
    for some in some_of(ids):
        rows = Decision.objects.filter(record__in=some, erased_at__isnull=True)
        gone["Decision"] += rows.update(before={}, after={}, aside={}, reason="", erased_at=timezone.now())


def note_erasure(quotations: QuerySet[Quotation], request: ErasureRequest) -> None:
    """A line in the log of quotations that stand, with the status that they have now: no revert goes behind it."""
    now, by = timezone.now(), request.carried_out_by
    Decision.objects.bulk_create(
        (
            Decision(record=record, action=ERASE, after={"status": status}, decided_by=by, erased_at=now)
            for record, status in quotations.order_by("pk").values_list("public_id", "status")
        ),
        batch_size=500,
    )


def forget_reasons(merges: QuerySet[Merge], gone: Counter[str], *, undone: bool = False) -> None:
    """Empty why the records were merged, wherever it was written: with the merges, their pairs, the log of both.

    Reasons of the machine quote names, roles and companions of both. ``undone``: why they were undone, too.
    """
    for some in some_of(merges.order_by("pk").values_list("pk", flat=True)):
        rows = Merge.objects.filter(pk__in=some)
        for row in rows.select_related("loser", "survivor"):
            both = (row.loser_id, row.survivor_id)
            pairs = DuplicatePair.objects.filter(first__in=both, second__in=both)
            pairs.filter(reason__in={row.reason, row.undo_reason if undone else ""} - {""}).update(reason="")
            log = Decision.objects.filter(record__in=[row.loser.public_id, row.survivor.public_id])
            told = Q(action="merge", after__merge=row.public_id)
            if row.reason:  # a merge that keeps articles closed says so in a line of its own, for the same reason
                told |= Q(action="edit", reason=row.reason)
            if undone:
                told |= Q(action="undo merge", before__merge=row.public_id)
            gone["Decision"] += log.filter(told).exclude(reason="").update(reason="")
        gone["Merge"] += rows.update(reason="", **({"undo_reason": ""} if undone else {}))


def forget_answers(ids: Iterable[str], gone: Counter[str]) -> None:
    """Delete the kept answers that show one of the records; until all of this is done no other is kept."""
    hold(Lock.ANSWERS)
    for some in some_of(ids):
        shown = Q()
        for public_id in some:
            shown |= Q(answer__contains=public_id) | Q(location__contains=public_id)
        deleted(AnsweredRequest.objects.filter(shown), gone)


def forget_answers_about(entities: Iterable[int], gone: Counter[str]) -> None:
    """Delete the kept answers that show what the machine said of the records: evidence of pairs, reasons of merges."""
    for some in some_of(entities):
        pairs = DuplicatePair.objects.filter(Q(first__in=some) | Q(second__in=some))
        merges = Merge.objects.filter(Q(loser__in=some) | Q(survivor__in=some), merged_by__isnull=True)
        for rows in (pairs, merges):
            forget_answers(rows.order_by("pk").values_list("public_id", flat=True), gone)


def forget_filters(names: Iterable[str], gone: Counter[str]) -> None:
    """Delete the saved filters that name one of the ids or names, in whole words: "Li" is no part of "police"."""
    names_one = finder(names)
    named = [
        pk
        for pk, name, query in SavedFilter.objects.values_list("pk", "name", "query").iterator()
        if any(map(names_one, (name, *(value for _, value in parse_qsl(query)))))
    ]
    for some in some_of(named):
        deleted(SavedFilter.objects.filter(pk__in=some), gone)


def forget_uploads(gone: Counter[str]) -> None:
    """Delete the tables that wait to be confirmed, all of them: a sheet is not searched for what it holds.

    Until all of this is done no other is kept.
    """
    hold(Lock.ANSWERS)
    deleted(UploadedTable.objects.all(), gone)


def finder(names: Iterable[str]) -> Callable[[str], bool]:
    """Tells of a text whether one of the ids or names stands in it, in whole words, however it is spelt."""
    words, signs = set(), set()
    for name in names:
        if in_words := normalise(name):
            words.add(f" {in_words} ")
        elif folded := fold(name).strip():  # a name of nothing but signs has no words
            signs.add(folded)

    def names_one(text: str) -> bool:
        told, folded = f" {normalise(text)} ", fold(text)
        return any(one in told for one in words) or any(one in folded for one in signs)

    return names_one


def forget_admin_log(models: Iterable[type[Model]], pks: Iterable[int], gone: Counter[str]) -> None:
    """Empty how the admin's own log calls the rows."""
    kinds = _kinds(models)
    for some in some_of(pks):
        rows = LogEntry.objects.filter(content_type__in=kinds, object_id__in=[str(pk) for pk in some])
        gone["LogEntry"] += rows.update(object_repr="erased", change_message="")


def _kinds(models: Iterable[type[Model]]) -> list[ContentType]:
    return [ContentType.objects.get_for_model(model, for_concrete_model=False) for model in models]


def forget_pairs_log(pairs: QuerySet[DuplicatePair], gone: Counter[str]) -> None:
    """Empty what the admin's log says of the pairs, which it calls by the names of both records."""
    forget_admin_log([DuplicatePair], pairs.values_list("pk", flat=True), gone)


def forget_merges_log(merges: QuerySet[Merge], gone: Counter[str]) -> None:
    """Empty what the admin's log says of the merges, and of the losers that they were merged into whom."""
    forget_admin_log([Merge], merges.values_list("pk", flat=True), gone)
    kinds = _kinds([Entity, Person, Organisation])
    for some in some_of(merges.values_list("loser_id", flat=True)):
        rows = LogEntry.objects.filter(content_type__in=kinds, object_id__in=[str(pk) for pk in some])
        gone["LogEntry"] += rows.filter(change_message__startswith=MERGED_INTO).update(change_message="")


def leave_ids(ids: Iterable[str], request: ErasureRequest) -> None:
    """Keep the ids of deleted rows taken."""
    rows = [ErasedId(public_id=public_id, request=request) for public_id in sorted(set(ids))]
    ErasedId.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def speakers_decided(quotations: Iterable[str]) -> set[int]:
    """Keys of those to whom the log says that the quotations were given, or taken from."""
    found: set[str] = set()
    for some in some_of(quotations):
        for told in Decision.objects.filter(record__in=some).values_list("before", "after"):
            found.update(one["speaker"] for one in told if isinstance(one.get("speaker"), str))
    return set(Entity.objects.filter(public_id__in=found).values_list("pk", flat=True))


def forget_wordings(speakers: Iterable[int], keys: Iterable[str], gone: Counter[str]) -> list[str]:
    """Delete the wordings of these speakers, or of these keys, that no quotation is in any longer; gives their ids.

    A quotation that is read in other words, or given to another, leaves such a row behind. Of these speakers those go
    as well that others alone are quoted in; of a merged one they stay, since they lead to those of the survivor.
    """
    printed = Quotation.objects.filter(words_key=OuterRef("key"))
    own = printed.filter(Q(speaker=OuterRef("speaker")) | Q(original_speaker=OuterRef("speaker")))
    theirs = Q(speaker__in=set(speakers), speaker__merged_into__isnull=True) & ~Exists(own)
    either = Q(speaker__in=set(speakers)) | Q(key__in=set(keys))
    left = Utterance.objects.filter(theirs | either & ~Exists(printed), printings=0, times_printed=0)
    ids = list(left.values_list("public_id", flat=True))
    deleted(left, gone)
    return ids
