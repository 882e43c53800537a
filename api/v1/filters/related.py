"""What several collections are filtered by alike: related rows, seen from each of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from api.v1.filters import references, values
from api.v1.filters.base import Condition, Family
from api.v1.filters.families import (
    PARTS,
    STRING,
    Choice,
    Filters,
    Flag,
    Moment,
    Number,
    Only,
    Text,
    every,
    exact,
    holds,
    one,
)
from api.v1.filters.families import is_none as absence
from api.v1.filters.names import ANY_CASE
from api.v1.filters.rows import Rows
from corpus.folding import name_key
from corpus.models import Affiliation, Author, Mention, Quotation
from corpus.models.choices import ATTITUDES, CHANNELS, MENTION_KINDS, QUOTATION_KINDS, SPEAKER_TYPES, TENSES
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import EntityType


def roles(of: str, member: str, seen_from: str, *others: Family) -> Rows:
    """``affiliation__...``: the live roles of a person, or at an organisation, and ``others`` on them.

    ``member`` is the column of the affiliation that leads to the row, ``seen_from`` the column it is compared with.
    """

    def rows() -> QuerySet[Affiliation]:
        return Affiliation.objects.live().readable().filter(**{member: OuterRef(seen_from)})

    person, body = "Id of the person who has it.", "Id of the organisation that it is at."
    if member == "person":
        who: tuple[Family, ...] = (
            references.entity("organisation", body, entity_type=EntityType.ORGANISATION, nullable=True),
            Text("organisation__name", "The name of the organisation", folded="organisation__name_key"),
        )
    else:
        who = (
            references.entity("person", person, entity_type=EntityType.PERSON),
            Text("person__name", "The name of the person", folded="person__name_key"),
        )
    families = (
        *who,
        Text("title", "The phrase as printed"),
        Choice("tense", TENSES, "Whether it holds at the time of the article that says so."),
        references.article("Id of the article that says so.", "text__article"),
        Number("confidence", "How sure the reading is, between 0 and 1.", of="probabilities"),
        Moment("stated_at", "Publication date of the article that says so.", sentinel=True),
        Moment("began_at", "When it began.", nullable=True),
        Moment("ended_at", "When it ended.", nullable=True),
        *others,
    )
    every = ("organisation",) if member == "person" else ("person",)
    return Rows("affiliation", f"role {of}", rows, families, every)


def spoken(column: str, seen_from: str, *families: Family, every: tuple[str, ...] = ()) -> Rows:
    """``quotation__...``: live quotations whose column leads to the row."""

    def rows() -> QuerySet[Quotation]:
        return Quotation.objects.live().readable().filter(**{column: OuterRef(seen_from)})

    common = (
        Choice("kind", QUOTATION_KINDS, "How the words are reproduced."),
        Choice("attitude", ATTITUDES, "How the speaker stands to the content."),
        Choice("channel", CHANNELS, "How the words reached the reporter.", nullable=True),
        Text("text", "The words", "words", exactly=False),
        Text("speaker_role", "The role given to the speaker there", nullable=True),
        references.entity("addressee", "Id of the person or organisation that is spoken to.", nullable=True),
        about(),
        Number("confidence", "How sure the reading is, between 0 and 1.", of="probabilities"),
        Moment("said_at", "The time of speaking.", nullable=True),
    )
    return Rows("quotation", "quotation of it", rows, (*families, *common), every)


def speaker_type() -> Family:
    """What kind of speaker a quotation has."""
    text = "Whether a person, an organisation or somebody unnamed speaks."
    return Choice("speaker_type", SPEAKER_TYPES, text, nullable=True)


def speaker() -> tuple[Family, ...]:
    """Who speaks, of quotations that are seen from elsewhere."""
    return (
        references.entity("speaker", "Id of the person or organisation that speaks.", nullable=True),
        Text("speaker__name", "Name of the speaker", folded="speaker__name_key"),
        speaker_type(),
    )


def printed() -> tuple[Family, ...]:
    """Where it is printed, of quotations that are seen from elsewhere."""
    return (
        references.article("Id of the article that prints it."),
        references.publisher(),
        Moment("published_at", "Publication date of the article.", sentinel=True),
    )


def named() -> Rows:
    """``mention__...``: where a person or organisation is mentioned, in newest revisions."""

    def rows() -> QuerySet[Mention]:
        standing = Q(text__article__current_text=F("text"), text__article__removed_at__isnull=True)
        return Mention.objects.live().filter(standing, entity=OuterRef("pk"))

    families = (
        references.article("Id of the article that holds it.", "text__article"),
        references.publisher("text__article__publisher"),
        Choice("kind", MENTION_KINDS, "By name, by description, or by pronoun."),
        Moment("published_at", "Publication date of the article.", "text__article__published_at", sentinel=True),
    )
    return Rows("mention", "mention of it", rows, families, ("article",))


def inside(**who: Any) -> Q:
    """Somebody is mentioned inside the words of a quotation."""
    hits = Mention.objects.live().filter(
        text=OuterRef("text"), start__gte=OuterRef("start"), end__lte=OuterRef("end"), **who
    )
    return Q(Exists(hits))


def about() -> Family:
    """``mentions``: who is mentioned inside a quotation."""
    return references.entities(
        "mentions",
        "Id of a person or organisation that the words are about.",
        lambda keys: inside(entity__in=keys),
        anyone=inside(),
        what="mention in the words",
    )


def about_named() -> Family:
    """``mentions__name``: the name of who is mentioned inside a quotation, by whatever words."""

    def called(lookup: str, text: str) -> Q:
        key = name_key(text)
        # Nothing but accents: no name contains it.
        return inside(**{f"entity__name_key__{lookup.removeprefix('i')}": key}) if key else Q(pk__in=[])

    def found() -> Filters:
        name = "Name of a person or organisation that the words are about"
        filters = exact(
            "mentions__name",
            name_key,
            lambda keys: inside(entity__name_key__in=keys),
            f"{name}, {ANY_CASE}.",
            STRING,
        )
        for lookup, words in PARTS.items():
            text = f"{name} {words} this, {ANY_CASE}."
            filters[f"mentions__name__{lookup}"] = one(values.any_text, partial(called, lookup), text, STRING)
        return filters

    return Only(found)


def mentioned(name: str, text: str, condition: Condition | None = None) -> Family:
    """Who is mentioned in the newest revision of an article; ``text`` is the column that leads to that.

    ``condition`` says the same in the way that serves the database best, where there is one.
    """

    def there(**who: Any) -> Q:
        return Q(Exists(Mention.objects.live().filter(text=OuterRef(text), **who)))

    def one_of(keys: list[int]) -> Q:
        return there(entity__in=keys)

    return references.entities(
        name,
        "Id of a person or organisation that the article mentions.",
        condition or one_of,
        each=one_of,
        anyone=there(),
        what="mention in the article",
    )


def authors(name: str, article: str) -> Family:
    """Who stands in the byline of an article; ``article`` is the column that leads to it."""

    def by(*conditions: Q) -> Q:
        return Q(Exists(Author.objects.filter(*conditions, article=OuterRef(article))))

    def found() -> Filters:
        names = exact(
            name, values.any_text, lambda given: by(Q(name__in=given)), "Name of an author, as in the byline.", STRING
        )
        part = one(
            values.any_text,
            lambda text: by(holds("name", "icontains", text)),
            "Name of an author contains this, whatever the case.",
            STRING,
        )
        return names | every(name, names[name]) | {f"{name}__icontains": part} | absence(name, by(), "author")

    return Only(found)


def repeats() -> Family:
    """Whether a quotation prints again what was printed before."""
    same = Quotation.objects.live().readable().filter(utterance=OuterRef("utterance"))
    dated = same.filter(published_at__gt=UNKNOWN_TIME)
    before = same.filter(
        Q(published_at=OuterRef("published_at"), pk__lt=OuterRef("pk"))
        | Q(published_at__gt=UNKNOWN_TIME, published_at__lt=OuterRef("published_at"))
    )
    # Where the date is unknown, any that is dated counts as the earlier one.
    again = Q(utterance__isnull=False) & (Q(Exists(before)) | Q(published_at=UNKNOWN_TIME) & Q(Exists(dated)))
    return Flag(
        "is_repeat",
        "Whether an earlier article prints the same words of the same speaker; false keeps the first printing of each.",
        lambda wanted: again if wanted else ~again,
    )
