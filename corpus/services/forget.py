"""Clear what stands beside a record that is erased: bytes, answers, log lines, filters. Part of an erasure.

What subscriptions hold of it is cleared in `corpus.services.forget_alerts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote_plus

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from corpus.models import (
    AnsweredRequest,
    Decision,
    ErasedId,
    ErasureRequest,
    JobDocument,
    Proposal,
    RawContent,
    RawDocument,
    Reading,
    RemovedPassage,
    RunDocument,
    SavedFilter,
    SourceEntry,
)
from corpus.models.choices import EntryState, RawState
from corpus.records import Outcome

ERASED = "it was erased on request and is not stored again"
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
    """Empty the decisions about the records: who decided, and when, stays."""
    for some in some_of(ids):
        rows = Decision.objects.filter(record__in=some)
        gone["Decision"] += rows.update(before={}, after={}, aside={}, reason="")


def forget_answers(ids: Iterable[str], gone: Counter[str]) -> None:
    """Delete the kept answers that show one of the records."""
    for some in some_of(ids):
        shown = Q()
        for public_id in some:
            shown |= Q(answer__contains=public_id) | Q(location__contains=public_id)
        deleted(AnsweredRequest.objects.filter(shown), gone)


def forget_filters(names: Iterable[str], gone: Counter[str]) -> None:
    """Delete the saved filters that name one of the ids or names."""
    for name in names:
        named = Q(query__icontains=quote_plus(name)) | Q(name__icontains=name)
        deleted(SavedFilter.objects.filter(named), gone)


def forget_admin_log(models: Iterable[type[Model]], pks: Iterable[int], gone: Counter[str]) -> None:
    """Empty how the admin's own log calls the rows."""
    kinds = [ContentType.objects.get_for_model(model, for_concrete_model=False) for model in models]
    for some in some_of(pks):
        rows = LogEntry.objects.filter(content_type__in=kinds, object_id__in=[str(pk) for pk in some])
        gone["LogEntry"] += rows.update(object_repr="erased", change_message="")


def leave_ids(ids: Iterable[str], request: ErasureRequest) -> None:
    """Keep the ids of deleted rows taken."""
    rows = [ErasedId(public_id=public_id, request=request) for public_id in sorted(set(ids))]
    ErasedId.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
