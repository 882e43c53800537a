"""Cues in a sentence: verbs of speaking that are verbs there, and "according to"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Attitude

from ..lexicon.cues import NOUN_LIKE, Form, Frame, cue_forms
from ..lexicon.wordlists import word_set
from ..lexicon.words import ARTICLES, AUXILIARIES, BE_FORMS, DETERMINERS, MODALS, NEGATIONS, POSSESSIVES, PREPOSITIONS
from ..tokens import Shape
from .found import Unit
from .phrases import Phrases

# "seems to say", "went on to say", "had to admit": the second verb is the cue
RAISING = word_set("seem seems seemed appear appears appeared on continued continues hastened had has used")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at units ``[first, last)``; ``verb`` is the verb itself."""

    first: int
    last: int
    verb: int
    lemma: str
    attitude: Attitude
    frame: Frame
    form: Form
    strength: float
    according: bool = False


def find_cues(phrases: Phrases) -> list[Cue]:
    """The cues of a sentence from left to right."""
    units = phrases.units
    forms = cue_forms()
    found: list[Cue] = []
    for index, unit in enumerate(units):
        word = unit.word
        if word == "to" and index and units[index - 1].word == "according":
            found.append(
                Cue(index - 1, index + 1, index - 1, "according to", Attitude.SAID, Frame.CLAUSE, Form.PAST, 1.0, True)
            )
            continue
        verb = forms.get(word)
        if verb is None or (unit.token.shape is not Shape.LOWER and index):
            continue
        first = _group_start(phrases, index)
        group = {units[at].word for at in range(first, index)}
        if group & NEGATIONS or not _is_verb(units, first, index, verb.form, group, word):
            continue
        form = Form.PRESENT if verb.form is Form.PARTICIPLE and group & BE_FORMS else verb.form
        attitude = verb.attitude
        found.append(Cue(first, index + 1, index, verb.lemma, attitude, verb.frame, form, verb.strength))
    return found


def _group_start(phrases: Phrases, index: int) -> int:
    """Where the verb group begins: "has repeatedly | said", "went on to | say", "seems to | hope"."""
    units = phrases.units
    at = index
    while at > 0 and index - at < 8:
        word = units[at - 1].word
        if word in AUXILIARIES or word in NEGATIONS or phrases.is_adverb(at - 1):
            at -= 1
        elif word == "to" and at > 1 and units[at - 2].word in RAISING:
            at -= 2
            if units[at].word == "on" and at and units[at - 1].word in {"went", "goes", "going"}:
                at -= 1
        else:
            break
    while at < index and units[at].word in {"yesterday", "today", "tonight"}:
        at += 1
    return at


def _is_verb(units: Sequence[Unit], first: int, index: int, form: Form, group: set[str], word: str) -> bool:
    before = units[first - 1].word if first else ""
    after = units[index + 1].word if index + 1 < len(units) else ""
    raised = bool(
        group & {"seem", "seems", "seemed", "appear", "appears", "appeared", "went", "goes", "continued", "continues"}
    )
    if form is Form.BASE:
        if raised:
            return True
        if group & {"did", "does", "do"}:
            return True
        if group & MODALS:
            return False
        if first == index and before in DETERMINERS | PREPOSITIONS | {"'s"}:
            return False
        return _plural_before(units, first - 1)
    if form is Form.PARTICIPLE:
        return (
            bool(group & BE_FORMS)
            or before in {",", "—", "–", "--", "-", "by", ""}
            or units[first - 1].run >= 0
            or before == "while"
        )
    if group & BE_FORMS and not group & {"had", "has", "have", "'ve"} and form is not Form.PRESENT:
        return False  # was told, is expected
    if group & BE_FORMS and "been" in group:
        return False
    if form is Form.PERFECT and not group & {"has", "have", "had", "'s", "'ve", "having"}:
        return False
    if word in NOUN_LIKE:
        if before in DETERMINERS | PREPOSITIONS | POSSESSIVES | ARTICLES | {"'s", "new", "recent", "such"}:
            return False
        if form is Form.PRESENT and after in {"of", "by", "about", "from", "and", "were", "are", "for"}:
            return False
    if after == "by" and form is Form.PAST:
        return False
    return not (group & MODALS and not group & {"have"})


def _plural_before(units: Sequence[Unit], at: int) -> bool:
    if at < 0:
        return False
    unit = units[at]
    word = unit.word
    if word in {
        "they",
        "we",
        "i",
        "you",
        "people",
        "police",
        "who",
        "many",
        "some",
        "most",
        "others",
        "women",
        "men",
        "both",
        "critics",
    }:
        return True
    return word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and len(word) > 3


def head_of_list(units: Sequence[Unit], cue: Cue) -> bool:
    """Whether the cue shares the subject of the cue before it: "criticised it and | said", ", adding"."""
    before = units[cue.first - 1].word if cue.first else ""
    return cue.form is Form.PARTICIPLE or before in {"and", "but", "then", "or"} or (before == "," and cue.first > 0)
