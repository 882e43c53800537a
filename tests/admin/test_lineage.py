"""The list of words that are given to two speakers: what stands, found by either side."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from corpus.models import Dispute, Utterance
from corpus.services.review import correct_quotation
from tests.admin.test_lists import list_url, page_url
from tests.services.test_sayings import PRINTED, bring

pytestmark = pytest.mark.django_db


def shown(client: Client, q: str = "") -> set[int]:
    answer: Any = client.get(list_url(Dispute), {"q": q})
    return {row.pk for row in answer.context["cl"].result_list}


def test_what_is_settled_waits_no_more(admin_client: Client) -> None:
    bring(list(range(len(PRINTED))))
    other = Utterance.objects.get(speaker__name="Joss Pardew")
    [dispute] = Dispute.objects.filter(second=other, first__text__contains="spring, whatever")[:1] or [None]
    assert dispute is not None
    assert dispute.pk in shown(admin_client)
    for side in (dispute.first, dispute.second):
        assert dispute.pk in shown(admin_client, side.public_id)
    assert dispute.pk in shown(admin_client, "harbour wall")
    assert admin_client.get(page_url(Dispute, dispute.pk)).status_code == 200
    correct_quotation(other.quotations.get(), {"speaker": dispute.first.speaker}, user=None)
    assert Dispute.objects.exists()
    assert shown(admin_client) == set()
