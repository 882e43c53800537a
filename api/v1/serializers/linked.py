"""Records in the words of schema.org, for JSON-LD: Person, Organization, NewsArticle, Quotation."""

from __future__ import annotations

from typing import Any

from api.v1.dates import cut, date
from api.v1.serializers.articles import ArticleDetailSerializer, ArticleSerializer
from api.v1.serializers.base import AnyField
from api.v1.serializers.entities import OrganisationSerializer, PersonSerializer
from api.v1.serializers.fields import Choice
from api.v1.serializers.quotations import BriefArticleSerializer, QuotationSerializer
from api.v1.serializers.utterances import UtteranceSerializer
from corpus.models.choices import PRECISIONS
from corpus.records import EntityType

TYPES = {EntityType.PERSON: "Person", EntityType.ORGANISATION: "Organization"}
# Registers whose ids have an address.
REGISTERS = {"wikidata": "http://www.wikidata.org/entity/"}


def thing(kind: str, record: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A node with the record's address as its id; what is not known is left out."""
    node = {"@type": kind, "@id": record["url"], "identifier": record["id"], **members}
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def brief(entity: dict[str, Any] | None, kind: str = "") -> dict[str, Any] | None:
    """A person or an organisation that another record names; of an unnamed speaker the printed words."""
    if entity is None:
        return None
    if entity["url"] is None:
        return {"@type": "Person", "name": entity["name"]}
    return thing(kind or TYPES[entity["type"]], entity, name=entity["name"])


def quotation(record: dict[str, Any]) -> dict[str, Any]:
    """A Quotation. Whom it is attributed to stands in `spokenByCharacter`, and in `creator` for those who ask there."""
    article = record["article"]
    speaker = brief(record["speaker"])
    published = date(article["published_at"], article["published_precision"])
    return thing(
        "Quotation",
        record,
        url=record["url"],
        text=record["text"],
        spokenByCharacter=speaker,
        creator=speaker,
        dateCreated=date(record["said_at"], record["said_precision"]),
        datePublished=published,
        isPartOf=thing(
            "NewsArticle",
            article,
            headline=article["headline"],
            datePublished=published,
            publisher=brief(article["publisher"], "Organization"),
        ),
    )


def news_article(record: dict[str, Any]) -> dict[str, Any]:
    """A NewsArticle; with its words and quotations where the record holds them."""
    members = {
        "url": record["source_url"] or record["url"],
        "headline": record["headline"],
        "author": [{"@type": "Person", "name": name} for name in record["authors"]],
        "publisher": brief(record["publisher"], "Organization"),
        "datePublished": date(record["published_at"], record["published_precision"]),
        "dateModified": cut(record["modified_at"]),
        "dateline": record["dateline"],
        "inLanguage": record["language"],
        "articleSection": record["section"],
        "license": record["licence"],
        "correction": record["correction"],
        "wordCount": record["word_count"],
        "version": record["revision"],
        "articleBody": record.get("body"),
        "hasPart": record.get("quotations"),
    }
    return thing("NewsArticle", record, **members)


def entity(record: dict[str, Any]) -> dict[str, Any]:
    """A Person or an Organization, with its other names and its ids in other registers."""
    ids = record["identifiers"]
    known = [{"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["value"]} for one in ids]
    same = [REGISTERS[one["scheme"]] + one["value"] for one in ids if one["scheme"] in REGISTERS]
    members = {
        "url": record["url"],
        "name": record["name"],
        "alternateName": [alias["name"] for alias in record["aliases"]],
        "description": record["description"],
        "sameAs": same,
    }
    node = thing(TYPES[record["type"]], record, **members)
    return {**node, "identifier": [record["id"], *known] if known else record["id"]}


def utterance(record: dict[str, Any]) -> dict[str, Any]:
    """A Quotation that is printed in several articles."""
    speaker = brief(record["speaker"])
    members = {"url": record["url"], "text": record["text"], "spokenByCharacter": speaker, "creator": speaker}
    return thing("Quotation", record, **members, datePublished=cut(record["first_at"]))


class Linked:
    """A record as a node."""

    @staticmethod
    def node(record: dict[str, Any]) -> dict[str, Any]:
        """Made of what the record's own serializer writes."""
        raise NotImplementedError

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The node."""
        return self.node(super().to_representation(instance))  # type: ignore[misc]


class LinkedPersonSerializer(Linked, PersonSerializer):
    """A Person."""

    node = staticmethod(entity)


class LinkedOrganisationSerializer(Linked, OrganisationSerializer):
    """An Organization."""

    node = staticmethod(entity)


class DatedArticleSerializer(BriefArticleSerializer):
    """An article, in brief, and how exactly its date is known."""

    published_precision = Choice(PRECISIONS, allow_null=True, help_text="How exactly published_at is known.")


class LinkedQuotationSerializer(Linked, QuotationSerializer):
    """A Quotation."""

    node = staticmethod(quotation)
    article = DatedArticleSerializer(read_only=True, help_text="The article that prints it.")

    def get_fields(self) -> dict[str, AnyField]:
        """Those that schema.org has a word for."""
        return named(super().get_fields(), "id", "url", "text", "speaker", "said_at", "said_precision", "article")


class LinkedArticleSerializer(Linked, ArticleSerializer):
    """A NewsArticle without its words."""

    node = staticmethod(news_article)


class LinkedArticleDetailSerializer(Linked, ArticleDetailSerializer):
    """A NewsArticle with its words and its quotations."""

    node = staticmethod(news_article)
    quotations = LinkedQuotationSerializer(many=True, source="quotation_list", read_only=True)

    def get_fields(self) -> dict[str, AnyField]:
        """Without what schema.org has no word for."""
        fields = super().get_fields()
        fields.pop("removed", None)
        return fields


class LinkedUtteranceSerializer(Linked, UtteranceSerializer):
    """A Quotation that is printed in several articles."""

    node = staticmethod(utterance)


def named(fields: dict[str, AnyField], *names: str) -> dict[str, AnyField]:
    """The fields of these names."""
    return {name: fields[name] for name in names}
