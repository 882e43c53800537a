"""What editors decide in the admin goes through the services: written, logged, refused in words."""

from __future__ import annotations

import pytest
from django.forms import MultipleChoiceField
from django.urls import reverse

from corpus.admin import bulk
from corpus.models import Decision, Merge
from corpus.services.review import reject_quotation
from corpus.services.take_down import take_down
from tests.admin import rows

pytestmark = pytest.mark.django_db
BOXES = MultipleChoiceField


def url(model: str, row, action: str = "change") -> str:
    return reverse(f"admin:corpus_{model}_{action}", args=[row.pk])


def typed(client, address: str, **changes: object) -> dict[str, object]:
    """What the page's form holds, as a browser would send it, with the changes."""
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    # Of boxes, a browser sends those that are ticked.
    values = {name: value for name, value in values.items() if value or not isinstance(form.fields[name], BOXES)}
    formsets = client.get(address).context["inline_admin_formsets"]
    for formset in formsets:
        values |= {
            formset.formset.management_form.add_prefix(name): formset.formset.management_form[name].value()
            for name in formset.formset.management_form.fields
        }
    return {name: "" if value is None else value for name, value in (values | changes).items()}


def decide(client, model: str, row, **changes: object):
    address = url(model, row)
    return client.post(address, typed(client, address, **changes), follow=True)


def errors(answer) -> str:
    return " ".join(str(error) for error in answer.context["errors"])


def test_confirm(curator):
    quotation = rows.everything(1).quotation
    answer = decide(curator, "quotation", quotation, verdict="confirm")
    assert answer.redirect_chain
    quotation.refresh_from_db()
    assert quotation.status == "confirmed"
    log = Decision.objects.filter(record=quotation.public_id).first()
    assert (log.action, str(log.decided_by)) == ("confirm", "curator")


def test_reject_needs_a_reason(curator):
    quotation = rows.everything(1).quotation
    answer = decide(curator, "quotation", quotation, verdict="reject")
    assert "Say why" in errors(answer)
    quotation.refresh_from_db()
    assert quotation.status == "extracted"
    decide(curator, "quotation", quotation, verdict="reject", reason="a title")
    quotation.refresh_from_db()
    assert quotation.status == "rejected"
    assert Decision.objects.filter(record=quotation.public_id).first().reason == "a title"


def test_correct_the_speaker_moves_the_counts_and_keeps_the_evidence(curator):
    one = rows.everything(1)
    quotation, other = one.quotation, rows.entity("Tom Hask")
    spans = quotation.spans
    decide(
        curator, "quotation", quotation, verdict="correct", speaker=other.pk, kind="mixed", channel="phone", reason="he"
    )
    quotation.refresh_from_db()
    assert (quotation.speaker_id, quotation.original_speaker_id) == (other.pk, other.pk)
    assert (quotation.kind, quotation.channel, quotation.status) == ("mixed", "phone", "corrected")
    assert quotation.spans == spans
    other.refresh_from_db()
    assert other.quotation_count == 1
    log = Decision.objects.filter(record=quotation.public_id).first()
    assert log.after["speaker"] == other.public_id


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": "correct", "reason": "why"}, "Nothing was changed"),
        ({"verdict": "confirm", "kind": "mixed"}, "Fields were changed (kind)"),
        ({"verdict": "reject", "reason": "why", "kind": "mixed"}, "Fields were changed (kind)"),
        ({"verdict": "correct", "kind": "mixed"}, "Say why"),
        ({"verdict": "correct", "kind": "sung", "reason": "why"}, "not one of the available choices"),
        ({"verdict": "correct", "speaker": 999_999, "reason": "why"}, "valid choice"),
        ({"verdict": "correct", "speaker": "abc", "reason": "why"}, "valid choice"),
        ({"verdict": "correct", "speaker": "9" * 40, "reason": "why"}, "valid choice"),
        ({"verdict": "delete"}, "not one of the available choices"),
        ({"verdict": "confirm", "seen_version": 7}, "changed since you opened it"),
        ({"verdict": "confirm", "seen_version": "x"}, "whole number"),
        ({"verdict": "confirm", "reason": "\x00"}, "Null characters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(curator, changes, message):
    quotation = rows.everything(1).quotation
    logged = Decision.objects.count()
    answer = decide(curator, "quotation", quotation, **changes)
    assert answer.status_code == 200
    assert message in errors(answer)
    quotation.refresh_from_db()
    assert (quotation.status, quotation.kind, quotation.version) == ("extracted", "direct", 1)
    assert Decision.objects.count() == logged


def test_spans_and_words_that_are_sent_all_the_same_change_nothing(curator):
    quotation = rows.everything(1).quotation
    before = (quotation.words, quotation.start, quotation.end, quotation.spans, quotation.text_id, quotation.public_id)
    sent = {"words": "never said", "start": 0, "end": 3, "text": 1, "public_id": "quo_x", "status": "withdrawn"}
    sent |= {"span_rows-0-start": 0, "span_rows-0-end": 2}
    decide(curator, "quotation", quotation, verdict="confirm", **sent)
    quotation = rows.Quotation.objects.get(pk=quotation.pk)
    after = (quotation.words, quotation.start, quotation.end, quotation.spans, quotation.text_id, quotation.public_id)
    assert after == before
    assert quotation.status == "confirmed"


def test_a_speaker_that_was_merged_away_resolves_to_the_survivor(curator):
    one = rows.everything(1)
    lost = one.merge.loser
    another = rows.quotation(one.article, 21, 32)
    decide(curator, "quotation", another, verdict="correct", speaker=lost.pk, reason="she")
    another.refresh_from_db()
    assert another.speaker_id == one.person.pk


def test_a_removed_speaker_is_refused_by_the_service_and_told(curator):
    one = rows.everything(1)
    gone = rows.entity("Gone", removed_at=rows.PUBLISHED)
    answer = decide(curator, "quotation", one.quotation, verdict="correct", speaker=gone.pk, reason="she")
    assert [str(message) for message in answer.context["messages"]] == [f"{gone.public_id} was removed"]
    one.quotation.refresh_from_db()
    assert one.quotation.version == 1


def test_selected_quotations_are_confirmed_one_by_one(curator):
    picked = [rows.everything(number).quotation for number in range(3)]
    rest = rows.everything(9).quotation
    data = {"action": "confirm_selected", "_selected_action": [row.pk for row in picked]}
    listed = reverse("admin:corpus_quotation_changelist")
    asked = curator.post(listed, data)
    assert "Confirm 3 quotations" in asked.content.decode()
    assert not rows.Quotation.objects.filter(status="confirmed").exists()
    seen = [f"{row.public_id}:{row.version}" for row in picked]
    answer = curator.post(listed, {**data, "sure": "1", "seen": seen}, follow=True)
    assert "3 confirmed." in answer.content.decode()
    assert rows.Quotation.objects.filter(status="confirmed").count() == 3
    rest.refresh_from_db()
    assert rest.status == "extracted"


def test_what_waits_for_an_editor_comes_least_sure_first(curator):
    article = rows.everything(1).article
    for start, confidence in ((16, 0.8), (18, 0.2), (21, 0.5)):
        rows.quotation(article, start, start + 2, confidence=confidence)
    listed = reverse("admin:corpus_quotation_changelist")
    shown = curator.get(listed, {"status__exact": "extracted"}).context["cl"].result_list
    assert [row.confidence for row in shown] == [0.2, 0.5, 0.8, 0.9]
    newest = curator.get(listed).context["cl"].result_list
    assert [row.pk for row in newest] == sorted((row.pk for row in newest), reverse=True)


def test_who_may_only_look_decides_nothing(client, django_user_model):
    from django.contrib.auth.models import Permission

    quotation = rows.everything(1).quotation
    user = django_user_model.objects.create(username="reader", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_quotation", "view_person"]))
    client.force_login(user)
    answer = client.get(url("quotation", quotation))
    assert answer.status_code == 200
    assert 'name="verdict"' not in answer.content.decode()
    assert client.post(url("quotation", quotation), {"verdict": "confirm", "seen_version": 1}).status_code == 403
    data = {"action": "confirm_selected", "_selected_action": [quotation.pk]}
    client.post(reverse("admin:corpus_quotation_changelist"), data)
    person = quotation.speaker
    assert client.get(url("person", person)).status_code == 200
    assert client.get(url("person", person, "merge")).status_code == 403
    quotation.refresh_from_db()
    assert quotation.status == "extracted"


@pytest.mark.parametrize("kind", ["person", "entity"])
def test_a_chosen_name_is_kept_and_logged(curator, kind):
    person = rows.everything(1).person
    decide(curator, kind, person, name="Mara J. Ellwin", description="Mayor of Tolmouth.", reason="full name")
    person.refresh_from_db()
    assert (person.name, person.name_key, person.name_is_chosen) == ("Mara J. Ellwin", "mara j ellwin", True)
    assert (person.description, person.version) == ("Mayor of Tolmouth.", 2)
    assert person.aliases.filter(name="Mara Ellwin 1", kind="former").exists()
    log = Decision.objects.filter(record=person.public_id).first()
    assert (log.action, log.reason, str(log.decided_by)) == ("edit", "full name", "curator")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "required"),
        ({"name": "x" * 301}, "at most 300"),
        ({"name": "New", "seen_version": 3}, "changed since you opened it"),
    ],
)
def test_a_bad_name_is_refused(curator, changes, message):
    person = rows.everything(1).person
    assert message in errors(decide(curator, "person", person, **changes))
    person.refresh_from_db()
    assert person.name == "Mara Ellwin 1"


def test_a_record_that_was_merged_away_is_looked_at_alone(curator):
    lost = rows.everything(1).merge.loser
    answer = curator.get(url("person", lost))
    assert 'name="name"' not in answer.content.decode()
    assert "Mara Ellwin 1" in answer.content.decode()
    assert curator.post(url("person", lost), {"name": "New"}).status_code == 403


def test_merge_and_undo(curator):
    one, two = rows.everything(1), rows.everything(2)
    loser, survivor = two.person, one.person
    address = url("person", loser, "merge")
    assert curator.get(address).status_code == 200
    answer = curator.post(address, {"into": survivor.pk, "reason": "one person"}, follow=True)
    assert answer.redirect_chain[-1][0] == url("person", survivor)
    two.quotation.refresh_from_db()
    assert two.quotation.speaker_id == survivor.pk
    row = Merge.objects.get(loser=loser)
    assert (row.reason, str(row.merged_by)) == ("one person", "curator")
    undone = curator.post(url("merge", row, "undo"), {"reason": "two people"}, follow=True)
    assert undone.status_code == 200
    two.quotation.refresh_from_db()
    assert two.quotation.speaker_id == loser.pk
    assert "undone already" in curator.post(url("merge", row, "undo"), {"reason": "again"}).content.decode()


def test_a_reason_may_be_left_out_of_a_merge_as_over_http(curator):
    loser, survivor = rows.entity("Tom Hask"), rows.entity("Thomas Hask")
    curator.post(url("person", loser, "merge"), {"into": survivor.pk, "reason": ""})
    row = Merge.objects.get(loser=loser)
    curator.post(url("merge", row, "undo"), {})
    row.refresh_from_db()
    assert (row.reason, row.undo_reason, row.undone_at is None) == ("", "", False)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"into": "", "reason": "x"},
        {"into": "abc", "reason": "x"},
        {"into": "9" * 40, "reason": "x"},
        {"reason": "x"},
    ],
)
def test_a_merge_into_nothing_is_refused(curator, data):
    person = rows.everything(1).person
    answer = curator.post(url("person", person, "merge"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Merge.objects.count() == 1


def test_merges_across_types_and_with_itself_are_refused(curator):
    one = rows.everything(1)
    for into in (one.person.pk, one.publisher.pk):
        answer = curator.post(url("person", one.person, "merge"), {"into": into, "reason": "x"})
        assert answer.status_code == 200
        assert "into" in answer.context["form"].errors
    assert Merge.objects.count() == 1


def test_a_merge_of_what_is_merged_is_refused_in_words(curator):
    one = rows.everything(1)
    other = rows.entity("Other")
    answer = curator.post(url("person", one.merge.loser, "merge"), {"into": other.pk, "reason": "x"})
    assert "is merged into" in answer.content.decode()
    assert Merge.objects.count() == 1


def test_merges_ask_for_the_right(client, curator, django_user_model):
    one = rows.everything(1)
    client.force_login(django_user_model.objects.create(username="guest", is_staff=True))
    assert client.post(url("person", one.person, "merge"), {}).status_code == 403
    assert client.post(url("merge", one.merge, "undo"), {}).status_code == 403
    assert curator.get(reverse("admin:corpus_person_merge", args=[99999])).status_code == 404
    assert curator.get(reverse("admin:corpus_merge_undo", args=[99999])).status_code == 404


def test_selected_quotations_are_rejected_save_what_moved_on(curator):
    one, two = (rows.everything(number).quotation for number in range(2))
    listed = reverse("admin:corpus_quotation_changelist")
    data = {"action": "reject_selected", "_selected_action": [one.pk, two.pk], "sure": "1", "reason": "headlines"}
    seen = [f"{one.public_id}:{one.version}", f"{two.public_id}:7"]
    html = curator.post(listed, {**data, "seen": seen}, follow=True).content.decode()
    assert "1 rejected." in html
    assert two.public_id in html
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.status) == ("rejected", "extracted")


def test_one_that_the_list_holds_no_more_is_named(curator):
    one, two = (rows.everything(number).quotation for number in range(2))
    listed = reverse("admin:corpus_quotation_changelist") + "?status__exact=extracted"
    data = {"action": "confirm_selected", "_selected_action": [one.pk, two.pk]}
    page = curator.post(listed, data)
    seen = [f"{row.public_id}:{row.version}" for row in page.context["rows"]]
    reject_quotation(two, user=None)
    answer = curator.post(listed, {**data, "seen": seen, "sure": "1"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told[0].startswith(f"Left out {two.public_id}: it was changed")
    assert told[1].startswith("1 confirmed.")
    reject_quotation(one, user=None)
    answer = curator.post(listed, {**data, "seen": [*seen, "<b>:1"], "sure": "1"}, follow=True)
    told = " ".join(str(message) for message in answer.context["messages"])
    assert one.public_id in told
    assert two.public_id in told
    assert "<b>" not in told


def test_what_articles_hold_that_are_down_is_left_out(curator):
    hidden, shown = (rows.everything(number).quotation for number in range(2))
    take_down(hidden.article, user=None, reason="asked for")
    listed = reverse("admin:corpus_quotation_changelist")
    data = {"action": "reject_selected", "_selected_action": [hidden.pk, shown.pk]}
    page = curator.post(listed, data)
    assert [row.pk for row in page.context["rows"]] == [shown.pk]
    assert "1 quotation left out: of articles that were taken down." in page.content.decode()
    seen = [f"{row.public_id}:{row.version}" for row in (hidden, shown)]
    answer = curator.post(listed, {**data, "seen": seen, "sure": "1"}, follow=True)
    assert f"Left out {hidden.public_id}" in answer.content.decode()
    hidden.refresh_from_db()
    assert hidden.status == "extracted"


def test_of_more_than_can_be_decided_at_once_the_rest_is_told_of(curator, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    picked = [rows.everything(number).quotation for number in range(3)]
    listed = reverse("admin:corpus_quotation_changelist")
    data = {"action": "reject_selected", "_selected_action": [one.pk for one in picked]}
    answer = curator.post(listed, data)
    told = "More than 2 are chosen: these are the first 2."
    assert told in answer.content.decode()
    assert len(answer.context["rows"]) == 2
    chosen = [row.pk for row in answer.context["rows"]]
    seen = [f"{row.public_id}:{row.version}" for row in answer.context["rows"]]
    sent = {**data, "_selected_action": chosen, "seen": seen, "sure": "1", "reason": "headlines"}
    assert told not in curator.post(listed, sent, follow=True).content.decode()
    assert rows.Quotation.objects.filter(status="rejected").count() == 2
