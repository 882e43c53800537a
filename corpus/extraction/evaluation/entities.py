"""People and organisations against gold in the ELEVANT benchmark format, a JSON object a line.

Each object has ``id``, ``text``, ``evaluation_span`` (only what lies inside counts) and ``labels`` with ``span``,
``entity_id`` (a Wikidata id or ``<NIL>``), ``type`` (Wikidata classes joined by "|") and ``coref``. Names are compared
exactly and by overlap; pronouns and nominals by whether their predicted entity also holds a name of the same id;
identity by B-cubed over all documents. Labels of other types are neither asked for nor punished.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.identity.bodies import body_key
from corpus.identity.personal import parse
from corpus.records import ArticleRecord, EntityRecord, EntityType, ExtractionRecord, MentionKind, Span

from .brat import GoldError
from .figures import Score, percent

Predict = Callable[[ArticleRecord], ExtractionRecord]
OnProgress = Callable[[int, int], None]
HUMAN, ORGANISATION, PLACE = "Q215627", "Q43229", "Q27096213"


@dataclass(frozen=True, slots=True)
class Label:
    """One gold mention; ``type`` is None where neither a person nor an organisation is meant."""

    span: Span
    type: EntityType | None
    entity: str
    reference: bool  # a pronoun or nominal


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """A text with its gold mentions inside the judged window."""

    name: str
    text: str
    window: Span
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class PredictedMention:
    """One predicted mention; equal ``entity`` strings mean the same entity in all documents."""

    span: Span
    type: EntityType
    entity: str
    kind: MentionKind


@dataclass(slots=True)
class EntityReport:
    """Counts over all documents."""

    gold: Counter[EntityType] = field(default_factory=Counter)
    judged: Counter[EntityType] = field(default_factory=Counter)
    exact: Counter[EntityType] = field(default_factory=Counter)
    relaxed: Counter[EntityType] = field(default_factory=Counter)
    references: int = 0
    references_right: int = 0
    identities: list[tuple[str, str]] = field(default_factory=list)  # (predicted entity, gold entity)

    def b_cubed(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent of the predicted entities over the names found."""
        predicted, gold = Counter(p for p, _ in self.identities), Counter(g for _, g in self.identities)
        both, count = Counter(self.identities), len(self.identities)
        precision = percent(sum(both[pair] / predicted[pair[0]] for pair in self.identities), count)
        recall = percent(sum(both[pair] / gold[pair[1]] for pair in self.identities), count)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return round(precision, 1), round(recall, 1), round(f1, 1)

    def as_dict(self) -> dict[str, Any]:
        """All figures, for JSON."""
        figures: dict[str, Any] = {}
        for kind in EntityType:
            for name, right in (("exact", self.exact), ("relaxed", self.relaxed)):
                precision = percent(right[kind], self.judged[kind])
                recall = percent(right[kind], self.gold[kind])
                f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
                figures[f"{kind.value}_{name}"] = [round(precision, 1), round(recall, 1), round(f1, 1)]
        figures["coreference"] = round(percent(self.references_right, self.references), 1)
        figures["identity_b_cubed"] = list(self.b_cubed())
        figures["gold"] = {kind.value: self.gold[kind] for kind in EntityType} | {"coreference": self.references}
        return figures

    def scores(self, kind: EntityType) -> Score:
        """Counts of exact names of one type."""
        return Score(self.exact[kind], self.judged[kind], self.gold[kind])

    def table(self) -> str:
        """The figures as text for people."""
        figures = self.as_dict()
        lines = []
        for name, value in figures.items():
            if name == "gold":
                lines.append("gold                   " + ", ".join(f"{kind} {count}" for kind, count in value.items()))
            elif isinstance(value, list):
                lines.append(f"{name:22} P {value[0]:5.1f}  R {value[1]:5.1f}  F1 {value[2]:5.1f}")
            else:
                lines.append(f"{name:22} {value:5.1f}")
        return "\n".join(lines)


def _type_of(types: str) -> EntityType | None:
    classes = set(types.split("|"))
    if HUMAN in classes:
        return None if ORGANISATION in classes else EntityType.PERSON
    return EntityType.ORGANISATION if ORGANISATION in classes and PLACE not in classes else None


def read_gold(path: Path) -> Iterator[LabelledArticle]:
    """The labelled articles of a file of JSON lines."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if not line.strip():
                continue
            data = json.loads(line)
            text = data["text"]
            window = Span(*(data.get("evaluation_span") or (0, len(text))))
            labels = (
                Label(Span(*label["span"]), _type_of(label["type"]), label["entity_id"], bool(label.get("coref")))
                for label in data["labels"]
            )
            kept = tuple(label for label in labels if _inside(label.span, window))
            yield LabelledArticle(str(data["id"]), text, window, kept)


def _inside(span: Span, window: Span) -> bool:
    return window.start <= span.start and span.end <= window.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def predicted_mentions(record: ExtractionRecord) -> list[PredictedMention]:
    """All mentions of a record; an entity is told by its type and the key of its name, as the store looks for it."""
    return [
        PredictedMention(Span(m.start, m.end), entity.type, _key(entity), m.kind)
        for entity in (*record.people, *record.organisations)
        for m in entity.mentions
    ]


def _key(entity: EntityRecord) -> str:
    if entity.type is EntityType.ORGANISATION:
        return f"{entity.type.value}:{body_key(entity.name)}"
    name = parse(entity.name)
    return f"{entity.type.value}:{' '.join(name.words)} {name.suffix}".strip()


def evaluate_entities(gold: Path | str, predict: Predict, on_progress: OnProgress | None = None) -> EntityReport:
    """Compare ``predict`` with the labelled articles of the file ``gold``; GoldError where it cannot be read as such.

    ``on_progress`` is told how many articles are done of how many.
    """
    try:
        articles = list(read_gold(Path(gold)))
    except (ValueError, LookupError, TypeError) as error:
        raise GoldError(f"{type(error).__name__}: {error}") from error
    report = EntityReport()
    for done, article in enumerate(articles, 1):
        mentions = predicted_mentions(predict(ArticleRecord(article.name, "", article.text)))
        _score(report, article, [m for m in mentions if _inside(m.span, article.window)])
        if on_progress is not None:
            on_progress(done, len(articles))
    return report


def _score(report: EntityReport, article: LabelledArticle, mentions: list[PredictedMention]) -> None:
    names = [mention for mention in mentions if mention.kind is MentionKind.NAME]
    unclear = [label.span for label in article.labels if label.type is None or label.reference]
    held: dict[str, Counter[str]] = defaultdict(Counter)  # predicted entity -> gold entities of its names here
    taken: set[int] = set()
    for label in article.labels:
        if label.type is None or label.reference:
            continue
        report.gold[label.type] += 1
        found = [i for i, m in enumerate(names) if m.type is label.type and _overlap(m.span, label.span)]
        exact = [i for i in found if names[i].span == label.span]
        report.exact[label.type] += bool(exact)
        if not found:
            continue
        report.relaxed[label.type] += 1
        taken.update(found)
        best = names[(exact or found)[0]]
        known = label.entity.startswith("Q")
        report.identities.append(
            (best.entity, label.entity if known else f"{article.name}:{label.span.of(article.text)}")
        )
        held[best.entity][label.entity] += 1
    for index, mention in enumerate(names):
        if index in taken or not any(_overlap(mention.span, span) for span in unclear):
            report.judged[mention.type] += 1
    for label in article.labels:
        if label.type is not None and label.reference and label.entity.startswith("Q"):
            report.references += 1
            report.references_right += any(
                held[m.entity][label.entity] for m in mentions if _overlap(m.span, label.span)
            )
