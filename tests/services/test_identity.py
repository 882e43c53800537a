"""One record for one person over many articles, two for two; and what editors say of it binds."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from corpus.models import Affiliation, Article, DuplicatePair, Entity, Mention, Merge, PairState, Quotation
from corpus.services.compare import compare_all
from corpus.services.duplicates import mark_different
from corpus.services.errors import ServiceError
from corpus.services.merge import merge, undo
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.split import split
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

MAYOR = "The harbour stays closed. “We count the boats every night,” said Ana Kerr, the mayor of Tolmouth, on Monday."
KEEPER = "Tolmouth Rovers lost. “I saw the ball too late,” said Ana Kerr, the goalkeeper, after the match on Sunday."


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def people(name: str) -> list[Entity]:
    return list(Entity.objects.standing().people().filter(name=name).order_by("pk"))


def speaker(article: Article) -> Entity:
    return Quotation.objects.get(article=article).speaker


def test_one_name_in_two_lives_is_two_people_and_a_question_for_an_editor() -> None:
    mayor, keeper = speaker(store(MAYOR)), speaker(store(KEEPER))
    assert mayor != keeper
    assert speaker(store("“The boats are in,” said Ana Kerr, the mayor of Tolmouth.")) == mayor
    assert speaker(store("“My hands were cold,” said Ana Kerr, the goalkeeper.")) == keeper


def test_namesakes_are_told_by_the_words_around_the_name() -> None:
    mayor, keeper = speaker(store(MAYOR)), speaker(store(KEEPER))
    more = "Rovers drew with Ellport. “Never mind the goalkeeper, mind the match,” said Ana Kerr of the lost ball."
    assert speaker(store(more)) == keeper
    assert speaker(store("The harbour froze. “Every night a boat is stuck,” said Ana Kerr.")) == mayor


def test_a_short_form_with_the_same_office_is_the_same_person() -> None:
    first = speaker(store("“We have begun,” said Robert Holm, the envoy to Orrustan."))
    assert speaker(store("“We go on,” said Bob Holm, the special envoy to Orrustan.")) == first
    assert speaker(store("“We swim,” said Bob Holm.")) != first


def test_the_fullest_printed_form_becomes_the_name() -> None:
    first = speaker(store("“We have begun,” said Robert Holm."))
    speaker(store("“We go on,” said Robert Stephen Holm."))
    first.refresh_from_db()
    assert (first.name, first.match_key) == ("Robert Stephen Holm", "lm r")
    assert first.aliases.filter(name="Robert Holm").exists()
    assert speaker(store("“We end,” said Robert Holm.")) == first


def test_a_surname_joins_the_person_it_keeps_company_with() -> None:
    board = "The Tolmouth Harbour Board met Dagny Ruhl and Tobias Renn."
    known = speaker(store(f"{board} “We have begun,” said Mara Ellwin, the mayor of Tolmouth."))
    assert speaker(store(f"{board} “We go on,” Ellwin, the mayor of Tolmouth, said.")) == known
    assert speaker(store("“It rained,” Ellwin said.", publisher="The Far Away Post")) != known


def test_the_run_over_the_corpus_merges_says_why_and_can_be_undone(editor: Any) -> None:
    body = "The Tolmouth Harbour Board met Dagny Ruhl and Tobias Renn. “We have begun,” said {}."
    first = speaker(store(body.format("Bob Marl")))
    Entity.objects.filter(pk=first.pk).update(match_key="?")  # as if it had come before its like could be found
    second = speaker(store(body.format("Robert Marl")))
    assert first != second
    done = compare_all(everything=True)
    assert (done.merged, done.doubtful) == (1, 0)
    row = Merge.objects.get()
    assert row.merged_by is None
    assert row.reason.startswith("Merged because: ")
    assert "short form of the first name; both are mentioned beside" in row.reason
    assert list(verify()) == []
    undo(row, user=editor, reason="father and son")
    assert compare_all(everything=True).merged == 0
    assert DuplicatePair.objects.get().state == PairState.DIFFERENT
    assert list(verify()) == []


def test_the_run_goes_over_what_has_its_like_and_is_new() -> None:
    store(MAYOR)
    assert compare_all().records == 0
    store(KEEPER)
    assert (compare_all().records, compare_all().records) == (1, 0)
    assert compare_all(everything=True).records == Entity.objects.standing().count()


def test_an_organisation_is_one_whatever_its_legal_form_and_acronym() -> None:
    store("Tarn Foods Ltd. closed its mill. “It is the price of grain,” Tarn Foods Ltd. said in a statement.")
    store("Tarn Foods Inc. opened a bakery. “It is the price of bread,” Tarn Foods Inc. said in a statement.")
    names = set(Entity.objects.standing().organisations().values_list("name", flat=True))
    assert len([name for name in names if name.startswith("Tarn Foods")]) == 1


def test_a_doubtful_pair_waits_with_its_evidence_until_an_editor_decides(editor: Any) -> None:
    here = speaker(store("“We have begun,” said Ana Kerr, the mayor of Tolmouth."))
    there = speaker(store("“We have begun, too,” said Ana Kerr, the mayor of Ellport.", publisher="The Ellport Mail"))
    pair = DuplicatePair.objects.open().get()
    assert {pair.first, pair.second} == {here, there}
    assert pair.evidence[0] == "the same name, Ana Kerr"
    assert any(line.startswith("against it: one is ") for line in pair.evidence)
    mark_different(here, there, user=editor, reason="two towns")
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.reason) == (PairState.DIFFERENT, editor, "two towns")
    compare_all(everything=True)
    assert not DuplicatePair.objects.open().exists()
    assert len(people("Ana Kerr")) == 2


def test_a_merge_settles_the_pair_and_binds_later_articles(editor: Any) -> None:
    here = speaker(store("“We have begun,” said Ana Kerr, the mayor of Tolmouth."))
    there = speaker(store("“We have begun, too,” said Ana Kerr, the mayor of Ellport.", publisher="The Ellport Mail"))
    merge(there, here, user=editor, reason="she moved")
    assert DuplicatePair.objects.get().state == PairState.MERGED
    assert speaker(store("“It goes on,” said Ana Kerr, the mayor of Ellport.")) == here


def test_what_cannot_be_two(editor: Any) -> None:
    store("“We will build it,” the Tolmouth Council said in a statement, and Ana Kerr and Dagny Ruhl agreed.")
    [kerr], [ruhl] = people("Ana Kerr"), people("Dagny Ruhl")
    council = Entity.objects.organisations().get(name="Tolmouth Council")
    with pytest.raises(ServiceError, match="never one record"):
        mark_different(kerr, council, user=editor)
    merge(ruhl, kerr, user=editor)
    with pytest.raises(ServiceError, match="undo the merge first"):
        mark_different(ruhl, kerr, user=editor)


def mixed() -> tuple[Entity, Article, Article]:
    """A record that holds two people: nothing in the articles says so."""
    boats = store("The boats are in. “We count them every night,” said Ana Kerr in the harbour of Tolmouth.")
    balls = store("The match is over. “I saw the ball too late,” said Ana Kerr of the goal in the second half.")
    assert speaker(boats) == speaker(balls)
    return speaker(boats), boats, balls


def test_a_split_makes_two_and_keeps_them_two(editor: Any) -> None:
    kerr, boats, balls = mixed()
    other = split(kerr, [balls], user=editor, reason="the goalkeeper")
    assert (speaker(boats), speaker(balls)) == (kerr, other)
    assert not Mention.objects.filter(entity=kerr, text__article=balls).exists()
    assert list(verify()) == []
    reextract(articles_to_read(everything=True))
    compare_all(everything=True)
    assert (speaker(boats), speaker(balls)) == (kerr, other)
    assert list(verify()) == []
    again = store("A late goal. “The ball was wet in the second half of the match,” said Ana Kerr.")
    assert speaker(again) == other
    kerr.refresh_from_db()
    assert (kerr.quotation_count, other.name) == (1, "Ana Kerr")


def test_a_split_outlives_a_new_revision(editor: Any) -> None:
    store("The boats are in. “We count them every night,” said Ana Kerr in the harbour of Tolmouth.")
    balls = store("The match is over. “I saw the ball too late,” said Ana Kerr.", key="match")
    other = split(speaker(balls), [balls], user=editor)
    store("The match is over at last. “I saw the ball far too late,” said Ana Kerr on Sunday.", key="match")
    balls.refresh_from_db()
    assert balls.revision == 2
    live = Quotation.objects.live().filter(article=balls, text=balls.current_text)
    assert {row.speaker for row in live} == {other}
    assert list(verify()) == []


def test_an_undone_merge_leaves_what_was_split_off_alone(editor: Any) -> None:
    kerr, boats, balls = mixed()
    ruhl = speaker(store("“We swim in the harbour,” said Dagny Ruhl."))
    merged = store("“We swim again,” said Dagny Ruhl in the harbour.")
    row = merge(ruhl, kerr, user=editor)
    other = split(kerr, [balls, merged], user=editor)
    undo(row, user=editor)
    assert (speaker(boats), speaker(balls), speaker(merged)) == (kerr, other, other)
    assert Quotation.objects.filter(speaker=ruhl).count() == 1
    assert list(verify()) == []


def test_a_split_is_taken_back_by_a_merge(editor: Any) -> None:
    kerr, boats, balls = mixed()
    other = split(kerr, [balls], user=editor, name="Ana Kerr (goalkeeper)")
    assert (other.name, other.name_is_chosen) == ("Ana Kerr (goalkeeper)", True)
    merge(other, kerr, user=editor)
    assert (speaker(boats), speaker(balls)) == (kerr, kerr)
    assert list(verify()) == []


def test_what_cannot_be_split(editor: Any) -> None:
    kerr, boats, balls = mixed()
    with pytest.raises(ServiceError, match="hold all"):
        split(kerr, [boats, balls], user=editor)
    with pytest.raises(ServiceError, match="none of the articles"):
        split(kerr, [store("It rained.")], user=editor)
    merge(kerr, speaker(store("“We swim,” said Dagny Ruhl.")), user=editor)
    with pytest.raises(ServiceError, match="does not stand"):
        split(Entity.objects.get(pk=kerr.pk), [balls], user=editor)


def test_reading_again_keeps_whom_the_words_stood_for() -> None:
    store(MAYOR), store(KEEPER)
    store("“It rained,” said Ana Kerr, of the harbour.")
    kept = [
        *Mention.objects.values_list("public_id", "entity"),
        *Affiliation.objects.values_list("public_id", "person"),
    ]
    reextract(articles_to_read(everything=True))
    after = [
        *Mention.objects.values_list("public_id", "entity"),
        *Affiliation.objects.values_list("public_id", "person"),
    ]
    assert kept == after


def test_the_command_says_what_it_did() -> None:
    store(MAYOR), store(KEEPER)
    out = io.StringIO()
    call_command("resolve", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told == {"compared": 1, "merged": 0, "doubtful": 0}
    out = io.StringIO()
    call_command("resolve", "--all", stdout=out)
    assert out.getvalue() == f"compared {Entity.objects.count()}, merged 0, doubtful 0\n"


def test_why_words_stand_for_a_record_is_told() -> None:
    first = store("“We have begun,” said Robert Holm, the envoy to Orrustan.")
    second = store("“We go on,” said Bob Holm, the special envoy to Orrustan. Tarn Foods Ltd. agreed.")
    third = store("“It is late,” said Dagny Ruhl of Tarn Foods.")

    def why(article: Article, entity: Entity) -> list[str]:
        out = io.StringIO()
        call_command("resolve", "--why", article.public_id, entity.public_id, stdout=out)
        return out.getvalue().splitlines()

    holm = speaker(first)
    assert why(second, holm) == [
        "Bob Holm and Robert Holm differ by a short form of the first name",
        "both are envoy (orrustan)",
        "the same outlet writes of both",
    ]
    foods = Entity.objects.organisations().get(name__startswith="Tarn Foods")
    assert why(third, foods) == ["Tarn Foods is a way to write Tarn Foods Ltd."]
    assert why(third, speaker(third)) == ["Dagny Ruhl: no other article names this record"]
    assert why(third, holm) == [f"{third.public_id} does not name {holm.public_id}"]
    with pytest.raises(CommandError, match="there is no article art_none"):
        call_command("resolve", "--why", "art_none", holm.public_id)


def test_resolving_costs_no_more_when_somebody_is_often_mentioned(django_assert_max_num_queries: Any) -> None:
    for n in range(12):
        store(f"“We counted {n} boats,” said Ana Kerr, the mayor of Tolmouth. Dagny Ruhl and Tobias Renn heard it.")
    with django_assert_max_num_queries(90):
        store("“We counted no boats,” said Ana Kerr, the mayor of Tolmouth. Dagny Ruhl and Tobias Renn heard it.")
