"""Subscriptions in the admin: how each is, what may be done with it, and what is said where there is none."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from corpus.models import Change, Subscription, SubscriptionEvent
from corpus.services.deliveries import Attempt, lease_subscription, note_delivery, release
from corpus.services.subscriptions import send_test, subscribe

pytestmark = pytest.mark.django_db
LIST, LOG = reverse("admin:corpus_subscription_changelist"), reverse("admin:corpus_delivery_changelist")


@pytest.fixture
def row(admin_user) -> Subscription:
    return subscribe(admin_user, name="Harbour", collection="people", query="", url="https://gazette.example/hook")


def deliver(row: Subscription, *attempts: Attempt) -> None:
    """A test for each attempt, with what came of it."""
    for attempt in attempts:
        event = send_test(row)
        leased = lease_subscription(Change.objects.position())
        note_delivery(leased, event, attempt)
        release(leased)


def page(row: Subscription) -> str:
    return reverse("admin:corpus_subscription_change", args=[row.pk])


def press(client, row: Subscription, deed: str) -> str:
    answer = client.post(reverse("admin:corpus_subscription_deed", args=[row.pk]), {"deed": deed}, follow=True)
    assert answer.redirect_chain == [(page(row), 302)]
    row.refresh_from_db()
    return answer.content.decode()


def test_where_there_is_none_it_is_told_what_to_do(admin_client):
    shown = admin_client.get(LIST).content.decode()
    assert "Nobody subscribes yet" in shown
    assert "http://testserver/api/v1/subscriptions/" in shown
    assert "Nothing was sent yet" in admin_client.get(LOG).content.decode()


def test_the_list_tells_how_each_is(admin_client, row):
    taken, refused = Attempt(5, 204), Attempt(7, 500, "answered 500")
    deliver(row, taken, taken, refused)
    send_test(row)
    SubscriptionEvent.objects.filter(deliveries__error="answered 500").update(state="dead", done_at=row.created_at)
    shown = admin_client.get(LIST).context["cl"].queryset.get()
    assert (shown.number_waiting, shown.number_delivered, shown.number_dead) == (1, 2, 1)
    content = admin_client.get(LIST).content.decode()
    for column, value in (("waiting", 1), ("delivered", 2), ("given_up", 1), ("last_error", "answered 500")):
        assert f'<td class="field-{column}">{value}</td>' in content
    assert "No such subscription" in admin_client.get(f"{LIST}?q=elsewhere").content.decode()
    deliver(row, taken)
    assert "answered 500" not in admin_client.get(LIST).content.decode()
    log = admin_client.get(LOG)
    assert log.context["cl"].result_count == 4
    assert "answered 500" in log.content.decode()


def test_the_buttons(admin_client, row):
    deliver(row, Attempt(7, 500, "answered 500"))
    SubscriptionEvent.objects.update(state="dead", done_at=row.created_at)
    assert "Of “Harbour” 1 event given up will be sent again." in press(admin_client, row, "replay_dead")
    assert SubscriptionEvent.objects.get().state == "waiting"
    assert "A test is sent to the receiver of “Harbour” next" in press(admin_client, row, "test")
    assert SubscriptionEvent.objects.filter(state="waiting").count() == 2
    row.position = 0
    assert "All of the list of “Harbour” will be sent again." in press(admin_client, row, "replay_all")
    assert (row.began, row.position) == (0, 0)
    assert "“Harbour” is paused." in press(admin_client, row, "pause")
    assert (row.state, row.reason) == ("paused", "paused by admin")
    shown = press(admin_client, row, "test")
    assert "The subscription is paused: paused by admin" in shown
    assert "Take up again" in shown
    assert "Send a test" not in shown
    assert "“Harbour” is taken up again" in press(admin_client, row, "resume")
    assert row.state == "active"


def test_several_from_the_list(admin_client, row):
    def act(name: str) -> str:
        answer = admin_client.post(LIST, {"action": name, "_selected_action": [row.pk]}, follow=True)
        row.refresh_from_db()
        return answer.content.decode()

    assert "A test is sent to the receiver of “Harbour” next" in act("send_test")
    assert "“Harbour” is paused." in act("pause")
    assert "All of these are paused already." in act("pause")
    assert "The subscription is paused" in act("send_again")
    assert "is taken up again" in act("resume")
    assert "None of these is paused." in act("resume")


def test_who_may_only_read_has_no_button(client, row):
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_subscription"))
    client.force_login(reader)
    assert "Send a test" not in client.get(page(row)).content.decode()
    address = reverse("admin:corpus_subscription_deed", args=[row.pk])
    assert client.post(address, {"deed": "pause"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "active"


def test_what_is_not_there_is_not_done(admin_client, row):
    address = reverse("admin:corpus_subscription_deed", args=[row.pk])
    assert admin_client.post(address, {"deed": "explode"}).status_code == 404
    assert admin_client.get(address).status_code == 405
    assert admin_client.post(f"{LIST}987654/deed/", {"deed": "pause"}).status_code == 404
