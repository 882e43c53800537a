"""Names of organisations to organisations: "LN" is the Long Name it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.records import EntityType

from ..document import Document
from ..lexicon.roles import PARTICLES
from ..tokens import Shape
from .candidate import Candidate, printed_name
from .found import MOST_ALIASES, Entities, Entity, NameSpan
from .known import may_name


def add_organisations(
    entities: Entities, document: Document, printed: Sequence[Candidate], short_names: dict[str, str]
) -> None:
    """Add the organisations of a body's names; ``short_names`` leads from a short form's key to the long name's."""
    by_key: dict[str, Entity] = {}
    by_acronym: dict[str, Entity] = {}
    by_long_name: dict[str, Entity] = {}  # of well-known organisations
    for candidate in sorted(printed, key=lambda c: (-len(c.words), c.first)):
        name = printed_name(candidate)
        key = name.lower().replace("the ", "", 1) if name.lower().startswith("the ") else name.lower()
        found = by_key.get(key) or by_key.get(short_names.get(key, ""))
        if found is None and len(candidate.words) == 1:
            found = by_acronym.get(key)
        if found is None and len(candidate.words) == 1:
            found = by_acronym.get(key.replace(".", ""))
        long_names = may_name(candidate.words)
        if found is None:
            named = {id(body): body for long_name in long_names if (body := by_long_name.get(long_name))}
            found = named.popitem()[1] if len(named) == 1 else None
        if found is None:
            found = Entity("", EntityType.ORGANISATION, document.text(candidate.first, candidate.last), candidate.words)
            entities.organisations.append(found)
            for short in _acronyms(document, candidate):
                by_acronym.setdefault(short, found)
        else:
            as_printed = document.text(candidate.first, candidate.last)
            if as_printed not in (found.name, *found.aliases) and len(found.aliases) < MOST_ALIASES:
                found.aliases.append(as_printed)
        by_key[key] = found
        for long_name in long_names:
            by_long_name.setdefault(long_name, found)
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
