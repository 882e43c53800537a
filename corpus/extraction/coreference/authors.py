"""Whose words a document's are: "the statement said" speaks for whom the text quotes from a statement before."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Channel

from ..attribution import Attribution, Source, SourceKind
from ..attribution.channel_phrases import channel_of_document
from ..document import Document
from ..lexicon.wordlists import word_set

RULINGS = word_set("ruling judgment judgement verdict")
DEFINITE = word_set("the this that its his her their")
REACH = 12  # sentences back to the quotation that shares the channel


class Authors:
    """The attributions of a document by channel, read from left to right."""

    def __init__(self, document: Document, attributions: Sequence[Attribution]) -> None:
        self.document = document
        ordered = [a for a in attributions if a.source is not None and a.extras.channel is not None]
        self.waiting = sorted(ordered, key=lambda a: -a.ranges[0][0])
        self.latest: dict[Channel, Attribution] = {}

    def source_behind(self, document_source: Source) -> Source | None:
        """The source that last spoke by such a document, itself no document; calls come in the order of the text."""
        if document_source.kind is not SourceKind.NOMINAL or document_source.plural:
            return None
        first = document_source.first
        while self.waiting and self.waiting[-1].ranges[0][0] < first:
            attribution = self.waiting.pop()
            source, channel = attribution.source, attribution.extras.channel
            if source is not None and channel is not None and self._channel(source) is None and source.first < first:
                self.latest[channel] = attribution
        channel = self._channel(document_source)
        found = self.latest.get(channel) if channel is not None else None
        if found is None or self.document.sentence_of[first] - found.sentence > REACH:
            return None
        return found.source

    def is_ruling(self, source: Source) -> bool:
        """Whether the source is a court's own document."""
        return source.kind is SourceKind.NOMINAL and self._head(source) in RULINGS

    def _channel(self, source: Source) -> Channel | None:
        if self.document.tokens[source.first].lower not in DEFINITE:
            return None
        return channel_of_document([self._head(source)])

    def _head(self, source: Source) -> str:
        at = source.head if source.head >= 0 else source.last - 1
        return self.document.tokens[at].lower
