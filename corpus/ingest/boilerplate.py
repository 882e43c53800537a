"""Passages that a site prints around a story: what they are, and cutting them without touching the story."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.records import RemovalReason

MAX_PASSAGE = 400  # a longer paragraph is always story
_OPENING_MARKS = ('"', "“", "„", "«", "»", "‘", "‹", "「", "『")
_URGING = (RemovalReason.NEWSLETTER, RemovalReason.FOLLOW_US)
_REPORTED = re.compile(r"\b(?:said|says|told|warned|asked|added|wrote|announced|according to)\b")
_PIECE = "(?:story|article|post|report|piece|column|headline)"
_CORRECTION = re.compile(
    r"(?:(?:editor[’']?s[’']? note|note|update)\s?[:–—-] ?)?(?:"
    r"(?:corrections?|clarifications?)"
    r"(?: \([^)]{1,40}\)| appended(?: [^.:]{1,40})?|,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?:\s?[:–—-].*|[.]?)"
    r"|because of an? [a-z ]{3,40}error, (?:an?|the|this|some|earlier) .*"
    rf"|an? {_PIECE} (?:on|in|published) [^.!?]{{3,300}}"
    r"\b(?:mis(?:stated|identified|spelled|attributed|quoted)|incorrectly|erroneously) .*"
    rf"|(?:an?|the) (?:(?:earlier|previous|original|prior) )?version of this {_PIECE}\b.*"
    rf"|this {_PIECE}(?: has been| was)(?: since)? (?:corrected|amended|clarified)\b.*"
    rf"|this {_PIECE}(?: has been| was)(?: since)? (?:updated|edited) to (?:correct|clarify|fix|reflect that)\b.*)",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(
    r" \((?:reporting|additional reporting|writing|editing|compiled) by [^()]{3,380}\)\.?$", re.IGNORECASE
)
_CORRECTION_LABEL = re.compile(r"(?:corrections?|clarifications?)(?: appended)?\s?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: RemovalReason
    anywhere: bool
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    data = tomllib.loads((resources.files(__package__) / "data" / "boilerplate.toml").read_text("utf-8"))
    return tuple(
        _Rule(RemovalReason(rule["reason"]), rule["where"] == "anywhere", re.compile(rule["pattern"], re.IGNORECASE))
        for rule in data["rule"]
    )


@cache
def _any_rule(at_edge: bool) -> re.Pattern[str]:
    """Return one pattern for all rules: nearly every paragraph is story, and one test tells so."""
    patterns = (f"(?:{rule.pattern.pattern})" for rule in _rules() if at_edge or rule.anywhere)
    return re.compile("|".join(patterns), re.IGNORECASE)


def reason_to_cut(paragraph: str, *, at_edge: bool) -> RemovalReason | None:
    """Return why a paragraph is no part of the story, None where it is.

    ``at_edge`` says that it stands in the run of such passages at the head or the tail, where more is recognised.
    """
    if len(paragraph) > MAX_PASSAGE or paragraph.startswith(_OPENING_MARKS):
        return None
    if not _any_rule(at_edge).fullmatch(paragraph):
        return None
    for rule in _rules():
        if (at_edge or rule.anywhere) and rule.pattern.fullmatch(paragraph):
            # "Sign up for the newsletter, the mayor told them" is news about a newsletter
            return None if rule.reason in _URGING and _REPORTED.search(paragraph) else rule.reason
    return None


def is_correction(paragraph: str) -> bool:
    """Tell whether a paragraph is a note that says what was wrong in the story."""
    return len(paragraph) <= 2_000 and _CORRECTION.fullmatch(paragraph) is not None


def split_credit(paragraph: str) -> list[str]:
    """Split a closing "(Reporting by ...; editing by ...)" off the last sentence it was run onto."""
    match = _CREDIT_AT_END.search(paragraph, max(0, len(paragraph) - MAX_PASSAGE))
    return [paragraph[: match.start()].rstrip(), match[0].lstrip()] if match and match.start() else [paragraph]


def is_correction_label(paragraph: str) -> bool:
    """Tell whether a paragraph is only the heading of a correction note: "CORRECTION:"."""
    return len(paragraph) <= 40 and _CORRECTION_LABEL.fullmatch(paragraph) is not None


def sort_out(paragraphs: list[str]) -> list[tuple[str, RemovalReason | None]]:
    """Return each paragraph with the reason to cut it, None where it stays."""
    paragraphs = [piece for paragraph in paragraphs for piece in split_credit(paragraph)]
    reasons = [reason_to_cut(p, at_edge=False) for p in paragraphs]
    for order in (range(len(paragraphs)), range(len(paragraphs) - 1, -1, -1)):
        for i in order:
            reasons[i] = reasons[i] or reason_to_cut(paragraphs[i], at_edge=True)
            if reasons[i] is None and not is_correction(paragraphs[i]):
                break
    return list(zip(paragraphs, reasons, strict=True))
