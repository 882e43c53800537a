"""Names to records: the same across articles, acronyms, surnames, publishers."""

from __future__ import annotations

import pytest

from corpus.folding import name_key
from corpus.models import Alias, Entity
from corpus.records import EntityRecord, EntityType, ExtractionRecord, MentionKind, MentionRecord
from corpus.services.edit_entity import edit_entity
from corpus.services.resolve import resolve_all
from tests.builders import store

pytestmark = pytest.mark.django_db


def people(*names: str) -> ExtractionRecord:
    return ExtractionRecord(
        extractor="t", people=tuple(EntityRecord(f"p{n}", EntityType.PERSON, name) for n, name in enumerate(names))
    )


def organisation(name: str, *aliases: str) -> ExtractionRecord:
    mention = MentionRecord(0, 1, MentionKind.NAME)
    record = EntityRecord("o0", EntityType.ORGANISATION, name, aliases, (mention,))
    return ExtractionRecord(extractor="t", organisations=(record,))


def test_one_name_is_one_record_over_articles() -> None:
    article = store("It rained.")
    first = resolve_all(article, people("Mara Ellwin"))["p0"]
    again = resolve_all(store("It snowed."), people("MARA  ELLWIN"))["p0"]
    assert first.original == again.original
    assert first.original.public_id.startswith("per_")


def test_two_of_one_name_in_one_article_stay_two() -> None:
    resolved = resolve_all(store("It rained."), people("Mara Ellwin", "Mara Ellwin"))
    assert resolved["p0"].original != resolved["p1"].original


def test_a_surname_alone_does_not_join_strangers() -> None:
    article = store("It rained.")
    full = resolve_all(article, people("Mara Ellwin"))["p0"].original
    assert resolve_all(store("It snowed."), people("Ellwin"))["p0"].original != full


def test_an_acronym_leads_to_the_long_name_whichever_came_first() -> None:
    long = resolve_all(store("It rained."), organisation("Tolmouth Harbour Board", "THB"))["o0"].original
    assert resolve_all(store("It snowed."), organisation("THB"))["o0"].original == long
    short = resolve_all(store("It hailed."), organisation("ERA"))["o0"].original
    full = resolve_all(store("It froze."), organisation("Ellport Rail Authority", "ERA"))["o0"].original
    assert short == full
    full.refresh_from_db()
    assert full.name == "Ellport Rail Authority"
    assert Alias.objects.get(entity=full, name="ERA").kind == "acronym"


def test_an_acronym_of_two_decides_nothing() -> None:
    for name in ("Tolmouth Harbour Board", "Tarn Hill Bank"):
        resolve_all(store(f"{name} met."), organisation(name, "THB"))
    assert resolve_all(store("It snowed."), organisation("THB"))["o0"].original.name == "THB"


def test_a_publisher_is_an_organisation() -> None:
    article = store("It rained.", publisher="The Tolmouth Gazette")
    assert (article.publisher.type, article.publisher.is_publisher) == ("organisation", True)
    assert store("It snowed.", publisher="The Tolmouth  GAZETTE").publisher == article.publisher
    assert store("It hailed.", publisher="Tolmouth Gazette Ltd.").publisher == article.publisher
    assert Alias.objects.get(entity=article.publisher, name="Tolmouth Gazette Ltd.").kind == "printed"


def test_a_chosen_name_stays_and_the_old_one_still_leads_there(django_user_model: type) -> None:
    editor = django_user_model.objects.create(username="edith")
    entity = resolve_all(store("It rained."), organisation("THB"))["o0"].original
    edit_entity(entity, user=editor, name="Harbour Board of Tolmouth")
    found = resolve_all(store("It snowed."), organisation("Tolmouth Harbour Board", "THB"))["o0"].original
    assert found == entity
    found.refresh_from_db()
    assert found.name == "Harbour Board of Tolmouth"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Zoë O’Hára", "zoe ohara"),
        ("U.N.", "u n"),
        ("Al-Tarn", "al tarn"),
        ("  Mara\u00a0Ellwin ", "mara ellwin"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("!!!", "!!!"),
        ("  ", ""),
        ("\u0301\u0302", "\u0301\u0302"),
    ],
)
def test_folding(name: str, key: str) -> None:
    assert name_key(name) == key


def test_entities_resolve_by_identifier() -> None:
    entity = resolve_all(store("It rained."), people("Mara Ellwin"))["p0"].original
    entity.identifiers.create(scheme="staff", value="12")
    assert Entity.objects.resolve("staff:12") == entity
    assert Entity.objects.resolve(entity.public_id) == entity
    assert Entity.objects.resolve("per_aaaaaaaaaaaaa") is None
