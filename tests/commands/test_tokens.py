"""Tokens: kept as hashes alone, shown once, ended by a command or by their time."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from corpus.models import TokenUse

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def tokens(db):
    return [run("createtoken", "press-room").splitlines()[-1] for _ in range(2)]


def status(token: str) -> int:
    return Client(headers={"Authorization": f"Token {token}"}).get("/api/v1/articles/").status_code


def test_one_is_revoked_and_the_other_still_opens(tokens):
    assert status(tokens[0]) == 200
    assert run("revoketoken", "press-room", "--key", tokens[0][:15]) == "revoked 1 token\n"
    assert [status(token) for token in tokens] == [401, 200]


def test_all_are_revoked(tokens):
    assert run("revoketoken", "press-room", "--all") == "revoked 2 tokens\n"
    assert [status(token) for token in tokens] == [401, 401]


def test_the_list_shows_no_whole_token_and_ends_none(tokens):
    printed = run("revoketoken", "press-room")
    assert all(token[:15] in printed and token not in printed for token in tokens)
    assert [status(token) for token in tokens] == [200, 200]


def test_the_list_tells_when_each_was_last_used(tokens):
    assert status(tokens[1]) == 200
    used = TokenUse.objects.get().used_at
    first, second = run("revoketoken", "press-room").splitlines()
    assert first.startswith(tokens[0][:15])
    assert first.endswith("  never used")
    assert second.endswith(f"  last used {used:%Y-%m-%d %H:%M} UTC")


def test_the_database_holds_no_token(tokens):
    rows = list(AuthToken.objects.values())
    assert len(rows) == 2
    assert not any(token in str(rows) for token in tokens)


def test_what_expired_opens_nothing(tokens):
    AuthToken.objects.filter(token_key=tokens[0][:15]).update(expiry=timezone.now() - timedelta(seconds=1))
    assert [status(token) for token in tokens] == [401, 200]


def test_an_account_that_is_no_longer_active_opens_nothing(tokens):
    get_user_model().objects.update(is_active=False)
    assert status(tokens[0]) == 401


@pytest.mark.parametrize(
    ("arguments", "told"), [(("nobody",), "no account"), (("press-room", "--key", ""), "no token that begins")]
)
def test_it_refuses_in_a_line(tokens, arguments, told):
    with pytest.raises(CommandError, match=told):
        call_command("revoketoken", *arguments)
    assert AuthToken.objects.count() == 2
