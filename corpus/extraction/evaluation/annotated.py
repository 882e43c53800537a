"""Whole articles annotated by strings, one JSON file each: quotations with resolved speakers, people, organisations.

The layout is that of ``fixtures/gold`` with the text inside (``language``, ``headline``, ``published``, ``body``,
``people``, ``organisations``, ``quotations``). Spans are compared by 0.8 of their words, marks at the edges aside. A
speaker is right where the resolved name is the gold one; of somebody without a name, where one of the two printed
phrases holds the other, articles aside; of nobody, where nobody is given. People and organisations are compared by
name, each once an article.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.folding import folded_words
from corpus.records import ArticleRecord, ExtractionRecord, Moment, Precision, QuotationKind, Span, SpeakerType

from .brat import GoldError
from .figures import Score, percent, table
from .units import Unit, matches, words_of

Predict = Callable[[ArticleRecord], ExtractionRecord]
OnProgress = Callable[[int, int], None]
RELAXED = 0.8
ALL = "all"
PEOPLE, ORGANISATIONS = "people", "organisations"
COLUMNS = ("P", "R", "F1", "speaker", "E2E F1", "gold", "predicted")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of the gold or of a reader, as far as it is compared."""

    unit: Unit
    kind: str
    type: str
    speaker: str  # resolved, "" for nobody


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """A text with all that is to be read from it."""

    record: ArticleRecord
    quotations: tuple[Quoted, ...]
    people: frozenset[str]
    organisations: frozenset[str]


@dataclass(slots=True)
class ArticleReport:
    """Counts over all articles, by kind of quotation and in all; ``errors`` shows what went wrong, in words."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[str] = field(default_factory=list)

    def spans(self, kind: str = ALL) -> Score:
        """Quotations found. Precision counts what the reader calls so, recall what the gold does."""
        return self._score(kind, "found", "given")

    def end_to_end(self, kind: str = ALL) -> Score:
        """Quotations found, with the right speaker."""
        return self._score(kind, "right", "given right")

    def names(self, group: str) -> Score:
        """People or organisations."""
        counts = self.counts[group]
        return Score(counts["right"], counts["predicted"], counts["gold"])

    def speaker(self, kind: str = ALL) -> float:
        """Percentage of the quotations found whose speaker is right."""
        return round(percent(self.counts[kind]["right"], self.counts[kind]["found"]), 1)

    def _score(self, kind: str, gold_side: str, predicted_side: str) -> Score:
        counts = self.counts[kind]
        # a pair may join two kinds, so each side counts its own
        precision = counts[predicted_side] / counts["predicted"] if counts["predicted"] else 0.0
        return Sided(counts[gold_side], counts["predicted"], counts["gold"], precision)

    def as_dict(self) -> dict[str, Any]:
        """All figures, for JSON."""
        kinds = (ALL, *(kind.value for kind in QuotationKind))
        quotations = {
            kind: self.spans(kind).as_dict()
            | {"speaker": self.speaker(kind), "e2e": self.end_to_end(kind).as_dict()["f1"]}
            for kind in kinds
        }
        return {"quotations": quotations} | {group: self.names(group).as_dict() for group in (PEOPLE, ORGANISATIONS)}

    def table(self, errors: int = 0) -> str:
        """The figures as text for people, and up to ``errors`` mistakes."""
        figures = self.as_dict()
        rows: list[tuple[object, ...]] = []
        for kind, one in figures["quotations"].items():
            shares = (one["precision"], one["recall"], one["f1"], one["speaker"], one["e2e"])
            rows.append((kind, *shares, one["gold"], one["predicted"]))
        for group in (PEOPLE, ORGANISATIONS):
            one = figures[group]
            rows.append((group, one["precision"], one["recall"], one["f1"], None, None, one["gold"], one["predicted"]))
        return "\n".join([table("ARTICLES", ("", *COLUMNS), rows), *self.errors[:errors]])


@dataclass(frozen=True, slots=True)
class Sided(Score):
    """A score whose precision is counted on the predicted side by itself."""

    own_precision: float = 0.0

    @property
    def precision(self) -> float:
        """Share of the predicted units that are right, 0 to 1."""
        return self.own_precision


def read_annotated(folder: Path) -> Iterator[AnnotatedArticle]:
    """The annotated articles of ``folder`` and the folders in it, by path; GoldError where a file is not one.

    FileNotFoundError where there is none.
    """
    paths = sorted(folder.rglob("*.json"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no .json file")
    for path in paths:
        try:
            yield _article(path.stem, json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, LookupError, TypeError) as error:
            raise GoldError(f"{path.name}: {type(error).__name__}: {error}") from error


def _article(name: str, data: Mapping[str, Any]) -> AnnotatedArticle:
    body: str = data["body"]
    day = datetime.fromisoformat(data["published"]).replace(tzinfo=UTC)
    published = Moment(day, Precision.DAY)
    record = ArticleRecord(name, data["headline"], body, language=data["language"], published=published)
    at, quotations = 0, []
    for number, one in enumerate(data["quotations"]):
        spans = []
        for text in one["spans_text"]:
            start = body.index(text, at)
            at = start + len(text)
            spans.append(Span(start, at))
        quotations.append(_quoted(body, spans, number, one["kind"], one["speaker_type"], one["speaker"]))
    return AnnotatedArticle(record, tuple(quotations), _keys(data["people"]), _keys(data["organisations"]))


def _quoted(body: str, spans: list[Span], number: int, kind: str, type_: str | None, speaker: str | None) -> Quoted:
    words = frozenset[int]().union(*(words_of(body, span) for span in spans))
    unit = Unit(Span(spans[0].start, spans[-1].end), speaker or "", words, number)
    return Quoted(unit, kind, type_ or "", speaker or "")


def evaluate_articles(folder: Path | str, predict: Predict, on_progress: OnProgress | None = None) -> ArticleReport:
    """Compare ``predict`` with the annotated articles of a folder; errors as `read_annotated`.

    ``on_progress`` is told how many articles are done of how many.
    """
    articles = list(read_annotated(Path(folder)))
    report = ArticleReport()
    for done, article in enumerate(articles, 1):
        _count(report, article, predict(article.record))
        if on_progress is not None:
            on_progress(done, len(articles))
    return report


def _count(report: ArticleReport, article: AnnotatedArticle, record: ExtractionRecord) -> None:
    body, name = article.record.body, article.record.source_key
    given = []
    for number, one in enumerate(record.quotations):
        type_, speaker = (one.speaker.type.value, one.speaker.name) if one.speaker else (None, None)
        given.append(_quoted(body, list(one.spans), number, one.kind.value, type_, speaker))
    gold = article.quotations
    for quoted in gold:
        for kind in (ALL, quoted.kind):
            report.counts[kind]["gold"] += 1
    for quoted in given:
        for kind in (ALL, quoted.kind):
            report.counts[kind]["predicted"] += 1
    pairs = matches([one.unit for one in gold], [one.unit for one in given], RELAXED)
    for wanted, found in pairs:
        right = same_speaker(gold[wanted], given[found])
        for kind in (ALL, gold[wanted].kind):
            report.counts[kind].update({"found": 1, "right": right})
        for kind in (ALL, given[found].kind):
            report.counts[kind].update({"given": 1, "given right": right})
        if not right:
            words = gold[wanted].unit.span.of(body)
            report.errors.append(f"{name}: speaker {given[found].speaker!r} for {gold[wanted].speaker!r}: {words}")
    missed = set(range(len(gold))) - {wanted for wanted, _ in pairs}
    extra = set(range(len(given))) - {found for _, found in pairs}
    report.errors += [f"{name}: missed {gold[at].kind}: {gold[at].unit.span.of(body)}" for at in sorted(missed)]
    report.errors += [f"{name}: no quotation: {given[at].unit.span.of(body)}" for at in sorted(extra)]
    for group, wanted_names, entities in (
        (PEOPLE, article.people, record.people),
        (ORGANISATIONS, article.organisations, record.organisations),
    ):
        names = _keys([entity.name for entity in entities])
        report.counts[group].update(
            {"gold": len(wanted_names), "predicted": len(names), "right": len(wanted_names & names)}
        )
        for verb, some in (("missed", wanted_names - names), ("too much", names - wanted_names)):
            report.errors += [f"{name}: {group} {verb}: {one}" for one in sorted(some)]


ARTICLES = re.compile(
    r"^(?:(?:the|der|die|das|dem|den|des|ein|eine|le|la|les|un|une|el|los|las|una)\s|l['’])", re.IGNORECASE
)


def same_speaker(gold: Quoted, given: Quoted) -> bool:
    """Whether a reader names the speaker of the gold."""
    if not gold.speaker or not given.speaker:
        return gold.speaker == given.speaker
    one, other = _key(gold.speaker), _key(given.speaker)
    if gold.type == SpeakerType.UNNAMED:
        return given.type != SpeakerType.PERSON and (one in other or other in one)
    return one == other


def _keys(names: list[str]) -> frozenset[str]:
    return frozenset(map(_key, names))


def _key(name: str) -> str:
    """A name without its article, capitals and accents."""
    return " ".join(folded_words(ARTICLES.sub("", name.strip())))
