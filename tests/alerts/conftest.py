"""A subscription to people, and receivers in memory in the place of sending."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from corpus.models import Subscription
from corpus.services import subscriptions
from tests.alerts.copies import Sent


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    there = Sent()
    monkeypatch.setattr("api.alerts.worker.send", there)
    return there


@pytest.fixture
def made(db: None) -> Subscription:
    owner = get_user_model().objects.create_user("dana")
    return subscriptions.subscribe(
        owner, name="People", collection="people", query="", url="https://gazette.example/hook"
    )
