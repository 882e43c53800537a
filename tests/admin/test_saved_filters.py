"""Filters that an account keeps above its lists."""

from __future__ import annotations

import pytest
from django.urls import reverse

from corpus.models import SavedFilter
from tests.admin import rows

pytestmark = pytest.mark.django_db
LIST, SAVED = reverse("admin:corpus_quotation_changelist"), reverse("admin:corpus_quotation_saved")


def test_filters_are_kept_offered_and_forgotten(admin_client):
    rows.everything(1)
    answer = admin_client.post(SAVED, {"name": " Low  ones ", "query": "sure=low&p=3&q=rain"}, follow=True)
    kept = SavedFilter.objects.get(name="Low ones")
    assert kept.query == "sure=low&q=rain"
    assert 'href="?sure=low&amp;q=rain"' in answer.content.decode()
    admin_client.post(SAVED, {"name": "Low ones", "query": "kind=mixed"})
    assert SavedFilter.objects.get(name="Low ones").query == "kind=mixed"
    admin_client.post(SAVED, {"forget": "Low ones"})
    assert not SavedFilter.objects.filter(name="Low ones").exists()


def test_filters_are_an_accounts_own(admin_client, curator):
    admin_client.post(SAVED, {"name": "Mine", "query": "kind=mixed"})
    assert "Mine" not in curator.get(LIST).content.decode()
    curator.post(SAVED, {"forget": "Mine"})
    assert SavedFilter.objects.filter(name="Mine").exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "query": "kind=mixed"},
        {"name": "x" * 200, "query": "kind=mixed"},
        {"name": "none", "query": ""},
        {"name": "long", "query": "q=" + "x" * 3000},
        {"name": "nul\x00", "query": "q=x"},
        {"name": "nul", "query": "q=%00"},
        {"name": "lines", "query": "q=x\r\nSet-Cookie: a"},
    ],
)
def test_what_cannot_be_kept_is_told(admin_client, sent):
    answer = admin_client.post(SAVED, sent, follow=True)
    assert answer.status_code == 200
    assert SavedFilter.objects.count() == (sent["name"] == "lines")
