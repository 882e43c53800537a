"""Attributions from the trained reader's contents, cues and sources.

The rules' own reading of the same text stands beside it: where both mean the same cue, what the rules know of it
(attitude, hearer, channel, time) is taken over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import Attitude

from ..document import ENDERS, Document
from ..entities import Entities
from ..lexicon.cues import cue_forms
from ..tagger import SPAN, SPEAKER, calibrated, span_features, speaker_features
from ..tagger.decoding import Labelled
from ..tagger.linking import Hint, Link, Linker, Mention
from .continued import join_continued
from .cue_choice import CueChooser, likeliest
from .edges import content_edges
from .found import Attribution, Extras, Source
from .overlooked import take_overlooked
from .passives import is_heard, is_passive
from .printed import printed_source

RIVALS = 6  # mentions that are kept as possible sources; some mean the same person
DOUBTFUL = 0.5  # sureness below which a statement needs its cue in its sentence
SCRAP = 4  # tokens that are too few to be a statement of nobody


@dataclass(slots=True)
class _Read:
    """A content in tokens while attributions are made."""

    link: Link
    first: int
    last: int
    runs: list[int]
    sure: float
    mention: Mention | None
    cue: Labelled | None


def attribute_trained(
    document: Document,
    entities: Entities,
    linker: Linker,
    links: Sequence[Link],
    rules: Sequence[Attribution],
    settings: Mapping[str, Any],
    indirect: bool,
) -> list[Attribution]:
    """Every attributed content, in the order of the text; each quoted run belongs to one at most."""
    return _Builder(document, entities, linker, links, rules, settings, indirect).build()


def hints(document: Document, rules: Sequence[Attribution]) -> list[Hint]:
    """The rules' reading, as the ranker of sources takes it: contents and sources in characters."""
    return [
        Hint(
            tuple(document.span(*piece) for piece in rule.ranges),
            document.span(rule.source.first, rule.source.last),
        )
        for rule in rules
        if rule.source is not None
    ]


class _Builder:
    def __init__(
        self,
        document: Document,
        entities: Entities,
        linker: Linker,
        links: Sequence[Link],
        rules: Sequence[Attribution],
        settings: Mapping[str, Any],
        indirect: bool,
    ) -> None:
        self.document = document
        self.entities = entities
        self.linker = linker
        self.links = links
        self.cues = CueChooser(linker, links)
        self.settings = settings
        self.least: float = settings.get("least", 0.0)
        self.indirect = indirect
        self.starts = [token.start for token in document.tokens]
        self.ends = [token.end for token in document.tokens]
        self.rules = rules
        self.rules_by_cue = {at: rule for rule in rules if rule.cue for at in range(*rule.cue)}
        self.rules_by_run = {run: rule for rule in rules for run in rule.runs}
        self.sources: dict[Mention, Source | None] = {}

    def build(self) -> list[Attribution]:
        """All attributions."""
        read: list[_Read] = []
        covered = 0  # tokens before this belong to a content already
        for link in self.links:
            found = self._content(link, covered)
            if found is not None and (found.runs or self.indirect):
                covered = found.last
                read.append(found)
        attributions: list[Attribution] = []
        owner: dict[int, Attribution] = {}
        before: _Read | None = None
        for one in read:
            if before is not None and self._goes_on(before, one):
                attributions[-1].ranges.append((one.first, one.last))
                attributions[-1].runs.extend(one.runs)
            else:
                made = self._attribution(one)
                if made.source is None and not one.runs and one.last - one.first < SCRAP:
                    continue
                attributions.append(made)
            owner.update(dict.fromkeys(one.runs, attributions[-1]))
            before = one
        take_overlooked(self.document, self.rules, owner)
        joined = join_continued(self.document, attributions, owner)
        return sorted(joined, key=lambda attribution: attribution.ranges[0])

    # --- contents -------------------------------------------------------------------------

    def tokens_of(self, first: int, last: int) -> tuple[int, int]:
        """The tokens that pieces ``[first, last)`` touch."""
        pieces = self.linker.pieces
        start, end = int(pieces.start[first]), int(pieces.end[last - 1])
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def _content(self, link: Link, covered: int) -> _Read | None:
        document = self.document
        first, last = content_edges(document, *self.tokens_of(link.content.first, link.content.last), covered)
        if first >= last:
            return None
        runs = sorted({run for run in document.run_of[first:last] if run >= 0})
        sure = calibrated(span_features(self.linker, link.content), self.settings, SPAN, link.content.probability)
        if not runs and sure < self.least:
            return None
        read = _Read(link, first, last, runs, sure, likeliest(link), self.cues.choose(link))
        if not runs and (self._is_hearer(read) or self._announced_elsewhere(read)):
            return None
        return read

    def _announced_elsewhere(self, read: _Read) -> bool:
        """Whether a doubtful statement without marks has its cue in another sentence only."""
        if read.cue is None or read.sure >= DOUBTFUL:
            return False
        cue, _ = self.tokens_of(read.cue.first, read.cue.last)
        return self.document.sentence_of[cue] != self.document.sentence_of[read.first]

    def _is_hearer(self, read: _Read) -> bool:
        """Whether the words are no content but the subject of a cue that speaks to it: "| Kerr | was told to leave"."""
        if read.cue is None:
            return False
        first, last = self.tokens_of(read.cue.first, read.cue.last)
        return read.last == first and is_passive(self.document, first, last)

    def _goes_on(self, before: _Read, after: _Read) -> bool:
        """Whether the second content ends the sentence of the first: only its cue and source stand between."""
        if before.mention is None or before.mention != after.mention or before.cue != after.cue:
            return False
        document = self.document
        if document.sentences[document.sentence_of[before.last - 1]].paragraph != (
            document.sentences[document.sentence_of[after.first]].paragraph
        ):
            return False
        gap = document.tokens[before.last : after.first]
        source = self._source(before.mention)
        if source is None or not (before.last <= source.first < after.first):
            return False
        return not any(token.text in ENDERS or token.text in ":;" for token in gap)

    # --- cues and sources -----------------------------------------------------------------

    def _source(self, mention: Mention) -> Source | None:
        if mention not in self.sources:
            self.sources[mention] = printed_source(
                self.document, self.entities, *self.tokens_of(mention.first, mention.last)
            )
        return self.sources[mention]

    def _attribution(self, read: _Read) -> Attribution:
        document, link = self.document, read.link
        source = self._source(read.mention) if read.mention is not None else None
        ranked = [(self._source(mention), score) for mention, score in link.candidates[:RIVALS]]
        rivals = [(rival, score) for rival, score in ranked if rival is not None]
        cue = self.tokens_of(read.cue.first, read.cue.last) if read.cue is not None else None
        rule = self._rule(cue, read, source)
        lemma, attitude, extras = self._meaning(cue, rule)
        if cue is not None and is_heard(document, *cue):
            if source is not None and extras.addressee is None:
                extras.addressee = (source.first, source.last)
            source = rule = None
            rivals = []
        by_rules = rule.source if rule is not None else None
        if by_rules is not None and source is not None and by_rules.kind is source.kind and _overlap(by_rules, source):
            source = by_rules  # the rules know whom the same words name
        return Attribution(
            ranges=[(read.first, read.last)],
            runs=list(read.runs),
            sentence=document.sentence_of[read.first],
            cue=rule.cue if rule is not None and rule.cue and cue is None else cue,
            lemma=lemma,
            attitude=attitude,
            source=source,
            extras=extras,
            rivals=rivals,
            span_score=read.sure,
            speaker_score=calibrated(
                speaker_features(link), self.settings, SPEAKER, link.candidates[0][1] if link.candidates else 0.0
            ),
        )

    def _rule(self, cue: tuple[int, int] | None, read: _Read, source: Source | None) -> Attribution | None:
        """What the rules read at the same cue; without a cue, what they read of the same quoted words."""
        if cue is not None:
            for at in range(*cue):
                if at in self.rules_by_cue:
                    return self.rules_by_cue[at]
            return None
        rule = next((self.rules_by_run[run] for run in read.runs if run in self.rules_by_run), None)
        if rule is None or source is None or rule.source is None or not _overlap(rule.source, source):
            return None
        return rule

    def _meaning(self, cue: tuple[int, int] | None, rule: Attribution | None) -> tuple[str, Attitude, Extras]:
        if rule is not None:
            return rule.lemma, rule.attitude, replace(rule.extras)
        for at in range(*cue) if cue is not None else ():
            verb = cue_forms().get(self.document.tokens[at].lower)
            if verb is not None:
                return verb.lemma, verb.attitude, Extras()
        return "", Attitude.SAID, Extras()


def _overlap(one: Source, other: Source) -> bool:
    return min(one.first, one.outer if one.outer >= 0 else one.first) < other.last and other.first < one.last
