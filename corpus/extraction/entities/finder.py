"""Names to entities: "Carter" is Ash Carter, "LN" is the Long Name it stands for in brackets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus.records import EntityType

from ..document import Document
from ..lexicon.roles import PARTICLES
from ..lexicon.wordlists import entries, given_names
from ..tokens import Shape, Token, paragraphs, tokenise
from .found import Entities, Entity, NameSpan
from .kinds import Kind, decide
from .names import Candidate, candidates

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def find_entities(document: Document, longest: int) -> Entities:
    """All people and organisations named in the body; names of the headline count as evidence only."""
    breaks = {sentence.first for sentence in document.sentences if _opens_paragraph(document, sentence.first)}
    printed = candidates(document.tokens, breaks, longest)
    headline = _headline_candidates(document.headline, longest)
    lower_words = Counter(token.lower for token in document.tokens if token.shape is Shape.LOWER)
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in [*printed, *headline]:
        groups[candidate.key].append(candidate)
    kinds = {key: decide(group, lower_words) for key, group in groups.items()}
    _join_surnames(groups, kinds)
    entities = Entities()
    people = [c for c in printed if kinds[c.key] is Kind.PERSON]
    known = [c for c in headline if kinds[c.key] is Kind.PERSON]
    _add_people(entities, people, known)
    _add_organisations(entities, document, [c for c in printed if kinds[c.key] is Kind.ORGANISATION])
    for candidate in printed:
        if kinds[candidate.key] is Kind.OTHER:
            place = NameSpan(candidate.first, candidate.last)
            entities.others.update(dict.fromkeys(range(candidate.first, candidate.last), place))
    return entities


def _opens_paragraph(document: Document, token: int) -> bool:
    return (
        document.tokens[token].start
        == document.paragraphs[document.sentences[document.sentence_of[token]].paragraph].start
    )


def _headline_candidates(headline: str, longest: int) -> list[Candidate]:
    tokens: list[Token] = []
    breaks: set[int] = set()
    for span in paragraphs(headline):
        breaks.add(len(tokens))
        tokens.extend(tokenise(headline, span))
    capitals = sum(token.capital for token in tokens)
    small = sum(token.shape is Shape.LOWER and len(token.text) > 4 for token in tokens)
    # in Title Case Headlines Every Word has a capital: only names that the body prints too would count
    return candidates(tokens, breaks, longest) if small >= capitals else []


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


def _join_surnames(groups: dict[str, list[Candidate]], kinds: dict[str, Kind | None]) -> None:
    """A single word that ends (or begins) a full personal name of the document is that person."""
    ends: set[str] = set()
    starts: set[str] = set()
    for key, group in groups.items():
        if kinds[key] is Kind.PERSON and len(group[0].words) > 1:
            ends.add(surname(group[0].words))
            starts.add(group[0].words[0].lower())
    for key, group in groups.items():
        if len(group[0].words) > 1 or kinds[key] is Kind.PERSON:
            continue
        word = surname(group[0].words)
        place = key in entries("places") or key in entries("nationalities")
        located = sum(c.before in {"in", "from", "to", "near", "the", "of", "at"} for c in group)
        if (word in ends and (not place or located * 2 < len(group))) or (
            word in starts and kinds[key] is None and word in given_names()
        ):
            kinds[key] = Kind.PERSON


def _matches(full: Entity, words: Sequence[str]) -> bool:
    """Whether a name of several words is another form of a person's name: middle names may be missing."""
    mine = [w.lower() for w in full.words if w.lower() not in SUFFIXES and w != ","]
    other = [w.lower() for w in words if w.lower() not in SUFFIXES and w != ","]
    if len(mine) < 2 or len(other) < 2:
        return False
    if surname(mine) != surname(other):
        return False
    return mine[0] == other[0] or (mine[0][0] == other[0][0] and (len(mine[0]) <= 2 or len(other[0]) <= 2))


def _add_people(entities: Entities, printed: Sequence[Candidate], headline: Sequence[Candidate]) -> None:
    by_surname: dict[str, list[Entity]] = defaultdict(list)
    by_given: dict[str, list[Entity]] = defaultdict(list)
    body = len(printed)
    for number, candidate in enumerate([*printed, *headline]):
        if len(candidate.words) > 1:
            _full_name(entities, by_surname, by_given, candidate, number < body)
    for candidate in printed:
        if len(candidate.words) == 1:
            _short_name(entities, by_surname, by_given, candidate)
    entities.people = [person for person in entities.people if person.names]
    entities.people.sort(key=lambda person: min(person.names))
    for number, person in enumerate(entities.people):
        person.key = f"p{number}"
        person.names.sort()
        for name in person.names:
            entities.at.update(dict.fromkeys(range(name.first, name.last), (person, name)))


def _full_name(
    entities: Entities,
    by_surname: dict[str, list[Entity]],
    by_given: dict[str, list[Entity]],
    candidate: Candidate,
    in_body: bool,
) -> None:
    family = surname(candidate.words)
    person = next((p for p in by_surname[family] if _matches(p, candidate.words)), None)
    if person is None:
        person = _person(candidate)
        entities.people.append(person)
        by_surname[family].append(person)
        by_given[candidate.words[0].lower()].append(person)
    elif len(_name(candidate)) > len(person.name):
        person.aliases.append(person.name)
        person.name, person.words = _name(candidate), candidate.words
    elif _name(candidate) != person.name and _name(candidate) not in person.aliases:
        person.aliases.append(_name(candidate))
    person.gender = person.gender or candidate.gender
    if in_body:
        person.names.append(NameSpan(candidate.first, candidate.last))


def _short_name(
    entities: Entities, by_surname: dict[str, list[Entity]], by_given: dict[str, list[Entity]], candidate: Candidate
) -> None:
    family = surname(candidate.words)
    named = by_surname.get(family) or by_given.get(family) or []
    if candidate.gender:
        named = [p for p in named if p.gender in {"", candidate.gender}] or named
    here = NameSpan(candidate.first, candidate.last)
    if not named:
        person = _person(candidate)
        entities.people.append(person)
        by_surname[family].append(person)
    else:
        person = _nearest(named, candidate.first)
    if _name(candidate) != person.name and _name(candidate) not in person.aliases:
        person.aliases.append(_name(candidate))
    person.gender = person.gender or candidate.gender
    person.names.append(here)


def _nearest(named: Sequence[Entity], token: int) -> Entity:
    """Of several people of one surname the one named last before the token, else the first named after it."""
    if len(named) == 1:
        return named[0]

    def distance(person: Entity) -> tuple[int, int]:
        # names are kept in the order of the text within each pass, so the last ones are the near ones
        before = [name.first for name in person.names if name.first <= token]
        return (0, token - max(before)) if before else (1, min((n.first for n in person.names), default=1 << 30))

    return min(named, key=distance)


def _person(candidate: Candidate) -> Entity:
    gender = candidate.gender or given_names().get(candidate.words[0].lower(), "")
    alone = len(candidate.words) == 1 and not candidate.gender
    return Entity(
        "",
        EntityType.PERSON,
        _name(candidate),
        candidate.words,
        gender="" if gender == "n" or (alone and gender == "n") else gender,
    )


def _name(candidate: Candidate) -> str:
    text = candidate.words[0]
    for word in candidate.words[1:]:
        text += word if word == "," or word.startswith(("'", "’")) else " " + word
    return text


def _add_organisations(entities: Entities, document: Document, printed: Sequence[Candidate]) -> None:
    by_key: dict[str, Entity] = {}
    by_acronym: dict[str, Entity] = {}
    for candidate in sorted(printed, key=lambda c: (-len(c.words), c.first)):
        name = _name(candidate)
        key = name.lower().replace("the ", "", 1) if name.lower().startswith("the ") else name.lower()
        found = by_key.get(key) or (by_acronym.get(key) if len(candidate.words) == 1 else None)
        if found is None and len(candidate.words) == 1:
            found = by_acronym.get(key.replace(".", ""))
        if found is None:
            found = Entity("", EntityType.ORGANISATION, document.text(candidate.first, candidate.last), candidate.words)
            entities.organisations.append(found)
            for short in _acronyms(document, candidate):
                by_acronym.setdefault(short, found)
        elif name != found.name and name not in found.aliases:
            found.aliases.append(name)
        by_key[key] = found
        found.names.append(NameSpan(candidate.first, candidate.last))
    entities.organisations.sort(key=lambda body: min(body.names))
    for number, body in enumerate(entities.organisations):
        body.key = f"o{number}"
        body.names.sort()
        for name_span in body.names:
            entities.at.update(dict.fromkeys(range(name_span.first, name_span.last), (body, name_span)))


def _acronyms(document: Document, candidate: Candidate) -> Iterable[str]:
    """Short forms of a long name: the one in brackets after it, and its initials."""
    if len(candidate.words) < 2:
        return
    tokens = document.tokens
    last = candidate.last
    if last + 2 < len(tokens) and tokens[last].text == "(" and tokens[last + 2].text == ")":
        inside = tokens[last + 1]
        if inside.shape in (Shape.CAPS, Shape.MIXED, Shape.TITLE) and len(inside.text) < 12:
            yield inside.lower
            yield inside.lower.replace(".", "")
    initials = "".join(word[0] for word in candidate.words if word[0].isupper()).lower()
    if len(initials) > 2:
        yield initials
    small = "".join(w[0] for w in candidate.words if w.lower() not in PARTICLES and w[0].isalpha()).lower()
    if len(small) > 2:
        yield small
