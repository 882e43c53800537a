"""Synthetic articles: endless, invented, and the same for the same seed.

Each article depends on the seed and its number alone, so any part of the corpus can be made without the rest. What was
"read" from it is noted while it is written: every span holds by construction, and no extraction is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from corpus.records import (
    AffiliationRecord,
    ArticleRecord,
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
    RawRecord,
    Span,
    SpeakerRecord,
    SpeakerType,
)
from tests.bench import vocabulary

EXTRACTOR = "synthetic-1"
FIRST_DAY = datetime(2019, 1, 1, tzinfo=UTC)
SECONDS = 6 * 365 * 24 * 3600
OUTLETS, PEOPLE, BODIES = 24, 60_000, 12_000
ROLES = ("head", "spokesperson", "director", "treasurer", "deputy chair")
CHANNELS = (Channel.INTERVIEW, Channel.EMAIL, Channel.STATEMENT)


class Synthetic(NamedTuple):
    """One article as it enters the store: raw document, clean article, and what was read from it."""

    raw: RawRecord
    article: ArticleRecord
    extraction: ExtractionRecord


class Part(NamedTuple):
    """Where something that was written stands."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Writer:
    """A body in the making, and the mentions in it by the entity's key."""

    text: str = ""
    mentions: dict[str, list[MentionRecord]] = field(default_factory=dict)

    def add(self, text: str) -> Part:
        """Write on."""
        start = len(self.text)
        self.text += text
        return Part(text, start, len(self.text))

    def mention(self, key: str, text: str, kind: MentionKind = MentionKind.NAME) -> Part:
        """Write a name and note whom it stands for."""
        part = self.add(text)
        self.mentions.setdefault(key, []).append(MentionRecord(part.start, part.end, kind))
        return part


def articles(count: int, *, seed: int = 1, first: int = 0) -> Iterator[Synthetic]:
    """``count`` articles from number ``first`` on, one at a time."""
    for number in range(first, first + count):
        yield article(number, seed=seed)


def all_names() -> Iterator[tuple[EntityType, str]]:
    """Everybody whom an article may name, and all that publish."""
    yield from ((EntityType.PERSON, vocabulary.person(rank)) for rank in range(PEOPLE))
    yield from ((EntityType.ORGANISATION, vocabulary.organisation(rank)) for rank in range(BODIES))
    yield from ((EntityType.ORGANISATION, vocabulary.outlet(rank)) for rank in range(OUTLETS))


def article(number: int, *, seed: int = 1, first_rank: int = 0) -> Synthetic:
    """The article of that number: about 450 words, 5 quotations, 12 mentions of 5 people and organisations.

    People and organisations have ranks from ``first_rank`` on: one beyond all others makes an article of strangers.
    """
    random = Random(f"{seed}:{number}")
    people = [vocabulary.person(first_rank + rank) for rank in _ranks(random, 3, PEOPLE)]
    bodies = [vocabulary.organisation(first_rank + rank) for rank in _ranks(random, 2, BODIES)]
    names = {f"p{i}": name for i, name in enumerate(people)} | {f"o{i}": name for i, name in enumerate(bodies)}
    writer = Writer()
    quotations, affiliation = _write(writer, names, random)
    published = FIRST_DAY + timedelta(seconds=random.randrange(SECONDS))
    author = vocabulary.person(PEOPLE + 10_000 + random.randrange(400))
    record = ArticleRecord(
        source_key=f"bench-{seed}-{number:09}",
        headline=f"{people[0]} and the {vocabulary.words(random, 6)}",
        body=writer.text,
        publisher=vocabulary.outlet(vocabulary.zipf(random, OUTLETS)),
        authors=(author,),
        byline=f"By {author}",
        published=Moment(published, Precision.SECOND, "+00:00"),
        language="en",
        section=random.choice(("News", "Business", "Politics")),
        source_url=f"https://bench.example/{seed}/{number}",
    )
    entities = [
        EntityRecord(
            key=key,
            type=EntityType.PERSON if key[0] == "p" else EntityType.ORGANISATION,
            name=name,
            aliases=(name.split()[-1],) if key in ("p0", "p2") else (),
            mentions=tuple(writer.mentions[key]),
        )
        for key, name in names.items()
    ]
    extraction = ExtractionRecord(
        extractor=EXTRACTOR,
        people=tuple(entities[:3]),
        organisations=tuple(entities[3:]),
        affiliations=(affiliation,),
        quotations=tuple(quotations),
        language="en",
    )
    return Synthetic(_raw(record), record, extraction)


def _ranks(random: Random, count: int, size: int) -> list[int]:
    """Distinct ranks, the first ones drawn most often."""
    ranks: dict[int, None] = {}
    while len(ranks) < count:
        ranks[vocabulary.zipf(random, size)] = None
    return list(ranks)


def _raw(record: ArticleRecord) -> RawRecord:
    fields = {"key": record.source_key, "headline": record.headline, "body": record.body, "publisher": record.publisher}
    return RawRecord(
        source=f"bench:{record.source_key}",
        content=json.dumps(fields, ensure_ascii=False).encode(),
        media_type="application/json",
        key=record.source_key,
    )


def _write(writer: Writer, names: dict[str, str], random: Random) -> tuple[list[QuotationRecord], AffiliationRecord]:
    """Ten paragraphs; gives the quotations and the one affiliation in them."""
    family = {key: name.split()[-1] for key, name in names.items()}

    def filler(low: int, high: int) -> str:
        return vocabulary.words(random, random.randint(low, high))

    def quotation(spans: Part, quoted: Part | None, kind: QuotationKind, speaker: Part, key: str, cue: Part) -> None:
        others = [other for other in names if other != key]
        sure = Confidence(span=0.98, speaker=round(random.uniform(0.7, 1), 3), kind=0.99)
        found.append(
            QuotationRecord(
                spans=(Span(spans.start, spans.end),),
                quoted=(Span(quoted.start, quoted.end),) if quoted else (),
                kind=kind,
                confidence=sure,
                speaker=SpeakerRecord(
                    text=speaker.text,
                    start=speaker.start,
                    end=speaker.end,
                    type=SpeakerType.PERSON if key[0] == "p" else SpeakerType.ORGANISATION,
                    name=names[key],
                    entity=key,
                ),
                cue=CueRecord(*cue),
                channel=random.choice(CHANNELS) if random.random() < 0.2 else None,
                candidates=(CandidateRecord(key, sure.speaker), CandidateRecord(random.choice(others), 0.05)),
            )
        )

    found: list[QuotationRecord] = []
    writer.mention("p0", names["p0"])
    writer.add(" of ")
    writer.mention("o0", names["o0"])
    writer.add(f" spoke of {filler(38, 46)}.\n\nIt was the {filler(8, 12)}. “")
    words = writer.add(f"We {filler(18, 26)}")
    writer.add(",” ")
    cue = writer.add("said")
    writer.add(" ")
    quotation(words, words, QuotationKind.DIRECT, writer.mention("p0", family["p0"]), "p0", cue)
    writer.add(f".\n\nThen the {filler(14, 20)} of ")
    writer.mention("o1", names["o1"])
    writer.add(f" met {filler(14, 20)} with ")
    writer.mention("p1", names["p1"])
    writer.add(".\n\n")
    speaker = writer.mention("p1", names["p1"])
    writer.add(", ")
    title = writer.add(f"{random.choice(ROLES)} of ")
    body = writer.mention("o1", names["o1"])
    writer.add(", ")
    cue = writer.add("said")
    writer.add(": “")
    words = writer.add(f"They {filler(28, 36)}.")
    quotation(words, words, QuotationKind.DIRECT, speaker, "p1", cue)
    writer.add("”\n\n“")
    words = writer.add(f"Nobody {filler(28, 36)}")
    writer.add(",” ")
    speaker = writer.mention("p1", random.choice(("he", "she")), MentionKind.PRONOUN)
    writer.add(" ")
    quotation(words, words, QuotationKind.DIRECT, speaker, "p1", writer.add("added"))
    writer.add(f".\n\nThe {filler(18, 24)} and ")
    writer.mention("p2", names["p2"])
    writer.add(f" saw {filler(14, 20)}.\n\n")
    speaker = writer.mention("p2", family["p2"])
    writer.add(" ")
    cue = writer.add("said")
    writer.add(" ")
    start = writer.add(f"the {filler(8, 12)} was “").start
    words = writer.add(filler(4, 8))
    end = writer.add("”").end
    quotation(Part("", start, end), words, QuotationKind.MIXED, speaker, "p2", cue)
    writer.add(f", {filler(14, 20)}.\n\n")
    speaker = writer.mention("o0", names["o0"])
    writer.add(" ")
    cue = writer.add("announced")
    writer.add(" that ")
    quotation(writer.add(f"the {filler(26, 34)}"), None, QuotationKind.INDIRECT, speaker, "o0", cue)
    writer.add(f".\n\nEarlier {filler(20, 26)} and ")
    writer.mention("p0", family["p0"])
    writer.add(f" left {filler(24, 30)}.\n\nThe {filler(64, 76)}.")
    printed = writer.text[title.start : body.end]
    return found, AffiliationRecord(person="p1", title=printed, start=title.start, end=body.end, organisation="o1")
