"""Cues in a sentence: verbs of speaking that are verbs there, and "according to"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Attitude

from ..lexicon.cues import NOUN_LIKE, Form, Frame, cue_forms
from ..lexicon.wordlists import word_set
from ..lexicon.words import AUXILIARIES, BE_FORMS, DETERMINERS, MODALS, NEGATIONS, POSSESSIVES, PREPOSITIONS
from ..tokens import Shape
from .found import Unit
from .phrases import Phrases

# "seems to say", "went on to say", "had to admit": the second verb is the cue
RAISING = word_set("seem seems seemed appear appears appeared on continued continues hastened had has used")

SOUNDS = word_set("laugh chuckle sigh cry sing gush snap fire crow marvel")  # "she said, laughing" is one cue, not two
RAISED = RAISING | word_set("went goes") - word_set("on had has used")
NOUN_BEFORE = DETERMINERS | PREPOSITIONS | POSSESSIVES | word_set("'s new recent such")
PLURALS = word_set("they we i you people police who many some most others women men both critics two three four five")


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
    shouted = not any(unit.token.shape is Shape.LOWER for unit in units if unit.run < 0)
    for index, unit in enumerate(units):
        word = unit.word
        if word == "to" and index and units[index - 1].word == "according":
            found.append(
                Cue(index - 1, index + 1, index - 1, "according to", Attitude.SAID, Frame.CLAUSE, Form.PAST, 1.0, True)
            )
            continue
        if word in {"put", "puts"} and index + 1 < len(units) and units[index + 1].word == "it":
            found.append(Cue(index, index + 2, index, "put it", Attitude.SAID, Frame.CLAUSE, Form.PAST, 1.0))
            continue
        verb = forms.get(word)
        if verb is None or (unit.token.shape is not Shape.LOWER and index and not shouted):
            continue
        if verb.form is Form.PARTICIPLE and verb.lemma in SOUNDS:
            continue
        first = _group_start(phrases, index)
        group = {units[at].word for at in range(first, index)}
        if group & NEGATIONS or not _is_verb(phrases, first, index, verb.form, group):
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


def _is_verb(phrases: Phrases, first: int, index: int, form: Form, group: set[str]) -> bool:
    """Whether the form is a verb with a subject here, no noun, no passive and no mere possibility."""
    units = phrases.units
    before = units[first - 1].word if first else ""
    if form is Form.BASE:
        if group & RAISED or group & {"did", "does", "do"}:
            return True
        if group & MODALS or (first == index and before in NOUN_BEFORE):
            return False
        return _plural_before(units, first - 1)
    if form is Form.PARTICIPLE:
        if group & BE_FORMS or before in {",", "by", "while", "", "—", "–", "--", "-"}:
            return True
        # "with Kerr noting the cost"
        return units[first - 1].run >= 0 or (index == first and phrases.name_ending(first - 1) is not None)
    perfect = group & {"has", "have", "had", "'ve", "having"}
    if group & BE_FORMS and (("been" in group) or (not perfect and form is not Form.PRESENT)):
        return False  # "was told", "has been asked"
    if form is Form.PERFECT and not perfect and "'s" not in group:
        return False
    word = units[index].word
    after = units[index + 1].word if index + 1 < len(units) else ""
    if word in NOUN_LIKE:
        if before in NOUN_BEFORE:
            return False
        if form is Form.PRESENT and after in {"of", "by", "about", "from", "and", "were", "are", "for"}:
            return False
    if after == "by" and form is Form.PAST and word != "said":
        return False
    return not group & MODALS or "have" in group


def _plural_before(units: Sequence[Unit], at: int) -> bool:
    if at < 0:
        return False
    word = units[at].word
    return word in PLURALS or (word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and len(word) > 3)


def shares_subject(units: Sequence[Unit], cue: Cue) -> bool:
    """Whether the cue takes the subject of the cue before it: "criticised it and | said", ", adding"."""
    before = units[cue.first - 1].word if cue.first else ""
    return cue.form is Form.PARTICIPLE or before in {"and", "but", "then", "or", ","}
