"""What was read from articles that are taken down is not decided: counts leave it out, and would tell of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Proposal, ProposalState, Quotation
from corpus.services.errors import ServiceError
from corpus.services.propose import accept, propose
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.review_affiliation import confirm_affiliation, correct_affiliation
from corpus.services.review_mention import reject_mention, repoint_mention
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db
BODY = "“The wall holds,” said Mara Ellwin, the mayor of Tolmouth. “It will,” said Tom Hask."


@pytest.fixture
def article() -> Article:
    store("“We have begun,” said Mara Ellwin, the mayor of Tolmouth. “So have we,” said Tom Hask.")
    return store(BODY)


def quotation(article: Article) -> Quotation:
    return Quotation.objects.get(article=article, speaker__name="Mara Ellwin")


def mention(article: Article) -> Mention:
    return Mention.objects.filter(text__article=article, entity__name="Mara Ellwin").order_by("start")[0]


def affiliation(article: Article) -> Affiliation:
    return Affiliation.objects.get(text__article=article)


def hask() -> Entity:
    return Entity.objects.get(name="Tom Hask")


ACTS: dict[str, Callable[[Article], object]] = {
    "confirm": lambda one: confirm_quotation(quotation(one), user=None),
    "reject": lambda one: reject_quotation(quotation(one), user=None),
    "correct": lambda one: correct_quotation(quotation(one), {"speaker": hask()}, user=None),
    "reject a mention": lambda one: reject_mention(mention(one), user=None),
    "repoint": lambda one: repoint_mention(mention(one), hask(), user=None),
    "confirm an affiliation": lambda one: confirm_affiliation(affiliation(one), user=None),
    "correct an affiliation": lambda one: correct_affiliation(affiliation(one), {"tense": "former"}, user=None),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_nothing_is_decided_while_the_article_is_down(article: Article, act: Callable[[Article], object]) -> None:
    take_down(article, user=None, reason="asked for")
    counts = dict(Entity.objects.values_list("name", "quotation_count"))
    with pytest.raises(ServiceError, match=f"the article {article.public_id} was taken down"):
        act(article)
    assert not Decision.objects.exists()
    assert dict(Entity.objects.values_list("name", "quotation_count")) == counts
    assert list(verify()) == []
    reinstate(article, user=None, reason="it stands")
    act(article)
    assert Decision.objects.count() == 1
    assert list(verify()) == []


def test_no_proposal_about_it_is_accepted(article: Article) -> None:
    row = propose(quotation(article), {"status": "rejected"}, user=None)
    take_down(article, user=None, reason="asked for")
    with pytest.raises(ServiceError, match="was taken down"):
        accept(row, user=None)
    assert Proposal.objects.get().state == ProposalState.OPEN
