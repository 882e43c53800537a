"""Personal names to people: "Carter" is the Ash Carter of the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.records import EntityType

from ..document import Document
from ..lexicon.roles import HONORIFICS, PARTICLES, SHORT_TITLES
from ..lexicon.wordlists import given_names, word_set
from .candidate import Candidate, printed_name
from .found import MOST_ALIASES, Entities, Entity, NameSpan

SUFFIXES = word_set("jr jr. sr sr. ii iii iv ,")


def surname(words: Sequence[str]) -> str:
    """The family name of a full name, in lower case and without "al-"."""
    kept = [
        word.lower()
        for word in words
        if word.lower().rstrip(".") not in {"jr", "sr", "ii", "iii", "iv"} and word != ","
    ]
    last = kept[-1] if kept else ""
    for prefix in ("al-", "el-", "al ", "ul-"):
        last = last.removeprefix(prefix)
    return last


def _matches(full: Entity, words: Sequence[str]) -> bool:
    """Whether a name of several words is another form of a person's name: middle names may be missing."""
    mine, other = _parts(full.words), _parts(words)
    if len(mine) < 2 or len(other) < 2 or surname(mine) != surname(other):
        return False
    if _suffix(full.words) != _suffix(words):
        return False  # father and son
    if any(a[0] != b[0] for a, b in zip(_middles(mine), _middles(other), strict=False)):
        return False  # George W. Bush and George H.W. Bush
    return mine[0] == other[0] or (mine[0][0] == other[0][0] and (len(mine[0]) <= 2 or len(other[0]) <= 2))


def _parts(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words if word.lower() not in SUFFIXES]


def _middles(words: list[str]) -> list[str]:
    return [word for word in words[1:-1] if word not in PARTICLES]


def _suffix(words: Sequence[str]) -> str:
    """What tells father from son: "jr", "sr", a number; "" where nothing does."""
    last = words[-1].lower().rstrip(".")
    return last if len(words) > 1 and last in SUFFIXES else ""


def add_people(
    entities: Entities, document: Document, printed: Sequence[Candidate], headline: Sequence[Candidate]
) -> None:
    """Full names make the people; then every name of the body goes to one of them, from left to right."""
    register = _Register(document)
    for candidate in [*printed, *headline]:
        if len(_parts(candidate.words)) > 1:
            register.add_full(candidate)
    for candidate in printed:
        person = register.person_of(candidate)
        name = printed_name(candidate)
        if name != person.name and name not in person.aliases and len(person.aliases) < MOST_ALIASES:
            person.aliases.append(name)
        person.gender = person.gender or candidate.gender
        person.names.append(NameSpan(candidate.first, candidate.last))
    entities.people = sorted((p for p in register.people if p.names), key=lambda person: person.names[0])
    for number, person in enumerate(entities.people):
        person.key = f"p{number}"
        for span in person.names:
            entities.at.update(dict.fromkeys(range(span.first, span.last), (person, span)))


class _Register:
    """The people of a document by surname and given name."""

    NAMESAKES = 40  # people of one surname kept apart: more is no article

    def __init__(self, document: Document) -> None:
        self.document = document
        self.people: list[Entity] = []
        self.by_surname: dict[str, list[Entity]] = defaultdict(list)
        self.by_given: dict[str, list[Entity]] = defaultdict(list)
        self.by_name: dict[str, Entity] = {}
        self.seen: dict[int, int] = {}  # person -> the token of the latest name
        self.bare: Counter[int] = Counter()  # person -> times that the surname alone meant them
        self.titles: dict[int, set[str]] = defaultdict(set)  # person -> what stood before the name: "dr", "sen"

    def add_full(self, candidate: Candidate) -> None:
        """Make the person of a full name, or give a known one its fuller form."""
        if candidate.key in self.by_name:
            return
        family = surname(candidate.words)
        person = next((p for p in self.by_surname[family] if _matches(p, candidate.words)), None)
        if person is None:
            person = _person(candidate)
            self.people.append(person)
            if len(self.by_surname[family]) < self.NAMESAKES:
                self.by_surname[family].append(person)
            given = self.by_given[candidate.words[0].lower()]
            if len(given) < self.NAMESAKES:
                given.append(person)
        elif len(printed_name(candidate)) > len(person.name):
            person.name, person.words = printed_name(candidate), candidate.words
        self.by_name[candidate.key] = person

    def person_of(self, candidate: Candidate) -> Entity:
        """Whom a name of the body means.

        Of namesakes: the one named last in the paragraph, else whom the text calls by the surname alone, else the one
        named last, else the first to come.
        """
        person = self.by_name.get(candidate.key) if len(candidate.words) > 1 else None
        if person is None:
            family = surname(candidate.words)
            named = self.by_surname.get(family) or self.by_given.get(family) or []
            fitting = [p for p in named if p.gender in {"", candidate.gender}] if candidate.gender else named
            named = fitting or named
            # "Trump Jr." is the son, and "Trump" hardly
            suffix = _suffix(candidate.words)
            alike = [p for p in named if _suffix(p.words) == suffix]
            named = alike if alike or suffix else named
            title = _title(candidate)
            named = [p for p in named if title in self.titles[id(p)]] or named
            if named:
                person = self._of_namesakes(named, candidate.first)
                self.bare[id(person)] += len(named) > 1
            else:
                person = _person(candidate)
                self.people.append(person)
                self.by_surname[family].append(person)
        self.seen[id(person)] = candidate.first
        if _title(candidate):
            self.titles[id(person)].add(_title(candidate))
        return person

    def _of_namesakes(self, named: Sequence[Entity], token: int) -> Entity:
        latest = max(named, key=lambda p: self.seen.get(id(p), -1))
        seen = self.seen.get(id(latest), -1)
        if len(named) == 1 or seen < 0 or self._paragraph(seen) == self._paragraph(token):
            return latest
        return max(named, key=lambda p: (self.bare[id(p)], self.seen.get(id(p), -1)))

    def _paragraph(self, token: int) -> int:
        return self.document.sentences[self.document.sentence_of[token]].paragraph


def _title(candidate: Candidate) -> str:
    """The title right before the name, without its dot; "" where there is none."""
    return candidate.before.rstrip(".") if candidate.before in HONORIFICS or candidate.before in SHORT_TITLES else ""


def _person(candidate: Candidate) -> Entity:
    gender = candidate.gender or given_names().get(candidate.words[0].lower(), "")
    return Entity(
        "", EntityType.PERSON, printed_name(candidate), candidate.words, gender="" if gender == "n" else gender
    )
