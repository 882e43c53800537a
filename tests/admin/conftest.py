"""Editors of different rights, and a count of queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import api.urls  # noqa: F401 - the editors' pages are loaded with their addresses


@pytest.fixture
def admin_user(db: None) -> User:
    """A superuser without a password: hashing one for every test would take longer than the tests."""
    return User.objects.create(username="admin", is_staff=True, is_superuser=True)


@pytest.fixture
def curator(db: None) -> Client:
    """A client logged in as a member of staff in the group of curators."""
    user = User.objects.create(username="curator", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def queries(admin_client: Client) -> Callable[[str], int]:
    """How many queries a page costs."""

    def count(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = admin_client.get(url)
        assert answer.status_code == 200, (url, answer.status_code, getattr(answer, "url", ""))
        return len(caught)

    return count
