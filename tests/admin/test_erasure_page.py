"""The page on which a request to erase is filed: it shows what will go before anything does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from corpus.models import Article, ErasureRequest
from tests.builders import store

pytestmark = pytest.mark.django_db
URL = "admin:corpus_erasurerequest_add"


def test_what_will_go_is_shown_and_then_goes(admin_client: Client) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for", "requested_by": "the office"}
    page = admin_client.post(reverse(URL), given).content.decode()
    assert "ArticleText: 1" in page
    assert not ErasureRequest.objects.exists()
    assert admin_client.post(reverse(URL), {**given, "confirmed": "1"}).status_code == 302
    assert Article.objects.get(pk=article.pk).current_text is None
    row = ErasureRequest.objects.get()
    assert (row.requested_by, row.carried_out_by.username) == ("the office", "admin")


def test_curators_may_not_erase(curator: Client) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for", "confirmed": "1"}
    assert curator.post(reverse(URL), given).status_code == 403
    assert Article.objects.get(pk=article.pk).current_text is not None
