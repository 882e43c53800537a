"""The list of tokens: whose, until when, last used when; made and ended there, and never given to another account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from corpus.models import (
    AnsweredRequest,
    Delivery,
    SavedFilter,
    Subscription,
    SubscriptionEvent,
    SubscriptionRecord,
    TokenUse,
    UploadedTable,
)
from tests.admin import rows

LIST = "admin:knox_authtoken_changelist"


@pytest.fixture
def tokens(db):
    """One that was used, an older use, and one that never was."""
    made = {}
    for name, days in (("odile", 1), ("amadou", 30), ("piet", None)):
        made[name], _ = AuthToken.objects.create(User.objects.create(username=name))
        if days is not None:
            TokenUse.objects.create(token=made[name], used_at=timezone.now() - timedelta(days=days))
    return made


def page_url(token: AuthToken, what: str = "change") -> str:
    return reverse(f"admin:knox_authtoken_{what}", args=[token.pk])


def test_the_list_tells_when_each_was_last_used(admin_client, tokens, queries):
    page = admin_client.get(reverse(LIST)).content.decode()
    used = tokens["odile"].use.used_at
    assert f"{used.day} {used:%B} {used.year}, {used:%H:%M} UTC" in page
    assert page.count(">never<") == 1
    assert all(token.token_key in page for token in tokens.values())
    few = queries(reverse(LIST))
    for number in range(9):
        token, _ = AuthToken.objects.create(User.objects.create(username=f"user {number}"))
        TokenUse.objects.create(token=token, used_at=timezone.now())
    assert queries(reverse(LIST)) == few


@pytest.mark.parametrize(("order", "names"), [("5", ["piet", "amadou", "odile"]), ("-5", ["odile", "amadou", "piet"])])
def test_the_list_goes_by_the_last_use(admin_client, tokens, order, names):
    found = admin_client.get(reverse(LIST), {"o": order}).context["cl"].result_list
    assert [token.user.username for token in found] == names


@pytest.mark.parametrize("term", ["piet", "first characters"])
def test_a_token_is_found_by_account_and_first_characters(admin_client, tokens, term):
    term = tokens["piet"].token_key[:8] if term == "first characters" else term
    found = admin_client.get(reverse(LIST), {"q": term}).context["cl"].result_list
    assert [token.user.username for token in found] == ["piet"]


def test_a_token_that_stands_cannot_be_given_to_another_account(admin_client, tokens):
    token = tokens["odile"]
    answer = admin_client.get(page_url(token))
    assert not answer.context["adminform"].form.fields
    given = {"user": tokens["piet"].user.pk, "expiry_0": "2090-01-01", "expiry_1": "00:00:00"}
    assert admin_client.post(page_url(token), given).status_code == 403
    assert AuthToken.objects.get(pk=token.pk).user.username == "odile"


def test_one_that_is_made_is_shown_once_and_opens(admin_client, tokens):
    made = admin_client.post(reverse("admin:knox_authtoken_add"), {"user": tokens["piet"].user.pk}, follow=True)
    [told] = [str(message) for message in made.context["messages"] if str(message).startswith("TOKEN ")]
    client = Client(headers={"Authorization": f"Token {told.removeprefix('TOKEN ')}"})
    assert client.get("/api/v1/articles/").status_code == 200
    assert told.removeprefix("TOKEN ") not in admin_client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("way", ["page", "list"])
def test_an_account_is_deleted_with_what_it_keeps(admin_client, django_user_model, way):
    made = rows.everything(1)
    owner, other = made.subscription.owner, django_user_model.objects.create(username="other")
    own = (AnsweredRequest, SavedFilter, Subscription, SubscriptionEvent, SubscriptionRecord, Delivery, UploadedTable)
    assert all(model.objects.exists() for model in own)
    AnsweredRequest.objects.create(account=other, key="kept", fingerprint="0" * 64)
    if way == "page":
        url, data = reverse("admin:auth_user_delete", args=[owner.pk]), {}
        told = admin_client.get(url)
        assert told.status_code == 200
        assert "doubtful" in told.content.decode()
    else:
        url, data = reverse("admin:auth_user_changelist"), {"action": "delete_selected", "_selected_action": [owner.pk]}
    assert admin_client.post(url, {**data, "post": "yes"}).status_code == 302
    assert not django_user_model.objects.filter(pk=owner.pk).exists()
    assert [model.__name__ for model in own if model.objects.exists()] == ["AnsweredRequest"]


def test_a_used_one_can_be_ended_and_its_account_deleted(admin_client, tokens):
    assert admin_client.post(page_url(tokens["odile"], "delete"), {"post": "yes"}).status_code == 302
    account = tokens["amadou"].user
    url = reverse("admin:auth_user_delete", args=[account.pk])
    assert admin_client.post(url, {"post": "yes"}).status_code == 302
    assert [token.user.username for token in AuthToken.objects.all()] == ["piet"]
    assert not TokenUse.objects.exists()
