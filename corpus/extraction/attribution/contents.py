"""Which units of a sentence are the content of a cue: those before it, after it or around it."""

from __future__ import annotations

from ..document import Document
from ..lexicon.cues import NOUN_LIKE, Form, Frame
from ..lexicon.wordlists import word_set
from ..lexicon.words import AUXILIARIES, DAYS, DETERMINERS, PREPOSITIONS, SUBORDINATORS
from ..tokens import Shape
from .announced import words_behind_colon
from .found import SourceKind
from .groups import Group, ends_clause
from .phrases import TITLE_WORDS
from .subjects import DASHES, Subjects

Range = tuple[int, int]
FRONTING = word_set("in on at during after before asked speaking when while as but wednesday with appearing")
NO_PARTICIPLES = word_set("nothing something anything everything king thing evening morning")
GOVERNED = {"insist": "on", "call": "for"}  # verbs whose content is the object of this preposition
OPENS_ROLE = DETERMINERS | TITLE_WORDS
OPENS_PROGRAMME = DAYS | word_set("in on during speaking appearing")
ROLE_UNITS = 10  # of a role between quoted words and the name it belongs to
LONGEST = 400  # units a content may have to either side of its cue: keeps the work of a monstrous sentence linear


class Contents:
    """Finds the contents of a sentence's groups."""

    def __init__(self, document: Document, phrases: Subjects, groups: list[Group], indirect: bool) -> None:
        self.document = document
        self.phrases = phrases
        self.units = phrases.units
        self.groups = groups
        self.indirect = indirect

    def of(self, index: int, done: int) -> tuple[list[Range], int]:
        """The unit ranges of the content of group ``index`` and the unit up to which the sentence is spoken for."""
        group = self.groups[index]
        before = self._before(index, done)
        if before is not None:
            more = self._resumed(index, before)
            return ([before], group.end) if more is None else ([before, more], more[1])
        if group.inverted:
            return [], done
        after = self._after(index)
        return ([after], after[1]) if after is not None else ([], done)

    def _is_word(self, at: int) -> bool:
        unit = self.units[at]
        return unit.run >= 0 or unit.token.shape is not Shape.PUNCTUATION

    def _trimmed(self, first: int, last: int) -> Range | None:
        while first < last and not self._is_word(first) and self.units[first].token.text not in "([$£€#@-":
            first += 1
        if last - first > 1 and self.units[first].word in {"and", "but"} and self.units[first + 1].run >= 0:
            first += 1
        while last > first and not self._is_word(last - 1) and self.units[last - 1].token.text not in ")]%":
            last -= 1
        return (first, last) if first < last else None

    def _words_of_run(self, run: int) -> int:
        first, last = self.document.first_of_run[run], self.document.last_of_run[run]
        return sum(
            token.shape is not Shape.PUNCTUATION for token in self.document.tokens[first : min(last, first + 40)]
        )

    # --- before the cue -------------------------------------------------------------------

    def is_aside(self, index: int) -> bool:
        """Whether the cue stands in a relative clause without quoted words: "the aide, who asked not to, | said"."""
        group = self.groups[index]
        if not group.cue.first or self.units[group.cue.first - 1].word != "who" or index + 1 == len(self.groups):
            return False
        later = self.groups[index + 1]
        same = later.source.first == group.source.first and later.start == group.start
        return same and all(self.units[unit].run < 0 for unit in range(group.end, later.cue.first))

    def _before(self, index: int, done: int) -> Range | None:
        """The content in front of the group: "..., Ford said", "“...” Ford said"."""
        group = self.groups[index]
        start = group.start
        done = max(done, start - LONGEST)
        if start <= done or (group.shared and not group.cue.according):
            return None
        if group.cue.according:
            return self._trimmed(done, start) if any(self._is_word(at) for at in range(done, start)) else None
        previous = self.units[start - 1]
        closed = ends_clause(self.phrases, group.end)
        if previous.run >= 0:
            inner_end = self.document.body[self.document.runs[previous.run].end - 1]
            if inner_end not in ",.?!…—–-" and not closed:
                return None
            if not closed and any(self._is_word(at) and self.units[at].run < 0 for at in range(done, start)):
                return None  # 'On "The Lantern Hour," Kerr said the deal ...'
            if closed and self._programme(done, start):
                return None
        elif (
            group.cue.frame is Frame.LABEL
            or not (previous.word == "," or previous.word in DASHES)
            or not closed
            or self._only_fronted(group, done, start - 1)
            or self._question_before(group, done, start)
        ):
            return None
        return self._trimmed(done, self._before_role(done, start))

    def _before_role(self, first: int, last: int) -> int:
        """Where the quoted words end in "“It failed,” the mayor, | Ana Kerr, said": the role is the speaker's."""
        run = next((at for at in range(last - 1, first - 1, -1) if self.units[at].run >= 0), -1)
        between = self.units[run + 1 : last - 1]
        if run < 0 or not 0 < len(between) <= ROLE_UNITS or between[0].word not in OPENS_ROLE:
            return last
        closed = self.document.body[self.document.runs[self.units[run].run].end - 1] in ",?!…—"
        clause = any(unit.word in AUXILIARIES or self.phrases.is_past(run + 1 + n) for n, unit in enumerate(between))
        return run + 1 if closed and not clause else last

    def _programme(self, first: int, last: int) -> bool:
        """Whether units ``[first, last)`` are "In an interview with “The Lantern Hour,”", no statement."""
        if last - first > 12 or self.units[first].word not in OPENS_PROGRAMME:
            return False
        run = self.units[last - 1].run
        tokens = self.document.tokens[self.document.first_of_run[run] : self.document.last_of_run[run]]
        return self._words_of_run(run) < 6 and not any(t.shape is Shape.LOWER and len(t.text) > 3 for t in tokens)

    def _only_fronted(self, group: Group, first: int, last: int) -> bool:
        """Whether units ``[first, last)`` are a fronted phrase ("In an interview on Tuesday"), no statement."""
        verb = group.end + 1
        if verb < len(self.units) and self.units[group.end].word == "," and self.units[verb].word in AUXILIARIES:
            return False  # "The bridge, Kerr said, | was safe"
        words = [self.units[at] for at in range(first, last) if self._is_word(at)]
        if any(unit.run >= 0 for unit in words):
            return False
        return len(words) < 3 or (words[0].word in FRONTING and len(words) < 8)

    def _question_before(self, group: Group, first: int, start: int) -> bool:
        """Whether quoted words follow that start afresh: "Asked if it was over, Ford said, “Sure.”"."""
        at = group.end
        while at < len(self.units) and not self._is_word(at):
            at += 1
        if at >= len(self.units) or self.units[at].run < 0 or at == group.end:
            return False
        if any(self.units[u].run >= 0 for u in range(first, start)):
            return False
        run = self.document.runs[self.units[at].run]
        return self.document.body[run.start].isupper()

    def _resumed(self, index: int, before: Range) -> Range | None:
        """The content that goes on after the group: "“A,” she said, “and b.”"."""
        group, at, count = self.groups[index], self.groups[index].end, len(self.units)
        if at >= count or group.cue.according:
            return None
        if self.units[at].run < 0 and self.units[at].word not in {",", ":"} and self.units[at].word not in DASHES:
            return None
        while at < count and not self._is_word(at):
            at += 1
        limit = self._limit(index, at)
        if at >= limit:
            return None
        joined = at + 1 < limit and self.units[at].word in {"and", "but", "that"} and self.units[at + 1].run >= 0
        plain_before = any(self.units[u].run < 0 and self._is_word(u) for u in range(*before))
        if self.units[at].run >= 0 or joined:
            begin = at + 1 if joined else at
            return self._trimmed(begin, limit if plain_before else begin + 1)
        if any(self.units[u].run >= 0 for u in range(*before)):
            return None if plain_before else self._run_behind(index, at, limit)
        word = self.units[at].word
        participle = word.endswith("ing") and word not in NO_PARTICIPLES
        if (
            participle
            or (word in SUBORDINATORS and word != "because")
            or word in PREPOSITIONS
            or word in {"a", "an", "who", "which"}
        ):
            return None
        return self._trimmed(at, limit)

    def _run_behind(self, index: int, at: int, limit: int) -> Range | None:
        """Quoted words that go on behind a phrase of the cue's: "“Well,” Kerr said, smiling, “I never.”"."""
        for unit in range(at, min(limit, at + 10)):
            if self.units[unit].run >= 0:
                cued = index + 1 < len(self.groups) and self.groups[index + 1].cue.first < unit
                return (unit, unit + 1) if self.units[unit - 1].word == "," and not cued else None
        return None

    # --- after the cue --------------------------------------------------------------------

    def _limit(self, index: int, start: int) -> int:
        """Where content that begins at unit ``start`` must end: at the next cue's own clause, or with the sentence."""
        source = self.groups[index].source
        end = min(len(self.units), start + LONGEST)
        semicolon = next((unit for unit in range(start, end) if self.units[unit].word == ";"), end)
        for number in range(index + 1, len(self.groups)):
            later = self.groups[number]
            if later.cue.first <= start:
                continue
            if later.cue.first >= end:
                break
            if semicolon < later.start:
                return semicolon
            if later.start <= start:
                # "Kerr, who recalled the storm, | said": the subject stands before this cue too
                if later.source.first == source.first and not later.shared:
                    return later.cue.first
                continue
            before = self.units[later.start - 1]
            two_before = self.units[later.start - 2] if later.start > 1 else before
            if later.cue.according:
                return later.start
            if later.shared:
                if before.word in {",", "while", "by"} or two_before.word == "," or two_before.run >= 0:
                    return later.start - 1
                continue
            spoken = later.cue.frame in (Frame.CLAUSE, Frame.HEARER, Frame.LABEL) or before.word == "while"
            if (
                spoken
                and before.word in {"while", "and", "but", "whereas", "though", "with"}
                and (two_before.word == "," or two_before.run >= 0)
            ):
                return later.start - 1
            if before.word == "," and self._followed_by_run(later):
                return later.start - 1
            if before.run >= 0 and later.inverted:
                return later.start
        return end

    def _followed_by_run(self, group: Group) -> bool:
        at = group.end
        while at < len(self.units) and self.units[at].word in {",", ":"}:
            at += 1
        return at < len(self.units) and self.units[at].run >= 0

    def _after(self, index: int) -> Range | None:
        """The content behind the group: "Ford said (that) ..."."""
        group = self.groups[index]
        at, count, marked = group.end, len(self.units), False
        while at < count and (self.units[at].word in {":", ","} or self.units[at].word in DASHES):
            marked = marked or self.units[at].word == ":"
            at += 1
        comma = at > group.end and not marked
        while at + 1 < count and self.phrases.is_adverb(at) and self.units[at + 1].word == "that":
            at += 1
        if at < count and self.units[at].word == GOVERNED.get(group.cue.lemma):
            at += 1
            marked = True
        if at < count and self.units[at].word == "that":
            at += 1
            marked = True
        limit = self._limit(index, at)
        announced = None if marked else words_behind_colon(self.phrases, group, at, limit)
        if announced is not None:
            return announced
        if at >= limit or not self._opens_content(group, at, limit, marked, comma):
            return None
        if group.cue.frame is Frame.LABEL and not marked:
            limit = self._label_end(at, limit)
        return self._trimmed(at, limit)

    def _label_end(self, at: int, limit: int) -> int:
        """A description ends with the clause: at the comma after its quoted words or inside their marks."""
        seen = False
        for unit in range(at, limit):
            run = self.units[unit].run
            if run >= 0 and self.document.body[self.document.runs[run].end - 1] == ",":
                return unit + 1
            seen = seen or run >= 0
            if seen and (self.units[unit].word in {",", ";"} or self.units[unit].word in DASHES):
                return unit
        return limit

    def _opens_content(self, group: Group, at: int, limit: int, marked: bool, comma: bool) -> bool:
        """Whether what follows the group is what was said: a clause, quoted words, for wishes an infinitive."""
        if self.units[at].run >= 0:
            return True
        if comma:
            return group.cue.according and self.indirect
        has_run = any(self.units[u].run >= 0 for u in range(at, limit))
        cue, word = group.cue, self.units[at].word
        if cue.according or not (self.indirect or has_run):
            return False
        if marked:
            return True
        if cue.frame is Frame.LABEL:
            return has_run
        if word in PREPOSITIONS and word not in {"to", "like"}:
            return has_run and word not in {"on", "at", "in"}
        if has_run:
            return True
        if cue.frame is Frame.HEARER:
            return limit - at > 1
        if word == "to":
            return cue.frame is Frame.WISH
        if (
            cue.form is Form.PRESENT
            and self.units[cue.verb].word in NOUN_LIKE
            and group.source.kind is SourceKind.NOMINAL
        ):
            return False  # "federal rules", "the firm's plans"
        if cue.strength >= 1.0 and cue.frame is Frame.CLAUSE:
            return limit - at > 1
        return self._clause(at, limit, cue.frame is Frame.WISH)

    def _clause(self, at: int, limit: int, wish: bool) -> bool:
        """Whether a verb shows soon: after a weak cue a bare noun phrase is an object, no statement."""
        for index in range(at + 1, min(limit, at + 16)):
            word = self.units[index].word
            if word == ",":
                break
            if (word in AUXILIARIES and word != "'s") or self.phrases.is_past(index) or (wish and word == "to"):
                return True
        return self.units[at].word in {"they", "he", "she", "it", "there", "we", "i"}
