"""The page on which a request to erase is filed: it shows what will go before anything does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from corpus.models import Article, ErasureRequest
from corpus.services.edit_article import edit_article
from tests.builders import store

pytestmark = pytest.mark.django_db
URL = "admin:corpus_erasurerequest_add"


def shown(page: str) -> str:
    """What the page sends along that tells what it showed."""
    return re.findall(r'name="confirmed" value="([^"]+)"', page)[0]


def test_what_will_go_is_shown_and_then_goes(admin_client: Client) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for", "requested_by": "the office"}
    page = admin_client.post(reverse(URL), given).content.decode()
    assert "ArticleText: 1" in page
    assert not ErasureRequest.objects.exists()
    assert admin_client.post(reverse(URL), {**given, "confirmed": shown(page)}).status_code == 302
    assert Article.objects.get(pk=article.pk).current_text is None
    row = ErasureRequest.objects.get()
    assert (row.requested_by, row.carried_out_by.username) == ("the office", "admin")


def test_curators_may_not_erase(curator: Client) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for", "confirmed": "1"}
    assert curator.post(reverse(URL), given).status_code == 403
    assert Article.objects.get(pk=article.pk).current_text is not None


@pytest.mark.parametrize("changed", ["depth", "record", "with_quotations"])
def test_what_was_not_shown_is_not_carried_out(admin_client: Client, changed: str) -> None:
    article, other = store(), store("The council met again. “It is over,” said Tom Hask.")
    given = {"record": article.public_id, "depth": "taken_down", "reason": "asked for"}
    if changed == "with_quotations":
        given["depth"] = "erased"
    page = admin_client.post(reverse(URL), given).content.decode()
    otherwise = {"depth": "erased", "record": other.public_id, "with_quotations": "on"}[changed]
    answer = admin_client.post(reverse(URL), {**given, changed: otherwise, "confirmed": shown(page)})
    assert answer.status_code == 200
    assert "This is not what was shown" in answer.content.decode()
    assert not ErasureRequest.objects.exists()
    again = admin_client.post(reverse(URL), {**given, changed: otherwise, "confirmed": shown(answer.content.decode())})
    assert again.status_code == 302
    assert ErasureRequest.objects.count() == 1


def test_what_grew_since_it_was_shown_is_shown_again(admin_client: Client) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for"}
    page = admin_client.post(reverse(URL), given).content.decode()
    edit_article(article, {"section": "Politics"}, user=None)
    answer = admin_client.post(reverse(URL), {**given, "confirmed": shown(page)})
    assert "has changed since it was shown" in answer.content.decode()
    assert not ErasureRequest.objects.exists()


@pytest.mark.parametrize("sent", ["1", "", "bm90aGluZw:1:2"])
def test_a_confirmation_of_nobodys_carries_nothing_out(admin_client: Client, sent: str) -> None:
    article = store()
    given = {"record": article.public_id, "depth": "erased", "reason": "asked for", "confirmed": sent}
    assert "was not shown" in admin_client.post(reverse(URL), given).content.decode()
    assert not ErasureRequest.objects.exists()


def test_help_is_found_where_fields_say_that_it_is(admin_client: Client) -> None:
    html = admin_client.get(reverse(URL)).content.decode()
    named = re.findall(r'aria-describedby="([^"]+)"', html)
    assert named
    for name in named:
        assert f'id="{name}"' in html
