"""Sources in the admin: added, changed, polled now, paused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from corpus.admin.source import SourceForm
from corpus.models import Source, SourceEntry
from corpus.services.sources import add_source, change_source, pause

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:corpus_source_changelist"), reverse("admin:corpus_source_add")


def page(source: Source) -> str:
    return reverse("admin:corpus_source_change", args=[source.pk])


def test_a_source_is_added_and_changed(admin_client):
    given = {"url": "HTTPS://Gazette.example/feed.xml#top", "publisher": "The Gazette", "interval": 600}
    answer = admin_client.post(ADD, given)
    source = Source.objects.get()
    assert answer.status_code == 302
    assert (source.url, source.host, source.interval) == (
        "https://gazette.example/feed.xml",
        "gazette.example",
        600,
    )
    given = {"url": "https://other.example/", "publisher": "The Post", "interval": 900, "seen_version": source.version}
    admin_client.post(page(source), given)
    source.refresh_from_db()
    assert (source.host, source.publisher, source.interval) == ("gazette.example", "The Post", 900)
    assert "The Post" in admin_client.get(LIST).content.decode()


def test_a_page_of_before_puts_nothing_back(admin_client, monkeypatch):
    source = add_source("https://there.example/feed", publisher="The Gazette")
    form = admin_client.get(page(source)).context["adminform"].form
    old = {name: form[name].value() for name in ("publisher", "interval", "seen_version")}
    change_source(source, publisher="The Post")
    for sent in ({**old, "interval": 600}, {**old, "interval": 600, "seen_version": ""}):
        answer = admin_client.post(page(source), sent)
        assert answer.status_code == 200
        assert "changed since you opened it" in answer.content.decode() or not sent["seen_version"]
    # Somebody else may write between the look at the form and the writing.
    monkeypatch.setattr(SourceForm, "clean", lambda form: form.cleaned_data)
    answer = admin_client.post(page(source), {**old, "interval": 600}, follow=True)
    assert "changed since you opened it" in answer.content.decode()
    source.refresh_from_db()
    assert (source.publisher, source.interval) == ("The Post", 900)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"url": "ftp://gazette.example/"}, "not a web address"),
        ({"url": "http://user:secret@gazette.example/"}, "user name or password"),
        ({"interval": 5}, "takes 60 to 604800 seconds"),
        ({"url": "https://there.example/feed#2"}, "already"),
        ({"url": "https://There.example/feed"}, "already"),
    ],
)
def test_what_cannot_be_a_source(admin_client, given, error):
    add_source("https://there.example/feed")
    answer = admin_client.post(ADD, {"url": "https://a.example/", "publisher": "", "interval": 900, **given})
    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert Source.objects.count() == 1


def test_actions(admin_client):
    source = add_source("https://there.example/feed")
    SourceEntry.objects.create(source=source, key="1", url="https://there.example/1", state="failed", reason="404")
    Source.objects.update(next_poll_at=timezone.now() + timedelta(days=1), not_before=timezone.now() + timedelta(1))

    def act(name: str) -> str:
        data = {"action": name, "_selected_action": [source.pk]}
        answer = admin_client.post(LIST, data, follow=True)
        source.refresh_from_db()
        return answer.content.decode()

    assert "1 source will be polled by the next watcher that is free" in act("poll_now")
    assert source.next_poll_at <= timezone.now()
    assert source.not_before is None
    act("pause")
    assert (source.state, source.reason) == ("paused", "paused by admin")
    assert "is paused: paused by admin" in act("poll_now")
    act("resume")
    assert (source.state, source.reason) == ("active", "")
    act("try_failed_again")
    assert SourceEntry.objects.get().state == "waiting"
    pause(source, "for the list")
    assert "for the list" in admin_client.get(LIST).content.decode()


def test_what_was_seen_of_a_source_is_asked_where_it_may_be_changed_alone(admin_client, curator):
    source = add_source("https://there.example/feed", publisher="The Gazette")
    looked_at = curator.get(page(source))
    assert looked_at.status_code == 200
    assert "Seen version" not in looked_at.content.decode()
    assert 'name="seen_version"' in admin_client.get(page(source)).content.decode()
