"""The people who speak in a text of a listed language: their names, and the pronouns and nouns that mean them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from corpus.records import EntityType, MentionKind

from ..attribution.found import Attribution, Source, SourceKind
from ..coreference import Reference, References
from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..entities.candidate import Candidate
from ..entities.people import add_people, surname
from ..lexicon.languages import Language
from ..tokens import Shape
from .bodies import Body, organisations
from .names import Names, Printed
from .subjects import Subjects

SENTENCES = 10  # before a pronoun that are looked through for somebody without a name
BACK = 40  # names before a pronoun that are looked at


class People:
    """Settles who the sources of a document are."""

    def __init__(
        self, document: Document, language: Language, names: Names, subjects: Subjects, bodies: list[Body]
    ) -> None:
        self.document = document
        self.language = language
        self.names = names
        self.subjects = subjects
        self.named = subjects.named
        self.bodies = bodies
        self.called: dict[str, list[Body]] = {}  # first word of a body's name -> those called so, in the text's order
        for body in bodies:
            self.called.setdefault(body.name.lower().split()[0], []).append(body)
        self.by_token: dict[int, Entity] = {}  # first token of an organisation's name -> it
        self.mentions: list[tuple[NameSpan, Entity]] = []  # names outside quoted words, in the order of the text

    def settle(self, attributions: list[Attribution], follows: dict[int, Attribution]) -> tuple[Entities, References]:
        """Who the document names; the sources of ``attributions`` become theirs, the others stay as printed.

        ``follows`` leads from the id of an attribution without a source of its own to the one that it carries on.
        """
        speaking = [printed for printed in self.named.values() if printed.full or printed.candidate.titled]
        everybody = self._people({printed.candidate.first for printed in speaking})
        everybody.organisations = organisations(self.document, self.bodies)
        for body in everybody.organisations:
            for name in body.names:
                self.by_token[name.first] = body
                everybody.at.update(dict.fromkeys(range(name.first, name.last), (body, name)))
        self.mentions = self._mentions(everybody)
        references = References()
        sources: dict[int, Source | None] = {}
        before: Attribution | None = None
        for attribution in attributions:
            source = attribution.source
            model = follows.get(id(attribution))
            if model is not None:
                carried = model.source
                if carried is not None and carried.entity is None:
                    if carried.first not in sources:
                        sources[carried.first] = self._settled(carried, everybody, references)
                    carried = sources[carried.first]
                attribution.source = carried
            elif source is None:
                if attribution.cue is not None and self.language.prodrop:
                    attribution.source = self._unsaid(attribution, before)
            else:
                if source.first not in sources:
                    sources[source.first] = self._settled(source, everybody, references)
                attribution.source = sources[source.first]
                attribution.speaker_score = attribution.speaker_score if attribution.source else 0.3
            before = attribution if attribution.source is not None else before
        return everybody, references

    # --- names ----------------------------------------------------------------------------

    def _people(self, sources: set[int]) -> Entities:
        """Everybody who may be a person: full names that speak or bear a role or given name, and their surnames."""
        alone = {one.candidate.key for one in self.named.values() if len(one.candidate.words) == 1}
        full = [
            one
            for one in self.names.printed
            if one.full and (one.candidate.first in sources or one.likely or surname(one.candidate.words) in alone)
        ]
        keys = {one.candidate.key for one in full}
        families = {surname(one.candidate.words) for one in full}
        printed: list[Candidate] = []
        for one in self.names.printed:
            candidate = one.candidate
            if len(candidate.words) > 1:
                wanted = candidate.key in keys and not one.body
            else:
                known = surname(candidate.words) in families and not self._common(one)
                wanted = known or (candidate.titled and not one.body and candidate.first in sources)
            if wanted:
                printed.append(candidate)
        entities = Entities()
        add_people(entities, self.document, printed, [])
        return entities

    def _common(self, printed: Printed) -> bool:
        """Whether a single capitalised word may be a common noun: "der Fischer"."""
        before = self.document.tokens[printed.outer - 1].lower if printed.outer else ""
        return self.language.nouns_have_capitals and before in self.language.determiners

    def _mentions(self, entities: Entities) -> list[tuple[NameSpan, Entity]]:
        found = [(name, person) for person in entities.people for name in person.names]
        outside = [one for one in found if self.document.run_of[one[0].first] < 0]
        return sorted(outside, key=lambda one: one[0])

    # --- sources --------------------------------------------------------------------------

    def _settled(self, source: Source, entities: Entities, references: References) -> Source | None:
        if source.kind is SourceKind.NAME:
            named = entities.at.get(source.first)
            if named is not None:
                return replace(source, entity=named[0])
            return replace(source, kind=SourceKind.NOMINAL)
        person = self._meant(source)
        if person is not None:
            pronoun = source.kind is SourceKind.PRONOUN
            kind = MentionKind.PRONOUN if pronoun else MentionKind.NOMINAL
            score = 0.75 if pronoun else 0.7
            references.by_token[source.first] = Reference(source.first, source.last, person, kind, score)
            return source
        return source if source.kind is SourceKind.NOMINAL else None

    def _meant(self, source: Source) -> Entity | None:
        """The latest person before a pronoun whose gender fits; for a noun, the latest of whom it was said."""
        if source.plural:
            return None
        word = self.document.tokens[source.head if source.head >= 0 else source.first].lower.rpartition("'")[2]
        at = bisect_left(self.mentions, source.first, key=lambda one: one[0].first)
        near = self.mentions[max(0, at - BACK) : at]
        if source.kind is not SourceKind.PRONOUN:
            return self._described(source, word, near)
        gender = "m" if word in self.language.he else "f"
        fitting = next((one for one in reversed(near) if self._may_be(one[1], word, gender)), None)
        unnamed = self._unnamed(source, gender, fitting[0].first if fitting is not None else -1)
        if unnamed is not None:
            return unnamed
        if fitting is not None and word in self.language.he | self.language.she:
            fitting[1].gender = gender
        return fitting[1] if fitting is not None else None

    def _may_be(self, person: Entity, word: str, gender: str) -> bool:
        return word in self.language.possessive or person.gender in {"", gender}

    def _unnamed(self, source: Source, gender: str, since: int) -> Entity | None:
        """Somebody without a name whom a sentence of the paragraph before is about: "Eine Sprecherin der Polizei"."""
        document, language = self.document, self.language
        number = document.sentence_of[source.first]
        paragraph = document.sentences[number].paragraph
        least = max(0, number - SENTENCES)
        while number >= least and document.sentences[number].paragraph == paragraph:
            sentence = document.sentences[number]
            number -= 1
            opening = document.tokens[sentence.first].lower
            fits = opening in (language.feminine if gender == "f" else language.masculine)
            if sentence.first <= since or sentence.first >= source.first:
                continue
            if opening in language.indefinite and fits:
                noun = self.subjects.after(sentence.first, sentence.last)
                if noun is not None and noun.kind is SourceKind.NOMINAL:
                    name = document.text(noun.first, noun.last)
                    return Entity("", EntityType.PERSON, name, tuple(name.split()))
        return None

    def _described(self, source: Source, word: str, near: list[tuple[NameSpan, Entity]]) -> Entity | None:
        """Whom "the trainer" means: the latest of whom it was said, or a body called so; else who was just named.

        The latter only where article and gender allow it: "la chercheuse", "der 52-Jährige".
        """
        language, tokens = self.language, self.document.tokens
        for name, person in reversed(near):
            if word in self._roles_at(name.first):
                return person
        called = self.called.get(word, [])
        before = bisect_left(called, source.first, key=lambda one: one.first)
        named = called[before - 1] if before else None
        if named is not None and source.last <= source.head + 1:
            return self._body(named)
        opening = tokens[source.first].lower
        masculine, feminine = opening in language.masculine, opening in language.feminine
        definite = opening in language.definite
        if not definite or not near or word in language.nobody or word in language.bodies or word in language.leads:
            return None
        if source.last > source.head + 1 and not self._age(source):
            return None
        name, person = near[-1]
        gender = "m" if masculine and not feminine else "f" if feminine and not masculine else ""
        if self._paragraph(source.first) - self._paragraph(name.first) > 1 or (gender and person.gender != gender):
            return None
        return person

    def _age(self, source: Source) -> bool:
        """Whether only an age follows the noun: "le technicien de 49 ans"."""
        return any(self.document.tokens[at].shape is Shape.NUMBER for at in range(source.first + 1, source.last))

    def _paragraph(self, token: int) -> int:
        return self.document.sentences[self.document.sentence_of[token]].paragraph

    def _body(self, body: Body) -> Entity | None:
        return self.by_token.get(body.first)

    def _roles_at(self, token: int) -> set[str]:
        place = bisect_left(self.names.printed, token, key=lambda one: one.candidate.first)
        return self.names.printed[place].roles if place < len(self.names.printed) else set()

    def _unsaid(self, attribution: Attribution, before: Attribution | None) -> Source | None:
        """Whom a verb without a subject means: a name that opened a sentence since the last quotation.

        Else who spoke there, else the person named last.
        """
        token = attribution.cue[0] if attribution.cue is not None else attribution.ranges[0][0]
        at = bisect_left(self.mentions, token, key=lambda one: one[0].first)
        spoken = before.source if before is not None else None
        since = before.ranges[-1][1] if before is not None else 0
        for name, person in reversed(self.mentions[max(0, at - BACK) : at]):
            if name.first < since:
                break
            if self._opens(name.first):
                return Source(name.first, name.last, SourceKind.NAME, person, name.last - 1, name.first)
        if spoken is not None and before is not None and self._near(before, token):
            return spoken
        if not at:
            return None
        name, person = self.mentions[at - 1]
        return Source(name.first, name.last, SourceKind.NAME, person, name.last - 1, name.first)

    def _near(self, before: Attribution, token: int) -> bool:
        return self._paragraph(token) - self._paragraph(before.ranges[-1][1] - 1) <= 1

    def _opens(self, token: int) -> bool:
        """Whether a name is the first in its sentence."""
        first = self.document.sentences[self.document.sentence_of[token]].first
        at = bisect_left(self.mentions, first, key=lambda one: one[0].first)
        return at < len(self.mentions) and self.mentions[at][0].first == token
