"""Reported speech without a cue, as German tells it by the verb alone: "Kehr warnte. Die Lage sei ernst."."""

from __future__ import annotations

from ..attribution.found import Attribution, Source
from ..document import Document, Sentence
from ..lexicon.languages import Language
from ..tokens import Shape

FIRST_PERSON = frozenset({"ich", "wir", "mein", "unser", "uns", "mich", "mir"})
SURE, SURE_OF_SPEAKER = 0.55, 0.7
SHORTEST = 3  # words


def reported(
    document: Document,
    language: Language,
    found: list[Attribution],
    said: dict[int, Source],
    follows: dict[int, Attribution],
) -> list[Attribution]:
    """``found`` with the sentences whose verb tells that somebody else's words go on: the speaker's before them.

    ``said`` leads from a sentence to who speaks in it, ``follows`` from the id of an attribution to the one
    that it carries on.
    """
    if not language.reported:
        return found
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in found:
        for first, last in attribution.ranges:
            for number in range(document.sentence_of[first], document.sentence_of[last - 1] + 1):
                by_sentence.setdefault(number, []).append(attribution)
    made: list[Attribution] = []
    dropped: set[int] = set()
    model: Attribution | None = None
    for number, sentence in enumerate(document.sentences):
        if number and sentence.paragraph != document.sentences[number - 1].paragraph:
            model = None
        here = by_sentence.get(number, [])
        uncued = all(one.cue is None for one in here)
        if model is not None and uncued and _told(document, language, sentence):
            attribution = _whole(document, sentence, number)
            follows[id(attribution)] = model
            made.append(attribution)
            dropped.update(map(id, here))
            continue
        if here:
            model = here[-1]
        elif number in said:
            model = _carrier(sentence, number, said[number])
    kept = [one for one in found if id(one) not in dropped]
    return sorted([*kept, *made], key=lambda one: one.ranges[0])


def _told(document: Document, language: Language, sentence: Sentence) -> bool:
    """Whether the words outside quotation marks hold a verb of reported speech, and nobody says "I" in them."""
    words = [document.tokens[at].lower for at in range(sentence.first, sentence.last) if document.run_of[at] < 0]
    return any(word in language.reported for word in words) and not FIRST_PERSON.intersection(words)


def _whole(document: Document, sentence: Sentence, number: int) -> Attribution:
    first, last = sentence.first, sentence.last
    while (
        last - first > SHORTEST
        and document.tokens[last - 1].shape is Shape.PUNCTUATION
        and document.run_of[last - 1] < 0
    ):
        last -= 1
    runs = sorted({document.run_of[at] for at in range(first, last)} - {-1})
    return Attribution([(first, last)], runs, number, span_score=SURE, speaker_score=SURE_OF_SPEAKER)


def _carrier(sentence: Sentence, number: int, source: Source) -> Attribution:
    """Stands for a sentence in which somebody speaks and nothing said is printed."""
    return Attribution([(sentence.first, sentence.last)], [], number, source=source)
