"""What editors said of records binds what comes later: other articles, other readings, runs over the corpus."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from corpus.models import Alias, DuplicatePair, Entity, Mention, PairState, Quotation
from corpus.models.choices import Status
from corpus.services import compare as comparing
from corpus.services.candidates import MOST_OF_BLOCK
from corpus.services.compare import compare_all
from corpus.services.duplicates import mark_different, reopen
from corpus.services.errors import Conflict
from corpus.services.merge import merge, undo
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.resolve import MOST_PROPOSED
from corpus.services.split import split
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

KERR = "“We have begun,” said Ana Kerr, the mayor of Tolmouth."
MARL = "“We have begun again,” said Jane Marl, the mayor of Tolmouth."
BOTH = "“We go on and on,” said Ana Kerr. “We end it here,” said Jane Marl."
RUHL = "“We swim in the harbour,” said Dagny Ruhl, the mayor of Tolmouth."


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def named(name: str) -> Entity:
    return Entity.objects.get(name=name)


def mentioned(article: Any) -> set[int]:
    return set(
        Mention.objects.live().filter(text__article=article, entity__type="person").values_list("entity", flat=True)
    )


def test_an_article_that_names_both_of_a_merge_makes_nobody_new(editor: Any) -> None:
    store(KERR), store(MARL)
    early = store(BOTH)
    row = merge(named("Jane Marl"), named("Ana Kerr"), user=editor, reason="her name at birth")
    people = Entity.objects.people().count()
    late = store(BOTH.replace("on and on", "on for good"))
    store(BOTH.replace("We end", "So we end"), key=early.source_key)
    reextract(articles_to_read(everything=True))
    assert Entity.objects.people().count() == people
    assert mentioned(early) == mentioned(late) == {named("Ana Kerr").pk}
    undo(row, user=editor)
    assert mentioned(late) == {named("Ana Kerr").pk, named("Jane Marl").pk}
    assert list(verify()) == []


def test_organisations_of_a_merge_stay_one_too(editor: Any) -> None:
    both = "“We bake,” Tarn Foods Ltd. said in a statement. “We mill,” Ellport Mills Ltd. said in a statement."
    store(both)
    merge(named("Ellport Mills Ltd."), named("Tarn Foods Ltd."), user=editor)
    bodies = Entity.objects.organisations().count()
    late = store(both.replace("bake", "bake bread"))
    assert Entity.objects.organisations().count() == bodies
    assert {row.speaker for row in Quotation.objects.filter(article=late)} == {named("Tarn Foods Ltd.")}


def two_mayors() -> tuple[Entity, Entity]:
    """Namesakes, of whom an editor is asked."""
    store("“We have begun,” said Ana Kerr, the mayor of Tolmouth.")
    store("“We have begun, too,” said Ana Kerr, the mayor of Ellport.", publisher="The Ellport Mail")
    pair = DuplicatePair.objects.open().get()
    return pair.first, pair.second


def test_two_stay_two_though_a_third_is_like_both(editor: Any) -> None:
    one, two = two_mayors()
    mark_different(one, two, user=editor)
    store(RUHL)
    third = named("Dagny Ruhl")
    merge(one, third, user=editor)
    Entity.objects.filter(pk=third.pk).update(name="Ana Kerr", name_key="ana kerr", match_key=two.match_key)
    compare_all(everything=True)
    assert Entity.objects.get(pk=two.pk).stands
    assert not DuplicatePair.objects.open().exists()
    with pytest.raises(Conflict, match="were said to be two records: decide that again first"):
        merge(third, two, user=editor)
    reopen(DuplicatePair.objects.different().get(), user=editor, reason="one woman after all")
    merge(third, two, user=editor)
    assert Entity.objects.get(pk=one.pk).survivor == two
    assert list(verify()) == []


def test_an_editor_may_say_of_the_two_themselves_that_they_are_one(editor: Any) -> None:
    one, two = two_mayors()
    mark_different(one, two, user=editor)
    merge(one, two, user=editor, reason="she moved")
    assert DuplicatePair.objects.get().state == PairState.MERGED
    assert list(verify()) == []


def test_a_merge_that_names_a_merged_record_is_undone_with_it(editor: Any) -> None:
    store(KERR), store(MARL), store(RUHL)
    kerr, marl, ruhl = named("Ana Kerr"), named("Jane Marl"), named("Dagny Ruhl")
    merge(marl, ruhl, user=editor)
    row = merge(kerr, marl, user=editor)
    assert row.survivor == ruhl
    undo(row, user=editor)
    assert DuplicatePair.objects.different().count() == 2  # from the one that was named, and from who stands for it
    assert list(verify()) == []


def test_verify_finds_one_record_for_two(editor: Any) -> None:
    one, two = two_mayors()
    mark_different(one, two, user=editor)
    Entity.objects.filter(pk=one.pk).update(merged_into=two)
    assert any("said to be two, and one record stands for both" in line for line in verify())


@pytest.mark.parametrize("name", ["", "Ana Kerr (goalkeeper)"])
@pytest.mark.parametrize("revised", [False, True])
def test_a_split_of_a_merged_record_lasts(editor: Any, name: str, revised: bool) -> None:
    boats, balls = store(KERR), store("The match is over. “I saw the ball,” said Jane Marl.", key="match")
    merge(named("Jane Marl"), named("Ana Kerr"), user=editor)
    kerr = named("Ana Kerr")
    other = split(kerr, [balls], user=editor, name=name)
    assert other.name == (name or "Jane Marl")
    if revised:
        store("The match is over at last. “I saw the ball far too late,” said Jane Marl.", key="match")
    reextract(articles_to_read(everything=True))
    compare_all(everything=True)
    assert mentioned(boats) == {kerr.pk}
    assert mentioned(balls) == {other.pk}
    assert list(verify()) == []


def test_a_split_lasts_where_a_reading_missed_the_name(editor: Any) -> None:
    store(KERR)
    balls = store("The match is over. “I saw the ball,” said Ana Kerr.")
    other = split(named("Ana Kerr"), [balls], user=editor)
    Mention.objects.filter(entity=other).update(status=Status.WITHDRAWN)
    reextract(articles_to_read(everything=True))
    assert mentioned(balls) == {other.pk}


def test_names_of_a_chain_of_merges_go_with_the_merge_that_brought_them(editor: Any) -> None:
    store(KERR), store(MARL), store(RUHL)
    kerr, marl, ruhl = named("Ana Kerr"), named("Jane Marl"), named("Dagny Ruhl")

    def names(entity: Entity) -> set[str]:
        return set(Alias.objects.filter(entity=entity).values_list("name", flat=True))

    first = merge(kerr, marl, user=editor)
    second = merge(marl, ruhl, user=editor)
    assert names(ruhl) == {"Ana Kerr", "Jane Marl"}
    undo(first, user=editor)
    assert (names(ruhl), names(marl)) == ({"Jane Marl"}, set())
    undo(second, user=editor)
    assert names(ruhl) == set()


def test_nobody_finds_a_removed_record_through_one_merged_into_it(editor: Any) -> None:
    store(KERR), store(MARL)
    merge(named("Ana Kerr"), named("Jane Marl"), user=editor)
    Entity.objects.filter(name="Jane Marl").update(removed_at=timezone.now())
    article = store(KERR.replace("begun", "ended"))
    assert Quotation.objects.get(article=article).speaker.removed_at is None


def test_a_run_over_all_goes_on_where_it_was_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    store(KERR), store(MARL), store(RUHL)
    monkeypatch.setattr(comparing, "CHUNK", 2)
    seen: list[int] = []

    def killed(done: int, total: int) -> None:
        seen.append(total)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare_all(everything=True, on_progress=killed)
    assert compare_all().records == seen[0] - 2
    assert compare_all().records == 0


def test_two_bodies_of_one_acronym_stay_two() -> None:
    store("The Tolmouth Cycling Association (TCA) met. “We ride,” the TCA said in a statement.")
    store("The Tolmouth Council of Artists (TCA) met. “We paint,” the TCA said in a statement.")
    names = Entity.objects.standing().organisations().values_list("name", flat=True)
    assert {"Tolmouth Cycling Association", "Tolmouth Council of Artists"} <= set(names)


def test_a_split_organisation_is_told_by_its_company(editor: Any) -> None:
    body = "{} met {}. “We count,” the Harbour Board said in a statement about {}."
    boats = [store(body.format("Dagny Ruhl", "Tobias Renn", f"the {n} boats of the harbour")) for n in ("old", "new")]
    mines = [store(body.format("Mara Ellwin", "Jonas Hask", f"the {n} coal of the mines")) for n in ("old", "new")]
    board = named("Harbour Board")
    other = split(board, mines, user=editor)
    late = store(body.format("Mara Ellwin", "Jonas Hask", "the last coal of the mines"))
    again = store(body.format("Dagny Ruhl", "Tobias Renn", "the last boats of the harbour"))
    assert Quotation.objects.get(article=late).speaker == other
    assert {Quotation.objects.get(article=article).speaker for article in (*boats, again)} == {board}


def test_thousands_of_one_name_are_not_all_weighed(django_assert_max_num_queries: Any) -> None:
    store(KERR)
    one = named("Ana Kerr")
    Entity.objects.bulk_create(
        Entity(public_id=f"per_{n:013}", type="person", name="Ana Kerr", name_key="ana kerr", match_key=one.match_key)
        for n in range(3 * MOST_OF_BLOCK)
    )
    with django_assert_max_num_queries(60 + 10 * MOST_OF_BLOCK):
        store("“I saw the ball,” said Ana Kerr, the goalkeeper.")
    assert DuplicatePair.objects.open().count() <= MOST_PROPOSED + 10
