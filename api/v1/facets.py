"""What each collection can be counted by. The names are those of the filters that take the keys; dates add a period."""

from __future__ import annotations

from django.db.models import F, Q

from api.v1 import listings
from api.v1.facet import Facet, Facets
from corpus.models import Article, CopyKind, Entity, Utterance
from corpus.models.choices import ATTITUDES, CHANNELS, LIVE, QUOTATION_KINDS, SPEAKER_TYPES, TENSES, Status
from corpus.models.facets import Answers, Column, Marks, Periods, Records, Words
from corpus.models.periods import Unit
from corpus.models.quoted import Quoted
from corpus.models.utterance import DISPUTED

PUBLICATION = "published_at"


def words(name: str, path: str = "", labels: list[tuple[str, str]] | None = None, among: Q | None = None) -> Facet:
    """By the words in a column."""
    return Facet(name, Words(path or name, among, labels or ()))


def entity(name: str, path: str = "", among: Q | None = None) -> Facet:
    """By a person or an organisation."""
    return Facet(name, Records(path or name, among, table=Entity.objects.all))


def covered(facet: Facet, coverage: Column) -> Facet:
    """The facet with what of articles its shares are taken from."""
    return Facet(facet.filter, facet.dimension, coverage)


def periods(name: str, *, publication: bool = False) -> dict[str, Facet]:
    """By the day, week, month and year of a time; of publication, as shares of what was published then."""
    return {
        f"{name.removesuffix('_at')}_{unit}": Facet(
            name, Periods(name, unit), Periods(PUBLICATION, unit) if publication else None
        )
        for unit in Unit
    }


def article(path: str) -> Facet:
    """By article."""
    return Facet("article", Records(path, table=Article.objects.all, label="headline"))


def live(relation: str, **more: object) -> Q:
    """Related rows that are neither rejected nor withdrawn."""
    return Q(**{f"{relation}__status__in": LIVE}, **{f"{relation}__{name}": value for name, value in more.items()})


def held(relation: str, **more: object) -> Q:
    """Live roles that no taken-down article states."""
    return live(relation, text__article__removed_at__isnull=True, **more)


PUBLISHER = Records("publisher", table=Entity.objects.all)

ARTICLES = Facets(
    listings.ARTICLES,
    {
        "publisher": covered(entity("publisher"), PUBLISHER),
        "language": covered(words("language"), Words("language")),
        "section": covered(words("section"), Words("section")),
        "licence": words("licence"),
        "author": words("author", "authors__name", among=Q(authors__isnull=False)),
        "mentions": entity("mentions", "current_text__mentions__entity", live("current_text__mentions")),
        "quotes": entity("quotes", "quotations__speaker", live("quotations", speaker__isnull=False)),
        "extractor": words("extractor"),
        "is_copy": Facet("is_copy", Answers(Q(copy_of__isnull=False))),
        "copy_of": Facet("copy_of", Records("copy_of", table=Article.objects.all, label="headline")),
        "copy_kind": words("copy_kind", labels=CopyKind.choices),
        "corrected": Facet("corrected", Answers(~Q(correction=""))),
        **periods("published_at", publication=True),
        **periods("modified_at"),
        **periods("created_at"),
        **periods("updated_at"),
    },
)
QUOTATIONS = Facets(
    listings.QUOTATIONS,
    {
        "speaker": entity("speaker"),
        "speaker_type": words("speaker_type", labels=SPEAKER_TYPES),
        "speaker_role": words("speaker_role"),
        "speaker_text": words("speaker_text"),
        "addressee": entity("addressee"),
        "addressee_text": words("addressee_text"),
        "mentions": entity(
            "mentions",
            "text__mentions__entity",
            live("text__mentions", start__gte=F("start"), end__lte=F("end")),
        ),
        "affiliation__organisation": entity(
            "affiliation__organisation",
            "speaker__affiliations__organisation",
            held("speaker__affiliations", organisation__isnull=False),
        ),
        "article": article("article"),
        "publisher": covered(entity("publisher", "article__publisher"), PUBLISHER),
        "article__language": covered(words("article__language"), Words("language")),
        "article__section": covered(words("article__section"), Words("section")),
        "article__is_copy": Facet("article__is_copy", Answers(Q(article__copy_of__isnull=False))),
        "kind": words("kind", labels=QUOTATION_KINDS),
        "attitude": words("attitude", labels=ATTITUDES),
        "status": words("status", labels=Status.choices),
        "channel": words("channel", labels=CHANNELS),
        "cue": words("cue"),
        "utterance": Facet("utterance", Records("utterance", table=Utterance.objects.all, label="text")),
        "extractor": words("extractor"),
        **periods("published_at", publication=True),
        **periods("said_at"),
        **periods("created_at"),
        **periods("updated_at"),
    },
    {
        "speaker": Quoted.by_speaker,
        "published_month": Quoted.by_month,
        "published_year": Quoted.by_year,
    },
)
PEOPLE = Facets(
    listings.PEOPLE,
    {
        "affiliation__organisation": entity(
            "affiliation__organisation",
            "affiliations__organisation",
            held("affiliations", organisation__isnull=False),
        ),
        **periods("created_at"),
        **periods("updated_at"),
    },
)
ORGANISATIONS = Facets(
    listings.ORGANISATIONS,
    {
        "is_publisher": Facet("is_publisher", Answers(Q(is_publisher=True))),
        "affiliation__person": entity("affiliation__person", "members__person", held("members")),
        **periods("created_at"),
        **periods("updated_at"),
    },
)
AFFILIATIONS = Facets(
    listings.AFFILIATIONS,
    {
        "person": entity("person"),
        "organisation": entity("organisation"),
        "title": words("title"),
        "tense": words("tense", labels=TENSES),
        "article": article("text__article"),
        "publisher": entity("publisher", "text__article__publisher"),
        "status": words("status", labels=Status.choices),
        **periods("stated_at", publication=True),
        **periods("began_at"),
        **periods("ended_at"),
        **periods("created_at"),
        **periods("updated_at"),
    },
)
UTTERANCES = Facets(
    listings.UTTERANCES,
    {
        "speaker": entity("speaker"),
        "publisher": covered(
            entity(
                "publisher",
                "quotations__article__publisher",
                live("quotations", article__removed_at__isnull=True, article__publisher__isnull=False),
            ),
            PUBLISHER,
        ),
        "disputed": Facet("disputed", Marks(DISPUTED)),
        **periods("first_at", publication=True),
        **periods("last_at", publication=True),
    },
)
