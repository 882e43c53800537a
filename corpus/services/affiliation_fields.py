"""The fields of an affiliation that people decide, and the one way in which they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.models import Affiliation, Decision, Entity
from corpus.records import EntityType, Moment, Tense
from corpus.services.decide import User, check_shown, check_version, note, plain
from corpus.services.errors import ServiceError
from corpus.services.quotation_fields import chosen, standing
from corpus.services.writing import one_writer

CORRECTABLE = ("person", "organisation", "tense", "began", "ended")
ASIDE = ("original_person_id", "original_organisation_id")


def corrected_fields(row: Affiliation, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a correction sets. The title is what is printed: it is no reading, and stays."""
    fields: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in CORRECTABLE:
            raise ServiceError(f"{name} cannot be corrected; there are {', '.join(CORRECTABLE)}", field=name)
        fields |= column(name, value)
    if not fields:
        raise ServiceError("nothing to correct was given")
    began, ended = (fields.get(name, getattr(row, name)) for name in ("began_at", "ended_at"))
    check_order(began, ended)
    return fields


def column(name: str, value: Any) -> dict[str, Any]:
    """The columns of one field."""
    if name == "tense":
        return {"tense": chosen("tense", value, list(Tense))}
    if name in ("person", "organisation"):
        return of_type(name, value)
    if value is not None and not isinstance(value, Moment):
        raise ServiceError(f"{name}: a moment or nothing", field=name)
    return {f"{name}_at": value.value if value else None, f"{name}_precision": value.precision.value if value else ""}


def of_type(name: str, entity: Entity | None) -> dict[str, Any]:
    """The columns of the person or the organisation."""
    if entity is None:
        if name == "person":
            raise ServiceError("person: an affiliation is somebody's", field="person")
        return {"organisation": None, "original_organisation": None}
    current = standing(entity, name)
    if current.type != EntityType(name):
        raise ServiceError(f"{name}: {entity.public_id} is none", field=name)
    return {name: current, f"original_{name}": current}


def check_order(began: Any, ended: Any) -> None:
    """Refuse an end before the beginning."""
    if began and ended and began > ended:
        raise ServiceError("ended: it lies before the beginning", field="ended")


@one_writer()
def decide_affiliation(
    affiliation: Affiliation,
    action: str,
    fields: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
    reverts: Decision | None = None,
) -> tuple[Affiliation, Decision]:
    """Write the fields, and note it. Raises ServiceError where the article that states it is down."""
    row = Affiliation.objects.select_for_update(of=("self",)).get(pk=affiliation.pk)
    check_version(row, expected_version)
    if row.text is not None:
        check_shown(row.text.article)
    values = {f"{name}_id" if name in ENTITIES else name: _key(value) for name, value in fields.items()}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    ids = _public_ids([getattr(row, name) for name in changed if name in KEYS] + [changed.get(name) for name in KEYS])
    told = [name for name in changed if name not in ASIDE]

    def tell(name: str, value: Any) -> Any:
        return ids.get(value) if name in KEYS else plain(value)

    before = {name.removesuffix("_id"): tell(name, getattr(row, name)) for name in told}
    after = {name.removesuffix("_id"): tell(name, changed[name]) for name in told}
    aside = {name.removesuffix("_id"): tell(name, getattr(row, name)) for name in changed if name in ASIDE}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    decision = note(
        row.public_id, action, user=user, reason=reason, before=before, after=after, aside=aside, reverts=reverts
    )
    return Affiliation.objects.get(pk=row.pk), decision


ENTITIES = ("person", "organisation", "original_person", "original_organisation")
KEYS = tuple(f"{name}_id" for name in ENTITIES)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Entity) else value


def _public_ids(keys: list[int | None]) -> dict[int | None, str]:
    return dict(Entity.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "public_id"))
