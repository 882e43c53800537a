"""Erasure in subscriptions: what names the erased goes, and so does what receivers answered about it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.utils import timezone

from corpus.models import Alias, Article, Change, Delivery, Entity, Quotation, Subscription, SubscriptionEvent
from corpus.models.ids import IdType, fresh
from corpus.services.deliveries import Attempt, lease_subscription, note_delivery
from corpus.services.erase import erase
from corpus.services.forget_alerts import REASON
from corpus.services.subscriptions import resume, subscribe
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = "“The quixotic lighthouse will be sold by spring,” said Orla Venn, the harbour master of Tolmouth."
OTHER = "“The new bridge will open next summer,” said Mara Ellwin, the mayor of Tolmouth."
ECHO = '{"type": "quotation.created", "record": {"speaker": "Orla Venn"}}'


@pytest.fixture
def editor(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser(username="edith")


@pytest.fixture
def article(db: None) -> Article:
    store(OTHER, key="bridge")
    return store(BODY, key="wall", headline="A lighthouse goes")


@pytest.fixture
def venn(article: Article) -> Entity:
    return Entity.objects.get(name="Orla Venn")


def subscribed(name: str = "Harbour", query: str = "", collection: str = "quotations") -> Subscription:
    owner, _ = get_user_model().objects.get_or_create(username="dana")
    made = {"name": name, "collection": collection, "query": query, "url": "https://gazette.example/hook"}
    return subscribe(owner, **made)


def noted(made: Subscription, record: str) -> SubscriptionEvent:
    told = {"kind": "created", "position": Change.objects.place_of(record), "at": timezone.now()}
    return SubscriptionEvent.objects.create(public_id=fresh(IdType.EVENT), subscription=made, record=record, **told)


def answered(made: Subscription, record: str) -> Delivery:
    """An event about the record, whose receiver repeats what it was sent."""
    event = noted(made, record)
    told = {"attempt": 1, "at": timezone.now(), "milliseconds": 5, "status": 204, "excerpt": ECHO}
    return Delivery.objects.create(subscription=made, event=event, **told)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("speaker__name=Orla+Venn", ""),
        ("kind=direct&speaker__name=Orla%20Venn", "kind=direct"),
        ("q=%22orla+v%C3%A9nn%22&kind=direct", "kind=direct"),
        ("speaker=PERSON&speaker=per_aaaaaaaaaaaaa", "speaker=per_aaaaaaaaaaaaa"),
    ],
)
def test_a_query_that_names_the_erased(venn: Entity, editor: Any, query: str, left: str) -> None:
    made = subscribed(query=query.replace("PERSON", venn.public_id))
    request = erase(venn.public_id, user=editor, reason="asked for")
    made.refresh_from_db()
    assert (made.query, made.name, made.state, made.reason) == (left, "Harbour", "paused", REASON)
    # With another query its receiver is told what it holds that does not match.
    assert made.compared == 0
    assert request.cleared["Subscription"] == 1
    resume(made)
    made.refresh_from_db()
    assert (made.state, made.reason) == ("active", "")


def test_a_name_and_a_reason_that_name_the_erased(venn: Entity, editor: Any) -> None:
    subscribed(name="All that ORLA VENN says")
    paused = subscribed()
    Subscription.objects.filter(pk=paused.pk).update(state="paused", reason="the query is none: 'Orla Venn' is nobody")
    erase(venn.public_id, user=editor, reason="asked for")
    rows = Subscription.objects.order_by("pk").values_list("name", "query", "compared", "state", "reason")
    assert list(rows) == [("erased", "", None, "paused", REASON), ("Harbour", "", None, "paused", REASON)]


@pytest.mark.parametrize(
    "query",
    [
        *("", "speaker__name=Mara+Ellwin", "q=venna", "speaker__name=Orlando+Vennor"),
        # Names of parameters and words of lists are nobody's names.
        *("q=harbour", "kind=direct&status=confirmed", "article__language=de&q=wall", "speaker__isnull=true"),
    ],
)
def test_who_names_somebody_else_is_not_touched(venn: Entity, editor: Any, query: str) -> None:
    for name in ("Q", "De", "Direct", "Speaker", "True"):
        Alias.objects.create(entity=venn, name=name, name_key=name.lower(), kind="variant")
    made = subscribed(query=query)
    request = erase(venn.public_id, user=editor, reason="asked for")
    made.refresh_from_db()
    assert (made.query, made.state, made.reason) == (query, "active", "")
    assert "Subscription" not in request.cleared


def test_answers_about_the_erased_are_emptied(venn: Entity, editor: Any) -> None:
    made = subscribed()
    said = Quotation.objects.get(speaker=venn)
    other = Quotation.objects.get(speaker__name="Mara Ellwin")
    one, two, kept = (answered(made, record) for record in (venn.public_id, said.public_id, other.public_id))
    request = erase(venn.public_id, user=editor, reason="asked for")
    assert request.cleared["Delivery"] == 2
    excerpts = dict(Delivery.objects.values_list("pk", "excerpt"))
    assert excerpts == {one.pk: "", two.pk: "", kept.pk: ECHO}


def test_answers_about_an_erased_article_are_emptied(article: Article, editor: Any) -> None:
    made, named = subscribed(collection="articles"), subscribed(query=f"article={article.public_id}")
    said = Quotation.objects.get(article=article).public_id
    answered(made, article.public_id), answered(made, said)
    erase(article.public_id, user=editor, reason="asked for")
    assert set(Delivery.objects.values_list("excerpt", flat=True)) == {""}
    named.refresh_from_db()
    assert (named.query, named.state, named.reason) == ("", "paused", REASON)


def test_an_answer_that_comes_after_the_erasure_is_not_kept(venn: Entity, editor: Any) -> None:
    made = subscribed(collection="people")
    record, place = venn.public_id, Change.objects.place_of(venn.public_id)
    event = noted(made, record)
    erase(record, user=editor, reason="asked for")
    leased = lease_subscription(Change.objects.position())
    assert leased is not None
    note_delivery(leased, event, Attempt(5, 204, excerpt=ECHO, place=place))
    assert Delivery.objects.get().excerpt == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_an_answer_that_comes_during_the_erasure_is_not_kept(venn: Entity, editor: Any) -> None:
    made, record = subscribed(collection="people"), venn.public_id
    event, place = noted(made, record), Change.objects.place_of(record)
    leased = lease_subscription(Change.objects.position())
    assert leased is not None

    def note() -> None:
        try:
            note_delivery(leased, event, Attempt(5, 204, excerpt=ECHO, place=place))
        finally:
            connections.close_all()

    other = threading.Thread(target=note)
    with transaction.atomic():
        erase(record, user=editor, reason="asked for")
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert Delivery.objects.get().excerpt == ""


def test_a_dry_run_pauses_nothing(venn: Entity, editor: Any) -> None:
    made = subscribed(query="speaker__name=Orla+Venn")
    kept = answered(made, venn.public_id)
    planned = erase(venn.public_id, user=editor, reason="asked for", dry_run=True)
    assert (planned.cleared["Subscription"], planned.cleared["Delivery"]) == (1, 1)
    made.refresh_from_db(), kept.refresh_from_db()
    assert (made.state, made.query, kept.excerpt) == ("active", "speaker__name=Orla+Venn", ECHO)
