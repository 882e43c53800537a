"""What every attribution tells beside its words, however it was found: attitude, channel, addressee, time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Attitude, Channel

from ..document import Document
from ..entities import Entities
from ..lexicon.cues import cue_forms
from ..lexicon.wordlists import word_set
from ..lexicon.words import PREPOSITIONS
from ..times import find_times
from ..tokens import Shape
from .channel_phrases import channel_in, channel_of_document, channel_of_hearer
from .channels import LEMMA_CHANNELS
from .found import Attribution, Extras, Source, SourceKind
from .hearers import Hearers, apart
from .meaning import Content, meaning_of
from .surroundings import Piece, Surroundings

NEAR = 8  # tokens between a cue and its content that may belong to the cue
FAR_ROLE = 20  # tokens that what is said of a source may take
LONGEST_PIECE = 600  # characters of a piece that are read
# Verbs that by themselves tell the channel, beside the ones of the rules.
VERB_CHANNELS = LEMMA_CHANNELS | {
    "post": Channel.SOCIAL_POST,
    "repost": Channel.SOCIAL_POST,
    "blog": Channel.SOCIAL_POST,
    "text": Channel.PHONE,
    "phone": Channel.PHONE,
}
OTHER_FORMS = {"phoned": "phone", "emailing": "email", "reposted": "repost", "e-mailed": "email"}
WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER, Channel.SOCIAL_POST, Channel.REPORT})
STILL_WRITTEN = 6  # paragraphs over which "she wrote" goes on with the letter named before
SPOKEN = frozenset({Channel.PHONE, Channel.INTERVIEW, Channel.TESTIMONY})
DOES = word_set("was were is will would")
# A time behind such a word belongs to it, "a panel set up in 2029", unless it tells how the words were given out.
DONE = re.compile(r"\b(?:\w{2,}ed|set|held|built|won|born|cut|lost|left|made|begun|who|which)\b", re.IGNORECASE)
SENT_OUT = re.compile(
    r"\b(?:emailed|e-mailed|posted|published|released|issued|filed|aired|recorded|televised|dated|delivered|obtained"
    r"|tweeted|prepared|reached|contacted|interviewed|conducted|uploaded|shared|asked|called|planned|scheduled|joined"
    r"|testified|texted|phoned|repeated|added|announced|warned|promised|denied|\w+-\w+ed|united)\b",
    re.IGNORECASE,
)


def complete(document: Document, entities: Entities, attributions: Sequence[Attribution]) -> None:
    """Fill in, attribution by attribution, what the words around cue and source tell."""
    completer = _Completer(document, entities, attributions)
    before: Attribution | None = None
    for attribution in attributions:
        completer.complete(attribution, before)
        before = attribution


class _Completer:
    def __init__(self, document: Document, entities: Entities, attributions: Sequence[Attribution]) -> None:
        self.document = document
        self.surroundings = Surroundings(document, attributions)
        self.hearers = Hearers(document, entities)
        self.letter: tuple[Channel, Source, int] | None = None  # the latest thing written, its writer, its paragraph

    def complete(self, attribution: Attribution, before: Attribution | None) -> None:
        """Settle one attribution; ``before`` is the one that precedes it, settled."""
        cue = attribution.cue
        if cue is None or (before is not None and cue == before.cue):
            self._carry_over(attribution, before)
            return
        attribution.attitude = self._attitude(attribution, cue)
        extras = replace(attribution.extras)
        around = self.surroundings.pieces(attribution)
        pieces = _with_cue(cue, around)
        self.hearers.read(attribution, cue, pieces, extras)
        extras.time = self._time(cue, around) or self._checked_time(attribution, extras)
        extras.channel = self._channel(attribution, cue, extras, pieces)
        attribution.extras = extras
        if before is not None and self._goes_on(attribution, before):
            extras.channel = extras.channel or before.extras.channel
            extras.time = extras.time or before.extras.time
        elif before is not None and extras.channel is None and self._same_occasion(attribution, before):
            extras.channel = before.extras.channel
        self._written(attribution, cue, extras)

    def _attitude(self, attribution: Attribution, cue: tuple[int, int]) -> Attitude:
        tokens = self.document.tokens
        first, last = attribution.ranges[0]
        after = [token.lower for token in tokens[cue[1] : first]] if 0 < first - cue[1] <= NEAR else []
        words = sum(tokens[at].shape is not Shape.PUNCTUATION for at in range(first, min(last, first + NEAR)))
        content = Content(tokens[first].lower, words, bool(attribution.runs))
        meaning = meaning_of([token.lower for token in tokens[slice(*cue)]], after, content)
        return meaning.attitude if meaning is not None else attribution.attitude

    # --- what goes on -----------------------------------------------------------------------

    def _carry_over(self, attribution: Attribution, before: Attribution | None) -> None:
        """Words without a cue of their own were said in the way of the words before them, by the same source."""
        if before is None or not _same(attribution.source, before.source):
            return
        if self._paragraph(attribution) == self._paragraph(before):
            attribution.extras = replace(before.extras)
            if attribution.cue is not None:
                attribution.attitude = before.attitude

    @staticmethod
    def _goes_on(attribution: Attribution, before: Attribution) -> bool:
        """Whether the cue takes the subject of the one before it: "said in an email that it failed and | added"."""
        return before.sentence == attribution.sentence and _same(attribution.source, before.source)

    def _same_occasion(self, attribution: Attribution, before: Attribution) -> bool:
        """Whether spoken words go on in the next sentence: "said by phone that it failed. “All of it,” she said"."""
        one, other = attribution.source, before.source
        if before.extras.channel not in SPOKEN or one is None or other is None or not _one_person(one, other):
            return False
        same = self._paragraph(attribution) == self._paragraph(before)
        return same and attribution.sentence - before.sentence <= 1 and bool(attribution.runs)

    def _written(self, attribution: Attribution, cue: tuple[int, int], extras: Extras) -> None:
        """ "she wrote" goes on with the letter or email that was named before; "she said" does not."""
        source, paragraph = attribution.source, self._paragraph(attribution)
        writes = any(token.lower in {"wrote", "writes", "written"} for token in self.document.tokens[slice(*cue)])
        if source is None:
            return
        if extras.channel in WRITTEN:
            self.letter = (extras.channel, source, paragraph)
        elif extras.channel is None and writes and self.letter is not None:
            channel, writer, named = self.letter
            if _one_person(source, writer) and paragraph - named <= STILL_WRITTEN:
                extras.channel = channel

    def _paragraph(self, attribution: Attribution) -> int:
        return self.document.sentences[self.document.sentence_of[attribution.ranges[0][0]]].paragraph

    # --- time -----------------------------------------------------------------------------

    def _text(self, piece: Piece) -> str:
        return self.document.text(piece.first, piece.last)[:LONGEST_PIECE]

    def _time(self, cue: tuple[int, int], around: Sequence[Piece]) -> tuple[int, int] | None:
        tokens = self.document.tokens
        for piece in (Piece(*cue), *around):
            text = self._text(piece)
            begin = tokens[piece.first].start
            for start, end in find_times(text):
                if piece.first != cue[0] and DONE.search(SENT_OUT.sub("", text[:start])):
                    continue
                if piece.trailing and channel_in(text[:start]) is None:
                    continue  # most likely the rest of what was said
                span = range(begin + start, begin + end)
                inside = [at for at in range(piece.first, piece.last) if tokens[at].start in span]
                if inside and not self._is_subject(inside[-1] + 1):
                    return inside[0], inside[-1] + 1
        return None

    def _checked_time(self, attribution: Attribution, extras: Extras) -> tuple[int, int] | None:
        """The time that the rules read, unless it is part of what was said."""
        time, cue = extras.time, attribution.cue
        if time is None or not apart(attribution, time) or self._is_subject(time[1]):
            return None
        told = self.document.text(cue[1], time[0]) if cue is not None and 0 < time[0] - cue[1] <= FAR_ROLE else ""
        return None if DONE.search(SENT_OUT.sub("", told)) else time

    def _is_subject(self, at: int) -> bool:
        """Whether the words that end before ``at`` own something or do something: "last year | 's", "| was"."""
        if at >= len(self.document.tokens):
            return False
        token = self.document.tokens[at]
        return token.shape is Shape.CLITIC or token.lower in DOES

    # --- channel --------------------------------------------------------------------------

    def _channel(
        self, attribution: Attribution, cue: tuple[int, int], extras: Extras, pieces: Sequence[Piece]
    ) -> Channel | None:
        words = [token.lower for token in self.document.tokens[slice(*cue)]]
        source = attribution.source
        told = (channel_in(self._text(piece)) for piece in pieces)
        found = next((channel for channel in told if channel is not None), None)
        if found is not None:
            return found
        forms = cue_forms()
        lemmas = (OTHER_FORMS.get(word) or (forms[word].lemma if word in forms else "") for word in words)
        by_verb = next((VERB_CHANNELS[lemma] for lemma in lemmas if lemma in VERB_CHANNELS), None)
        found = by_verb or (self._document_of(source) if source is not None else None)
        if found is None and extras.addressee is not None:
            speaker = self._with_role(source, cue) if source is not None else ""
            found = channel_of_hearer(self._whole_hearer(extras.addressee, cue[1]), speaker)
            if found is None and extras.channel is Channel.TESTIMONY:
                return None  # an advocate told the court
        return found or extras.channel

    def _document_of(self, source: Source) -> Channel | None:
        """The channel where a document is the source: "the report said", "according to court papers"."""
        if source.kind is not SourceKind.NOMINAL:
            return None
        words: list[str] = []
        for token in self.document.tokens[source.first : source.last]:
            word = token.lower
            told = words and (word.endswith("ed") or word in {"which", "that"})  # "court papers | filed on Monday"
            if told or token.shape is Shape.PUNCTUATION or word in PREPOSITIONS:
                break
            words.append(word)
        return channel_of_document(words)

    def _whole_hearer(self, hearer: tuple[int, int], cue_end: int) -> str:
        """The hearer with what stands between it and the cue: "the National Assembly's | Transport Committee"."""
        first = cue_end if 0 < hearer[0] - cue_end <= NEAR else hearer[0]
        return self.document.text(first, hearer[1])

    def _with_role(self, source: Source, cue: tuple[int, int]) -> str:
        """The source with its titles and what is said of it: "Ana Kerr, a lawyer for the company"."""
        first = source.outer if source.outer >= 0 else source.first
        if source.last < cue[0] <= source.last + FAR_ROLE:
            return self.document.text(first, cue[0])
        end = self.document.sentences[self.document.sentence_of[source.last - 1]].last
        return self.document.text(first, max(source.last, min(source.last + FAR_ROLE // 2, end)))


def _with_cue(cue: tuple[int, int], around: Sequence[Piece]) -> list[Piece]:
    """The cue together with what follows it at once, "testified | before the panel", and the other pieces."""
    beside = next((piece for piece in around if piece.first == cue[1]), None)
    whole = Piece(cue[0], beside.last if beside is not None else cue[1], beside=True)
    return [whole, *(piece for piece in around if piece is not beside)]


def _one_person(one: Source, before: Source) -> bool:
    """Whether a later source may be whom an earlier one names: the same name, or a pronoun behind a name."""
    if before.kind is SourceKind.NOMINAL:
        return False
    return one.kind is SourceKind.PRONOUN or (one.entity is not None and one.entity is before.entity)


def _same(one: Source | None, other: Source | None) -> bool:
    return one is not None and other is not None and one.first == other.first
