"""Filters on the names and identifiers of a person or an organisation, of the row itself or of one it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q

from api.v1.filters import values
from api.v1.filters.families import PARTS, STRING, Filters, exact, is_none, one
from corpus.folding import name_key
from corpus.models import Alias, Identifier

ANY_CASE = "whatever the case and accents"


def identifier(text: str) -> tuple[str, str]:
    """``scheme:value``."""
    scheme, colon, value = text.partition(":")
    if not (scheme and colon and value):
        raise values.refuse("malformed", f"{values.shown(text)} is no identifier like wikidata:Q42.")
    return scheme, value


def joined(pairs: list[tuple[str, str]]) -> list[Any]:
    """Identifiers as they are written."""
    return [":".join(pair) for pair in pairs]


@dataclass(frozen=True)
class Names:
    """``alias`` and ``identifier`` of the record at a path; the empty path is the row itself."""

    path: str = ""
    whose: str = "of it"

    def filters(self) -> Filters:
        """Its names, one of them exactly or in part, and its ids in other registers."""
        alias, number = self.name("alias"), self.name("identifier")
        found = exact(alias, name_key, self.known_as, f"The name {self.whose} or another one, {ANY_CASE}.", STRING)
        for lookup, words in PARTS.items():
            text = f"The name {self.whose} or another one {words} this, {ANY_CASE}."
            found[f"{alias}__{lookup}"] = one(name_key, partial(self.known_by, lookup.removeprefix("i")), text, STRING)
        text = f"Id {self.whose} in another register: `wikidata:Q42`."
        found |= exact(number, identifier, self.identified, text, STRING, shown=joined)
        identifiers = Q(Exists(Identifier.objects.filter(entity=self.record)))
        return found | is_none(number, identifiers, f"id {self.whose} in another register")

    def name(self, last: str) -> str:
        """The name of a parameter."""
        return f"{self.path}__{last}" if self.path else last

    @property
    def record(self) -> OuterRef:
        """The record whose names they are, seen from its names."""
        return OuterRef(self.path or "pk")

    def known_as(self, keys: list[str]) -> Q:
        """The name or an alias folds to one of the keys."""
        aliases = Alias.objects.filter(entity=self.record, name_key__in=keys)
        return Q(**{f"{self.name('name_key')}__in": keys}) | Q(Exists(aliases))

    def known_by(self, lookup: str, key: str) -> Q:
        """The name or an alias holds the words, or starts with them."""
        aliases = Alias.objects.filter(entity=self.record, **{f"name_key__{lookup}": key})
        return Q(**{f"{self.name('name_key')}__{lookup}": key}) | Q(Exists(aliases))

    def identified(self, pairs: list[tuple[str, str]]) -> Q:
        """It has one of the identifiers."""
        wanted = Q()
        for scheme, value in pairs:
            wanted |= Q(scheme=scheme, value=value)
        return Q(Exists(Identifier.objects.filter(wanted, entity=self.record)))
