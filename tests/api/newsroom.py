"""A small corpus by hand, in which every kind of relation is there and missing somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from corpus.folding import count_words, name_key, words_key
from corpus.models import (
    Affiliation,
    Alias,
    Article,
    ArticleText,
    Author,
    Entity,
    Identifier,
    Mention,
    Quotation,
    RawContent,
    RawDocument,
    Utterance,
)
from corpus.models.ids import IdType, fresh
from corpus.models.sorting import UNKNOWN_TIME
from tests.api.conftest import READING, organisation, person


def day(number: int) -> datetime:
    """A day of March 2024."""
    return datetime(2024, 3, number, tzinfo=UTC)


@dataclass
class Newsroom:
    """Rows by the names that the tests call them."""

    rows: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]

    def id(self, name: str) -> str:
        """Public id of a row."""
        public_id: str = self.rows[name].public_id
        return public_id

    def fill(self, value: Any) -> Any:
        """The value with ``{name}`` as the id of the row, in lists and objects too."""
        if isinstance(value, str):
            return value.format(**{name: row.public_id for name, row in self.rows.items()})
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if isinstance(value, dict):
            return {name: self.fill(one) for name, one in value.items()}
        return value

    def names(self, ids: list[str]) -> set[str]:
        """The names of rows by their public ids."""
        called = {row.public_id: name for name, row in self.rows.items()}
        assert len(set(ids)) == len(ids), "a row comes more than once"
        return {called[one] for one in ids if one in called}


def article(key: str, body: str, publisher: Entity | None, published: datetime | None, **fields: Any) -> Article:
    """An article with one revision."""
    content = RawContent.objects.create(sha256=fresh(IdType.JOB), content=b"x")
    made = Article.objects.create(
        public_id=fresh(IdType.ARTICLE),
        source_key=key,
        content_key=key,
        publisher_id=publisher and publisher.pk,
        original_publisher_id=publisher and publisher.pk,
        published_at=published or UNKNOWN_TIME,
        published_precision="day" if published else "",
        revision=1,
        word_count=len(body.split()),
        **fields,
    )
    raw = RawDocument.objects.create(
        fingerprint=fresh(IdType.JOB),
        content=content,
        source=key,
        media_type="text/plain",
        size=1,
        state="done",
        article=made,
    )
    made.current_text = ArticleText.objects.create(article=made, revision=1, body=body, raw=raw)
    made.save()
    return made


def quotation(of: Article, words: str, speaker: Entity | None = None, **fields: Any) -> Quotation:
    """A quotation of the first ten characters of an article."""
    given = {
        **READING,
        "speaker_type": speaker.type if speaker else "",
        **fields,
    }
    if "addressee" in given:
        given["original_addressee"] = given["addressee"]
    return Quotation.objects.create(
        public_id=fresh(IdType.QUOTATION),
        article=of,
        text=of.current_text,
        words=words,
        words_key=words_key(words),
        word_count=count_words(words),
        speaker=speaker,
        original_speaker=speaker,
        published_at=of.published_at,
        **given,
    )


def role(who: Entity, title: str, at: Entity | None, said_in: Article | None, tense: str, **fields: Any) -> Affiliation:
    """A role."""
    place = {"text": said_in.current_text, "start": 0, "end": 5, "stated_at": said_in.published_at} if said_in else {}
    return Affiliation.objects.create(
        public_id=fresh(IdType.AFFILIATION),
        person_id=who.pk,
        original_person_id=who.pk,
        organisation_id=at and at.pk,
        original_organisation_id=at and at.pk,
        title=title,
        tense=tense,
        **place,
        **fields,
    )


def mention(of: Article, who: Entity, start: int = 2, **fields: Any) -> Mention:
    """A mention of three characters."""
    given = {"words": "xyz", "kind": "name", "start": start, "end": start + 3, **fields}
    return Mention.objects.create(
        public_id=fresh(IdType.MENTION), text=of.current_text, entity=who, original_entity=who, **given
    )


def build() -> Newsroom:
    """The corpus."""
    ines, joss, adele = person("Inès Tarrow", description="Mayor"), person("Joss Pardew"), person("Adele Wren")
    port, shipping = organisation("Port of Kessmouth"), organisation("Norrick Shipping")
    herald = organisation("The Kessmouth Herald", is_publisher=True)
    echo = organisation("École Echo", is_publisher=True)
    Alias.objects.create(entity=shipping, name="NSC", name_key=name_key("NSC"))
    Alias.objects.create(entity=joss, name="J. Pardew", name_key=name_key("J. Pardew"))
    Identifier.objects.create(entity=ines, scheme="wikidata", value="Q1")
    Identifier.objects.create(entity=shipping, scheme="lei", value="N9")
    Identifier.objects.create(entity=port, scheme="lei", value="P7")
    Identifier.objects.create(entity=echo, scheme="isni", value="5")

    wall = article(
        "wall", "The harbour wall stands.", herald, day(1), headline="ÉCOLE at the wall", language="en", section="News"
    )
    ferry = article(
        "ferry",
        "The ferry is late again today.",
        echo,
        day(2),
        headline="Ferry late",
        language="fr",
        modified_at=day(2),
        extractor="reader-1",
    )
    undated = article(
        "undated", "Nobody knows when this was.", None, None, licence="CC0", source_url="https://e.example/"
    )
    copied = {"copy_of": ferry, "copy_share": 0.9, "copy_kept": 0.5, "copy_kind": "cut", "copy_retitled": True}
    Article.objects.filter(pk=undated.pk).update(**copied)
    Article.objects.filter(pk=ferry.pk).update(copies_count=1)
    gone = article("gone", "This was taken down.", herald, day(3), headline="Gone", removed_at=day(4))
    Author.objects.create(article=wall, position=0, name="Ana Kerr")
    Author.objects.create(article=wall, position=1, name="Émile Brandt")
    Author.objects.create(article=ferry, position=0, name="Ana Kerr")
    RawDocument.objects.create(
        fingerprint=fresh(IdType.JOB),
        content=RawContent.objects.first(),
        source="copy",
        media_type="text/plain",
        size=1,
        state="duplicate",
        article=wall,
    )

    mayor = role(ines, "Mayor of Kessmouth", port, wall, "current", confidence=0.8)
    clerk = role(ines, "clerk", shipping, ferry, "former", ended_at=day(1), ended_precision="day")
    captain = role(joss, "Captain", None, ferry, "current")
    hidden = role(adele, "envoy", port, gone, "current")
    by_hand = role(joss, "Åland agent", port, None, "future", began_at=day(9), began_precision="day")

    common = {"speaker": ines, "key": words_key("the wall will stand for good"), "text": "the wall will stand for good"}
    utterance = Utterance.objects.create(
        public_id=fresh(IdType.UTTERANCE),
        times_printed=3,
        first_at=day(1),
        last_at=day(2),
        words_disputed=True,
        **common,
    )
    once = Utterance.objects.create(
        public_id=fresh(IdType.UTTERANCE),
        speaker=shipping,
        key="b" * 64,
        text="we pay",
        times_printed=1,
        speaker_disputed=True,
    )
    first = quotation(
        wall,
        "The wall will stand for good",
        ines,
        utterance=utterance,
        channel="email",
        speaker_role="mayor of Kessmouth",
        addressee=joss,
        speaker_text="Tarrow",
        addressee_text="Pardew",
        cue="said",
        said_at=day(1),
        extractor="reader-1",
    )
    again = quotation(ferry, "the wall will stand for good", ines, utterance=utterance, kind="mixed", confidence=0.4)
    undated_again = quotation(undated, "the wall will stand for good", ines, utterance=utterance, start=5, end=9)
    company = quotation(
        ferry,
        "we pay",
        shipping,
        utterance=once,
        kind="indirect",
        channel="letter",
        attitude="wants",
        addressee=port,
        speaker_role="owner",
        said_at=day(2),
    )
    unnamed = quotation(wall, "no comment", speaker_type="unnamed", speaker_text="an official", start=12, end=20)
    nobody = quotation(ferry, "so it goes", confidence_kind=0.2, status="confirmed")
    rejected = quotation(wall, "never said", joss, status="rejected")
    quotation(gone, "not to be seen", adele)

    mention(wall, ines)
    mention(wall, port, start=6, kind="nominal")
    mention(ferry, joss)
    mention(gone, adele)
    for entity in Entity.objects.all():
        entity.quotation_count = Quotation.objects.live().filter(speaker=entity).count()
        entity.mention_count = Mention.objects.live().filter(entity=entity).count()
        entity.save()
    for model in (Article, Quotation, Affiliation, Entity):
        model._default_manager.update(created_at=day(5), updated_at=day(5))
    return Newsroom({name: row for name, row in locals().items() if hasattr(row, "public_id") and name != "entity"})
