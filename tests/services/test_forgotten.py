"""What an erasure leaves of whom it erased: nothing that brings the name back, and nothing beside that tells it."""

from __future__ import annotations

import json
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from corpus.models import Article, Decision, DuplicatePair, Entity, HiddenName, Merge, Quotation, SavedFilter
from corpus.services.duplicates import mark_different
from corpus.services.erase import erase
from corpus.services.errors import Conflict, ServiceError
from corpus.services.hide_names import hide_all_names
from corpus.services.merge import merge, undo
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.revert import revert, revert_last
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.take_down import take_down
from corpus.services.verify import verify
from tests.admin.rows import entity
from tests.builders import store
from tests.services.test_erase import tables

pytestmark = pytest.mark.django_db

BODY = (
    "“The quixotic lighthouse will be sold by spring,” said Orla Venn, the harbour master of Tolmouth.\n\n"
    "“Nobody asked the people who live there,” said Tobias Renn, who leads the residents."
)


@pytest.fixture
def editor(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser(username="edith")


@pytest.fixture
def article(db: None) -> Article:
    return store(BODY, key="wall")


def quoted() -> Quotation:
    return Quotation.objects.get(words__contains="quixotic")


def named(name: str) -> Entity:
    return Entity.objects.get(name=name)


def decisions(record: str) -> list[Decision]:
    return list(Decision.objects.filter(record=record).order_by("pk"))


# --- no decision brings the name back ---------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["confirm", "correct", "reject", "nothing"])
@pytest.mark.parametrize("later", [False, True])
def test_no_revert_names_the_speaker_again(article: Article, editor: Any, verdict: str, later: bool) -> None:
    row = quoted()
    if verdict == "confirm":
        confirm_quotation(row, user=editor)
    elif verdict == "correct":
        correct_quotation(row, {"channel": "email"}, user=editor)
    elif verdict == "reject":
        reject_quotation(row, user=editor, reason="not said")
    erase(named("Orla Venn").public_id, user=editor, reason="asked for")
    status = quoted().status
    assert status == ("rejected" if verdict == "reject" else "corrected")
    *emptied, mark = decisions(row.public_id)
    assert (mark.action, mark.after, mark.decided_by) == ("erase", {"status": status}, editor)
    for one in emptied:
        with pytest.raises(Conflict, match="emptied by an erasure"):
            revert(one, user=editor)
    with pytest.raises(ServiceError, match="gone for good"):
        revert(mark, user=editor)
    if later:
        correct_quotation(quoted(), {"attitude": "wants"}, user=editor)
        revert_last(row.public_id, user=editor)
    with pytest.raises(ServiceError, match="gone for good"):
        revert_last(row.public_id, user=editor)
    assert quoted().status == status
    reextract(articles_to_read(everything=True))
    assert (quoted().speaker, quoted().speaker_text, quoted().status) == (None, "erased", status)
    assert list(verify()) == []


def test_what_was_decided_of_words_to_the_erased_stands(editor: Any) -> None:
    store("“We will pay,” Tobias Renn told Orla Venn.")
    row = Quotation.objects.get()
    assert row.addressee == named("Orla Venn")
    confirm_quotation(row, user=editor)
    erase(named("Orla Venn").public_id, user=editor, reason="asked for")
    correct_quotation(Quotation.objects.get(), {"attitude": "wants"}, user=editor)
    revert_last(row.public_id, user=editor)
    assert Quotation.objects.get().status == "confirmed"


# --- merges with whom was erased ---------------------------------------------------------------------------


@pytest.fixture
def merged(article: Article, editor: Any) -> Merge:
    row: Merge = merge(entity("O. Venn"), named("Orla Venn"), user=editor, reason="one Venn")
    return row


def test_a_merge_with_an_erased_record_is_not_undone(merged: Merge, editor: Any, client: Client) -> None:
    told = Decision.objects.filter(action="merge")
    erase(merged.survivor.public_id, user=editor, reason="asked for")
    for decision in told:
        with pytest.raises(Conflict, match="emptied"):
            revert(decision, user=editor)
    with pytest.raises(Conflict, match="was erased"):
        undo(merged, user=editor)
    assert Merge.objects.get().undone_at is None
    client.force_login(editor)
    back = reverse("admin:corpus_person_revert", args=[merged.loser_id, told.get(record=merged.loser.public_id).pk])
    assert "emptied by an erasure" in client.post(back, {"reason": ""}).content.decode()
    assert "was erased" in client.post(reverse("admin:corpus_merge_undo", args=[merged.pk]), {}).content.decode()
    page = client.get(reverse("admin:corpus_merge_change", args=[merged.pk])).content.decode()
    assert "undo/" not in page


# --- what is told beside ------------------------------------------------------------------------------------


def logged(editor: Any, row: Model, message: str) -> LogEntry:
    kind = ContentType.objects.get_for_model(row, for_concrete_model=False)
    return LogEntry.objects.create(
        user=editor,
        content_type=kind,
        object_id=row.pk,
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=message,
    )


def test_the_log_of_the_admin_names_nobody_who_was_erased(merged: Merge, editor: Any) -> None:
    """Pairs and merges are called by both names there, and a record that was merged away tells into whom."""
    undo(merged, user=editor, reason="two Venns")
    loser = Entity.objects.get(pk=merged.loser_id)
    pair = DuplicatePair.objects.get()
    mark_different(loser, merged.survivor, user=editor, reason="two")
    logged(editor, merged, "Undone.")
    logged(editor, pair, f"One record: {merged}.")
    kept = logged(editor, loser, f"Merged into {merged.survivor}.")
    other = logged(editor, named("Tobias Renn"), "Changed name.")
    erase(merged.survivor.public_id, user=editor, reason="asked for")
    told = [f"{row.object_repr} {row.change_message}" for row in LogEntry.objects.order_by("pk")]
    assert told == ["erased ", "erased ", "O. Venn ", "Tobias Renn Changed name."]
    assert {kept.pk, other.pk} <= set(LogEntry.objects.values_list("pk", flat=True))
    assert not [one for one in told if "Orla" in one]


def test_the_log_of_pairs_that_an_erased_article_takes_along(article: Article, editor: Any) -> None:
    pair = DuplicatePair.objects.create(first=named("Orla Venn"), second=entity("Orla Wenn"), score=0.5)
    logged(editor, pair, "Opened again.")
    erase(article.public_id, user=editor, reason="asked for")
    assert not DuplicatePair.objects.exists()
    assert LogEntry.objects.get().object_repr == "erased"


@pytest.mark.parametrize("what", ["article", "person"])
def test_no_reason_of_the_machine_is_left(article: Article, editor: Any, what: str) -> None:
    """It is written with the merge, with its pair, and in the log of both records, one of which may stand."""
    twin = entity("O. Venn")
    store(BODY.replace("Venn", "Wenn"), key="other")
    reason = "Merged because: one is the quixotic one, the other harbour master."
    row = merge(twin, named("Orla Venn"), user=None, reason=reason)
    undo(row, user=editor, reason="two Venns")
    correct_quotation(
        Quotation.objects.get(speaker__name="Tobias Renn", article=article), {"channel": "phone"}, user=editor
    )
    erase(article.public_id if what == "article" else row.survivor.public_id, user=editor, reason="asked for")
    assert reason not in tables()
    assert ("two Venns" in tables()) == (what == "article")


def test_filters_that_name_the_erased_in_whole_words(article: Article, editor: Any) -> None:
    person = entity("Li")
    kept = {
        "police": "q=police+relief",
        "prosecutors": "q=Liam+O%27Neill&status=extracted",
        "reLIef": "speaker=12",
    }
    gone = {"one": "q=Li", "two": "q=li+of+Tolmouth", "what Li said": "speaker=12", "four": f"q={person.public_id}"}
    for name, query in (kept | gone).items():
        SavedFilter.objects.create(user=editor, list="quotation", name=name, query=query)
    erase(person.public_id, user=editor, reason="asked for")
    assert set(SavedFilter.objects.values_list("name", flat=True)) == set(kept)
    accented = entity("José O’Hára")
    for name, query in {"five": "q=jose+o%27hara", "six": "q=josephine+ohara"}.items():
        SavedFilter.objects.create(user=editor, list="quotation", name=name, query=query)
    erase(accented.public_id, user=editor, reason="asked for")
    assert set(SavedFilter.objects.values_list("name", flat=True)) == {*kept, "six"}


# --- whom an article hides that is down ---------------------------------------------------------------------


def test_hidden_names_follow_all_merges(article: Article, editor: Any) -> None:
    """Also those that were undone: why a record was merged on told of all that it was then."""
    first, second, third = named("Orla Venn"), entity("O. Venn"), entity("Orla J. Venn")
    row = merge(first, second, user=None, reason="like names")
    merge(second, third, user=None, reason="one is the harbour master")
    undo(row, user=editor)
    take_down(article, user=editor, reason="court order")
    assert {first, second, third, named("Tobias Renn")} == {one.entity for one in HiddenName.objects.all()}
    HiddenName.objects.filter(entity=first).delete()
    assert list(verify()) == []
    HiddenName.objects.all().delete()
    assert "hides nobody" in " ".join(verify())
    hide_all_names()
    assert HiddenName.objects.count() == 4
    erase(article.public_id, user=editor, reason="asked for")
    assert not HiddenName.objects.exists()
    assert json.dumps(list(verify())) == "[]"


# --- what an earlier version left ---------------------------------------------------------------------------


def test_what_was_taken_down_and_erased_before_is_told_by_the_migration(article: Article, editor: Any) -> None:
    migration = import_module("corpus.migrations.0038_withheld")
    at = SimpleNamespace(connection=connection)
    merge(named("Tobias Renn"), entity("T. Renn"), user=None, reason="like names")
    take_down(store(BODY.replace("Venn", "Wenn"), key="down"), user=editor, reason="court order")
    hidden = set(HiddenName.objects.values_list("article", "entity"))
    HiddenName.objects.all().delete()
    migration.hide_names(apps, at)
    assert set(HiddenName.objects.values_list("article", "entity")) == hidden
    row = Quotation.objects.get(article=article, words__contains="quixotic")
    confirm_quotation(row, user=editor)
    erase(named("Orla Venn").public_id, user=editor, reason="asked for")
    Decision.objects.filter(action="erase").delete()
    Decision.objects.update(erased_at=None)
    migration.mark_emptied(apps, at)
    first, mark = decisions(row.public_id)
    assert (first.action, mark.action, mark.after) == ("confirm", "erase", {"status": "corrected"})
    with pytest.raises(Conflict, match="emptied"):
        revert(first, user=editor)
