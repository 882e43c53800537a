"""Guessing passwords at the door of the editors' pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

DOOR = "/admin/login/"
RIGHT = "a-long-and-odd-phrase-7"


@pytest.fixture(autouse=True)
def editor(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return User.objects.create_user("odile", password=RIGHT, is_staff=True)


def attempt(password: str, name: str = "odile", **where: str) -> int:
    return Client().post(DOOR, {"username": name, "password": password, "next": "/admin/"}, **where).status_code


def guess(settings, **where: str) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt("wrong", **where)


def test_the_right_password_opens_after_some_wrong_ones(settings):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert attempt("wrong") == 200
    assert attempt(RIGHT) == 302
    # What went before is forgotten.
    assert attempt("wrong") == 200


def test_too_many_wrong_ones_lock_the_right_one_out_and_say_so_plainly(settings):
    guess(settings)
    client = Client()
    answer = client.post(DOOR, {"username": "odile", "password": RIGHT})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == settings.AXES_COOLOFF_TIME.total_seconds()
    assert "Try again in 15 minutes" in answer.content.decode()
    assert "odile" not in answer.content.decode()
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "_auth_user_id" not in client.session


def test_names_that_nobody_bears_are_answered_alike(settings):
    answers = [attempt("wrong", "nobody") for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
    assert answers == [attempt("wrong") for _ in answers]


def test_another_account_and_another_address_are_not_locked(settings):
    User.objects.create_user("amadou", password=RIGHT, is_staff=True)
    guess(settings)
    assert attempt(RIGHT, "amadou") == 302
    assert attempt(RIGHT, REMOTE_ADDR="192.0.2.9") == 302


def test_the_lock_ends(settings, monkeypatch):
    guess(settings)
    assert attempt(RIGHT) == 429
    settings.AXES_COOLOFF_TIME = settings.AXES_COOLOFF_TIME * 0
    assert attempt(RIGHT) == 302


@pytest.mark.parametrize(("proxies", "locked"), [(0, True), (1, False)])
def test_forwarded_addresses_count_behind_a_proxy_alone(settings, proxies, locked):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    guess(settings, HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert attempt(RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1") == 429
    assert (attempt(RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.2") == 429) == locked


@pytest.mark.parametrize("forwarded", ["unknown", "192.0.2.1:80", "' or 1", "é" * 300, ",,"])
def test_addresses_that_are_none_are_no_failure(settings, forwarded):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    assert attempt("wrong", HTTP_X_FORWARDED_FOR=forwarded) == 200


def test_a_session_that_stands_is_not_ended(settings, editor):
    client = Client()
    client.force_login(editor)
    guess(settings)
    assert client.get("/admin/").status_code == 200
