"""Dialogue whose turns begin with a dash: "– Are you coming? asked Kerr. – No."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span

from ..lexicon.cues import Form, Frame, cue_forms
from ..lexicon.languages import spoken_verbs
from ..lexicon.wordlists import word_set
from ..marks import Run
from .found import Draft, Piece, TurnKind

OPENING = re.compile(r"[–—―‒][ \t\u00a0]*(?=[^\s–—―‒-])")
# Where speech may give way to who speaks: behind a comma or an end, or behind a second dash.
BREAK = re.compile(r"[,?!…](?=[ \u00a0])|[ \u00a0][–—―](?=\S)|[ \u00a0][–—―](?=[ \u00a0])")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CLAUSE_END = re.compile(r"[.!?…]|,(?=[ \u00a0])|[–—―]")
SENTENCE_END = re.compile(r"[.!?…]")
REACH = 60  # characters behind a break in which its cue must stand
SPEAKERS = word_set("he she they i the a an el la der die das le un une il lo er sie ella él lui lei hij zij de het")
OBJECTS = word_set("it that to this dass que che dat ob si se")
NARRATION = word_set("he she they it er sie es il elle ils elles él ella hij zij lui lei then")
# First and second persons: what people say to each other and articles do not. Own work.
SPOKEN = word_set(
    "i i'm i've i'll i'd you you're your my we me us our ich du sie wir mir mich ihr mein je j'ai tu vous nous moi "
    "mon ma toi yo tú usted mi te io tu noi voi mio ik jij je u wij mijn"
)


def dash_turns(body: str, paragraphs: Sequence[Span], runs: Sequence[Run]) -> list[Draft]:
    """The paragraphs that begin with a dash, where they are a dialogue: two or more, with speech in most of them."""
    begun = [
        (number, match)
        for number, span in enumerate(paragraphs)
        if (match := OPENING.match(body, span.start, span.end))
    ]
    if len(begun) < 2:
        return []
    quoted = {run.outer_start for run in runs if not run.single}
    drafts: list[Draft] = []
    cues = questions = spoken = listed = 0
    for number, match in begun:
        end = paragraphs[number].end
        pieces, cued = _pieces(body, match.start(), match.end(), end)
        text = body[match.end() : end]
        cues += cued
        questions += text.endswith("?")
        spoken += cued or text[-1] in "?!" or _first_person(text)
        listed += match.end() in quoted or text[0].isdigit() or ":" in text[:30] or text[-1] not in ".?!…”»*)"
        drafts.append(Draft(number, TurnKind.DASH, tuple(pieces)))
    answered = 0 < questions < len(begun)
    if not (cues or answered) or 2 * spoken < len(begun) or 2 * listed >= len(begun):
        return []
    return drafts


def _first_person(text: str) -> bool:
    return any(word.lower().replace("’", "'") in SPOKEN for word in WORD.findall(text))


def _pieces(body: str, outer: int, start: int, end: int) -> tuple[list[Piece], bool]:
    """The spoken words of one turn, and whether a cue stands among them."""
    for match in BREAK.finditer(body, start, end):
        told = _cue_clause(body, match.end(), end)
        if not told:
            continue
        first = Piece(outer, start, match.start() if match.group()[0] in ", \u00a0" else match.end())
        rest = _speech_again(body, told, end)
        return [first, Piece(rest, rest, end)] if rest else [first], True
    return [Piece(outer, start, end)], False


def _speech_again(body: str, told: int, end: int) -> int:
    """Where the speaker goes on behind the cue's clause, which ended before ``told``; 0 where the turn is over."""
    if body[told - 1] == ",":
        word = WORD.search(body, told, end)
        if word is not None and word.group().lower().replace("’", "'") in SPOKEN:
            return word.start()
        close = SENTENCE_END.search(body, told, end)
        told = close.end() if close else end
    while told < end and not (body[told].isalnum() or body[told] in "¿¡[("):
        told += 1
    return told if told < end and not _narrated(body, told, end) else 0


def _narrated(body: str, start: int, end: int) -> bool:
    """Whether what follows the cue tells of the speaker again: "– No, says Kerr. | He rows on."."""
    word = WORD.match(body, start, end)
    return word is not None and word.group().lower() in NARRATION


def _cue_clause(body: str, start: int, end: int) -> int:
    """Where a clause like "says Kerr" or "the man said" that begins at ``start`` ends; 0 where none does."""
    words = list(WORD.finditer(body, start, min(end, start + REACH)))[:5]
    for number, word in enumerate(words):
        if number and any(mark in body[words[number - 1].end() : word.start()] for mark in ",.;:?!"):
            return 0
        if not _speaks(word.group()):
            continue
        lead = words[0].group()
        if number and not (lead.lower() in SPEAKERS or lead[0].isupper()):
            return 0
        close = CLAUSE_END.search(body, word.end(), min(end, word.end() + REACH))
        told = WORD.findall(body, word.end(), close.start() if close else min(end, word.end() + REACH))
        if not close and end - word.end() > REACH:
            return 0
        alone = number > 0 or "-" in word.group()  # its subject stands before it or hangs on it
        behind = bool(told) and (told[0].lower() in SPEAKERS or told[0][0].isupper())
        if (alone and len(told) > 4) or not (alone or behind) or (told and told[0].lower() in OBJECTS):
            return 0
        return close.end() if close else end
    return 0


def _speaks(word: str) -> bool:
    lower = word.lower()
    if lower != word:
        return False
    verb = cue_forms().get(lower)
    if verb is not None and verb.frame is Frame.CLAUSE and verb.form in (Form.PAST, Form.PRESENT):
        return verb.strength >= 0.8
    return lower in spoken_verbs() or lower.partition("-")[0] in spoken_verbs()
