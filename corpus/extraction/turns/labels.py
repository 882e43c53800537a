"""Transcripts: paragraphs that begin with their speaker's name and a colon, or with Q and A."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.records import Span

from ..lexicon.wordlists import word_set
from ..lexicon.words import DAYS, MONTHS, STARTERS
from ..marks import Run
from .found import Draft, Piece, TurnKind
from .interviews import FIRST

LABEL = re.compile(r"(?P<label>[^\W\d_a-zß-ÿ][\w.'’&-]*(?: [^\W\d_a-zß-ÿ(][\w.'’&)-]*){0,3})\s?:\s+(?=\S)")
NAME = re.compile(r"(?<![\w.'’-])[^\W\d_a-zß-ÿ][\w.'’-]*[\w.](?: [^\W\d_a-zß-ÿ][\w.'’-]*\w){1,3}")
QUESTIONS = word_set("q question frage f pregunta p domanda d vraag v")
ANSWERS = word_set("a answer antwort respuesta r réponse risposta antwoord")
NEAR = 3  # paragraphs between two turns of one transcript
# Words before a colon that introduce no speaker. Own work.
NO_SPEAKERS = (
    word_set(
        "photo photos picture pictures image images caption captions source sources note notes update updates "
        "updated correction corrections clarification related video videos audio credit credits copyright date "
        "time price prices tickets info information contact email tel phone fax website address location warning "
        "advertisement summary background analysis opinion comment review verdict rating score scores result "
        "results goals attendance referee team teams pros cons fact facts factbox step tip tips ingredients "
        "method serves winner winners loser losers nominees published abstract text topics tags keywords share "
        "follow bottom headline exclusive breaking example foto fotos quelle hinweis korrektur mehr crédit "
        "légende fuente nota fonte bron let's"
    )
    | DAYS
    | MONTHS
    | (STARTERS - QUESTIONS - ANSWERS)
)


def label_turns(body: str, headline: str, paragraphs: Sequence[Span], runs: Sequence[Run]) -> list[Draft]:
    """The turns of a transcript: two or more near each other, some speaker more than once or known from the text."""
    found = _labelled(body, paragraphs)
    if len(found) < 2:
        return []
    keys = Counter(key for _, _, key in found)
    asked = any(key in QUESTIONS for key in keys) and any(key in ANSWERS for key in keys)
    if not asked:
        found = [turn for turn in found if turn[2] not in QUESTIONS | ANSWERS]
        found = _speakers(body, headline, found)
    else:
        found = [turn for turn in found if turn[2] in QUESTIONS | ANSWERS or keys[turn[2]] > 1]
    found = _near(found)
    if len(found) < 2 or sum(body[paragraphs[n].end - 1] in '.?!…”"»’)*-—–' for n, _, _ in found) * 3 < len(found) * 2:
        return []
    opened = {run.outer_start for run in runs}
    drafts: list[Draft] = []
    for place, (number, match, key) in enumerate(found):
        label = Span(match.start("label"), match.end("label"))
        kind = TurnKind.LABEL
        if asked and key in QUESTIONS | ANSWERS:
            kind, none = (TurnKind.QUESTION, True) if key in QUESTIONS else (TurnKind.ANSWER, False)
        else:
            none = match.end() in opened  # its words stand between marks
        start, end = match.end(), paragraphs[number].end
        drafts.append(Draft(number, kind, () if none else (Piece(start, start, end),), label))
        if kind is TurnKind.QUESTION or none or place + 1 == len(found):
            continue
        for more in range(number + 1, min(found[place + 1][0], number + 1 + NEAR)):
            start, end = paragraphs[more]
            if start not in opened and (asked or FIRST.search(body, start, end)):
                drafts.append(Draft(more, kind, (Piece(start, start, end),), label))
    return drafts


_Labelled = tuple[int, "re.Match[str]", str]  # paragraph, match, label in lower case


def _labelled(body: str, paragraphs: Sequence[Span]) -> list[_Labelled]:
    found = []
    for number, span in enumerate(paragraphs):
        match = LABEL.match(body, span.start, span.end)
        if match is None or body[match.end()].isdigit():
            continue
        key = match["label"].lower().replace("’", "'").rstrip(".")
        if key in QUESTIONS | ANSWERS or not any(word.strip("().") in NO_SPEAKERS for word in key.split()):
            found.append((number, match, key))
    return found


def _speakers(body: str, headline: str, found: Sequence[_Labelled]) -> list[_Labelled]:
    """The labels that may be speakers: printed in capitals or known as names, and one of them more than once."""
    names = _printed_names(body, headline, found)
    keys = Counter(key for _, _, key in found)
    turns = [turn for turn in found if _known(turn[1]["label"], turn[2], keys, names)]
    counts = Counter(key.split()[-1] for _, _, key in turns)
    shouted = len(counts) > 1 and all(turn[1]["label"].isupper() for turn in turns)
    return turns if shouted or max(counts.values(), default=0) > 1 else []


def _printed_names(body: str, headline: str, found: Sequence[_Labelled]) -> set[str]:
    """Last words and initials, in lower case, of the names of several words that stand outside the labels."""
    labels = {match.start("label") for _, match, _ in found}
    names: set[str] = set()
    for text, places in ((headline, set[int]()), (body, labels)):
        for match in NAME.finditer(text):
            if match.start() in places:
                continue
            words = match.group().split()
            names.add(words[-1].lower())
            names.add("".join(word[0] for word in words).lower())
    return names


def _known(label: str, key: str, keys: Counter[str], names: set[str]) -> bool:
    """Whether a label is in capitals and comes again, or ends a name (or is its initials) that is printed elsewhere."""
    if label.isupper() and len(label) > 1 and keys[key] > 1:
        return True
    return key.split()[-1].strip("()") in names or key.replace(".", "") in names


def _near(found: Sequence[_Labelled]) -> list[_Labelled]:
    """Those with another turn within a few paragraphs."""
    kept = []
    for at, turn in enumerate(found):
        before = at > 0 and turn[0] - found[at - 1][0] <= NEAR + 1
        after = at + 1 < len(found) and found[at + 1][0] - turn[0] <= NEAR + 1
        if before or after:
            kept.append(turn)
    return kept
