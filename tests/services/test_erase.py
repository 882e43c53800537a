"""Take-down and erasure: what is to go goes from every store, stays gone, and everything else stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import (
    Alias,
    AnsweredRequest,
    Article,
    ArticleText,
    Candidate,
    Decision,
    Entity,
    ErasedId,
    ErasureRequest,
    Identifier,
    JobDocument,
    NamePart,
    Quotation,
    RawContent,
    RawDocument,
    SavedFilter,
    Shingle,
    UploadedTable,
    Utterance,
)
from corpus.services.erase import erase
from corpus.services.errors import Conflict, InvalidDocument, ServiceError
from corpus.services.hide_names import named_in
from corpus.services.ingest import ingest_fields
from corpus.services.keep_table import keep_table
from corpus.services.propose import propose
from corpus.services.review import correct_quotation
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from tests.builders import store

pytestmark = pytest.mark.django_db

BODY = "“The quixotic lighthouse will be sold by spring,” said Orla Venn, the harbour master of Tolmouth."
OTHER = "“The new bridge will open next summer,” said Mara Ellwin, the mayor of Tolmouth."
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
SECRETS = ("quixotic", "lighthouse", "Orla", "Venn", "orla", "venn")
FIELDS = {
    "key": "wall",
    "headline": "A lighthouse goes",
    "body": BODY,
    "publisher": "The Tolmouth Gazette",
    "published": "2024-03-05",
}


def tables() -> str:
    """Every column of every table, search tables among them, as text."""
    told = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(("django_migrations", "auth_permission", "django_content_type")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                told += [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return "\n".join(told)


@pytest.fixture
def editor(django_user_model: type) -> object:
    return django_user_model.objects.create_superuser(username="edith")


@pytest.fixture
def article(editor: object) -> Article:
    store(OTHER, key="bridge")
    article = store(BODY, key="wall", headline="A lighthouse goes", authors=["Orla Venn"])
    assert Quotation.objects.filter(article=article, speaker__name="Orla Venn").exists()
    return article


def test_nothing_of_an_erased_article_is_left_in_any_table(article: Article, editor: object) -> None:
    quotation = Quotation.objects.get(article=article)
    correct_quotation(quotation, {"channel": "email"}, user=editor, reason="the lighthouse letter")
    propose(quotation, {"channel": "phone"}, user=editor, reason="the lighthouse call")
    AnsweredRequest.objects.create(
        account=editor,
        key="k",
        fingerprint="f",
        status=201,
        answer=json.dumps({"id": article.public_id, "headline": "A lighthouse goes"}),
    )
    SavedFilter.objects.create(user=editor, list="quotation", name="one", query=f"article={article.public_id}")
    before = tables()
    assert all(secret in before for secret in SECRETS)
    request = erase(article.public_id, user=editor, reason="court order 7", requested_by="the office")
    after = tables()
    assert [secret for secret in SECRETS if secret in after] == []
    assert request.cleared["ArticleText"] == request.cleared["Quotation"] == request.cleared["RawContent"] == 1
    assert request.cleared["Proposal"] == request.cleared["AnsweredRequest"] == request.cleared["SavedFilter"] == 1
    assert Decision.objects.filter(record=quotation.public_id, before={}, after={}, reason="").exists()
    assert ErasedId.objects.filter(public_id=quotation.public_id, request=request).exists()
    assert list(verify()) == []
    assert Quotation.objects.get().speaker.name == "Mara Ellwin"


def test_a_revised_article_loses_all_its_revisions(article: Article, editor: object) -> None:
    store(BODY.replace("spring", "autumn"), key="wall", headline="A lighthouse stays")
    assert ArticleText.objects.filter(article=article).count() == 2
    erase(article.public_id, user=editor, reason="asked for")
    assert not ArticleText.objects.filter(article=article).exists()
    assert [secret for secret in SECRETS if secret in tables()] == []
    assert list(verify()) == []


def test_words_that_a_revision_has_changed_go_too_where_their_speaker_stays(article: Article, editor: object) -> None:
    store("“The ferry leaves at noon every day,” said Orla Venn, the harbour master of Tolmouth.", key="ferry")
    store(BODY.replace("spring", "autumn"), key="wall", headline="A lighthouse stays")
    [left] = Utterance.objects.filter(text__contains="spring").values_list("public_id", flat=True)
    erase(article.public_id, user=editor, reason="asked for")
    assert Entity.objects.standing().filter(name="Orla Venn").exists()
    assert [secret for secret in ("quixotic", "lighthouse") if secret in tables()] == []
    assert ErasedId.objects.filter(public_id=left).exists()
    assert list(verify()) == []


def test_words_that_were_given_to_another_go_with_those_of_the_erased(article: Article, editor: object) -> None:
    store(OTHER, key="bridge")
    orla, mara = Entity.objects.get(name="Orla Venn"), Entity.objects.get(name="Mara Ellwin")
    correct_quotation(Quotation.objects.get(speaker=orla), {"speaker": mara}, user=editor)
    assert Utterance.objects.filter(speaker=orla, text__contains="quixotic").exists()
    erase(mara.public_id, user=editor, reason="asked for", with_quotations=True)
    assert not Utterance.objects.filter(text__contains="quixotic").exists()
    assert list(verify()) == []


def test_words_go_that_were_given_to_another_for_a_time(article: Article, editor: object) -> None:
    store(OTHER, key="bridge")
    orla, mara = Entity.objects.get(name="Orla Venn"), Entity.objects.get(name="Mara Ellwin")
    for speaker in (mara, orla):
        correct_quotation(Quotation.objects.get(article=article), {"speaker": speaker}, user=editor)
    store(BODY.replace("spring", "autumn"), key="wall", headline="A lighthouse stays")
    assert Utterance.objects.filter(speaker=mara, text__contains="spring").exists()
    erase(article.public_id, user=editor, reason="asked for")
    assert not Utterance.objects.filter(text__contains="quixotic").exists()
    assert list(verify()) == []


def test_words_that_another_is_quoted_in_are_said_of_the_former_speaker_no_more(
    article: Article, editor: object
) -> None:
    store("“The ferry leaves at noon every day,” said Orla Venn, the harbour master of Tolmouth.", key="ferry")
    store(BODY.replace("Orla Venn, the harbour master", "Mara Ellwin, the mayor"), key="same")
    [left] = Utterance.objects.filter(speaker__name="Orla Venn", text__contains="spring")
    erase(article.public_id, user=editor, reason="asked for")
    assert not Utterance.objects.filter(pk=left.pk).exists()
    assert ErasedId.objects.filter(public_id=left.public_id).exists()
    assert Utterance.objects.printed().filter(speaker__name="Mara Ellwin", text__contains="spring").exists()
    assert list(verify()) == []


def test_a_dry_run_says_the_same_and_changes_nothing(article: Article, editor: object) -> None:
    before = tables()
    planned = erase(article.public_id, user=editor, reason="asked for", dry_run=True)
    assert tables() == before
    assert planned.cleared == erase(article.public_id, user=editor, reason="asked for").cleared


@pytest.mark.parametrize("change", [{}, {"body": BODY + " More."}, {"key": "elsewhere"}])
def test_erased_words_do_not_come_back(article: Article, editor: object, change: dict[str, str]) -> None:
    erase(article.public_id, user=editor, reason="asked for")
    with pytest.raises(InvalidDocument, match="erased"):
        ingest_fields({**FIELDS, **change}, source="again")
    assert not ArticleText.objects.filter(article=article).exists()
    assert [secret for secret in ("quixotic", "Orla") if secret in tables()] == []
    assert list(verify()) == []


def test_the_very_same_bytes_are_refused_whatever_is_declared_beside_them(editor: object, tmp_path: object) -> None:
    path = tmp_path / "wall.txt"  # type: ignore[operator]
    path.write_text(f"A lighthouse goes\n\n{BODY}\n")
    call_command("ingest", str(path), publisher="The Gazette", json=True, stdout=StringIO())
    article = Article.objects.get()
    erase(article.public_id, user=editor, reason="asked for")
    for publisher in ("The Gazette", "The Herald"):
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("ingest", str(path), publisher=publisher, json=True, stdout=out)
        [failure] = json.loads(out.getvalue())["failures"]
        assert "erased" in failure["reason"]
    assert RawContent.objects.get().content in (b"", memoryview(b""))
    assert RawDocument.objects.exclude(state="failed").count() == 0
    assert [secret for secret in SECRETS if secret in tables()] == []
    assert list(verify()) == []


def test_words_that_others_print_stay_theirs(article: Article, editor: object) -> None:
    store(BODY + " It rained.", key="copy", publisher="The Herald")
    utterance = Utterance.objects.get(speaker__name="Orla Venn")
    assert utterance.times_printed == 2
    erase(article.public_id, user=editor, reason="asked for")
    utterance.refresh_from_db()
    assert utterance.times_printed == 1
    assert Entity.objects.get(name="Orla Venn").quotation_count == 1
    assert list(verify()) == []


def test_taken_down_and_put_back(article: Article, editor: object) -> None:
    counts = Entity.objects.order_by("pk").values_list("quotation_count", "mention_count")
    before = list(counts)
    take_down(article, user=editor, reason="disputed")
    assert list(verify()) == []
    assert Entity.objects.get(name="Orla Venn").quotation_count == 0
    assert not Shingle.objects.filter(quotation__article=article).exists()
    with pytest.raises(Conflict):
        take_down(article, user=editor, reason="again")
    with pytest.raises(InvalidDocument, match="taken down"):
        ingest_fields({**FIELDS, "body": BODY + " More."}, source="again")
    reinstate(article, user=editor, reason="settled")
    assert list(counts) == before
    assert list(verify()) == []
    assert [row.depth for row in ErasureRequest.objects.order_by("pk")] == ["taken_down", "put_back"]


def test_a_taken_down_article_can_be_erased_and_not_put_back_then(article: Article, editor: object) -> None:
    take_down(article, user=editor, reason="disputed")
    erase(article.public_id, user=editor, reason="lost")
    assert [secret for secret in SECRETS if secret in tables()] == []
    with pytest.raises(Conflict):
        reinstate(article, user=editor, reason="no")
    with pytest.raises(Conflict):
        erase(article.public_id, user=editor, reason="twice")
    assert list(verify()) == []


def test_an_erased_person_is_named_by_no_record(article: Article, editor: object) -> None:
    person = Entity.objects.get(name="Orla Venn")
    Alias.objects.create(entity=person, name="Orly", name_key="orly")
    Identifier.objects.create(entity=person, scheme="wikidata", value="Q4242")
    quotation = Quotation.objects.get(article=article)
    erase(person.public_id, user=editor, reason="asked for")
    quotation.refresh_from_db()
    assert (quotation.speaker, quotation.speaker_text, quotation.speaker_role) == (None, "erased", "")
    assert quotation.words.startswith("The quixotic")
    person.refresh_from_db()
    assert (person.name, person.mention_count, person.quotation_count) == ("erased", 0, 0)
    for model in (Alias, Identifier, NamePart):
        assert not model._default_manager.filter(entity=person).exists()
    assert not Utterance.objects.filter(speaker=person).exists()
    assert list(verify()) == []


def test_the_words_of_an_erased_person_go_where_the_request_says_so(article: Article, editor: object) -> None:
    person = Entity.objects.get(name="Orla Venn")
    quotation = Quotation.objects.get(article=article)
    erase(person.public_id, user=editor, reason="asked for", with_quotations=True)
    assert not Quotation.objects.filter(pk=quotation.pk).exists()
    assert ErasedId.objects.filter(public_id=quotation.public_id).exists()
    assert list(verify()) == []


def test_publishers_and_unknown_ids_are_refused_and_nothing_is_noted(article: Article, editor: object) -> None:
    publisher = Entity.objects.get(is_publisher=True)
    with pytest.raises(Conflict, match="publishes"):
        erase(publisher.public_id, user=editor, reason="asked for")
    with pytest.raises(ServiceError, match="no article"):
        erase("art_aaaaaaaaaaaaa", user=editor, reason="asked for")
    with pytest.raises(ServiceError, match="reason"):
        erase(article.public_id, user=editor, reason=" ")
    assert not ErasureRequest.objects.exists()


def test_the_command(article: Article) -> None:
    out = StringIO()
    call_command("erase", article.public_id, reason="order", dry_run=True, stdout=out)
    assert "ArticleText: 1" in out.getvalue()
    assert "nothing was changed" in out.getvalue()
    assert not ErasureRequest.objects.exists()
    call_command("erase", article.public_id, reason="order", requested_by="the office", stdout=StringIO())
    assert ErasureRequest.objects.get().requested_by == "the office"
    with pytest.raises(CommandError, match="already"):
        call_command("erase", article.public_id, reason="order", stdout=StringIO())


def test_lines_of_jobs_forget_what_they_said(article: Article, editor: object) -> None:
    from corpus.models import Job
    from corpus.models.ids import IdType, fresh

    job = Job.objects.create(public_id=fresh(IdType.JOB), total=1)
    raw = RawDocument.objects.get(article=article)
    JobDocument.objects.create(job=job, position=1, raw=raw, outcome="failed", reason="the lighthouse cannot be read")
    erase(article.public_id, user=editor, reason="asked for")
    assert JobDocument.objects.get().reason == ""


def heard_once(person: Entity) -> Quotation:
    """A quotation of another that was addressed to the person in the first revision of its article alone."""
    quotation = Quotation.objects.get(article__source_key="bridge")
    Quotation.objects.filter(pk=quotation.pk).update(original_addressee=person)
    store(f"It rained all day.\n\n{OTHER}", key="bridge")
    Quotation.objects.filter(pk=quotation.pk).update(original_addressee=None)
    assert quotation.readings.get().fields["addressee"] == person.pk
    return quotation


def test_whom_an_older_revision_addresses_is_named_still(article: Article, editor: object) -> None:
    person = Entity.objects.get(name="Orla Venn")
    other = heard_once(person).article
    assert person.pk in named_in(other)
    erase(article.public_id, user=editor, reason="asked for")
    person.refresh_from_db()
    assert (person.name, person.removed_at) == ("Orla Venn", None)
    erase(other.public_id, user=editor, reason="asked for")
    person.refresh_from_db()
    assert person.name == "erased"


def test_old_readings_are_looked_through_once_for_all_whom_an_erased_article_named(editor: object) -> None:
    names = ("Orla Venn", "Tom Hask", "Ada Kerr")
    article = store("\n\n".join(f"“The {number} boat will sail,” said {name}." for number, name in enumerate(names)))
    assert set(article.quotations.values_list("speaker__name", flat=True)) == {*names}
    with CaptureQueriesContext(connection) as caught:
        erase(article.public_id, user=editor, reason="asked for")
    assert Entity.objects.filter(name="erased").count() == len(names)
    looked_through = [
        query["sql"]
        for query in caught
        if "corpus_quotationreading" in query["sql"] and "addressee" in query["sql"].partition(" WHERE ")[2]
    ]
    assert len(looked_through) == 1


@pytest.mark.parametrize("came", ["before it was shown", "since"])
def test_what_passes_by_itself_is_no_change_of_what_was_shown(article: Article, editor: object, came: str) -> None:
    def others_work() -> None:
        keep_table(editor, "person", file_name="people.csv", format_name="csv", content=b"name")
        AnsweredRequest.objects.create(account=editor, key="k", fingerprint="f", status=201, answer=article.public_id)

    if came != "since":
        others_work()
    shown = erase(article.public_id, user=editor, reason="asked for", dry_run=True).cleared
    if came == "since":
        others_work()
    else:
        UploadedTable.objects.all().delete()
        AnsweredRequest.objects.all().delete()
    cleared = erase(article.public_id, user=editor, reason="asked for", expected=shown).cleared
    number = 1 if came == "since" else 0
    assert (cleared.get("UploadedTable", 0), cleared.get("AnsweredRequest", 0)) == (number, number)


@pytest.mark.parametrize("what", ["addressee", "original_addressee", "candidate"])
def test_quotations_that_lose_whom_they_named_are_new_versions(article: Article, editor: object, what: str) -> None:
    person = Entity.objects.get(name="Orla Venn")
    other = Quotation.objects.get(article__source_key="bridge")
    if what == "candidate":
        Candidate.objects.create(quotation=other, position=9, entity=person, original_entity=person, score=0.3)
    else:
        Quotation.objects.filter(pk=other.pk).update(**{what: person})
    Quotation.objects.update(updated_at=LONG_AGO)
    erase(person.public_id, user=editor, reason="asked for")
    changed = Quotation.objects.get(pk=other.pk)
    assert changed.version == other.version + 1
    assert changed.updated_at > LONG_AGO


@pytest.mark.parametrize("status", ["extracted", "confirmed", "corrected", "rejected", "withdrawn"])
def test_quotations_that_lose_their_speaker_are_new_versions(article: Article, editor: object, status: str) -> None:
    quotation = Quotation.objects.get(article=article)
    Quotation.objects.filter(pk=quotation.pk).update(status=status)
    erase(quotation.speaker.public_id, user=editor, reason="asked for")
    changed = Quotation.objects.get(pk=quotation.pk)
    assert changed.version == quotation.version + 1
    assert changed.status == (status if status in ("rejected", "withdrawn") else "corrected")


def test_an_article_that_loses_quotations_is_changed(article: Article, editor: object) -> None:
    Article.objects.update(updated_at=LONG_AGO)
    erase(article.quotations.get().speaker.public_id, user=editor, reason="asked for", with_quotations=True)
    changed = Article.objects.get(pk=article.pk)
    assert (changed.quotation_count, changed.version) == (0, article.version + 1)
    assert changed.updated_at > LONG_AGO
