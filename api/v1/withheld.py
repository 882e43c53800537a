"""What is not told while an article is down: the machine's reasons about whom it names, and ids of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final

from rest_framework import serializers

from api.v1.compiled import At
from api.v1.serializers.fields import TextOrNull
from corpus.models import HiddenName
from corpus.models.ids import IdType
from corpus.models.readable import unreadable

NOTHING: Final = object()
# Kinds of records that go with an article.
OF_ARTICLES = tuple(f"{kind}_" for kind in (IdType.ARTICLE, IdType.QUOTATION, IdType.MENTION, IdType.AFFILIATION))
ENTITIES = tuple(f"{kind}_" for kind in (IdType.PERSON, IdType.ORGANISATION))
MERGED = ("loser", "survivor")  # what the log of a merge calls its records


def unreadable_in(told: Iterable[Mapping[str, Any]], context: Any) -> set[str]:
    """Ids among the values of these fields whose records went with their article; each is looked up once an answer."""
    known: dict[str, bool] = context.setdefault("readable_records", {})
    named = {one for fields in told for value in fields.values() for one in _ids(value)}
    if fresh := named - known.keys():
        gone = unreadable(fresh)
        known.update((one, one not in gone) for one in fresh)
    return {one for one in named if not known[one]}


def _ids(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, str) and one.startswith(OF_ARTICLES):
            yield one


def without(value: Any, gone: set[str]) -> Any:
    """A value less these ids; `NOTHING` where it is one of them."""
    if isinstance(value, list):
        return [one for one in value if not (isinstance(one, str) and one in gone)]
    return NOTHING if isinstance(value, str) and value in gone else value


def hidden(about: Iterable[Any], context: Any) -> bool:
    """Whether an article that is down names one of these: ids of records, or what the log of a merge says."""
    known: dict[str, bool] = context.setdefault("hidden_names", {})
    named = set(_entities(about))
    if fresh := named - known.keys():
        found = HiddenName.objects.among(fresh)
        known.update((one, one in found) for one in fresh)
    return any(known[one] for one in named)


def _entities(about: Iterable[Any]) -> Iterator[str]:
    for value in about:
        for one in (value.get(name) for name in MERGED) if isinstance(value, dict) else (value,):
            if isinstance(one, str) and one.startswith(ENTITIES):
                yield one


class ReasonAbout(TextOrNull):
    """A reason that somebody gave, or the machine, ``by`` being null: that is withheld with whom it is about."""

    def __init__(self, by: str, *about: str, **kwargs: Any) -> None:
        self.by, self.about = by, about
        self.reads = ("reason", by, *about)
        self.got = attrgetter("reason", f"{by}_id", *(path.replace("__", ".") for path in about))
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The reason, or null."""
        return self.told(*self.got(value))

    def told(self, reason: str, by: int | None, *about: Any) -> str | None:
        """The same, of columns."""
        return None if by is None and reason and hidden(about, self.context) else reason or None

    def expression(self, at: At) -> str:
        """The same, with the records of all rows looked up at once."""
        for path in self.about:
            at.before(path, hidden)
        return f"{at.use(self.told)}({', '.join(map(at.column, ('reason', self.by, *self.about)))})"


class EvidenceAbout(serializers.ListField):
    """What the machine says of two records, a line each: withheld with either of them."""

    def __init__(self, *about: str, **kwargs: Any) -> None:
        self.about = about
        self.reads = ("evidence", *about)
        self.got = attrgetter("evidence", *(path.replace("__", ".") for path in about))
        super().__init__(child=serializers.CharField(), source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[str]:
        """The lines; none while they are withheld."""
        return self.told(*self.got(value))

    def told(self, evidence: list[str], *about: Any) -> list[str]:
        """The same, of columns."""
        return [] if evidence and hidden(about, self.context) else evidence

    def expression(self, at: At) -> str:
        """The same, with the records of all rows looked up at once."""
        for path in self.about:
            at.before(path, hidden)
        return f"{at.use(self.told)}({', '.join(map(at.column, ('evidence', *self.about)))})"
