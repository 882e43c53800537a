"""A connection that the server has cut while it stood idle is opened again, and nobody notices."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from corpus.models import Entity
from corpus.statements import ByKeys

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that somebody could cut"),
]


def cut() -> None:
    """End the connection's process on the server."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])


def test_it_is_opened_again() -> None:
    row = Entity.objects.create(public_id="per_aaaaaaaaaaaaa", type="person", name="Anna Roe", name_key="anna roe")
    read = ByKeys()
    assert list(read.read([row.pk], Entity.objects.all, "pk", ["name"])) == [("Anna Roe",)]
    cut()
    assert list(read.read([row.pk], Entity.objects.all, "pk", ["name"])) == [("Anna Roe",)]


def test_inside_a_transaction_it_is_an_error_since_what_came_before_is_lost() -> None:
    read = ByKeys()

    def ask() -> None:
        list(read.read([1], Entity.objects.all, "pk", ["name"]))

    with transaction.atomic():
        ask()
        cut()
        with pytest.raises(OperationalError):
            ask()
        transaction.set_rollback(True)
