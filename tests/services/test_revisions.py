"""What happens to quotations when an article changes, when it is read again, and when a person has decided."""

from __future__ import annotations

import pytest

from corpus.models import Affiliation, Article, Decision, Entity, Mention, Quotation, QuotationReading
from corpus.records import ArticleRecord, Confidence, ExtractionRecord, QuotationKind, QuotationRecord, Span
from corpus.services.errors import ServiceError
from corpus.services.merge import merge
from corpus.services.reextract import articles_to_read, reextract
from corpus.services.review import confirm_quotation, correct_quotation, reject_quotation
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = """The council met on Monday in Tolmouth.

“We have waited long enough for this bridge,” said Mara Ellwin, the mayor of Tolmouth.

“Nobody asked the people who live there,” said Tobias Renn, who leads the residents.
"""


def quotation(words: str) -> Quotation:
    return Quotation.objects.get(words__contains=words)


def reread(article: Article, extraction: ExtractionRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("corpus.services.read.extract", lambda *_: extraction)
        tally = reextract([article.pk])
    assert tally.failures == []


def test_words_that_stay_keep_their_id_and_the_old_reading() -> None:
    article = store(BODY, key="k")
    before = quotation("waited long enough")
    store(f"It rained all day.\n\n{BODY}", key="k")
    after = quotation("waited long enough")
    assert (after.pk, after.public_id, after.text.revision) == (before.pk, before.public_id, 2)
    assert after.start == before.start + len("It rained all day.\n\n")
    reading = QuotationReading.objects.get(quotation=after)
    old = article.texts.get(revision=1).body
    assert " ".join(old[a:b] for a, b in reading.fields["spans"]) == reading.words == before.words
    assert list(verify()) == []


def test_corrected_words_are_the_same_quotation() -> None:
    store(BODY, key="k")
    before = quotation("waited long enough")
    store(BODY.replace("this bridge", "that bridge"), key="k")
    after = quotation("waited long enough")
    assert after.pk == before.pk
    assert "that bridge" in after.words


def test_corrected_words_of_a_confirmed_quotation_are_the_same_quotation(django_user_model: type) -> None:
    store(BODY, key="k")
    before = confirm_quotation(quotation("waited long enough"), user=django_user_model.objects.create(username="edith"))
    store(BODY.replace("this bridge", "that bridge"), key="k")
    after = quotation("that bridge")
    assert (after.pk, after.status, after.text.revision) == (before.pk, "confirmed", 2)
    assert list(verify()) == []


def test_words_that_go_are_withdrawn_and_readable_in_their_revision() -> None:
    store(BODY, key="k")
    article = store(BODY.split("“Nobody")[0], key="k")
    gone = quotation("Nobody asked")
    assert (gone.status, gone.text.revision) == ("withdrawn", 1)
    assert gone.utterance is None
    assert article.quotation_count == Quotation.objects.live().count() == 1
    assert list(verify()) == []


def test_words_that_come_back_are_the_same_row() -> None:
    store(BODY, key="k")
    before = quotation("Nobody asked")
    store(BODY.split("“Nobody")[0], key="k")
    store(BODY + "\nIt rained.\n", key="k")
    after = quotation("Nobody asked")
    assert (after.pk, after.status) == (before.pk, "extracted")
    assert list(verify()) == []


def test_reading_again_changes_nothing() -> None:
    article = store(BODY)
    before = list(Quotation.objects.order_by("pk").values()), list(Mention.objects.order_by("pk").values())
    tally = reextract(articles_to_read(everything=True))
    assert tally.failures == []
    after = list(Quotation.objects.order_by("pk").values()), list(Mention.objects.order_by("pk").values())
    assert before == after
    article.refresh_from_db()
    assert articles_to_read() == []


def test_a_decision_outlives_another_extractor(monkeypatch: pytest.MonkeyPatch, django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    article = store(BODY)
    confirmed = confirm_quotation(quotation("waited long"), user=editor)
    rejected = reject_quotation(quotation("Nobody asked"), user=editor, reason="it is a slogan")
    mayor = Entity.objects.get(name="Mara Ellwin")
    body = article.current_text.body
    start = body.index("We have waited")
    wrong = QuotationRecord(
        spans=(Span(start, start + 20),),
        quoted=(),
        kind=QuotationKind.INDIRECT,
        confidence=Confidence(0.5, 0.5, 0.5),
    )
    start = body.index("Nobody asked")
    again = QuotationRecord(
        spans=(Span(start, start + len("Nobody asked the people")),),
        quoted=(),
        kind=QuotationKind.INDIRECT,
        confidence=Confidence(0.5, 0.5, 0.5),
    )
    reread(article, ExtractionRecord(extractor="other-1", quotations=(wrong, again)), monkeypatch)
    confirmed.refresh_from_db()
    rejected.refresh_from_db()
    assert (confirmed.status, confirmed.speaker, confirmed.kind) == ("confirmed", mayor, "direct")
    assert rejected.status == "rejected"
    assert Quotation.objects.count() == 2
    assert list(verify()) == []


def test_what_an_editor_corrected_moves_to_a_new_revision_as_it_is(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY, key="k")
    renn = Entity.objects.get(name="Tobias Renn")
    row = correct_quotation(quotation("waited long"), {"speaker": renn}, user=editor, reason="heard the tape")
    assert (row.status, row.speaker, row.original_speaker) == ("corrected", renn, renn)
    assert (row.speaker_role, row.confidence_speaker) == ("", 1.0)
    assert set(Decision.objects.get(record=row.public_id).after) == {"speaker", "speaker_role", "status"}
    store(f"It rained.\n\n{BODY}", key="k")
    row.refresh_from_db()
    assert (row.status, row.speaker, row.text.revision) == ("corrected", renn, 2)
    assert list(verify()) == []


def test_a_confirmed_quotation_that_the_machine_misses_moves_along(
    monkeypatch: pytest.MonkeyPatch, django_user_model: type
) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY, key="k")
    row = confirm_quotation(quotation("waited long"), user=editor)
    with monkeypatch.context() as patch:
        patch.setattr("corpus.services.read.extract", lambda *_: ExtractionRecord(extractor="blind-1"))
        article = store(f"It rained.\n\n{BODY}", key="k")
    row.refresh_from_db()
    assert (row.status, row.text.revision) == ("confirmed", 2)
    assert article.current_text.body[row.start : row.end] == row.words
    assert quotation("Nobody asked").status == "withdrawn"
    assert list(verify()) == []


def test_each_decision_is_logged_with_who_and_why(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY)
    row = correct_quotation(quotation("waited long"), {"channel": "interview"}, user=editor, reason="it says so")
    decision = Decision.objects.get(record=row.public_id)
    assert (decision.action, decision.decided_by, decision.reason) == ("correct", editor, "it says so")
    assert decision.before == {"channel": "", "status": "extracted"}
    assert decision.after == {"channel": "interview", "status": "corrected"}


def test_spans_that_are_no_evidence_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    article = store(BODY)
    before = list(Quotation.objects.order_by("pk").values())
    far = len(article.current_text.body)
    bad = QuotationRecord(
        spans=(Span(far - 5, far + 5),),
        quoted=(),
        kind=QuotationKind.INDIRECT,
        confidence=Confidence(1, 1, 1),
    )
    with monkeypatch.context() as patch:
        patch.setattr("corpus.services.read.extract", lambda *_: ExtractionRecord(extractor="bad-1", quotations=(bad,)))
        tally = reextract([article.pk])
    assert "do not fit" in tally.failures[0].reason
    assert list(Quotation.objects.order_by("pk").values()) == before


def test_a_corrected_date_reaches_quotations_and_utterances() -> None:
    store(BODY, key="k", published="2024-03-05")
    article = store(BODY, key="k", published="2024-03-07")
    assert article.revision == 1
    row = quotation("waited long")
    assert row.published_at == article.published_at == row.utterance.first_at
    assert set(Affiliation.objects.values_list("stated_at", flat=True)) <= {article.published_at}
    assert list(verify()) == []


def test_a_merge_binds_later_articles(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(BODY)
    mayor, renn = Entity.objects.get(name="Mara Ellwin"), Entity.objects.get(name="Tobias Renn")
    merge(renn, mayor, user=editor, reason="one person")
    store("“The road is closed until further notice,” said Tobias Renn.", key="later")
    row = quotation("road is closed")
    assert (row.original_speaker, row.speaker) == (renn, mayor)
    assert list(verify()) == []


def test_extraction_reads_only_what_the_store_keeps() -> None:
    from corpus.services.read import for_extraction

    record = ArticleRecord(source_key="k", headline="H", body="B", publisher="P", authors=("A",), byline="By A")
    assert for_extraction(record) == ArticleRecord(source_key="k", headline="H", body="B")


def test_a_pronoun_for_nobody_is_an_unresolved_speaker() -> None:
    store("It was late on Monday.\n\n“We have waited long enough for this bridge,” he said.")
    row = quotation("waited long enough")
    assert (row.speaker, row.speaker_type, row.speaker_text) == (None, "", "he")


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("“We have waited long enough,” said Mara Ellwin.", {"direct", "mixed"}),
        ("Mara Ellwin said the plan was “a gift to the town”.", {"mixed"}),
        ("Mara Ellwin said that the bridge would open in the spring.", {"indirect"}),
    ],
)
def test_a_kind_agrees_with_the_verbatim_words(body: str, kinds: set[str], django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    store(body)
    row = Quotation.objects.get()
    for kind in QuotationKind:
        if kind in kinds:
            correct_quotation(row, {"kind": kind}, user=editor)
        else:
            with pytest.raises(ServiceError, match="verbatim") as refused:
                correct_quotation(row, {"kind": kind}, user=editor)
            assert refused.value.field == "kind"
    row.refresh_from_db()
    assert row.kind in kinds
