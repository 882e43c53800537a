"""One record or two: both decisions, taking them back, what is refused, and who may."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from corpus.models import Decision, Merge, PairState
from corpus.services.duplicates import mark_different
from corpus.services.merge import merge, undo
from tests.admin import rows
from tests.admin.pairs import LIST, decide, listed, page, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def allowed(client: Client, django_user_model: type):
    """A client whose user has the permissions."""

    def make(*codenames: str) -> Client:
        user = django_user_model.objects.create(username="somebody", is_staff=True)
        user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return make


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


# --- decisions


def test_one_record_merges_into_the_one_that_stays_and_goes_on(curator):
    row, following = pair(score=0.5), pair("Tom Hask", "Thomas Hask", score=0.3)
    pair("Dagny Ruhl", "D. Ruhl", score=0.9)
    answer = decide(curator, row, "one", stays=row.second_id, reason="she moved")
    assert answer.redirect_chain[-1][0] == page(following)
    made = Merge.objects.get()
    assert (made.loser, made.survivor, made.reason) == (row.first, row.second, "she moved")
    assert "can be undone" in told(answer)
    html = curator.get(page(row)).content.decode()
    assert reverse("admin:corpus_merge_change", args=[made.pk]) in html
    assert "she moved" in html
    assert 'name="verdict"' not in html


def test_two_records_are_kept_apart_and_the_last_pair_leads_to_the_list(curator):
    row = pair()
    answer = decide(curator, row, "two", reason="mother and daughter")
    assert answer.redirect_chain[-1][0] == LIST
    assert "No pair is left to decide." in told(answer)
    row.refresh_from_db()
    assert (row.state, str(row.decided_by), row.reason) == (PairState.DIFFERENT, "curator", "mother and daughter")
    assert Decision.objects.filter(record=row.first.public_id, action="different").exists()
    html = curator.get(page(row)).content.decode()
    assert "mother and daughter" in html
    assert "by curator" in html


def test_after_the_last_of_the_queue_come_those_that_were_passed_over(curator):
    passed, last = pair(score=0.9), pair("Tom Hask", "Thomas Hask", score=0.1)
    assert curator.get(page(passed)).context["panel"]["next_url"] == page(last)
    assert decide(curator, last, "two").redirect_chain[-1][0] == page(passed)


def test_decide_again_lets_the_pair_wait_anew(curator):
    row = pair()
    decide(curator, row, "two", reason="too fast")
    address = reverse("admin:corpus_duplicatepair_reopen", args=[row.pk])
    assert address in curator.get(page(row)).content.decode()
    answer = curator.post(address, {"reason": "look again"}, follow=True)
    assert answer.redirect_chain[-1][0] == page(row)
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by, row.decided_at) == (PairState.OPEN, "", None, None)
    log = Decision.objects.filter(record=row.second.public_id).first()
    assert (log.action, log.reason, log.before) == (
        "decide again",
        "look again",
        {"different_from": row.first.public_id},
    )
    assert "nobody said" in curator.post(address, {}).content.decode()


def test_a_merge_is_taken_back_by_its_undo_and_then_decided_again(curator):
    row = pair()
    decide(curator, row, "one")
    address = reverse("admin:corpus_duplicatepair_reopen", args=[row.pk])
    assert address not in curator.get(page(row)).content.decode()
    assert "nobody said" in curator.post(address, {}).content.decode()
    undo(Merge.objects.get(), user=None)
    assert curator.post(address, {}).status_code == 302
    assert listed(curator) == [row]


# --- refusals


@pytest.mark.parametrize("verdict", ["one", "two"])
def test_a_pair_that_was_decided_meanwhile_is_refused_in_words(curator, verdict):
    row = pair()
    mark_different(row.first, row.second, user=None, reason="first come")
    answer = decide(curator, row, verdict)
    assert answer.status_code == 200
    assert "decided meanwhile: two records" in answer.content.decode()
    assert Merge.objects.count() == 0
    row.refresh_from_db()
    assert row.reason == "first come"


@pytest.mark.parametrize("verdict", ["one", "two"])
def test_a_record_that_was_merged_meanwhile_is_told_with_where_it_went(curator, verdict):
    row, survivor = pair(), rows.entity("Ana Kerr-Holm")
    merge(row.second, survivor, user=None)
    answer = decide(curator, row, verdict)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "merged away or removed meanwhile" in html
    assert reverse("admin:corpus_person_change", args=[survivor.pk]) in html
    assert 'name="verdict"' not in html
    row.refresh_from_db()
    assert (row.state, Merge.objects.count()) == (PairState.OPEN, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"stays": ""}, "required"),
        ({"stays": "abc"}, "valid choice"),
        ({"stays": "9" * 40}, "valid choice"),
        ({"stays": 999_999}, "valid choice"),
        ({"reason": "x" * 2001}, "at most 2000"),
        ({"reason": "\x00"}, "Null characters"),
    ],
)
def test_what_makes_no_sense_is_refused_on_the_form(curator, given, message):
    row = pair()
    answer = decide(curator, row, "one", **given)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert 'name="verdict"' in answer.content.decode()
    assert Merge.objects.count() == 0


def test_a_verdict_that_is_none_is_refused(curator):
    answer = decide(curator, pair(), "three")
    assert answer.status_code == 200
    assert "valid choice" in answer.content.decode()


def test_decisions_are_posted_from_the_page_alone(curator, admin_user):
    row = pair()
    address = reverse("admin:corpus_duplicatepair_decide", args=[row.pk])
    assert curator.get(address).headers["Location"] == page(row)
    assert curator.post(reverse("admin:corpus_duplicatepair_decide", args=[99999]), {}).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert strict.post(address, {"verdict": "two"}).status_code == 403


# --- rights


def test_each_verdict_asks_for_its_right(allowed):
    row = pair()
    client = allowed("view_duplicatepair", "add_merge")
    html = client.get(page(row)).content.decode()
    assert 'value="one"' in html
    assert 'value="two"' not in html
    assert decide(client, row, "two").status_code == 403
    assert client.post(reverse("admin:corpus_duplicatepair_reopen", args=[row.pk]), {}).status_code == 403
    assert decide(client, row, "one").status_code == 200
    assert Merge.objects.count() == 1


def test_who_may_not_merge_may_still_say_that_they_are_two(allowed):
    row = pair()
    client = allowed("view_duplicatepair", "change_duplicatepair")
    html = client.get(page(row)).content.decode()
    assert 'name="stays"' not in html
    assert decide(client, row, "one").status_code == 403
    decide(client, row, "two")
    row.refresh_from_db()
    assert row.state == PairState.DIFFERENT


def test_who_may_only_look_sees_no_buttons(allowed):
    row = pair()
    client = allowed("view_duplicatepair")
    assert 'name="verdict"' not in client.get(page(row)).content.decode()
    assert decide(client, row, "one").status_code == decide(client, row, "two").status_code == 403


def test_who_may_merge_but_not_see_pairs_decides_none(allowed):
    assert decide(allowed("add_merge"), pair(), "one").status_code == 403


def test_the_migration_gives_the_groups_their_rights_and_takes_them_back():
    migration = import_module("corpus.migrations.0008_duplicate_permissions")

    def given() -> dict[str, set[str]]:
        rights = Permission.objects.filter(content_type__model="duplicatepair")
        return {
            group.name: set(rights.filter(group=group).values_list("codename", flat=True))
            for group in Group.objects.filter(name__in=migration.RIGHTS)
        }

    view, change = "view_duplicatepair", "change_duplicatepair"
    assert given() == {"readers": {view}, "ingestors": {view}, "curators": {view, change}}
    editor = SimpleNamespace(connection=connection)
    migration.take_back(apps, editor)
    assert set().union(*given().values()) == set()
    migration.give(apps, editor)
    assert given()["curators"] == {view, change}
