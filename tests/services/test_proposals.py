"""Corrections that are proposed by those who may not decide."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from corpus.models import Article, Decision, Entity, Proposal, Quotation
from corpus.services.errors import Conflict, ServiceError
from corpus.services.propose import accept, decline, propose
from corpus.services.review import confirm_quotation, correct_quotation
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.

“Nobody asked the people who live there,” said Tobias Renn, who leads the residents.
"""


@pytest.fixture
def accounts(django_user_model: type) -> Any:
    return [django_user_model.objects.create(username=name) for name in ("rita", "edith")]


def quotation() -> Quotation:
    return Quotation.objects.get(words__contains="waited")


def test_a_proposal_is_accepted(accounts: Any) -> None:
    store(BODY)
    reader, editor = accounts
    row, renn = quotation(), Entity.objects.get(name="Tobias Renn")
    made = propose(row, {"speaker": renn, "channel": "email"}, user=reader, reason="I was there")
    assert (made.state, made.version, made.changes) == (
        "open",
        row.version,
        {"speaker": renn.public_id, "channel": "email"},
    )
    assert quotation().status == "extracted"
    same_field = propose(row, {"channel": "phone"}, user=reader)
    beside = propose(row, {"attitude": "wants"}, user=reader)
    made = accept(made, user=editor)
    row = quotation()
    assert (row.speaker, row.channel, row.status) == (renn, "email", "corrected")
    told = Decision.objects.get(record=row.public_id)
    assert (made.state, made.decision, told.decided_by, told.reason) == ("accepted", told, editor, "I was there")
    for other, state in ((same_field, "overtaken"), (beside, "open")):
        other.refresh_from_db()
        assert other.state == state
    for again in (accept, decline):
        with pytest.raises(Conflict, match="accepted already"):
            again(made, user=editor)
    assert list(verify()) == []


def test_an_editors_own_decision_overtakes_proposals(accounts: Any) -> None:
    store(BODY)
    reader, editor = accounts
    made = [
        propose(quotation(), changes, user=reader)
        for changes in ({"channel": "email"}, {"status": "rejected"}, {"attitude": "wants"})
    ]
    correct_quotation(quotation(), {"channel": "phone"}, user=editor)
    assert [row.state for row in Proposal.objects.order_by("pk")] == ["overtaken", "overtaken", "open"]
    confirm_quotation(quotation(), user=editor)
    assert {row.state for row in Proposal.objects.all()} == {"overtaken"}
    with pytest.raises(Conflict, match="overtaken already"):
        accept(made[0], user=editor)


def test_a_proposal_is_declined(accounts: Any) -> None:
    store(BODY)
    reader, editor = accounts
    made = decline(propose(quotation(), {"status": "rejected"}, user=reader), user=editor, reason="it is one")
    assert (made.state, made.decision_reason, made.decided_by) == ("declined", "it is one", editor)
    assert quotation().status == "extracted"
    assert accept(propose(quotation(), {"status": "rejected"}, user=reader), user=editor).state == "accepted"
    assert quotation().status == "rejected"


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({}, "nothing to correct"),
        ({"kind": "indirect"}, "verbatim"),
        ({"words": "other"}, "cannot be corrected"),
        ({"status": "extracted"}, "one of"),
        ({"status": "confirmed", "channel": "email"}, "alone"),
        ({"channel": "pigeon"}, "one of"),
    ],
)
def test_what_could_not_be_written_is_not_proposed(accounts: Any, changes: dict[str, Any], match: str) -> None:
    store(BODY)
    with pytest.raises(ServiceError, match=match):
        propose(quotation(), changes, user=accounts[0])
    assert not Proposal.objects.exists()


def test_what_changed_meanwhile(accounts: Any) -> None:
    article = store(BODY)
    reader, editor = accounts
    renn = Entity.objects.get(name="Tobias Renn")
    made = propose(quotation(), {"speaker": renn}, user=reader)
    with pytest.raises(Conflict, match="proposed already"):
        propose(quotation(), {"speaker": renn}, user=reader)
    Entity.objects.filter(pk=renn.pk).update(removed_at=timezone.now())
    with pytest.raises(ServiceError, match="was removed"):
        accept(made, user=editor)
    made.refresh_from_db()
    assert made.state == "open"
    correct_quotation(quotation(), {"channel": "email"}, user=editor)
    Article.objects.filter(pk=article.pk).update(removed_at=timezone.now())
    with pytest.raises(ServiceError, match="taken down"):
        propose(quotation(), {"attitude": "wants"}, user=reader)
    assert decline(made, user=editor).state == "declined"
