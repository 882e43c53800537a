"""History on the pages of records, and the way back; proposals."""

from __future__ import annotations

import pytest
from django.urls import reverse

from corpus.models import Decision, Person, Proposal, Quotation
from corpus.services.edit_entity import edit_entity
from corpus.services.review import confirm_quotation, correct_quotation
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
