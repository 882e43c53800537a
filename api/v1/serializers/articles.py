"""Articles: without their words in lists, with them alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import F
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.base import AnyField, Related, ShapedSerializer
from api.v1.serializers.entities import BriefOrganisationSerializer, OrganisationSerializer
from api.v1.serializers.fields import Choice, Count, Instant, PublicId, RecordUrl, Text, TextOrNull, UnknownTime
from api.v1.serializers.quotations import BriefArticleSerializer, QuotationSerializer
from api.v1.shape import MOST_EXPANDED
from corpus.models import Author, Quotation, RemovedPassage
from corpus.models.access import access_to, may_read
from corpus.models.choices import PRECISIONS, REMOVAL_REASONS, BodyAccess


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class AuthorNames(serializers.ReadOnlyField):
    """Names in the order of the byline."""

    reads = ("byline",)

    def to_representation(self, value: Any) -> list[str]:
        """The names alone."""
        return [author.name for author in value.author_list]

    def expression(self, at: At) -> str:
        """The same of their columns."""
        rows, column = at.rows("author_list")
        return f"[{column('one', 'name')} for one in {rows}]"


class BodyAccessOf(Choice):
    """Who may read the whole words: as the publisher has it."""

    reads = ("publisher__body_access",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(BodyAccess.choices, source="*", **kwargs)

    def to_representation(self, value: Any) -> str:
        """The publisher's rule; everyone where nobody is known to publish it."""
        return str(access_to(value))

    def expression(self, at: At) -> str:
        """The same of its columns."""
        return access_of(at)


class Body(Text):
    """The whole words, for those who may read them."""

    reads = ("current_text__body", "publisher__body_access")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The words of the revision shown; null where they are closed to who asks."""
        return self.of(value, self.context)

    @staticmethod
    def of(article: Any, context: Mapping[str, Any]) -> str | None:
        """The words of an article for the request of the context."""
        text = article.current_text
        user = getattr(context.get("request"), "user", None)
        closed = text is None or not may_read(user, access_to(article))
        return None if closed else text.body

    def expression(self, at: At) -> str:
        """The same of its columns."""
        asks = at.use(lambda context, access: may_read(getattr(context.get("request"), "user", None), access))
        return f"{at.column('current_text__body')} if {asks}(context, {access_of(at)}) else None"


def access_of(at: At) -> str:
    """`access_to` of the columns of an article."""
    rule, publisher = at.column("publisher__body_access"), at.column("publisher")
    return f"({rule} if {publisher} is not None else {BodyAccess.EVERYONE.value!r})"


def live_quotations() -> Any:
    """Quotations as an article shows them: live, of its newest revision, in the order of the text."""
    # What an editor decided about stays live in its own revision, even where the newest no longer prints it.
    return Quotation.objects.live().filter(text=F("article__current_text")).order_by("start", "pk")


class ArticleSerializer(ShapedSerializer):
    """A published piece, without its words."""

    id = PublicId()
    url = RecordUrl()
    headline = TextOrNull(help_text="Headline; null where there is none.")
    publisher = BriefOrganisationSerializer(read_only=True, allow_null=True, help_text="Who published it.")
    authors = AuthorNames(source="*", help_text="Names of the byline, in its order.")
    byline = TextOrNull(help_text="As printed: 'By Ana Kerr in Port Ellis'; null where none is.")
    dateline = TextOrNull(help_text="As printed: 'PORT ELLIS, June 3'; null where none is.")
    published_at = UnknownTime(help_text="In UTC; a date without a time is midnight of that day; null where unknown.")
    published_precision = Choice(PRECISIONS, allow_null=True, help_text="How exactly published_at is known.")
    published_zone = TextOrNull(help_text="UTC offset as the source gives it: '+02:00'; null where unknown.")
    modified_at = Instant(allow_null=True, help_text="When the publisher says it was changed.")
    language = TextOrNull(
        help_text="BCP 47 tag, as the source or an editor says, else what the words are in; null where unknown."
    )
    language_is_detected = serializers.BooleanField(
        read_only=True,
        help_text="Whether the language is told by the words alone, as neither the source nor an editor says it.",
    )
    section = TextOrNull(help_text="Section of the outlet; null where unknown.")
    licence = TextOrNull(help_text="Licence, as the source says; null where unknown.")
    source_url = TextOrNull(help_text="Address of the page it was published at; null where unknown.")
    body_access = BodyAccessOf(
        help_text="Who may read the body, as the publisher has it: everyone; tokens: any account; nobody: those alone "
        "who may change articles."
    )
    source_key = Text(help_text="Key that a second copy is known by: the client's own, else the address, else a hash.")
    correction = TextOrNull(help_text="The publisher's correction note, as printed; null where there is none.")
    revision = Count(help_text="Number of the revision shown, from 1; the newest unless another is asked for.")
    word_count = Count(help_text="Words of the body.")
    quotation_count = Count(help_text="Live quotations in the newest revision.")
    copy_of = BriefArticleSerializer(
        read_only=True,
        allow_null=True,
        help_text="The earliest article that holds at least half of its words, or the one that an editor named; it is "
        "itself no copy. null: no copy.",
    )
    copies_count = Count(help_text="Articles that are copies of it.")
    extractor = TextOrNull(help_text="Name and version of what read it; null: not read yet.")
    extracted_at = Instant(allow_null=True, help_text="When it was last read.")
    version = Count(help_text="Counts the changes of the record; If-Match compares it.")
    created_at = Instant(help_text="When it was first stored.")
    updated_at = Instant(help_text="When it was last changed.")

    marked: ClassVar = ("headline", "body")
    expandable: ClassVar = {
        "publisher": lambda: OrganisationSerializer(read_only=True, allow_null=True),
        "quotations": lambda: QuotationSerializer(
            many=True, source="quotation_list", read_only=True, help_text="Its quotations, in the order of the text."
        ),
    }
    related: ClassVar = {
        "authors": Related("authors", lambda: Author.objects.order_by("article_id", "position"), "author_list"),
        "quotations": Related("quotations", live_quotations, "quotation_list", most=MOST_EXPANDED),
    }


class RemovedPassageSerializer(ShapedSerializer):
    """A passage that was cut as no part of the story."""

    text = Text(help_text="The passage.")
    reason = Choice(REMOVAL_REASONS, help_text="Why it was cut.")
    offset = Count(help_text="Where it stood: offset in the clean body.")


class ArticleDetailSerializer(ArticleSerializer):
    """A published piece with its words and what was said in them."""

    personal: ClassVar = True

    body = Body(
        help_text="Clean text; paragraphs stand apart by an empty line. null where body_access closes it to who asks."
    )
    quotations = QuotationSerializer(
        many=True, source="quotation_list", read_only=True, help_text="Its quotations, in the order of the text."
    )
    removed = RemovedPassageSerializer(
        many=True,
        source="removed_list",
        read_only=True,
        help_text="What was cut as no part of the story. Only for editors who may see it.",
    )

    expandable: ClassVar = {"publisher": ArticleSerializer.expandable["publisher"]}
    related: ClassVar = {
        **ArticleSerializer.related,
        # One article alone shows all, for its text bounds them.
        "quotations": Related("quotations", live_quotations, "quotation_list"),
        "removed": Related(
            "current_text__raw__removed", lambda: RemovedPassage.objects.order_by("position"), "removed_list"
        ),
    }

    @classmethod
    def variant(cls, context: Mapping[str, Any]) -> bool:
        """Whether who asks may see the removed passages."""
        user = getattr(context.get("request"), "user", None)
        return user is not None and user.is_authenticated and user.has_perm("corpus.view_removedpassage")

    def get_fields(self) -> dict[str, AnyField]:
        """Without the removed passages for those who may not see them."""
        fields = super().get_fields()
        if self.context.get("described"):
            return fields  # the description tells of what anybody may see
        if not self.variant(self.context):
            fields.pop("removed", None)
        elif "removed" in fields:
            fields["removed"].source = "current_text.raw.removed_list"
        return fields
