"""Edit what is told of an article beside its words: later documents of the same source key leave it as it was set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corpus import search
from corpus.language_tags import shortest
from corpus.models import Article, Decision, Entity
from corpus.models.article import EDITED_COLUMNS
from corpus.models.sorting import UNKNOWN_TIME
from corpus.records import EntityType, Moment
from corpus.services.copies import relink
from corpus.services.decide import User, check_version, note, plain
from corpus.services.errors import ServiceError
from corpus.services.name_parts import weigh
from corpus.services.quotation_fields import standing, text_of
from corpus.services.reextract import read_again
from corpus.services.store import set_authors
from corpus.services.store_reading import redate
from corpus.services.utterances import recount_outlets
from corpus.services.writing import one_writer

LENGTHS = {"section": 200, "language": 35, "licence": 500}
EDITABLE = tuple(EDITED_COLUMNS)
READ = {"published_at", "published_precision", "published_zone", *EDITED_COLUMNS["language"]}  # with the words
MOST_AUTHORS, MAX_AUTHOR = 100, 300


def edit_article(
    article: Article,
    changes: Mapping[str, Any],
    *,
    user: User,
    reason: str = "",
    expected_version: int | None = None,
) -> Article:
    """Set ``publisher`` (an Entity or None), ``published`` (a Moment or None), ``section``, ``language``, ``licence``
    and ``authors`` (a list of names). Headline and body are evidence: they change with the source alone.

    A new date or language is read into the quotations anew. Raises ServiceError for anything else, StaleVersion where
    the record has moved on.
    """
    if not changes:
        raise ServiceError("nothing to change was given")
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ServiceError(f"{name} cannot be edited; there are {', '.join(EDITABLE)}", field=name)
        values |= _values(name, value)
    row, decision = _write(article, "edit", values, list(changes), user, reason, expected_version)
    return _read(row, decision)


def put_article_back(article: Article, decision: Decision, *, user: User, reason: str) -> Decision:
    """Undo an edit, for a revert. What nobody else set is again what the source says, from the next document on."""
    values = dict(decision.before)
    if "published_at" in values:
        values["published_at"] = datetime.fromisoformat(values["published_at"])
    if values.get("publisher"):
        original = decision.aside.get("original_publisher", values["publisher"])
        values["publisher"] = Entity.objects.get(public_id=original)
    row, made = _write(article, "revert", values, [], user, reason, None, reverts=decision)
    _read(row, made)
    return made


def _values(name: str, value: Any) -> dict[str, Any]:
    if name == "publisher":
        if value is not None and standing(value, name).type != EntityType.ORGANISATION:
            raise ServiceError(f"publisher: {value.public_id} is no organisation", field=name)
        return {name: value}
    if name == "published":
        if value is not None and not isinstance(value, Moment):
            raise ServiceError("published: a moment or nothing", field=name)
        if value is None:
            return {"published_at": UNKNOWN_TIME, "published_precision": "", "published_zone": ""}
        return {
            "published_at": value.value,
            "published_precision": value.precision.value,
            "published_zone": value.zone,
        }
    if name == "authors":
        names: list[Any] = list(value) if isinstance(value, (list, tuple)) else [None]
        if len(names) > MOST_AUTHORS or not all(isinstance(one, str) and one.strip() for one in names):
            raise ServiceError(f"authors: a list of at most {MOST_AUTHORS} names", field=name)
        return {name: [text_of("authors", one.strip(), MAX_AUTHOR) for one in names]}
    text = text_of(name, value, LENGTHS[name]).strip()
    return {name: shortest(text), "language_is_detected": False} if name == "language" else {name: text}


@one_writer()
def _write(
    article: Article,
    action: str,
    values: Mapping[str, Any],
    named: list[str],
    user: User,
    reason: str,
    expected_version: int | None,
    *,
    reverts: Decision | None = None,
) -> tuple[Article, Decision]:
    row = (
        Article.objects.select_for_update(of=("self",))
        .select_related("publisher", "original_publisher")
        .get(pk=article.pk)
    )
    check_version(row, expected_version)
    if row.removed_at is not None:
        raise ServiceError("the article was taken down")
    before, after, aside = {}, {}, {"edited": row.edited}
    for name, value in values.items():
        old: Any = authors_of(row) if name == "authors" else getattr(row, name)
        new: Any = value.survivor if isinstance(value, Entity) else value
        if old == new:
            continue
        before[name], after[name] = plain(old), plain(new)
        if name == "publisher":
            aside["original_publisher"] = plain(row.original_publisher)
            row.publisher, row.original_publisher = new, value
            _mark_publishers(row, old, new)
        elif name == "authors":
            set_authors(row, value)
        else:
            setattr(row, name, value)
    row.edited = _edited(row, after, named, reverts)
    row.version += 1
    row.save()
    if "publisher" in after:
        recount_outlets(Article.objects.filter(pk=row.pk))
    if "language" in after:
        search.index_language([row.pk])
    if {"published_at", "published_precision"} & {*after}:
        redate(row)
        relink([row.pk])
    decision = note(
        row.public_id, action, user=user, reason=reason, before=before, after=after, aside=aside, reverts=reverts
    )
    return row, decision


def _edited(row: Article, after: Mapping[str, Any], named: list[str], reverts: Decision | None) -> list[str]:
    """The fields that ingest leaves alone from now on."""
    if reverts is None:
        return sorted({*row.edited, *named})
    touched = {name for name, columns in EDITED_COLUMNS.items() if {*columns} & {*after, *reverts.before}}
    return sorted(({*row.edited} - touched) | (touched & {*reverts.aside.get("edited", [])}))


def _mark_publishers(row: Article, old: Entity | None, new: Entity | None) -> None:
    if new is not None and not new.is_publisher:
        Entity.objects.filter(pk=new.pk).update(is_publisher=True)
    if old is not None and not Article.objects.filter(publisher=old.pk).exclude(pk=row.pk).exists():
        Entity.objects.filter(pk=old.pk).update(is_publisher=False)
    weigh([entity.pk for entity in (old, new) if entity is not None])


def authors_of(article: Article) -> list[str]:
    """The names of the byline, in its order."""
    return list(article.authors.order_by("position").values_list("name", flat=True))


def _read(row: Article, decision: Decision) -> Article:
    """With another date, "on Tuesday" is another day: read the words again."""
    if READ & {*decision.before, *decision.after} and row.current_text_id is not None:
        read_again(row)
    return Article.objects.get(pk=row.pk)
