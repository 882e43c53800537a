"""Taking decisions back: the fields are what they were, and what others decided since is not lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Quotation
from corpus.services.edit_entity import edit_entity
from corpus.services.errors import Conflict, ServiceError
from corpus.services.merge import merge, undo
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.revert import revert
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation, reopen_quotation
from corpus.services.review_affiliation import confirm_affiliation, correct_affiliation, reject_affiliation
from corpus.services.review_mention import confirm_mention, reject_mention, reopen_mention, repoint_mention
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """The council met on Monday in Tolmouth.

“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.

“Nobody asked the people who live there,” said Tobias Renn, who leads the residents.
"""


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def quotation(words: str = "waited long enough") -> Quotation:
    return Quotation.objects.get(words__contains=words)


def named(name: str) -> Entity:
    return Entity.objects.get(name=name)


def last(record: str) -> Decision:
    row = Decision.objects.filter(record=record).first()
    assert row is not None
    return row


def state(row: Any) -> dict[str, Any]:
    """All columns but those that tell of the writing itself."""
    kept = type(row).objects.filter(pk=row.pk).values().get()
    return {name: value for name, value in kept.items() if name not in ("version", "updated_at", "to_compare")}


def test_a_quotation_is_what_it_was(editor: Any) -> None:
    store(BODY)
    row = quotation()
    before, counts = state(row), named("Mara Ellwin").quotation_count
    correct_quotation(row, {"speaker": named("Tobias Renn"), "channel": "email"}, user=editor, reason="heard the tape")
    corrected = state(row)
    assert named("Mara Ellwin").quotation_count == counts - 1
    made = revert(last(row.public_id), user=editor, reason="it was another tape")
    assert state(row) == before
    assert (made.action, made.reason, made.decided_by) == ("revert", "it was another tape", editor)
    assert made.before["speaker"] == named("Tobias Renn").public_id
    assert made.after["speaker"] == named("Mara Ellwin").public_id
    assert named("Mara Ellwin").quotation_count == counts
    revert(made, user=editor)
    assert state(row) == corrected
    assert list(verify()) == []


def test_a_revert_of_a_revert_of_a_revert(editor: Any) -> None:
    store(BODY)
    row = confirm_quotation(quotation(), user=editor)
    for status in ("extracted", "confirmed", "extracted", "confirmed"):
        revert(last(row.public_id), user=editor)
        row.refresh_from_db()
        assert row.status == status


def test_a_decision_is_taken_back_once(editor: Any) -> None:
    store(BODY)
    row = confirm_quotation(quotation(), user=editor)
    first = last(row.public_id)
    revert(first, user=editor)
    with pytest.raises(Conflict, match="taken back already"):
        revert(first, user=editor)
    revert(last(row.public_id), user=editor)
    revert(first, user=editor)
    row.refresh_from_db()
    assert row.status == "extracted"


def test_what_a_later_decision_set_is_not_overwritten(editor: Any) -> None:
    store(BODY)
    row = correct_quotation(quotation(), {"channel": "email"}, user=editor)
    first = last(row.public_id)
    correct_quotation(row, {"channel": "phone"}, user=editor)
    second = last(row.public_id)
    with pytest.raises(Conflict, match=second.public_id):
        revert(first, user=editor)
    revert(second, user=editor)
    row.refresh_from_db()
    assert (row.channel, row.status) == ("email", "corrected")
    revert(first, user=editor)
    row.refresh_from_db()
    assert (row.channel, row.status) == ("", "extracted")


def test_a_revert_leaves_what_was_decided_beside_it(editor: Any) -> None:
    article = store(BODY)
    row = correct_quotation(quotation(), {"channel": "email"}, user=editor)
    first = last(row.public_id)
    correct_quotation(row, {"attitude": "wants"}, user=editor)
    revert(first, user=editor)
    reextract([article.pk])
    row.refresh_from_db()
    assert (row.channel, row.attitude, row.status) == ("", "wants", "corrected")
    revert(last_but_reverts(row), user=editor)
    row.refresh_from_db()
    assert (row.attitude, row.status) == ("said", "extracted")


def last_but_reverts(row: Any) -> Decision:
    found = Decision.objects.filter(record=row.public_id, reverts__isnull=True).first()
    assert found is not None
    return found


def test_reopening_takes_back_one_decision_after_the_other(editor: Any) -> None:
    store(BODY)
    row = confirm_quotation(quotation(), user=editor)
    reject_quotation(row, user=editor)
    assert [reopen_quotation(row, user=editor).status for _ in range(2)] == ["confirmed", "extracted"]
    with pytest.raises(Conflict, match="nothing is decided"):
        reopen_quotation(row, user=editor)


def test_what_no_editor_holds_any_more_is_the_machines(editor: Any) -> None:
    store(BODY, key="k")
    row = confirm_quotation(quotation("Nobody asked"), user=editor)
    store(BODY.split("“Nobody")[0], key="k")
    row.refresh_from_db()
    assert (row.status, row.text.revision) == ("confirmed", 1)
    reopen_quotation(row, user=editor)
    row.refresh_from_db()
    assert row.status == "withdrawn"
    store(BODY + "\nIt rained.\n", key="k")
    row.refresh_from_db()
    assert (row.status, row.text.revision) == ("extracted", 3)
    assert list(verify()) == []


def test_a_revert_after_a_merge_points_at_who_stands(editor: Any) -> None:
    store(BODY)
    row = correct_quotation(quotation(), {"speaker": named("Tobias Renn")}, user=editor)
    merged = merge(named("Mara Ellwin"), named("Tobias Renn"), user=editor)
    revert(last(row.public_id), user=editor)
    row.refresh_from_db()
    assert (row.speaker, row.original_speaker) == (named("Tobias Renn"), named("Mara Ellwin"))
    undo(merged, user=editor)
    row.refresh_from_db()
    assert row.speaker == named("Mara Ellwin")
    assert list(verify()) == []


def test_what_is_gone_stays_gone(editor: Any) -> None:
    article = store(BODY)
    row = correct_quotation(quotation(), {"speaker": named("Tobias Renn")}, user=editor)
    Entity.objects.filter(name="Mara Ellwin").update(removed_at=timezone.now())
    with pytest.raises(ServiceError, match="was removed"):
        revert(last(row.public_id), user=editor)
    Article.objects.filter(pk=article.pk).update(removed_at=timezone.now())
    with pytest.raises(ServiceError, match="is gone"):
        revert(last(row.public_id), user=editor)


def test_an_affiliation_is_reviewed_and_reopened(editor: Any) -> None:
    article = store(BODY)
    row = Affiliation.objects.get(title__contains="mayor")
    before = state(row)
    row = confirm_affiliation(row, user=editor)
    row = correct_affiliation(row, {"person": named("Tobias Renn"), "tense": "former"}, user=editor, reason="he was")
    assert (row.status, row.person, row.tense) == ("corrected", named("Tobias Renn"), "former")
    reextract([article.pk])
    row.refresh_from_db()
    assert (row.status, row.person_id) == ("corrected", named("Tobias Renn").pk)
    told = last(row.public_id)
    assert told.before == {"status": "confirmed", "person": named("Mara Ellwin").public_id, "tense": "current"}
    revert(told, user=editor)
    revert(Decision.objects.get(record=row.public_id, action="confirm"), user=editor)
    assert state(row) == before
    row = reject_affiliation(row, user=editor)
    reextract([article.pk])
    row.refresh_from_db()
    assert row.status == "rejected"
    assert Affiliation.objects.count() == 1
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({}, "nothing to correct"),
        ({"title": "king"}, "cannot be corrected"),
        ({"person": None}, "somebody's"),
        ({"tense": "past"}, "one of"),
        ({"began": "2024"}, "a moment"),
    ],
)
def test_what_an_affiliation_cannot_be(editor: Any, changes: dict[str, Any], match: str) -> None:
    store(BODY)
    with pytest.raises(ServiceError, match=match):
        correct_affiliation(Affiliation.objects.get(), changes, user=editor)
    with pytest.raises(ServiceError, match="is none"):
        correct_affiliation(Affiliation.objects.get(), {"organisation": named("Mara Ellwin")}, user=editor)


def mention(words: str) -> Mention:
    return Mention.objects.filter(words=words).latest("pk")


def test_mentions_are_reviewed_and_stay_so_in_new_revisions(editor: Any) -> None:
    store(BODY, key="k")
    mayor, renn = named("Mara Ellwin"), named("Tobias Renn")
    counted = mayor.mention_count
    repointed = repoint_mention(mention("Mara Ellwin"), renn, user=editor, reason="another of that name")
    rejected = reject_mention(mention("Tobias Renn"), user=editor)
    mayor.refresh_from_db()
    assert (repointed.entity, repointed.status, mayor.mention_count) == (renn, "corrected", counted - 1)
    reextract(articles_to_read(everything=True))
    assert {state(row)["status"] for row in (repointed, rejected)} == {"corrected", "rejected"}
    store(f"It rained. Nobody came.\n\n{BODY}", key="k")
    assert (mention("Mara Ellwin").entity, mention("Mara Ellwin").text.revision) == (renn, 2)
    assert mention("Tobias Renn").status == "rejected"
    assert list(verify()) == []


def test_a_mention_is_reopened(editor: Any) -> None:
    store(BODY)
    row = mention("Mara Ellwin")
    before = state(row)
    confirm_mention(row, user=editor)
    repoint_mention(row, named("Tobias Renn"), user=editor)
    with pytest.raises(ServiceError, match="already"):
        repoint_mention(Mention.objects.get(pk=row.pk), named("Tobias Renn"), user=editor)
    reopen_mention(row, user=editor)
    assert reopen_mention(row, user=editor).status == "extracted"
    assert state(row) == before
    assert list(verify()) == []


def test_the_words_of_a_repointed_mention_do_not_lead_the_others_away(editor: Any) -> None:
    """Two of three mentions of a name are somebody else; the third stays whose it was."""
    body = "Mara Ellwin spoke in Tolmouth. Mara Ellwin sang in Ellport. Mara Ellwin danced in Norrick.\n"
    article = store(body, key="k")
    mayor = named("Mara Ellwin")
    store("“We dance,” said Dagny Ruhl.")
    rows = list(Mention.objects.filter(entity=mayor).order_by("start"))
    assert len(rows) == 3
    for row in rows[1:]:
        repoint_mention(row, named("Dagny Ruhl"), user=editor)
    reextract([article.pk])
    store(f"It rained.\n\n{body}", key="k")
    now = Mention.objects.filter(text__revision=2, text__article=article).order_by("start")
    assert [row.entity.name for row in now] == ["Mara Ellwin", "Dagny Ruhl", "Dagny Ruhl"]


def test_an_edit_of_a_record_is_taken_back(editor: Any) -> None:
    store(BODY)
    mayor = named("Mara Ellwin")
    before, aliases = state(mayor), set(mayor.aliases.values_list("name", "kind"))
    edit_entity(
        mayor,
        user=editor,
        name="Mara J. Ellwin",
        description="Mayor",
        add_aliases=["M. J. Ellwin"],
        add_identifiers=[("wikidata", "Q1")],
    )
    mayor = Entity.objects.get(pk=mayor.pk)
    assert set(mayor.aliases.values_list("name", flat=True)) >= {"Mara Ellwin", "M. J. Ellwin"}
    revert(last(mayor.public_id), user=editor)
    assert state(mayor) == before
    assert set(mayor.aliases.values_list("name", "kind")) == aliases
    assert not mayor.identifiers.exists()
    revert(last(mayor.public_id), user=editor)
    mayor = Entity.objects.get(pk=mayor.pk)
    assert (mayor.name, mayor.name_is_chosen, mayor.description) == ("Mara J. Ellwin", True, "Mayor")
    assert set(mayor.aliases.values_list("name", flat=True)) >= {"Mara Ellwin", "M. J. Ellwin"}
    assert [str(one) for one in mayor.identifiers.all()] == ["wikidata:Q1"]
    assert list(verify()) == []


def test_a_merge_is_taken_back_by_its_decision(editor: Any) -> None:
    store(BODY)
    mayor, renn = named("Mara Ellwin"), named("Tobias Renn")
    merge(renn, mayor, user=editor)
    made = revert(last(renn.public_id), user=editor, reason="two people")
    assert (made.action, made.reverts.action) == ("undo merge", "merge")
    assert Entity.objects.get(pk=renn.pk).stands
    with pytest.raises(ServiceError, match="merge the two records again"):
        revert(made, user=editor)
    assert list(verify()) == []
