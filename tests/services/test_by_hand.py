"""What editors add by hand: it is evidence like the rest, and no later reading doubles or loses it."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Quotation
from corpus.models.ids import IdType, derive
from corpus.records import Confidence, ExtractionRecord, QuotationKind, QuotationRecord, Span
from corpus.services.add_affiliation import add_affiliation
from corpus.services.add_mention import add_mention
from corpus.services.add_quotation import add_quotation
from corpus.services.errors import Conflict, ServiceError
from corpus.services.reextract import reextract
from corpus.services.revert import revert
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """The council met on Monday in Tolmouth.

“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.

Somebody's banner with “no bridge, no votes” in red, painted at night, hung from the ferry house.
"""
PAINTED = "no bridge, no votes"


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create(username="edith")


def at(article: Article, words: str) -> list[int]:
    """The span of the words in the newest revision."""
    assert article.current_text is not None
    start = article.current_text.body.index(words)
    return [start, start + len(words)]


def blind(article: Article, monkeypatch: pytest.MonkeyPatch, *quotations: QuotationRecord) -> None:
    """Read the article with an extractor that finds these quotations and nothing else."""
    extraction = ExtractionRecord(extractor="other-1", quotations=quotations)
    with monkeypatch.context() as patch:
        patch.setattr("corpus.services.read.extract", lambda *_: extraction)
        assert reextract([article.pk]).failures == []


def read_as(*spans: list[int]) -> QuotationRecord:
    return QuotationRecord(
        spans=tuple(Span(*span) for span in spans),
        quoted=(),
        kind=QuotationKind.INDIRECT,
        confidence=Confidence(0.5, 0.5, 0.5),
    )


def test_a_quotation_is_added_with_all_that_is_given(editor: Any) -> None:
    article = store(BODY)
    mayor = Entity.objects.get(name="Mara Ellwin")
    row = add_quotation(
        article,
        [at(article, f"“{PAINTED}”")],
        speaker=mayor,
        speaker_span=at(article, "Somebody"),
        cue_span=at(article, "painted"),
        addressee=article.publisher,
        channel="statement",
        user=editor,
        reason="it is hers after all",
    )
    assert (row.words, row.kind, row.speaker, row.speaker_text, row.cue) == (
        PAINTED,
        "direct",
        mayor,
        "Somebody",
        "painted",
    )
    assert (row.status, row.made_by_hand, row.extractor, row.confidence) == ("confirmed", True, "", 1.0)
    assert row.spans == row.quoted == [at(article, PAINTED)]
    assert row.public_id == derive(IdType.QUOTATION, article.public_id, PAINTED.replace(",", ""), 0)
    told = Decision.objects.get(record=row.public_id)
    assert (told.action, told.before, told.after["speaker"]) == ("add", {}, mayor.public_id)
    article.refresh_from_db()
    assert article.quotation_count == Quotation.objects.live().count()
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [(PAINTED, "direct"), (f"banner with “{PAINTED}” in red", "mixed"), ("hung from the ferry house", "indirect")],
)
def test_the_kind_follows_from_the_marks(editor: Any, words: str, kind: str) -> None:
    article = store(BODY)
    assert add_quotation(article, [at(article, words)], user=editor).kind == kind


def test_a_speakers_words_without_a_record_are_somebody_unnamed(editor: Any) -> None:
    article = store(BODY)
    row = add_quotation(article, [at(article, PAINTED)], speaker_span=at(article, "Somebody"), user=editor)
    assert (row.speaker, row.speaker_type, row.speaker_text) == (None, "unnamed", "Somebody")


@pytest.mark.parametrize(
    ("spans", "field"),
    [
        ([], "spans"),
        ("all", "spans"),
        ([[5, 3]], "spans"),
        ([[0, 100_000]], "spans"),
        ([[-4, 3]], "spans"),
        ([[0, True]], "spans"),
        ([[0, 3.5]], "spans"),
        ([[10, 20], [5, 9]], "spans"),
        ([[10, 20], [15, 30]], "spans"),
        ([[37, 40]], "spans"),  # nothing but a line break and a mark
        ([[0, 3]] * 51, "spans"),
    ],
)
def test_spans_that_are_no_evidence_are_refused(editor: Any, spans: Any, field: str) -> None:
    article = store(BODY)
    count = Quotation.objects.count()
    with pytest.raises(ServiceError) as refused:
        add_quotation(article, spans, user=editor)
    assert refused.value.field == field
    assert Quotation.objects.count() == count


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quoted": [[0, 3]]}, "quoted"),
        ({"kind": "indirect"}, "kind"),
        ({"kind": "shouted"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"attitude": "sang"}, "attitude"),
        ({"cue_span": [3, 3]}, "cue_span"),
        ({"speaker_span": "he"}, "speaker_span"),
    ],
)
def test_what_the_text_does_not_bear_out_is_refused(editor: Any, given: dict[str, Any], field: str) -> None:
    article = store(BODY)
    with pytest.raises(ServiceError) as refused:
        add_quotation(article, [at(article, PAINTED)], user=editor, **given)
    assert refused.value.field == field


def test_nothing_is_added_over_what_stands(editor: Any) -> None:
    article = store(BODY)
    standing = Quotation.objects.get(words__contains="waited")
    over = [at(article, "waited long enough for this bridge")]
    with pytest.raises(Conflict, match=standing.public_id):
        add_quotation(article, over, user=editor)
    reject_quotation(standing, user=editor)
    with pytest.raises(Conflict, match="was rejected"):
        add_quotation(article, standing.spans, user=editor)
    row = add_quotation(article, over, user=editor)
    reextract([article.pk])
    assert {q.status for q in Quotation.objects.all()} == {"rejected", "confirmed"}
    assert Quotation.objects.live().get() == row
    assert list(verify()) == []


def test_another_extractor_neither_doubles_nor_withdraws_it(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    article = store(BODY)
    row = add_quotation(article, [at(article, PAINTED)], user=editor)
    blind(article, monkeypatch)
    row.refresh_from_db()
    assert row.status == "confirmed"
    count = Quotation.objects.count()
    blind(article, monkeypatch, read_as(at(article, "no bridge")), read_as(at(article, f"with “{PAINTED}” in red")))
    row.refresh_from_db()
    assert (Quotation.objects.count(), row.words, row.kind) == (count, PAINTED, "direct")
    assert list(verify()) == []


def test_it_goes_along_to_a_new_revision_in_its_own_place(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    article = store(BODY, key="k")
    row = add_quotation(
        article,
        [at(article, PAINTED)],
        speaker_span=at(article, "Somebody"),
        cue_span=at(article, "painted"),
        user=editor,
    )
    article = store(f"A leaflet read: {PAINTED}. That was all.\n\n{BODY}", key="k")
    row.refresh_from_db()
    body = article.current_text.body
    assert (row.text.revision, body[row.start - 1 : row.end + 1]) == (2, f"“{PAINTED}”")
    assert (body[row.speaker_start : row.speaker_end], body[row.cue_start : row.cue_end]) == ("Somebody", "painted")
    gone = store(BODY.replace(PAINTED, "vote for us"), key="k")
    row.refresh_from_db()
    assert (row.text.revision, row.status) == (2, "confirmed")
    assert gone.revision == 3
    article = store(f"It rained.\n\n{BODY}", key="k")
    row.refresh_from_db()
    assert (row.text.revision, Quotation.objects.filter(words=PAINTED).count()) == (4, 1)
    assert list(verify()) == []


def test_an_addition_is_taken_back_and_the_machine_may_find_it(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    article = store(BODY)
    row = add_quotation(article, [at(article, PAINTED)], user=editor)
    made = revert(Decision.objects.get(record=row.public_id), user=editor)
    row.refresh_from_db()
    assert (row.status, row.made_by_hand) == ("withdrawn", False)
    blind(article, monkeypatch, read_as(at(article, PAINTED)))
    row.refresh_from_db()
    assert row.status == "extracted"
    reextract([article.pk])
    revert(made, user=editor)
    row.refresh_from_db()
    assert (row.status, row.made_by_hand) == ("confirmed", True)
    assert list(verify()) == []


def test_what_was_withdrawn_is_added_under_its_id(editor: Any) -> None:
    article = store(BODY)
    first = add_quotation(article, [at(article, PAINTED)], user=editor)
    revert(Decision.objects.get(record=first.public_id), user=editor)
    again = add_quotation(article, [at(article, PAINTED)], kind="mixed", user=editor)
    assert (again.pk, again.kind, again.status) == (first.pk, "mixed", "confirmed")
    assert list(verify()) == []


def test_an_addition_is_corrected_and_confirmed_like_any_other(editor: Any) -> None:
    article = store(BODY)
    row = add_quotation(article, [at(article, PAINTED)], user=editor)
    row = correct_quotation(row, {"channel": "letter"}, user=editor)
    row = confirm_quotation(row, user=editor)
    with pytest.raises(Conflict):
        revert(Decision.objects.get(record=row.public_id, action="add"), user=editor)
    reextract([article.pk])
    row.refresh_from_db()
    assert (row.status, row.channel) == ("confirmed", "letter")


def test_a_mention_is_added_for_a_record_or_a_new_one(editor: Any) -> None:
    article = store(BODY, key="k")
    mayor = Entity.objects.get(name="Mara Ellwin")
    count = mayor.mention_count
    it = add_mention(article, at(article, "The council"), entity=mayor, kind="nominal", user=editor)
    house = add_mention(article, at(article, "ferry house"), name="Ferry House", type="organisation", user=editor)
    mayor.refresh_from_db()
    assert (it.entity, it.words, mayor.mention_count) == (mayor, "The council", count + 1)
    house.entity.refresh_from_db()
    assert (house.entity.name, house.entity.type, house.entity.mention_count) == ("Ferry House", "organisation", 1)
    with pytest.raises(Conflict, match=house.public_id):
        add_mention(article, at(article, "house"), entity=mayor, user=editor)
    reextract([article.pk])
    article = store(f"It rained.\n\n{BODY}", key="k")
    rows = Mention.objects.filter(text=article.current_text, made_by_hand=True)
    assert {(row.words, row.entity) for row in rows} == {("The council", mayor), ("ferry house", house.entity)}
    assert list(verify()) == []


def test_an_added_mention_is_taken_back(editor: Any) -> None:
    article = store(BODY)
    mayor = Entity.objects.get(name="Mara Ellwin")
    row = add_mention(article, at(article, "ferry house"), entity=mayor, user=editor)
    revert(Decision.objects.get(record=row.public_id), user=editor)
    row.refresh_from_db()
    assert (row.status, row.made_by_hand) == ("withdrawn", False)
    again = add_mention(article, at(article, "ferry house"), name="Ferry House", type="organisation", user=editor)
    assert (again.pk, again.entity.name) == (row.pk, "Ferry House")
    revert(Decision.objects.filter(record=row.public_id, action="add").first(), user=editor)
    row.refresh_from_db()
    assert (row.entity, row.status) == (mayor, "withdrawn")
    assert list(verify()) == []


@pytest.mark.parametrize(
    "given",
    [{}, {"name": "Ferry House"}, {"name": "Ferry House", "type": "place"}, {"name": "x" * 301, "type": "person"}],
)
def test_whom_a_mention_means_is_said(editor: Any, given: dict[str, Any]) -> None:
    article = store(BODY)
    with pytest.raises(ServiceError):
        add_mention(article, at(article, "ferry house"), user=editor, **given)
    assert not Entity.objects.filter(name__contains="Ferry").exists()


def test_an_affiliation_is_added_and_lasts(editor: Any) -> None:
    body = BODY + "\nThe keeper of the ferry house, one Joss Pardew, said nothing.\n"
    article = store(body, key="k")
    pardew = Entity.objects.get(name="Joss Pardew")
    Affiliation.objects.filter(person=pardew.pk).delete()
    span = at(article, "keeper of the ferry house")
    row = add_affiliation(article, span, person=pardew, tense="current", user=editor, reason="it says so")
    assert (row.title, row.status, row.made_by_hand) == ("keeper of the ferry house", "confirmed", True)
    with pytest.raises(Conflict, match=row.public_id):
        add_affiliation(article, span, person=pardew, user=editor)
    reextract([article.pk])
    article = store(f"It rained.\n\n{body}", key="k")
    row.refresh_from_db()
    assert row.text.revision == 2
    assert [one.pk for one in Affiliation.objects.live().filter(person=pardew.pk)] == [row.pk]
    revert(Decision.objects.get(record=row.public_id), user=editor)
    row.refresh_from_db()
    assert (row.status, row.made_by_hand) == ("withdrawn", False)
    with pytest.raises(ServiceError, match="is none"):
        add_affiliation(article, span, person=pardew, organisation=pardew, user=editor)
    assert list(verify()) == []
