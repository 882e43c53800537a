"""A cue with its source and what it carries: one block of the sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.records import Attitude

from ..lexicon.cues import Form, Frame
from ..lexicon.wordlists import word_set
from ..lexicon.words import SUBORDINATORS
from .cue_phrases import Cue, find_cues, shares_subject
from .extras import read_extras
from .found import Extras, Source, SourceKind
from .subjects import DASHES, Subjects

ENDS = frozenset({".", "!", "?", ";"})
NO_SPEAKERS = word_set("you this that which these those it")
FINITE = word_set("is are was were will would has have had could should can")


@dataclass(slots=True)
class Group:
    """A cue, its source and extras: units ``[start, end)``."""

    cue: Cue
    source: Source
    start: int
    end: int
    extras: Extras
    inverted: bool = False
    shared: bool = False  # takes the subject of another cue
    announces: bool = False  # a colon behind its object opens the quoted words


def find_groups(phrases: Subjects, last_source: Source | None) -> list[Group]:
    """The groups of a sentence from left to right; ``last_source`` spoke in the sentence before."""
    groups: list[Group] = []
    for cue in find_cues(phrases):
        group = _group(phrases, cue, groups, last_source)
        if group is not None:
            groups.append(group)
    if not groups:
        colon = _name_and_colon(phrases)
        if colon is not None:
            groups.append(colon)
    return groups


def ends_clause(phrases: Subjects, at: int) -> bool:
    """Whether the clause ends before unit ``at``."""
    if at >= len(phrases.units):
        return True
    unit = phrases.units[at]
    if unit.run >= 0:
        return False
    word = unit.word
    if word in ENDS or word in {",", ")", "…", "..."} or word in DASHES:
        return True
    return word in SUBORDINATORS and word != "that"


def _group(phrases: Subjects, cue: Cue, groups: list[Group], last_source: Source | None) -> Group | None:
    if cue.according:
        return _according(phrases, cue)
    if cue.lemma == "call" and cue.last < len(phrases.units) and phrases.units[cue.last].word == "for":
        cue = replace(cue, attitude=Attitude.WANTS, frame=Frame.WISH)
    inverted = _inverted(phrases, cue)
    if inverted is not None:
        return inverted
    source, shared = None, False
    if cue.form is not Form.PARTICIPLE or phrases.name_ending(cue.first - 1):
        source = phrases.subject_before(cue.first)
    if source is None and shares_subject(phrases.units, cue):
        source, shared = _shared_source(phrases, cue, groups, last_source), True
    if source is None:
        return None
    if source.kind is SourceKind.PRONOUN and phrases.document.tokens[source.first].lower in NO_SPEAKERS:
        spoken = phrases.document.tokens[source.first].lower == "it" and cue.strength >= 1.0
        if not spoken:
            return None
    end, extras, _ = read_extras(phrases, cue, cue.last)
    start = cue.first if shared else min(cue.first, phrases.unit_at(min(source.outer, source.first)))
    return Group(cue, source, start, end, extras, shared=shared)


def _shared_source(phrases: Subjects, cue: Cue, groups: list[Group], last_source: Source | None) -> Source | None:
    """The subject that a cue without one of its own takes."""
    for group in reversed(groups):
        if group.cue.frame in (Frame.CLAUSE, Frame.HEARER) and group.cue.form in (Form.PAST, Form.PRESENT):
            return group.source
    subject = phrases.sentence_subject(cue.first)
    if subject is None and groups:
        return groups[-1].source
    return subject or (last_source if cue.first == 0 else None)


def _according(phrases: Subjects, cue: Cue) -> Group | None:
    end, source = phrases.after(cue.last)
    if source is None:
        return None
    end = phrases.of_phrases(end)
    if source.kind is SourceKind.NOMINAL:
        source = extended(phrases, source, end)
    end, extras, _ = read_extras(phrases, cue, end)
    return Group(cue, source, cue.first, end, extras)


def _inverted(phrases: Subjects, cue: Cue) -> Group | None:
    """ "said Hof", "says the minister": the verb right after quoted words or a comma, the source behind it."""
    units = phrases.units
    if cue.form not in (Form.PAST, Form.PRESENT) or cue.frame not in (Frame.CLAUSE, Frame.BELIEF):
        return None
    before = units[cue.first - 1] if cue.first and cue.first == cue.verb else None
    if before is None or not (before.run >= 0 or before.word == "," or before.word in DASHES):
        return None
    end, source = phrases.after(cue.last)
    if source is None or (source.kind is SourceKind.PRONOUN and units[cue.last].word not in {"he", "she", "they"}):
        return None
    # "the study, published in May, shows eels": the subject stands before, unless a name behind closes the clause
    named_behind = source.kind is not SourceKind.NOMINAL and ends_clause(phrases, end)
    if before.word and not named_behind and phrases.subject_before(cue.first) is not None:
        return None
    if end < len(units) and units[end].word in FINITE:
        return None
    end = phrases.of_phrases(end)
    if source.kind is SourceKind.NOMINAL:
        source = extended(phrases, source, end)
    end, extras, _ = read_extras(phrases, cue, end)
    return Group(cue, source, cue.first, end, extras, inverted=True)


def _name_and_colon(phrases: Subjects) -> Group | None:
    """ "Ana Kerr: “...”", as transcripts print it."""
    units = phrases.units
    at = next((index for index in range(1, min(len(units) - 1, 16)) if units[index].word == ":"), 0)
    if not at or units[at + 1].run < 0:
        return None
    source = phrases.subject_before(at)
    if source is None or source.kind is not SourceKind.NAME:
        return None
    cue = Cue(at, at + 1, at, ":", Attitude.SAID, Frame.CLAUSE, Form.PAST, 0.8)
    return Group(cue, source, 0, at + 1, Extras())


def extended(phrases: Subjects, source: Source, end: int) -> Source:
    """The source with the phrases that hang on it: "a spokesman for the ministry"."""
    last = max(source.last, phrases.units[end - 1].last)
    if phrases.document.tokens[last - 1].text == ",":
        last -= 1
    return Source(source.first, last, source.kind, source.entity, source.head, source.outer, source.plural)
