"""Cues whose subject hears and does not speak: "Kerr was told to leave", "Asked whether it was over, Kerr said"."""

from __future__ import annotations

from ..document import Document
from ..lexicon.wordlists import word_set
from ..lexicon.words import BE_FORMS

# written by the project
HEARD = word_set(
    "asked told informed warned assured advised urged reminded questioned notified pressed quizzed instructed"
)
FRONTED = word_set("asked pressed questioned told")
BEFORE_FRONTED = word_set("when if after once while and but")


def is_heard(document: Document, first: int, last: int) -> bool:
    """Whether the cue, tokens ``[first, last)``, names no speaker: its subject is spoken to and no "by" follows."""
    followed = document.tokens[last].lower if last < len(document.tokens) else ""
    return followed != "by" and is_passive(document, first, last)


def is_passive(document: Document, first: int, last: int) -> bool:
    """Whether the subject of the cue, tokens ``[first, last)``, is spoken to."""
    tokens = document.tokens
    at = next((index for index in range(first, last) if tokens[index].lower in HEARD), -1)
    if at < 0:
        return False
    sentence = document.sentences[document.sentence_of[at]].first
    if any(tokens[index].lower in BE_FORMS for index in range(max(sentence, at - 3 if at > first else at - 1), at)):
        return True
    opens = at == sentence or (at == first == sentence + 1 and tokens[sentence].lower in BEFORE_FRONTED)
    return opens and tokens[at].lower in FRONTED
