"""When a token was last used: noted once in some minutes, and never at the cost of a request."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from knox.models import AuthToken

from corpus.models import TokenUse, limits
from corpus.services import note_use

pytestmark = pytest.mark.django_db

PATH = "/api/v1/articles/"


@pytest.fixture
def reader(account) -> Client:
    return account()


@pytest.fixture
def other_process(monkeypatch):
    """A process that has seen no token yet."""
    return lambda: monkeypatch.setattr(note_use, "_due", {})


def writes(client: Client, status: int = 200) -> list[str]:
    """What a request of the client writes of uses."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PATH).status_code == status
    told = [query["sql"] for query in captured.captured_queries if "corpus_tokenuse" in query["sql"]]
    return [sql for sql in told if not sql.startswith("SELECT")]


def age(by: timedelta) -> None:
    for use in TokenUse.objects.all():
        TokenUse.objects.filter(pk=use.pk).update(used_at=use.used_at - by)


def test_the_first_use_is_noted(reader, account):
    account()
    before = timezone.now()
    assert len(writes(reader)) == 1
    [use] = TokenUse.objects.all()
    assert use.token.user == reader.user
    assert before <= use.used_at <= timezone.now()


def test_within_minutes_no_question_is_asked_about_it(reader):
    reader.get(PATH)
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(PATH).status_code == 200
    assert not [query for query in captured.captured_queries if "tokenuse" in query["sql"]]


def test_other_processes_do_not_note_it_again_within_minutes(reader, other_process):
    reader.get(PATH)
    age(note_use.EVERY - timedelta(seconds=30))
    [noted] = TokenUse.objects.values_list("used_at", flat=True)
    other_process()
    assert writes(reader) == []
    assert TokenUse.objects.get().used_at == noted
    # This process looks again when the minutes are over, and not only as many minutes after it looked.
    [due] = note_use._due.values()
    assert due < note_use.time.monotonic() + 60


def test_later_it_is_noted_again(reader, other_process):
    reader.get(PATH)
    age(timedelta(hours=1))
    [noted] = TokenUse.objects.values_list("used_at", flat=True)
    other_process()
    assert len(writes(reader)) == 1
    assert TokenUse.objects.get().used_at > noted


def test_a_time_to_come_is_put_right(reader, other_process):
    reader.get(PATH)
    age(timedelta(days=-400))
    other_process()
    reader.get(PATH)
    assert TokenUse.objects.get().used_at <= timezone.now()


def test_what_is_refused_is_a_use_too(account, settings):
    settings.PUBLIC_READ = False
    assert len(writes(account(), status=403)) == 1


@pytest.mark.parametrize("header", ["", "Token nonsense", "Bearer abc"])
def test_who_has_no_token_uses_none(client, header):
    client.get(PATH, headers={"Authorization": header})
    assert not TokenUse.objects.exists()


def test_a_database_that_cannot_write_fails_no_request(reader, monkeypatch, caplog):
    def refuse(execute, sql, params, many, context):
        if "tokenuse" in sql and not sql.startswith("SELECT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answers = [reader.get(PATH) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not TokenUse.objects.exists()
    # It is told once, not by every request, and tried again in a while.
    assert [record.name for record in caplog.records] == ["corpus.services.note_use"]
    monkeypatch.setattr(note_use, "_due", dict.fromkeys(note_use._due, 0.0))
    reader.get(PATH)
    assert TokenUse.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_token_that_is_gone_meanwhile_fails_no_request(reader, monkeypatch, caplog):
    def gone(token: str) -> None:
        AuthToken.objects.all().delete()
        note_use.note_use(token)

    monkeypatch.setattr("api.v1.authentication.note_use", gone)
    assert reader.get(PATH).status_code == 200
    assert not TokenUse.objects.exists()
    assert [record.name for record in caplog.records] == ["corpus.services.note_use"]


@pytest.mark.django_db(transaction=True)
def test_another_writer_is_not_waited_for(reader, other_process, caplog):
    reader.get(PATH)
    age(timedelta(hours=1))
    [noted] = TokenUse.objects.values_list("used_at", flat=True)
    other_process()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE corpus_tokenuse SET used_at = used_at")
            assert reader.get(PATH).status_code == 200
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert TokenUse.objects.get().used_at == noted
    assert "lock" in caplog.text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL ends the limit with the transaction")
def test_others_on_the_connection_wait_as_long_as_ever():
    def waits() -> int:
        return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]

    connection.ensure_connection()
    usual = waits()
    with limits.impatient(7):
        assert waits() == 7 != usual
    with pytest.raises(DatabaseError), limits.impatient(7):
        raise DatabaseError
    assert waits() == usual


@pytest.mark.cache
def test_headers_and_limits_are_what_they_were(reader, monkeypatch):
    monkeypatch.setattr("api.v1.throttles.time", SimpleNamespace(time=lambda: 60.0))
    first, second = reader.get(PATH), reader.get(PATH)
    assert first["ETag"] == second["ETag"]
    assert int(first["RateLimit-Remaining"]) == int(second["RateLimit-Remaining"]) + 1
    assert reader.get(PATH, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_it_goes_with_its_token_and_with_the_account(account):
    one, other, third = account(), account(), account()
    for client in (one, other, third):
        client.get(PATH)
    AuthToken.objects.filter(user=one.user).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM knox_authtoken WHERE user_id = %s", [other.user.pk])
    assert [use.token.user for use in TokenUse.objects.all()] == [third.user]
    get_user_model().objects.get(pk=third.user.pk).delete()
    assert not TokenUse.objects.exists()


def test_a_process_remembers_so_many_tokens_and_no_more(account, monkeypatch):
    monkeypatch.setattr(note_use, "_due", {})
    monkeypatch.setattr(note_use, "REMEMBERED", 2)
    clients = [account() for _ in range(5)]
    for client in clients:
        client.get(PATH)
        assert len(note_use._due) <= 2
    assert TokenUse.objects.count() == 5
