"""Edit people and organisations by hand: name, description, other names, identifiers, who may read their articles."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from corpus.folding import name_key
from corpus.models import Alias, AliasKind, Decision, Entity, Identifier
from corpus.models.choices import BodyAccess
from corpus.records import EntityType
from corpus.services.decide import User, check_version, note
from corpus.services.errors import Conflict, ServiceError
from corpus.services.name_parts import index_names
from corpus.services.naming import MAX_NAME, set_name
from corpus.services.quotation_fields import chosen, text_of
from corpus.services.writing import one_writer

SCHEME = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
VALUE = re.compile(r"[^\s\0]{1,200}")
MAX_DESCRIPTION = 10_000
Named = tuple[str, str]  # scheme and value


@one_writer()
def edit_entity(
    entity: Entity,
    *,
    user: User,
    name: str | None = None,
    description: str | None = None,
    add_aliases: Collection[str] = (),
    remove_aliases: Collection[str] = (),
    add_identifiers: Collection[Named] = (),
    remove_identifiers: Collection[Named] = (),
    body_access: str | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Entity:
    """Choose the name, write the description, give and take other names and identifiers.

    Machines keep a chosen name, the old one stays an alias; a name that was taken away is not learnt again. Raises
    ServiceError for what cannot be, Conflict for an identifier that another record has, StaleVersion where the record
    has moved on.
    """
    row = Entity.objects.select_for_update().get(pk=entity.pk)
    check_version(row, expected_version)
    if row.removed_at is not None:
        raise ServiceError(f"{row.public_id} was removed")
    edit = _Edit(row)
    if name is not None:
        edit.name(name)
    if description is not None:
        edit.plain("description", text_of("description", description, MAX_DESCRIPTION))
    if body_access is not None:
        edit.plain("body_access", _access(row, body_access))
    edit.aliases(add_aliases, remove_aliases)
    edit.identifiers(add_identifiers, remove_identifiers)
    if edit.after or edit.before:
        edit.save("edit", user=user, reason=reason)
    return row


def put_entity_back(entity: Entity, decision: Decision, *, user: User, reason: str) -> Decision:
    """Undo an edit, for a revert."""
    row = Entity.objects.select_for_update().get(pk=entity.pk)
    edit = _Edit(row)
    before, aside = decision.before, decision.aside
    if "name" in before:
        edit.name_back(before["name"], chosen=aside.get("name_is_chosen", True), aliases=aside.get("names", []))
    for field in ("description", "body_access"):
        if field in before:
            edit.plain(field, before[field])
    edit.aliases(before.get("aliases", ()), decision.after.get("aliases", ()), kinds=dict(aside.get("aliases", [])))
    edit.refuse(aside.get("refused_names"))
    edit.identifiers(
        [named(text) for text in before.get("identifiers", ())],
        [named(text) for text in decision.after.get("identifiers", ())],
    )
    return edit.save("revert", user=user, reason=reason, reverts=decision)


def named(identifier: str) -> Named:
    """Scheme and value of "wikidata:Q42"."""
    scheme, _, value = identifier.partition(":")
    return scheme, value


class _Edit:
    """One edit of a record: what it changes, and what a revert needs to know."""

    def __init__(self, row: Entity) -> None:
        self.row = row
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        self.aside: dict[str, Any] = {}

    def plain(self, field: str, value: str) -> None:
        if value != getattr(self.row, field):
            self.before[field], self.after[field] = getattr(self.row, field), value
            setattr(self.row, field, value)

    def name(self, name: str) -> None:
        row = self.row
        name = _name(name, "name")
        if name == row.name:
            return
        self._rename(name)
        kept, old_name = [], self.before["name"]
        for alias in row.aliases.filter(name=name):
            kept.append(_kept(alias))
            alias.delete()
        kind = {"name_key": name_key(old_name), "kind": AliasKind.FORMER}
        _, made = Alias.objects.get_or_create(entity=row, name=old_name, defaults=kind)
        # what a revert makes of the other names: those that went, and the one that came
        self.aside["names"] = [kept, [old_name] if made else []]
        row.name_is_chosen = True

    def name_back(self, name: str, *, chosen: bool, aliases: Collection[Any]) -> None:
        row = self.row
        gone, came = aliases or ([], [])
        self._rename(name)
        went = [_kept(alias) for alias in row.aliases.filter(name__in=[*came, name])]
        row.aliases.filter(name__in=[*came, name]).delete()
        brought = [_restore(row, one) for one in gone if one[0] != name]
        self.aside["names"] = [went, [one for one in brought if one]]
        row.name_is_chosen = chosen

    def _rename(self, name: str) -> None:
        self.before["name"], self.after["name"] = self.row.name, name
        self.aside["name_is_chosen"] = self.row.name_is_chosen
        set_name(self.row, name)

    def aliases(self, add: Collection[str], remove: Collection[str], kinds: Mapping[str, Any] | None = None) -> None:
        """Names that come and go. ``kinds``: what those that come were before."""
        row, standing = self.row, {alias.name: alias for alias in self.row.aliases.all()}
        add = list(dict.fromkeys(_name(name, "add_aliases") for name in add))
        remove = list(dict.fromkeys(remove))
        if both := set(add) & set(remove):
            raise ServiceError(f"{sorted(both)[0]}: given and taken at once", field="remove_aliases")
        if kinds is None and (unknown := [name for name in remove if name not in standing]):
            raise ServiceError(f"{unknown[0]}: no other name of the record", field="remove_aliases")
        came = [name for name in add if name not in standing and name != row.name]
        went = [name for name in remove if name in standing]
        if not came and not went:
            return
        self.before["aliases"], self.after["aliases"] = went, came
        self.aside["aliases"] = [[name, _kept(standing[name])[1:]] for name in went]
        for name in went:
            standing[name].delete()
        for name in came:
            _restore(row, [name, *(kinds or {}).get(name, [AliasKind.EDITOR, ""])])
        self.aside["refused_names"] = row.refused_names
        row.refused_names = sorted({*row.refused_names, *went} - set(came))

    def refuse(self, names: list[str] | None) -> None:
        """Names that machines do not learn, as they were."""
        if names is not None:
            self.row.refused_names = names

    def identifiers(self, add: Collection[Named], remove: Collection[Named]) -> None:
        row = self.row
        standing = {(one.scheme, one.value): one for one in row.identifiers.all()}
        came = [one for one in dict.fromkeys(map(_identifier, add)) if one not in standing]
        went = [one for one in dict.fromkeys(map(tuple, remove)) if one in standing]
        for scheme, value in came:
            held = Identifier.objects.filter(scheme=scheme, value=value).select_related("entity").first()
            if held is not None:
                raise Conflict(f"{scheme}:{value} is {held.entity.public_id} already", field="add_identifiers")
        if unknown := [one for one in remove if tuple(one) not in standing]:
            raise ServiceError(f"{':'.join(unknown[0])}: no identifier of the record", field="remove_identifiers")
        if came or went:
            self.before["identifiers"] = [":".join(one) for one in went]
            self.after["identifiers"] = [":".join(one) for one in came]
            for one in went:
                standing[one].delete()
            Identifier.objects.bulk_create(Identifier(entity=row, scheme=scheme, value=value) for scheme, value in came)

    def save(self, action: str, *, user: User, reason: str, reverts: Decision | None = None) -> Decision:
        """Write the record, how its names are found, and the decision."""
        row = self.row
        row.version += 1
        row.save()
        if {"name", "aliases"} & {*self.before, *self.after}:
            index_names([row.pk])
        return note(
            row.public_id,
            action,
            user=user,
            reason=reason,
            before=self.before,
            after=self.after,
            aside=self.aside,
            reverts=reverts,
        )


def _name(name: str, field: str) -> str:
    name = name.strip() if isinstance(name, str) else ""
    if not name or len(name) > MAX_NAME or "\0" in name:
        raise ServiceError(f"{field}: between 1 and {MAX_NAME} characters", field=field)
    return name


def _identifier(one: Named) -> Named:
    scheme, value = one
    if not SCHEME.fullmatch(scheme) or not VALUE.fullmatch(value):
        detail = "add_identifiers: a scheme of lower-case letters, digits, _ and -, a value without spaces"
        raise ServiceError(detail, field="add_identifiers")
    return scheme, value


def _access(row: Entity, access: str) -> str:
    if row.type != EntityType.ORGANISATION:
        raise ServiceError("body_access: only an organisation publishes articles", field="body_access")
    return str(chosen("body_access", access, list(BodyAccess.values)))


def _kept(alias: Alias) -> list[Any]:
    """What it takes to give the alias back."""
    return [alias.name, alias.kind, alias.language]


def _restore(row: Entity, kept: Collection[Any]) -> str:
    """Give an alias; its name where it was not there."""
    name, kind, language = kept
    told = {"name_key": name_key(name), "kind": kind, "language": language}
    _, made = Alias.objects.get_or_create(entity=row, name=name, defaults=told)
    return name if made else ""
