"""The contract between the stages: frozen dataclasses and enums, standard library only.

    bytes -> RawRecord -> (corpus.ingest) -> ArticleRecord -> (corpus.extraction) -> ExtractionRecord

Every offset counts Unicode code points in ``ArticleRecord.body``; spans are half open, ``[start, end)``.
The body does not hold the headline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

# --- words ------------------------------------------------------------------------------------


class Precision(StrEnum):
    """How exactly a point in time is known."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"  # the value is midnight UTC of its Monday
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class MentionKind(StrEnum):
    """How a text refers to somebody: "Ash Carter", "the defence secretary", "he"."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class QuotationKind(StrEnum):
    """Direct: all verbatim. Mixed: a clause with verbatim runs inside it. Indirect: no verbatim run."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Attitude(StrEnum):
    """How the speaker stands to the content, read from the cue."""

    SAID = "said"
    ASKED = "asked"
    BELIEVES = "believes"
    WANTS = "wants"
    PROMISES = "promises"
    DENIES = "denies"
    REFUSES = "refuses"  # will not do it, or say it: "declined to comment", "would not say whether"
    FEELS = "feels"


class Channel(StrEnum):
    """By which way the words reached the reporter, where the text says so."""

    EMAIL = "email"
    INTERVIEW = "interview"
    PHONE = "phone"
    PRESS_CONFERENCE = "press_conference"
    TESTIMONY = "testimony"
    STATEMENT = "statement"
    REPORT = "report"
    LETTER = "letter"
    COURT_FILING = "court_filing"
    SOCIAL_POST = "social_post"
    BROADCAST = "broadcast"


class EntityType(StrEnum):
    """The two types of named entity that the corpus keeps."""

    PERSON = "person"
    ORGANISATION = "organisation"


class SpeakerType(StrEnum):
    """Who speaks. ``unnamed`` is kept as printed ("a senior official") and is no entity."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"


class Tense(StrEnum):
    """Whether an affiliation holds at the time of the article."""

    CURRENT = "current"
    FORMER = "former"
    FUTURE = "future"


class RemovalReason(StrEnum):
    """Why a passage of the raw document is no part of the story."""

    NEWSLETTER = "newsletter"
    FOLLOW_US = "follow_us"
    NOW_WATCH = "now_watch"
    READ_MORE = "read_more"
    SHARE = "share"
    ADVERTISEMENT = "advertisement"
    COPYRIGHT = "copyright"
    CREDIT = "credit"
    SITE = "site"


# --- pieces -----------------------------------------------------------------------------------


class Span(NamedTuple):
    """Half-open range of code points of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as exactly as it is known, in UTC.

    A date without a time keeps its calendar day: midnight UTC of that day, precision ``day``.
    A time without a zone is taken as UTC and has an empty ``zone``.
    """

    value: datetime
    precision: Precision
    zone: str = ""  # UTC offset as given: "+02:00"; "" where the source names none

    def __post_init__(self) -> None:
        if self.value.tzinfo is None or self.value.utcoffset() != UTC.utcoffset(None):
            raise ValueError("a Moment is kept in UTC")


# --- ingest -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One document as it came, before anything was read from it."""

    source: str  # where it came from, for people: "news/a.txt", "feed.jsonl:12" (line 12), "-:3"
    content: bytes
    media_type: str  # text/plain, text/html, application/json, text/csv, application/xml, application/warc
    key: str = ""  # the client's own key, "" where it gave none
    publisher: str = ""  # declared beside the document, wins over what the document says
    published: str = ""  # declared date, as written by the client
    path: str = ""  # path of the file, relative to the folder that was named; "" where there is none


@dataclass(frozen=True, slots=True)
class RemovedPassage:
    """A passage that was cut from the text as no part of the story."""

    text: str
    reason: RemovalReason
    offset: int  # where it stood: the offset in the clean body at which it was cut out


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One published piece, cleaned: what extraction reads and the store keeps."""

    source_key: str
    headline: str
    body: str  # paragraphs separated by one empty line; NFC; no head, no tail, no wrapped lines
    publisher: str = ""
    authors: tuple[str, ...] = ()
    byline: str = ""  # as printed: "By Ana Kerr and Tom Lind in Port Ellis"
    dateline: str = ""  # as printed: "PORT ELLIS, June 3 (Reuters)"
    published: Moment | None = None
    modified: Moment | None = None
    language: str = ""  # BCP 47, "" where unknown
    section: str = ""
    licence: str = ""
    source_url: str = ""  # canonical
    correction: str = ""  # the correction note as printed, "" where there is none
    removed: tuple[RemovedPassage, ...] = ()


# --- extraction -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """A span that refers to an entity."""

    start: int
    end: int
    kind: MentionKind
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A person or an organisation of one document. ``key`` is unique in the document ("p0", "o3")."""

    key: str
    type: EntityType
    name: str  # the fullest form printed in the document
    aliases: tuple[str, ...] = ()  # other names printed: acronym, short form
    mentions: tuple[MentionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class AffiliationRecord:
    """A role of a person, as the document states it."""

    person: str  # key of the person
    title: str  # the whole phrase as printed: "former US ambassador to Syria"
    start: int  # span of the phrase
    end: int
    organisation: str = ""  # key of the organisation, "" where none is named
    tense: Tense = Tense.CURRENT
    began: Moment | None = None
    ended: Moment | None = None


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """Who speaks: the printed words with their span, and whom they stand for."""

    text: str  # as printed: "he", "Hof", "a senior official"
    start: int
    end: int
    type: SpeakerType
    name: str  # resolved: "Fred Hof"; for an unnamed speaker as printed
    entity: str = ""  # key of the entity, "" for an unnamed speaker


@dataclass(frozen=True, slots=True)
class CueRecord:
    """The words that announce the quotation: "said", "according to"."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AddresseeRecord:
    """To whom the words were said: "the Senate Armed Services Committee"."""

    text: str
    start: int
    end: int
    name: str
    entity: str = ""


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """Somebody who may have spoken the words, with a score between 0 and 1."""

    entity: str
    score: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the extractor is, each between 0 and 1."""

    span: float
    speaker: float
    kind: float

    @property
    def overall(self) -> float:
        """All three right, taken as independent."""
        return round(self.span * self.speaker * self.kind, 4)


@dataclass(frozen=True, slots=True)
class QuotationRecord:
    """Attributed content. ``spans`` holds the content, ``quoted`` the verbatim runs inside it.

    Neither holds the marks around it. Spans stand in the order of the text and do not overlap.
    """

    spans: tuple[Span, ...]
    quoted: tuple[Span, ...]
    kind: QuotationKind
    confidence: Confidence
    attitude: Attitude = Attitude.SAID
    speaker: SpeakerRecord | None = None
    speaker_role: str = ""  # the role given with the words, or the latest given before them
    cue: CueRecord | None = None
    addressee: AddresseeRecord | None = None
    channel: Channel | None = None
    said: Moment | None = None  # the time of speaking, where it is stated
    candidates: tuple[CandidateRecord, ...] = ()

    @property
    def start(self) -> int:
        """Where the first span starts."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the last span ends."""
        return self.spans[-1].end

    def text(self, body: str) -> str:
        """The quotation's words: what stands in its spans, joined by a space."""
        return " ".join(span.of(body) for span in self.spans)


@dataclass(frozen=True, slots=True)
class ExtractionRecord:
    """All that was read from one document, and by what."""

    extractor: str  # name and version: "reader-2.4", "rules-4"
    people: tuple[EntityRecord, ...] = ()
    organisations: tuple[EntityRecord, ...] = ()
    affiliations: tuple[AffiliationRecord, ...] = ()
    quotations: tuple[QuotationRecord, ...] = ()
    language: str = ""  # the article's own, else the one that its words are in; "" where they do not say so for sure


# --- results ----------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What became of one document."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Failure:
    """A document or file that could not be read or stored, and why."""

    source: str
    reason: str


@dataclass(slots=True)
class Tally:
    """Counts of a run, one a document, and its failures."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    failures: list[Failure] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        self.counts[outcome] += 1

    def fail(self, source: str, reason: str) -> None:
        """Count one failure and keep its reason."""
        self.counts[Outcome.FAILED] += 1
        self.failures.append(Failure(source, reason))
