"""Attributions of one sentence: which words belong to which cue, before it, after it or around it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Attitude

from ..document import Document, Sentence
from ..entities import Entities
from ..lexicon.cues import PAPER_VERBS, Form, Frame
from ..lexicon.words import PREPOSITIONS, SUBORDINATORS
from ..tokens import Shape
from .cue_phrases import Cue, find_cues, head_of_list
from .extras import read_extras
from .found import Attribution, Extras, Source, SourceKind, Unit
from .phrases import Phrases

DASHES = frozenset({"—", "–", "--", "-"})
ENDS = frozenset({".", "!", "?", ";"})


@dataclass(slots=True)
class Group:
    """A cue with its source and what it carries, as one block of units ``[start, end)``."""

    cue: Cue
    source: Source
    start: int
    end: int
    extras: Extras
    inverted: bool = False
    shared: bool = False  # takes the subject of the cue before it


def units_of(document: Document, sentence: Sentence) -> list[Unit]:
    """The sentence as units: quoted runs are one piece each."""
    units: list[Unit] = []
    index = sentence.first
    while index < sentence.last:
        run = document.run_of[index]
        last = min(document.last_of_run[run], sentence.last) if run >= 0 else index + 1
        units.append(Unit(index, last, run, document.tokens[index]))
        index = last
    return units


class SentenceReader:
    """Finds the attributions of one sentence."""

    def __init__(self, document: Document, entities: Entities, number: int, indirect: bool) -> None:
        self.document = document
        self.number = number
        self.indirect = indirect
        self.units = units_of(document, document.sentences[number])
        self.phrases = Phrases(document, entities, self.units)
        self.groups: list[Group] = []

    def read(self, last_source: Source | None) -> list[Attribution]:
        """All attributions; ``last_source`` stands for a subject that is left out."""
        if not any(unit.run < 0 and unit.token.shape is not Shape.PUNCTUATION for unit in self.units):
            return []
        self.groups = self._groups(last_source)
        found: list[Attribution] = []
        done = 0  # units before this are spoken for
        for index, group in enumerate(self.groups):
            if group.start < done and not group.shared:
                continue
            if group.cue.first < done:
                continue
            ranges, until = self._content(index, group, done)
            if not ranges:
                continue
            attribution = self._attribution(group, ranges)
            if attribution is not None:
                found.append(attribution)
                done = until
        return found

    # --- cue and source -------------------------------------------------------------------

    def _groups(self, last_source: Source | None) -> list[Group]:
        groups: list[Group] = []
        for cue in find_cues(self.phrases):
            group = self._group(cue, groups[-1].source if groups else None)
            if group is not None:
                groups.append(group)
        colon = self._speaker_and_colon()
        if colon is not None and not groups:
            groups.append(colon)
        return groups

    def _group(self, cue: Cue, shared: Source | None) -> Group | None:
        if cue.according:
            end, source = self.phrases.after(cue.last)
            if source is None:
                return None
            end = self.phrases.of_phrases(end)
            if source.kind is SourceKind.NOMINAL:
                source = _extended(source, self.units[end - 1].last)
            end, extras, _ = read_extras(self.phrases, cue, end)
            return Group(cue, source, cue.first, end, extras)
        inverted = self._inverted(cue)
        if inverted is not None:
            return inverted
        source = None
        is_shared = False
        if cue.form is not Form.PARTICIPLE:
            source = self.phrases.subject_before(cue.first)
        if source is None and head_of_list(self.units, cue):
            source, is_shared = shared or self.sentence_subject(cue.first), True
        if source is None:
            return None
        if source.kind is SourceKind.PRONOUN and self.document.tokens[source.first].lower in {
            "you",
            "this",
            "that",
            "which",
            "these",
            "those",
        }:
            return None
        end, extras, _ = read_extras(self.phrases, cue, cue.last)
        start = (
            cue.first
            if is_shared
            else self._unit_at(min(source.outer if source.outer >= 0 else source.first, source.first))
        )
        return Group(cue, source, min(start, cue.first), end, extras, shared=is_shared)

    def _unit_at(self, token: int) -> int:
        low, high = 0, len(self.units)
        while low < high:
            middle = (low + high) // 2
            if self.units[middle].last <= token:
                low = middle + 1
            else:
                high = middle
        return low

    def _inverted(self, cue: Cue) -> Group | None:
        """ "said Hof", "says the minister": the verb right after quoted words or a comma, the source behind it."""
        if (
            cue.form not in (Form.PAST, Form.PRESENT)
            or cue.frame not in (Frame.CLAUSE, Frame.BELIEF)
            or cue.first != cue.verb
        ):
            return None
        before = self.units[cue.first - 1] if cue.first else None
        if before is None or not (before.run >= 0 or before.word in {","} | DASHES):
            return None
        end, source = self.phrases.after(cue.last)
        if source is None or (
            source.kind is SourceKind.PRONOUN
            and self.units[cue.last].word not in {"he", "she", "they", "one", "another"}
        ):
            return None
        if before.word and self.phrases.subject_before(cue.first) is not None and not self._ends_here(end):
            return None
        if end < len(self.units) and self.units[end].word in {
            "is",
            "are",
            "was",
            "were",
            "will",
            "would",
            "has",
            "have",
            "had",
            "could",
            "should",
            "can",
        }:
            return None
        end = self.phrases.of_phrases(end)
        if source.kind is SourceKind.NOMINAL:
            source = _extended(source, self.units[end - 1].last)
        end, extras, _ = read_extras(self.phrases, cue, end)
        return Group(cue, source, cue.first, end, extras, inverted=True)

    def _speaker_and_colon(self) -> Group | None:
        """ "Ana Kerr: “...”", as transcripts print it."""
        for at in range(1, min(len(self.units), 16)):
            if self.units[at].word == ":":
                source = self.phrases.subject_before(at)
                following = self.units[at + 1] if at + 1 < len(self.units) else None
                if source is None or source.kind is not SourceKind.NAME or following is None or following.run < 0:
                    return None
                cue = Cue(at, at + 1, at, ":", Attitude.SAID, Frame.CLAUSE, Form.PAST, 0.8)
                return Group(cue, source, 0, at + 1, Extras())
        return None

    def sentence_subject(self, limit: int) -> Source | None:
        """The first name, pronoun or unnamed group of the sentence before unit ``limit``."""
        for at in range(min(limit, 40)):
            unit = self.units[at]
            if unit.run >= 0:
                continue
            named = self.phrases.name_starting(at)
            before = self.units[at - 1].word if at else ""
            if named and before not in PREPOSITIONS:
                entity, name = named
                after = self._unit_at(name.last)
                if after < len(self.units) and self.units[after].word == "'s":
                    continue
                return Source(name.first, name.last, SourceKind.NAME, entity, name.last - 1, unit.first)
            if unit.word in {"he", "she", "they", "i", "we"}:
                return Source(unit.first, unit.last, SourceKind.PRONOUN, outer=unit.first)
            if unit.word in {"the", "a", "an"} and before not in PREPOSITIONS:
                end, source = self.phrases.after(at)
                if source is not None and end > at + 1:
                    return source
        return None

    # --- content --------------------------------------------------------------------------

    def _ends_here(self, at: int) -> bool:
        """Whether the group that ends before unit ``at`` closes its clause."""
        if at >= len(self.units):
            return True
        unit = self.units[at]
        if unit.run >= 0:
            return False
        return (
            unit.word in ENDS
            or unit.word in {",", ")", "…", "..."} | DASHES
            or (unit.word in SUBORDINATORS and unit.word != "that")
        )

    def _content(self, index: int, group: Group, done: int) -> tuple[list[tuple[int, int]], int]:
        """The unit ranges of the content and the unit up to which the sentence is spoken for."""
        before = self._before(group, done)
        if before is not None:
            ranges = [before]
            until = group.end
            more = self._resumed(index, group, before)
            if more is not None:
                ranges.append(more)
                until = more[1]
            return ranges, until
        if group.inverted:
            return [], done
        start, end = self._after(index, group)
        return ([(start, end)], end) if start < end else ([], done)

    def _before(self, group: Group, done: int) -> tuple[int, int] | None:
        """The content in front of the group: "..., Ford said", "“...” Ford said"."""
        start = group.start
        if start <= done or (group.shared and not group.cue.according):
            return None
        previous = self.units[start - 1]
        if group.cue.according:
            if start == 0 or not any(self._is_word(at) for at in range(done, start)):
                return None
            return self._trimmed(done, start)
        if group.cue.frame is Frame.LABEL and previous.run < 0:
            return None
        if previous.run >= 0:
            inner = self.document.runs[previous.run]
            closed = self.document.body[inner.end - 1] in ",.?!…—–-"
            if not closed and not self._ends_here(group.end):
                return None
        elif (
            previous.word not in {","} | DASHES or not self._ends_here(group.end) or self._only_fronted(done, start - 1)
        ):
            return None
        return self._trimmed(done, start)

    def _only_fronted(self, first: int, last: int) -> bool:
        """Whether units ``[first, last)`` are a fronted phrase ("In an interview on Tuesday"), no statement."""
        words = [self.units[at] for at in range(first, last) if self._is_word(at)]
        if any(unit.run >= 0 for unit in words):
            return False
        if len(words) < 3:
            return True
        return (
            words[0].word
            in {"in", "on", "at", "during", "after", "before", "asked", "speaking", "when", "while", "as", "but"}
            and len(words) < 8
        )

    def _is_word(self, at: int) -> bool:
        unit = self.units[at]
        return unit.run >= 0 or unit.token.shape is not Shape.PUNCTUATION

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        while first < last and not self._is_word(first) and self.units[first].token.text not in "([$£€#@-":
            first += 1
        if last - first > 1 and self.units[first].word in {"and", "but"} and self.units[first + 1].run >= 0:
            first += 1
        while last > first and not self._is_word(last - 1) and self.units[last - 1].token.text not in ")]%":
            last -= 1
        return (first, last) if first < last else None

    def _resumed(self, index: int, group: Group, before: tuple[int, int]) -> tuple[int, int] | None:
        """The content that goes on after the group: "“A,” she said, “and b.”"."""
        at = group.end
        if at >= len(self.units) or group.cue.according:
            return None
        if self.units[at].run < 0 and self.units[at].word not in {",", ":"} | DASHES:
            return None
        while at < len(self.units) and not self._is_word(at):
            at += 1
        limit = self._limit(index, at)
        joined = at + 1 < limit and self.units[at].word in {"and", "but", "that"} and self.units[at + 1].run >= 0
        if at < limit and (self.units[at].run >= 0 or joined):
            begin = at + 1 if joined else at
            end = begin + 1
            if any(self.units[u].run < 0 for u in range(before[0], before[1])):
                end = limit
            return self._trimmed(begin, end)
        if at >= limit or any(self.units[u].run >= 0 for u in range(before[0], before[1])):
            return None
        unit = self.units[at]
        participle = unit.word.endswith("ing") and unit.word not in {"nothing", "something", "anything", "everything"}
        if (
            participle
            or unit.word in SUBORDINATORS
            or unit.word in PREPOSITIONS
            or unit.word in {"a", "an", "who", "which"}
        ):
            return None
        return self._trimmed(at, limit)

    def _limit(self, index: int, start: int) -> int:
        """Where content that begins at unit ``start`` must end: at the next cue's own clause, or with the sentence."""
        for later in self.groups[index + 1 :]:
            if later.start <= start:
                continue
            if later.start - start > 200:
                break
            before = self.units[later.start - 1].word
            two_before = self.units[later.start - 2].word if later.start > 1 else ""
            if later.cue.according:
                return later.start
            if later.shared and (
                before in {",", "while", "by"} or two_before in {","} or self.units[later.start - 2].run >= 0
            ):
                return later.start - 1
            if not later.shared and before in {"while", "and", "but", "whereas", "though"} and two_before == ",":
                return later.start - 2
            if self.units[later.start - 1].run >= 0 and later.inverted:
                return later.start
        return len(self.units)

    def _after(self, index: int, group: Group) -> tuple[int, int]:
        """The content behind the group: "Ford said (that) ..."."""
        at = group.end
        count = len(self.units)
        marked = False
        while at < count and (self.units[at].word in {":", ","} | DASHES):
            marked = marked or self.units[at].word == ":"
            at += 1
        comma = at > group.end and not marked
        if at < count and self.units[at].word == "that":
            at += 1
            marked = True
        limit = self._limit(index, at)
        quoted = at < limit and self.units[at].run >= 0
        has_run = any(self.units[u].run >= 0 for u in range(at, limit))
        cue = group.cue
        if not self._opens_content(group, at, limit, marked, quoted, comma, has_run):
            return 0, 0
        if cue.frame is Frame.LABEL and not marked and not quoted:
            limit = self._label_end(at, limit)
        trimmed = self._trimmed(at, limit)
        return trimmed or (0, 0)

    def _label_end(self, at: int, limit: int) -> int:
        """A description ends with the clause: at the comma after its quoted words."""
        seen = False
        for unit in range(at, limit):
            seen = seen or self.units[unit].run >= 0
            if seen and self.units[unit].word in {",", ";"} | DASHES:
                return unit
        return limit

    def _opens_content(
        self, group: Group, at: int, limit: int, marked: bool, quoted: bool, comma: bool, has_run: bool
    ) -> bool:
        if at >= limit:
            return False
        cue, word = group.cue, self.units[at].word
        if quoted:
            return True
        if comma and not marked:
            # "Ford said, the deal" is rare; "Hof, who spoke, | is" is not
            return cue.according and self.indirect
        if cue.according:
            return False
        if not self.indirect and not has_run:
            return False
        if cue.frame is Frame.LABEL:
            return marked or has_run
        if marked:
            return True
        if cue.frame is Frame.WISH:
            return word not in PREPOSITIONS or word == "to"
        if word in PREPOSITIONS and word not in {"to", "like"}:
            return has_run
        if cue.frame is Frame.BELIEF:
            return word not in {"it", "him", "her", "them", "me", "us"} or limit - at > 2
        if word == "to":
            return cue.frame is Frame.HEARER or has_run or cue.attitude in (Attitude.PROMISES, Attitude.WANTS)
        if cue.strength < 1.0 and cue.lemma in PAPER_VERBS and group.source.kind is SourceKind.PRONOUN:
            return has_run or limit - at > 3
        return limit - at > 1

    # --- result ---------------------------------------------------------------------------

    def _attribution(self, group: Group, ranges: list[tuple[int, int]]) -> Attribution | None:
        runs = [self.units[at].run for first, last in ranges for at in range(first, last) if self.units[at].run >= 0]
        if not runs and not self.indirect:
            return None
        tokens = [(self.units[first].first, self.units[last - 1].last) for first, last in ranges]
        cue = group.cue
        return Attribution(
            tokens,
            runs,
            self.number,
            (
                self.units[cue.verb].first if not cue.according else self.units[cue.first].first,
                self.units[cue.last - 1].last,
            ),
            cue.lemma,
            cue.attitude,
            group.source,
            group.extras,
            span_score=0.95
            if runs and len(runs) == sum(last - first for first, last in ranges)
            else 0.6 + 0.25 * cue.strength,
            speaker_score=0.75 if group.shared else 0.95 if group.source.kind is SourceKind.NAME else 0.9,
        )


def _extended(source: Source, last: int) -> Source:
    return Source(
        source.first, max(source.last, last), source.kind, source.entity, source.head, source.outer, source.plural
    )
