"""What a reading says is what the rows hold, column by column, and what an older revision said stays readable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from corpus.folding import normalise, words_key
from corpus.models import Affiliation, Article, Entity, Mention, Quotation, QuotationReading
from corpus.models.ids import IdType, derive
from corpus.records import (
    AddresseeRecord,
    AffiliationRecord,
    Attitude,
    CandidateRecord,
    Channel,
    Confidence,
    CueRecord,
    EntityRecord,
    EntityType,
    ExtractionRecord,
    MentionKind,
    MentionRecord,
    Moment,
    Precision,
    QuotationKind,
    QuotationRecord,
    Span,
    SpeakerRecord,
    SpeakerType,
    Tense,
)
from corpus.services.reextract import reextract
from corpus.services.review import confirm_quotation
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """The council met again after a long and bitter winter.

“We have waited long enough,” Mara Ellwin, the mayor, told the Harbour Board by email, “and will not wait again.”

She spoke for an hour, and the mayor of the town was cheered. It rained until the morning after."""
FIRST, SECOND = "We have waited long enough,", "and will not wait again."
MONDAY = Moment(datetime(2024, 3, 4, tzinfo=UTC), Precision.DAY)
PRINTED = ["kind", "attitude", "speaker_type", "speaker_text", "speaker_start", "speaker_end", "speaker_role", "cue"]
PRINTED += ["cue_start", "cue_end", "addressee_text", "channel", "said_precision", "prefix", "suffix", "start", "end"]
PRINTED += ["confidence", "confidence_span", "confidence_speaker", "confidence_kind", "status", "extractor"]


def span(words: str, body: str = BODY) -> Span:
    start = body.index(words)
    return Span(start, start + len(words))


def spoken(body: str = BODY, **other: Any) -> QuotationRecord:
    given: dict[str, Any] = {
        "spans": (span(FIRST, body), span(SECOND, body)),
        "quoted": (span(FIRST, body), span(SECOND, body)),
        "kind": QuotationKind.DIRECT,
        "confidence": Confidence(0.9, 0.8, 0.7),
        "attitude": Attitude.DENIES,
        "speaker": SpeakerRecord("Mara Ellwin", *span("Mara Ellwin", body), SpeakerType.PERSON, "Mara Ellwin", "p0"),
        "speaker_role": "the mayor",
        "cue": CueRecord("told", *span("told", body)),
        "addressee": AddresseeRecord("the Harbour Board", *span("the Harbour Board", body), "Harbour Board", "o0"),
        "channel": Channel.EMAIL,
        "said": MONDAY,
        "candidates": (CandidateRecord("p0", 0.8), CandidateRecord("o0", 0.1)),
    }
    return QuotationRecord(**{**given, **other})


def reading(*quotations: QuotationRecord, body: str = BODY, **other: Any) -> ExtractionRecord:
    mayor = MentionRecord(*span("Mara Ellwin", body), MentionKind.NAME, 0.95)
    she = MentionRecord(*span("She", body), MentionKind.PRONOUN, 0.6)
    board = MentionRecord(*span("Harbour Board", body), MentionKind.NAME, 0.85)
    given: dict[str, Any] = {
        "extractor": "made-1",
        "people": (EntityRecord("p0", EntityType.PERSON, "Mara Ellwin", mentions=(mayor, she)),),
        "organisations": (EntityRecord("o0", EntityType.ORGANISATION, "Harbour Board", mentions=(board,)),),
        "quotations": quotations or (spoken(body),),
    }
    return ExtractionRecord(**{**given, **other})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Store the article as if this had been read from it."""

    def stored(extraction: ExtractionRecord, body: str = BODY, again: bool = False, **fields: Any) -> Article:
        with monkeypatch.context() as patch:
            patch.setattr("corpus.services.read.extract", lambda *_: extraction)
            if not again:
                return store(body, key="k", **fields)
            article = Article.objects.get()
            assert reextract([article.pk]).failures == []
        article.refresh_from_db()
        return article

    return stored


def columns(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def test_a_quotation_holds_what_was_read(read: Any) -> None:
    article = read(reading())
    mayor, board = Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="Harbour Board")
    row = Quotation.objects.get()
    words = f"{FIRST} {SECOND}"
    start, end = BODY.index(FIRST), BODY.index(SECOND) + len(SECOND)
    expected = {
        "public_id": derive(IdType.QUOTATION, article.public_id, normalise(words), 0),
        "article": article,
        "text": article.current_text,
        "words": words,
        "words_key": words_key(words),
        "word_count": 10,
        "start": start,
        "end": end,
        "prefix": "ter a long and bitter winter.\n\n“",
        "suffix": "”\n\nShe spoke for an hour, and th",
        "spans": [list(span(FIRST)), list(span(SECOND))],
        "quoted": [list(span(FIRST)), list(span(SECOND))],
        "kind": "direct",
        "attitude": "denies",
        "speaker": mayor,
        "original_speaker": mayor,
        "speaker_type": "person",
        "speaker_text": "Mara Ellwin",
        "speaker_start": BODY.index("Mara"),
        "speaker_end": BODY.index("Mara") + 11,
        "speaker_role": "the mayor",
        "cue": "told",
        "cue_start": BODY.index("told"),
        "cue_end": BODY.index("told") + 4,
        "addressee": board,
        "original_addressee": board,
        "addressee_text": "the Harbour Board",
        "channel": "email",
        "said_at": MONDAY.value,
        "said_precision": "day",
        "published_at": article.published_at,
        "confidence": 0.504,
        "confidence_span": 0.9,
        "confidence_speaker": 0.8,
        "confidence_kind": 0.7,
        "status": "extracted",
        "extractor": "made-1",
        "made_by_hand": False,
        "version": 1,
    }
    assert columns(row, list(expected)) == expected
    candidates = row.candidates.order_by("position").values_list("position", "entity", "original_entity", "score")
    assert list(candidates) == [(0, mayor.pk, mayor.pk, 0.8), (1, board.pk, board.pk, 0.1)]
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("speaker", "type_", "text"),
    [
        (None, "", ""),
        (SpeakerRecord("the mayor", *span("the mayor"), SpeakerType.UNNAMED, "the mayor"), "unnamed", "the mayor"),
        (SpeakerRecord("She", *span("She"), SpeakerType.UNNAMED, ""), "", "She"),
        (SpeakerRecord("She", *span("She"), SpeakerType.UNNAMED, "She", "p0"), "unnamed", "She"),
    ],
)
def test_whoever_is_no_record_is_no_speaker(read: Any, speaker: SpeakerRecord | None, type_: str, text: str) -> None:
    read(reading(spoken(speaker=speaker, cue=None, addressee=None, channel=None, said=None)))
    row = Quotation.objects.get()
    at = (speaker.start, speaker.end) if speaker else (None, None)
    assert (row.speaker, row.original_speaker, row.speaker_type, row.speaker_text) == (None, None, type_, text)
    assert (row.speaker_start, row.speaker_end, row.cue, row.cue_start, row.cue_end) == (*at, "", None, None)
    assert (row.addressee, row.addressee_text, row.channel) == (None, "", "")
    assert (row.said_at, row.said_precision) == (None, "")


def test_the_same_words_twice_have_ids_in_the_order_of_the_text(read: Any) -> None:
    once, twice = span("the mayor,"), span("the mayor of")
    pair = [spoken(spans=(Span(at.start, at.start + 9),), quoted=()) for at in (twice, once)]
    article = read(reading(*pair))
    rows = Quotation.objects.order_by("start")
    ids = [derive(IdType.QUOTATION, article.public_id, "the mayor", number) for number in (0, 1)]
    assert [(row.start, row.public_id) for row in rows] == [(once.start, ids[0]), (twice.start, ids[1])]


@pytest.mark.parametrize("decided", [False, True])
def test_a_quotation_that_moves_has_the_surroundings_of_its_new_place(
    read: Any, decided: bool, django_user_model: type
) -> None:
    read(reading())
    before = Quotation.objects.get()
    if decided:
        before = confirm_quotation(before, user=django_user_model.objects.create(username="edith"))
    was = columns(before, [*PRINTED, "spans", "quoted"])
    body = "It is done.\n\n" + BODY.replace("bitter winter", "mild spring").replace("for an hour", "briefly")
    other = reading(spoken(body, attitude=Attitude.SAID), body=body, extractor="made-2")
    article = read(other, body, published="2024-03-06")
    row = Quotation.objects.get(pk=before.pk)
    at = body.index(FIRST)
    assert (row.text, row.published_at, row.start) == (article.current_text, article.published_at, at)
    assert (row.prefix, row.suffix) == ("after a long and mild spring.\n\n“", "”\n\nShe spoke briefly, and the ma")
    assert [body[a:b] for a, b in (*row.spans, *row.quoted)] == [FIRST, SECOND] * 2
    assert (body[row.cue_start : row.cue_end], body[row.speaker_start : row.speaker_end]) == ("told", "Mara Ellwin")
    assert (row.attitude, row.extractor) == (("denies", "made-1") if decided else ("said", "made-2"))
    old = QuotationReading.objects.get(quotation=row)
    assert (old.words, old.original_speaker, old.text.revision) == (before.words, before.original_speaker, 1)
    assert old.fields == {
        **was,
        "said_at": MONDAY.value.isoformat(),
        "addressee": before.original_addressee_id,
    }
    assert list(verify()) == []


def test_other_candidates_are_a_new_version_and_the_same_ones_are_none(read: Any) -> None:
    read(reading())
    read(reading(extractor="made-1"), again=True)
    assert Quotation.objects.get().version == 1
    shift = reading(spoken(candidates=(CandidateRecord("o0", 0.5), CandidateRecord("p9", 0.4))))
    read(shift, again=True)
    row = Quotation.objects.get()
    assert [(one.position, one.entity.name, one.score) for one in row.candidates.all()] == [(0, "Harbour Board", 0.5)]
    assert row.version == 2


def test_mentions_hold_what_was_read(read: Any) -> None:
    article = read(reading())
    told = [(row.public_id, row.words, row.kind, row.confidence, row.entity.name, row.status) for row in mentions()]
    ids = [
        derive(IdType.MENTION, article.public_id, 1, *span(words)) for words in ("Mara Ellwin", "Harbour Board", "She")
    ]
    assert told == [
        (ids[0], "Mara Ellwin", "name", 0.95, "Mara Ellwin", "extracted"),
        (ids[1], "Harbour Board", "name", 0.85, "Harbour Board", "extracted"),
        (ids[2], "She", "pronoun", 0.6, "Mara Ellwin", "extracted"),
    ]
    mayor, board = (Entity.objects.get(name=name) for name in ("Mara Ellwin", "Harbour Board"))
    assert (mayor.quotation_count, mayor.mention_count, board.quotation_count, board.mention_count) == (1, 2, 0, 1)
    she = MentionRecord(*span("She"), MentionKind.NOMINAL, 0.7)
    changed = EntityRecord("o0", EntityType.ORGANISATION, "Harbour Board", mentions=(she,))
    people = (EntityRecord("p0", EntityType.PERSON, "Mara Ellwin"),)
    read(reading(people=people, organisations=(changed,), extractor="made-2"), again=True)
    told = [(row.public_id, row.words, row.kind, row.confidence, row.entity.name, row.status) for row in mentions()]
    assert [row[-1] for row in told] == ["withdrawn", "withdrawn", "extracted"]
    assert told[2] == (ids[2], "She", "nominal", 0.7, "Harbour Board", "extracted")
    assert mentions()[2].original_entity == board
    assert list(verify()) == []


def mentions() -> list[Mention]:
    return list(Mention.objects.select_related("entity", "original_entity").order_by("start"))


def test_affiliations_hold_what_was_read(read: Any) -> None:
    once, twice = span("the mayor,"), span("the mayor of")
    once, twice = Span(once.start, once.start + 9), Span(twice.start, twice.start + 9)
    began, ended = (Moment(datetime(year, 1, 1, tzinfo=UTC), Precision.YEAR) for year in (2019, 2023))
    roles = (
        AffiliationRecord("p0", "the mayor", *twice),
        AffiliationRecord("p0", "the mayor", *once, organisation="o0", tense=Tense.FORMER, began=began, ended=ended),
    )
    article = read(reading(affiliations=roles))
    mayor, board = (Entity.objects.get(name=name) for name in ("Mara Ellwin", "Harbour Board"))
    first, second = Affiliation.objects.order_by("start")
    expected = {
        "public_id": derive(IdType.AFFILIATION, article.public_id, mayor.public_id, "the mayor", 1),
        "person": mayor,
        "original_person": mayor,
        "organisation": board,
        "original_organisation": board,
        "title": "the mayor",
        "tense": "former",
        "began_at": began.value,
        "began_precision": "year",
        "ended_at": ended.value,
        "ended_precision": "year",
        "text": article.current_text,
        "start": once.start,
        "end": once.end,
        "stated_at": article.published_at,
        "status": "extracted",
    }
    assert columns(first, list(expected)) == expected
    assert second.public_id == derive(IdType.AFFILIATION, article.public_id, mayor.public_id, "the mayor", 2)
    assert (second.start, second.organisation, second.tense) == (twice.start, None, "current")
    assert (second.began_at, second.began_precision, second.ended_at, second.ended_precision) == (None, "", None, "")
    upside_down = AffiliationRecord("p0", "the mayor", *once, began=ended, ended=began)
    read(reading(affiliations=(upside_down,), extractor="made-2"), again=True)
    told = [(row.public_id, row.status, row.version) for row in Affiliation.objects.order_by("start")]
    assert told == [(first.public_id, "extracted", 2), (second.public_id, "withdrawn", 2)]
    first.refresh_from_db()
    assert (first.organisation, first.tense, first.began_at, first.ended_at) == (None, "current", None, None)
    assert list(verify()) == []
