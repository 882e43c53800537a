"""History on the pages of records, and the way back; proposals."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from corpus.admin.history import lines
from corpus.models import Decision, DuplicatePair, Person, Proposal, Quotation
from corpus.services.add_entity import add_entity
from corpus.services.duplicates import mark_different, reopen
from corpus.services.edit_entity import edit_entity
from corpus.services.merge import merge, undo
from corpus.services.review import confirm_quotation, correct_quotation
from corpus.services.verify import verify
from tests.admin import rows

pytestmark = pytest.mark.django_db


def page(client, row) -> str:
    return client.get(reverse(f"admin:corpus_{row._meta.model_name}_change", args=[row.pk])).content.decode()


def revert_url(row, decision) -> str:
    return reverse(f"admin:corpus_{row._meta.model_name}_revert", args=[row.pk, decision.pk])


def test_history_tells_who_when_why_before_and_after(admin_client, admin_user):
    one, other = rows.everything(1), rows.entity("Ines Corro")
    correct_quotation(one.quotation, {"speaker": other}, user=admin_user, reason="It was Corro")
    html = page(admin_client, one.quotation)
    history = html[html.index('id="history"') :]
    for words in ("correct", "admin", "It was Corro", "Mara Ellwin 1", "Ines Corro", "Take back"):
        assert words in history


def test_a_decision_is_taken_back_and_that_too(admin_client, admin_user):
    one = rows.everything(1)
    Decision.objects.all().delete()
    confirm_quotation(one.quotation, user=admin_user)
    first = Decision.objects.get()
    url = revert_url(one.quotation, first)
    assert url in page(admin_client, one.quotation)
    admin_client.post(url, {"reason": "too soon"})
    assert Quotation.objects.get(pk=one.quotation.pk).status == "extracted"
    assert url not in page(admin_client, one.quotation)
    again = admin_client.post(url, {"reason": ""})
    assert "taken back already" in again.content.decode()


def test_edits_of_people_are_taken_back(admin_client, admin_user):
    person = Person.objects.get(pk=rows.everything(1).person.pk)
    edit_entity(person, user=admin_user, description="A mayor")
    decision = Decision.objects.filter(record=person.public_id).latest("pk")
    admin_client.post(revert_url(person, decision), {"reason": ""})
    person.refresh_from_db()
    assert person.description == ""


def test_decisions_about_other_records_are_not_found(admin_client, admin_user):
    one, two = rows.everything(1), rows.everything(2)
    assert admin_client.get(revert_url(one.quotation, two.decision)).status_code == 404
    assert admin_client.get(f"/admin/corpus/quotation/{one.quotation.pk}/revert/99999/").status_code == 404


def test_who_may_only_look_takes_nothing_back(client, admin_user):
    from django.contrib.auth.models import Group, User

    one = rows.everything(1)
    user = User.objects.create(username="reader", is_staff=True)
    user.groups.add(Group.objects.get(name="readers"))
    client.force_login(user)
    assert "Take back" not in page(client, one.quotation)
    assert client.post(revert_url(one.quotation, one.decision)).status_code == 403


def test_history_costs_the_same_however_long_it_is(queries, admin_user):
    one = rows.everything(1)
    url = reverse("admin:corpus_quotation_change", args=[one.quotation.pk])
    few = queries(url)
    for number in range(8):
        rows.Decision.objects.create(
            record=one.quotation.public_id, action="correct", before={"speaker": None}, after={"channel": str(number)}
        )
    assert queries(url) == few


def test_a_proposal_is_accepted_and_the_next_follows(admin_client):
    one, two = rows.everything(1), rows.everything(2)
    url = reverse("admin:corpus_proposal_decide", args=[one.proposal.pk])
    assert url in page(admin_client, one.proposal)
    answer = admin_client.post(url, {"verdict": "accept", "reason": "so it reads"}, follow=True)
    assert answer.context["original"] == two.proposal
    assert Quotation.objects.get(pk=one.quotation.pk).speaker.name == "Tom Hask 1"
    admin_client.post(reverse("admin:corpus_proposal_decide", args=[two.proposal.pk]), {"verdict": "decline"})
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted", "declined"}
    assert "Decide</h2>" not in page(admin_client, one.proposal)


@pytest.mark.parametrize("sent", [{}, {"verdict": "x"}, {"verdict": "accept", "reason": "x" * 3000}])
def test_what_is_neither_changes_nothing(admin_client, sent):
    one = rows.everything(1)
    admin_client.post(reverse("admin:corpus_proposal_decide", args=[one.proposal.pk]), sent)
    assert Proposal.objects.get().state == "open"


def test_of_a_merge_that_was_undone_neither_history_says_that_it_stands(admin_client, admin_user):
    mara, twin, third = (add_entity("person", name, user=admin_user) for name in ("Mara Ellwin", "M. Ellwin", "Ellwin"))
    first, second = merge(twin, mara, user=admin_user), merge(third, mara, user=admin_user)
    undo(first, user=admin_user)
    for record in (mara, twin):
        states = {line.decision.after.get("merge"): (line.state, line.url) for line in lines(record.public_id, str)}
        assert states[first.public_id] == ("taken back", "")
        assert Decision.objects.get(record=record.public_id, action="undo merge").reverts.action == "merge"
    [stands] = [line for line in lines(mara.public_id, str) if line.decision.after.get("merge") == second.public_id]
    assert stands.state == "stands"
    admin_client.post(revert_url(Person.objects.get(pk=mara.pk), stands.decision), {"reason": ""})
    second.refresh_from_db()
    assert second.undone_at is not None


def test_of_a_pair_that_was_reopened_neither_history_says_that_it_stands(admin_user):
    mara, twin = (add_entity("person", name, user=admin_user) for name in ("Mara Ellwin", "M. Ellwin"))
    reopen(mark_different(mara, twin, user=admin_user), user=admin_user)
    for record in (mara, twin):
        states = {line.decision.action: line.state for line in lines(record.public_id, str)}
        assert (states["different"], states["decide again"]) == ("taken back", "takes back an earlier one")
    again = mark_different(mara, twin, user=admin_user)
    assert [line.state for line in lines(mara.public_id, str) if line.decision.action == "different"] == [
        "stands",
        "taken back",
    ]
    assert reopen(again, user=admin_user).state == "open"
    assert list(verify()) == []


def test_lines_of_before_are_told_what_they_take_back(admin_user):
    mara, twin = (add_entity("person", name, user=admin_user) for name in ("Mara Ellwin", "M. Ellwin"))
    for _ in range(2):
        undo(merge(twin, mara, user=admin_user), user=admin_user)
    reopen(DuplicatePair.objects.get(), user=admin_user)
    reopen(mark_different(mara, twin, user=admin_user), user=admin_user)
    told = dict(Decision.objects.values_list("pk", "reverts"))
    assert len([pk for pk, reverts in told.items() if reverts]) == 6
    Decision.objects.update(reverts=None)
    import_module("corpus.migrations.0039_uploaded_tables").name_what_is_taken_back(apps, connection.schema_editor())
    assert dict(Decision.objects.values_list("pk", "reverts")) == told


def test_the_list_of_proposals_costs_the_same_however_many_name_an_addressee(queries):
    address = reverse("admin:corpus_proposal_changelist")

    def propose_another(number: int) -> None:
        one = rows.everything(number)
        Quotation.objects.filter(pk=one.quotation.pk).update(addressee=rows.entity(f"Ines Corro {number}").pk)
        Proposal.objects.filter(pk=one.proposal.pk).update(changes={"addressee": None})

    propose_another(1)
    few = queries(address)
    for number in range(2, 5):
        propose_another(number)
    assert queries(address) == few
