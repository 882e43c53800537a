"""Statements without quotation marks: "Kehr versprach, die Hilfen ...", "..., dit la mairie", "Selon Roy, ..."."""

from __future__ import annotations

from ..attribution.found import Attribution, Source
from ..document import Document, Sentence
from ..lexicon.languages import Language
from ..lexicon.wordlists import word_set
from ..tokens import Shape
from .cues import Cue, cues_between
from .subjects import Subjects

SHORTEST = 2  # words of a statement
PERFECT = frozenset({"haber", "haberse", "avoir", "être"})  # "negó ayer haber cobrado"
COMPLEMENT = 8  # tokens between a source and the comma that ends its phrase
APPOSITION = 6  # tokens of what is added to a source between commas
FEW = 5  # words before an inserted cue of a clause that goes on behind it
CLAUSE_BY_COMMA = frozenset({"de", "nl"})  # languages in which a comma before a clause shows that it is one
INFINITIVES = {"fr": ("er", "ir", "oir", "re"), "es": ("ar", "er", "ir", "arse", "erse", "irse")}
BEFORE_INFINITIVE = frozenset({"de", "d'", "a", "à", "no", "ne", "n'", "pas"})


class Statements:
    """Finds one statement at most of every sentence without quoted words."""

    def __init__(self, document: Document, language: Language, subjects: Subjects) -> None:
        self.document = document
        self.language = language
        self.subjects = subjects
        self.reported: dict[int, int] = {}  # end of a sentence -> its last verb in the mood of reported speech, or -1
        self.said: dict[int, Source] = {}  # sentence -> who speaks in it, whether or not what is said stands there

    def find(self) -> list[Attribution]:
        """All of them, in the order of the text."""
        found = []
        for number, sentence in enumerate(self.document.sentences):
            if any(self.document.run_of[at] >= 0 for at in range(sentence.first, sentence.last)):
                continue
            attribution = self._of(number, sentence)
            if attribution is not None:
                attribution.sentence = number
                found.append(attribution)
        return found

    def _of(self, number: int, sentence: Sentence) -> Attribution | None:
        last = self._end(sentence)
        for cue in cues_between(self.document, self.language, sentence.first, sentence.last):
            if cue.label:
                continue
            attribution = self._statement(number, sentence, cue, last)
            if attribution is not None:
                return attribution
        return None

    def _statement(self, number: int, sentence: Sentence, cue: Cue, last: int) -> Attribution | None:
        tokens, first = self.document.tokens, sentence.first
        if cue.behind_name:
            return self._behind_name(sentence, cue, last)
        inserted = cue.first > first + 1 and self._comma_before(cue)
        if cue.preposition and cue.first != first and not inserted:
            source = self.subjects.of(cue, first, last, behind=False)
            # German puts it anywhere: "Grund ist nach Angaben von Kehr ein Brand"
            at = source.last if source is not None and self.language.nouns_have_capitals else last
            return self._made(cue, source, [(at, last)])
        if inserted and not cue.nobody:
            told = self._inserted(first, last, cue)
            if told is not None:
                return told
        source = None if cue.nobody else self.subjects.of(cue, first, last, behind=False)
        if source is None:
            if cue.nobody:
                return self._unsaid(first, last, cue)
            if not self._may_drop(cue, first):
                return None
        else:
            self.said.setdefault(number, source)
        if self.language.code == "de" and tokens[first].lower == "wie" and not cue.preposition:
            at_once = cue.end < last and tokens[cue.end].text == ","
            return self._made(cue, source, [(cue.end + 1, last)]) if at_once else None
        begin = max(cue.end, source.last if source is not None else 0)
        begin = self._after_phrase(begin, last) if cue.preposition else self._clause(begin, last)
        return self._made(cue, source, [(begin, last)]) if begin >= 0 else None

    def _may_drop(self, cue: Cue, first: int) -> bool:
        """Whether a verb may stand without its subject: right at the head of the clause, or with "that" behind it."""
        return self.language.prodrop and not cue.preposition and cue.first >= first

    def _unsaid(self, first: int, last: int, cue: Cue) -> Attribution | None:
        """ "..., hieß es", "hieß es, ...": words of nobody in particular."""
        if self._comma_before(cue):
            return self._made(cue, None, [(first, cue.first - 1)])
        comma = self._comma(cue.end, min(last, cue.end + COMPLEMENT))
        return self._made(cue, None, [(comma + 1, last)]) if comma >= 0 else None

    def _behind_name(self, sentence: Sentence, cue: Cue, last: int) -> Attribution | None:
        """ "Kehr zufolge bleiben ..."."""
        for printed in self.subjects.names.ending(cue.first):
            if sentence.first <= printed.outer < cue.first:
                source = self.subjects.after(printed.outer, cue.first)
                return self._made(cue, source, [(cue.last, last)])
        return None

    def _inserted(self, first: int, last: int, cue: Cue) -> Attribution | None:
        """ "..., sagte Kehr." and "Schuld sei, so Kehr, der Käfer": what stands before the cue, and goes on behind."""
        tokens, language = self.document.tokens, self.language
        comma = cue.first - 1
        if tokens[comma].text != ",":
            comma -= 1  # "se réjouit", "según informó"
        finite = cue
        if cue.preposition and cue.end < last and tokens[cue.end].lower in language.verbs:
            finite = Cue(cue.first, cue.end + 1, cue.end, cue.end + 1, cue.word)
            source = self.subjects.after(finite.end, last)
        elif cue.preposition:
            source = self.subjects.of(cue, comma + 1, last, behind=True)
        else:
            source = self.subjects.after(cue.end, last) or self._pronoun_inside(cue)
        if source is None and not (language.prodrop and self._ends_here(cue.end, last)):
            return None
        end = max(finite.end, source.last if source is not None else 0)
        close = self._comma(end, min(last, end + COMPLEMENT + 1))
        left, right = (first, comma), (close + 1, last)
        few = comma - first <= FEW
        goes_on = close >= 0 and right[0] < last and (few or self._verbal(right))
        if not goes_on and comma - first < SHORTEST:
            return None
        that = end < last and tokens[end].lower in language.that | language.ask
        if that or any(tokens[at].lower in language.that for at in range(end, min(last, end + 3))):
            return None  # "..., sagte Kehr, dass": the clause behind is what is said
        return self._made(cue, source, [left, right] if goes_on else [left])

    def _pronoun_inside(self, cue: Cue) -> Source | None:
        """ "a-t-il dit": the pronoun between auxiliary and participle."""
        return self.subjects.after(cue.finite + 1, cue.end) if cue.end - cue.finite > 2 else None

    def _verbal(self, part: tuple[int, int]) -> bool:
        """Whether what follows a second comma goes on with the clause: it begins with no article and no noun."""
        token = self.document.tokens[part[0]]
        language = self.language
        return token.shape is Shape.LOWER and token.lower not in language.determiners | language.that | {"qui", "que"}

    def _ends_here(self, at: int, last: int) -> bool:
        return at >= last or self.document.tokens[at].text == ","

    def _comma_before(self, cue: Cue) -> bool:
        tokens = self.document.tokens
        before = tokens[cue.first - 1]
        if before.lower in {"se", "s'"}:
            before = tokens[cue.first - 2]
        return before.text == ","

    def _comma(self, at: int, last: int) -> int:
        """The next comma; -1 where none stands before ``last``."""
        return next((comma for comma in range(at, last) if self.document.tokens[comma].text == ","), -1)

    def _end(self, sentence: Sentence) -> int:
        last = sentence.last
        while last > sentence.first and self.document.tokens[last - 1].shape is Shape.PUNCTUATION:
            last -= 1
        return last

    def _made(self, cue: Cue, source: Source | None, ranges: list[tuple[int, int]]) -> Attribution | None:
        words = sum(
            self.document.tokens[at].shape is not Shape.PUNCTUATION
            for first, last in ranges
            for at in range(first, last)
        )
        if words < SHORTEST:
            return None
        found = Attribution([one for one in ranges if one[0] < one[1]], [], 0, (cue.first, cue.last), cue.word)
        found.source, found.attitude = source, cue.attitude(self.language)
        found.span_score, found.speaker_score = 0.6, 0.75 if source is not None else 0.3
        return found

    def _clause(self, at: int, last: int) -> int:
        """Where the clause begins that a comma, a "that", a question word or an infinitive opens; -1 where none does.

        A hearer or an adverb may stand before it: "sagte der Zeitung, ...", "a rappelé hier que ...".
        """
        tokens, language = self.document.tokens, self.language
        by_comma = language.code in CLAUSE_BY_COMMA
        for begin in range(at, min(last, at + COMPLEMENT)):
            word = tokens[begin].lower
            if word in language.that:
                return begin + 1
            if word == "," and by_comma:
                that = begin + 1 < last and tokens[begin + 1].lower in language.that
                relative = begin + 2 < last and self._relative(begin + 1, last)
                return -1 if relative else begin + 1 + that
            if word in language.ask and begin - at <= 1:
                return at  # "preguntó de dónde"
            if word in PERFECT:
                return begin
            if begin - at < 2 and word.endswith(INFINITIVES.get(language.code, ("-",))) and self._infinitive(at, begin):
                return begin
            if tokens[begin].text in {";", ":"}:
                return -1
        return -1

    def _infinitive(self, at: int, begin: int) -> bool:
        """Whether an infinitive follows at once: "affirme avoir", "negó haber"."""
        tokens = self.document.tokens
        word = tokens[begin].lower
        plain = tokens[begin].shape is Shape.LOWER and word not in self.language.grammar and len(word) > SHORTEST
        return plain and all(tokens[before].lower in BEFORE_INFINITIVE for before in range(at, begin))

    def _relative(self, at: int, last: int) -> bool:
        """Whether a relative clause or an adverbial one opens; "die Hilfen" is an article with its noun."""
        tokens = self.document.tokens
        opens = tokens[at].lower in RELATIVE and not self._reported(at, last)
        return opens and not (tokens[at].lower in self.language.determiners and tokens[at + 1].capital)

    def _reported(self, at: int, last: int) -> bool:
        """Whether a verb in the mood of reported speech stands between a token and the end of its sentence."""
        if last not in self.reported:
            tokens, words = self.document.tokens, self.language.reported
            first = self.document.sentences[self.document.sentence_of[at]].first
            among = range(last - 1, first - 1, -1)
            self.reported[last] = next((near for near in among if tokens[near].lower in words), -1)
        return self.reported[last] >= at

    def _after_phrase(self, at: int, last: int) -> int:
        """The token after the phrase of a source: behind its comma, and behind what is added between two commas."""
        tokens = self.document.tokens
        if self.language.nouns_have_capitals:
            return at + (at < last and tokens[at].text == ",")
        comma = self._comma(at, min(at + COMPLEMENT, last))
        if comma < 0:
            return at
        second = self._comma(comma + 1, min(comma + 1 + APPOSITION, last))
        added = second > 0 and self._added(comma + 1, second)
        return (second if added else comma) + 1

    def _added(self, first: int, last: int) -> bool:
        """Whether the words between two commas are a noun and what belongs to it."""
        token = self.document.tokens[first]
        language = self.language
        return token.shape is Shape.LOWER and token.lower not in language.grammar | language.pronouns


RELATIVE = word_set("der die das den dem deren dessen denen wo weil als nachdem obwohl")
