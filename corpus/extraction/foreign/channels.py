"""By which way words came, where the sentence of their cue says so: "schrieb sie in einer E-Mail"."""

from __future__ import annotations

from corpus.records import Channel

from ..document import Document
from ..lexicon.languages import Language
from .cues import Cue

REACH = 20  # tokens around the cue
BEFORE = 3  # tokens before the word among which its preposition stands
MORE = frozenset({"per", "via", "im", "in", "no", "na", "num", "numa", "par"})  # prepositions before a channel


def channel_of(document: Document, language: Language, cue: Cue) -> Channel | None:
    """The channel named in the cue's sentence outside quoted words."""
    sentence = document.sentences[document.sentence_of[cue.first]]
    for at in range(max(sentence.first, cue.first - REACH), min(sentence.last, cue.end + REACH)):
        channel = language.channels.get(document.tokens[at].lower.rpartition("'")[2])
        governing = {document.tokens[before].lower for before in range(max(0, at - BEFORE), at)}
        if channel is not None and document.run_of[at] < 0 and governing & (language.governing | MORE):
            return channel
    return None
