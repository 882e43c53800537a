"""What the database itself refuses, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from corpus.models import Entity, Identifier, Merge, Quotation, QuotationSpan, RawDocument
from tests.builders import store

BODY = "“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"start": 10, "end": 10},
        {"start": 11, "end": 10},
        {"speaker_type": "unnamed"},
        {"speaker_type": ""},
        {"speaker": None},
        {"original_speaker": None},
        {"speaker_start": None},
        {"cue_start": 9, "cue_end": 9},
        {"confidence": 1.2},
        {"words": ""},
        {"kind": "hearsay"},
        {"status": "lost"},
        {"channel": "pigeon"},
        {"public_id": "art_aaaaaaaaaaaaa"},
    ],
)
def test_a_quotation_that_cannot_be(change: dict[str, object]) -> None:
    store(BODY)
    row = Quotation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Quotation.objects.filter(pk=row.pk).update(**change)


@pytest.mark.django_db
def test_spans_start_before_they_end_and_have_one_place() -> None:
    store(BODY)
    row = Quotation.objects.get()
    for bad in (
        {"role": "content", "position": 7, "start": 5, "end": 5},
        {"role": "content", "position": 0, "start": 1, "end": 5},
        {"role": "echo", "position": 1, "start": 1, "end": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuotationSpan.objects.create(quotation=row, **bad)


@pytest.mark.django_db
def test_entities() -> None:
    store(BODY)
    mara, paper = Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="The Tolmouth Gazette")
    Identifier.objects.create(entity=mara, scheme="staff", value="1")
    for change in (
        {"merged_into": mara.pk},
        {"type": "organisation"},
        {"is_publisher": True},
        {"name": ""},
        {"public_id": paper.public_id},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entity.objects.filter(pk=mara.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(entity=paper, scheme="staff", value="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(public_id="mrg_aaaaaaaaaaaaa", loser=mara, survivor=mara)


@pytest.mark.django_db
def test_raw_documents() -> None:
    store(BODY)
    raw = RawDocument.objects.get()
    for change in ({"state": "failed"}, {"article": None}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RawDocument.objects.filter(pk=raw.pk).update(**change)
