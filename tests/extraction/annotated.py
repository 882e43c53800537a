"""Small annotated articles for the tests of the evaluation: «content|source» in a text, and what a reader gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.extraction.evaluation import QuotationReport, evaluate_quotations
from corpus.records import (
    ArticleRecord,
    Confidence,
    ExtractionRecord,
    QuotationKind,
    QuotationRecord,
    Span,
    SpeakerRecord,
    SpeakerType,
)

Gold = Iterable[tuple[str, str]]  # content and source, "" for none; both as they first stand in the text


def write_gold(folder: Path, name: str, text: str, attributions: Gold) -> Path:
    """One annotated article in brat's layout; gives the folder back."""
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "text" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    lines = []
    for number, (content, source) in enumerate(attributions, 1):
        at = text.index(content)
        lines.append(f"T{number}1\tContent {at} {at + len(content)}\t{content}")
        roles = f"Attribution:T{number}1 Content:T{number}1"
        if source:
            at = text.index(source)
            lines.append(f"T{number}2\tSource {at} {at + len(source)}\t{source}")
            roles += f" Source:T{number}2"
        lines.append(f"E{number}\t{roles}")
    (folder / "attributions" / f"{name}_ab.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def quotation(
    text: str,
    content: str,
    speaker: str,
    kind: str = "indirect",
    sure: tuple[float, float, float] = (0.8, 0.5, 0.9),
    *,
    printed: str = "",
) -> QuotationRecord:
    """What a reader may give: content and speaker as they first stand in the text, the latter by name or as printed."""
    start = text.index(content)
    words = printed or speaker
    at = text.index(words) if words else 0
    return QuotationRecord(
        spans=(Span(start, start + len(content)),),
        quoted=(),
        kind=QuotationKind(kind),
        confidence=Confidence(*sure),
        speaker=SpeakerRecord(words, at, at + len(words), SpeakerType.PERSON, speaker) if speaker else None,
    )


def report_on(folder: Path, given: Mapping[str, Iterable[QuotationRecord]], name: str = "tests-1") -> QuotationReport:
    """The report on a reader that gives these quotations by the articles' names."""

    def predict(article: ArticleRecord) -> ExtractionRecord:
        return ExtractionRecord(name, quotations=tuple(given.get(article.source_key, ())))

    return evaluate_quotations(folder, predict)
