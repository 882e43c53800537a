"""Units in the words around them: [gold] and {predicted}, for people who look into what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.records import QuotationKind

from .errors import Mistake
from .pairing import Judged
from .units import Unit

AROUND, LONGEST = 60, 400  # characters of context on each side; of a whole excerpt


def excerpt(text: str, gold: Sequence[Unit], predicted: Sequence[Unit]) -> str:
    """The words around the units on one line, [gold] and {predicted} marked, line ends as "/", a long middle cut."""
    spans = [unit.span for unit in (*gold, *predicted)]
    start = max(0, min(span.start for span in spans) - AROUND)
    end = min(len(text), max(span.end for span in spans) + AROUND)
    # at one place what ends comes before what starts
    marks = [(unit.span.start, 1, "[") for unit in gold] + [(unit.span.end, 0, "]") for unit in gold]
    marks += [(unit.span.start, 1, "{") for unit in predicted] + [(unit.span.end, 0, "}") for unit in predicted]
    pieces, at = [], start
    for place, _, mark in sorted(marks):
        pieces += [text[at:place], mark]
        at = place
    shown = _one_line("".join([*pieces, text[at:end]]))
    shown = ("…" if start else "") + shown + ("…" if end < len(text) else "")
    half = LONGEST // 2
    return shown if len(shown) <= LONGEST else f"{shown[:half]} … {shown[-half:]}"


def _one_line(text: str) -> str:
    return " / ".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def gold_as_dict(judged: Judged, unit: Unit) -> dict[str, Any]:
    """A gold unit with its attribution's source, cue and kind."""
    attribution, text = judged.article.attributions[unit.origin], judged.article.text
    cue = " ".join(span.of(text) for span in attribution.cue)
    return _unit(judged, unit, cue, judged.kind_of_gold(unit))


def predicted_as_dict(judged: Judged, unit: Unit) -> dict[str, Any]:
    """A predicted unit with its quotation's speaker, cue, kind and confidences."""
    quotation = judged.record.quotations[unit.origin]
    cue, sure = quotation.cue.text if quotation.cue else "", quotation.confidence
    shown = _unit(judged, unit, cue, quotation.kind)
    return shown | {"confidence": {"span": sure.span, "speaker": sure.speaker, "kind": sure.kind}}


def _unit(judged: Judged, unit: Unit, cue: str, kind: QuotationKind) -> dict[str, Any]:
    return {
        "start": unit.span.start,
        "end": unit.span.end,
        "text": unit.span.of(judged.article.text),
        "speaker": unit.source,
        "cue": cue,
        "kind": kind.value,
    }


def mistake_as_dict(mistake: Mistake) -> dict[str, Any]:
    """A mistake with its units and the words around them."""
    judged = mistake.judged
    return {
        "article": judged.article.name,
        "gold": [gold_as_dict(judged, unit) for unit in mistake.gold],
        "predicted": [predicted_as_dict(judged, unit) for unit in mistake.predicted],
        "context": excerpt(judged.article.text, mistake.gold, mistake.predicted),
    }


def mistake_lines(shown: dict[str, Any]) -> list[str]:
    """What ``mistake_as_dict`` gives, as lines for people."""
    lines = [f"  {shown['article']}", f"    {shown['context']}"]
    return lines + [unit_line(side, unit) for side in ("gold", "predicted") for unit in shown[side]]


def unit_line(side: str, unit: dict[str, Any] | None) -> str:
    """One unit on one line: place, kind, source and cue."""
    if unit is None:
        return f"    {side:9} nothing"
    sure = unit.get("confidence")
    confidence = f"  span {sure['span']} speaker {sure['speaker']}" if sure else ""
    source, cue = unit["speaker"] or "nobody", unit["cue"] or "-"
    return _one_line_of(f"{side:9} {unit['start']}–{unit['end']} {unit['kind']}  by {source}  cue {cue}{confidence}")


def _one_line_of(text: str) -> str:
    return "    " + _one_line(text)
