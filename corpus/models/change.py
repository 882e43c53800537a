"""The feed of changes: for each record of the API's collections, where in their order it changed last.

The database itself notes them, by triggers that the migrations install: whatever writes a row, through whichever door,
tells of it in the same transaction. One row a record: a record that changes again moves to the end, so that who reads
on from where they were sees each record once, as it is now (as CouchDB's _changes does).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Exists, F, OuterRef, Q

from corpus.models.affiliation import Affiliation
from corpus.models.article import Article
from corpus.models.entity import Entity
from corpus.models.ids import MAX_LENGTH, IdType
from corpus.models.quotation import Quotation
from corpus.models.utterance import Utterance

# The collections, by the prefix of their ids.
TOLD = {
    IdType.ARTICLE: "article",
    IdType.QUOTATION: "quotation",
    IdType.PERSON: "person",
    IdType.ORGANISATION: "organisation",
    IdType.AFFILIATION: "affiliation",
    IdType.UTTERANCE: "utterance",
}
TYPES = [(name, name) for name in TOLD.values()]


class Action(models.TextChoices):
    """What became of a record since a place in the feed."""

    CREATED = "created", "created"
    UPDATED = "updated", "updated"
    MERGED = "merged", "merged"
    REMOVED = "removed", "removed"


@dataclass(frozen=True, slots=True)
class Told:
    """A record that changed: what became of it, and where in the feed it stands."""

    position: int
    public_id: str
    type: str
    action: Action
    at: datetime
    stands_for_it: str | None = None  # of a merged record


class ChangeQuerySet(models.QuerySet["Change"]):
    """Reads of the feed."""

    def since(self, position: int, types: Iterable[str] = ()) -> ChangeQuerySet:
        """What changed after the position, in order; of some types alone where they are named."""
        rows = self.filter(pk__gt=position).order_by("pk")
        wanted = set(types)
        if wanted:
            of_type = Q()
            for prefix, name in TOLD.items():
                if name in wanted:
                    of_type |= Q(record__startswith=f"{prefix}_")
            rows = rows.filter(of_type)
        return rows

    def position(self) -> int:
        """Where the feed ends now; 0 where nothing was ever told."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def place_of(self, record: str) -> int | None:
        """Where a record stands in the feed; None where it does not."""
        return self.filter(record=record).values_list("pk", flat=True).first()

    def told(self, position: int) -> list[Told]:
        """These rows with what became of their records since the position: six queries at most."""
        rows = list(self)
        ids = [row.record for row in rows]
        standing, merged = _standing(ids, self.db), _merged(ids, self.db)
        return [
            Told(
                row.pk,
                row.record,
                TOLD[IdType(row.record[:3])],
                _action(row, position, standing, merged),
                row.at,
                merged.get(row.record),
            )
            for row in rows
        ]


def _action(row: Change, position: int, standing: set[str], merged: dict[str, str]) -> Action:
    if row.record in merged:
        return Action.MERGED
    if row.record not in standing:
        return Action.REMOVED
    first = row.pk if row.first is None else row.first
    return Action.CREATED if first > position else Action.UPDATED


def _of(ids: list[str], *kinds: IdType) -> list[str]:
    return [one for one in ids if one[:3] in kinds]


def _standing(ids: list[str], using: str) -> set[str]:
    """Those that an address answers with a record."""
    found: set[str] = set()
    for kinds, readable in (
        ((IdType.ARTICLE,), Article.objects.readable()),
        ((IdType.QUOTATION,), Quotation.objects.readable()),
        ((IdType.PERSON, IdType.ORGANISATION), Entity.objects.standing()),
        ((IdType.AFFILIATION,), Affiliation.objects.readable()),
        ((IdType.UTTERANCE,), Utterance.objects.printed()),
    ):
        if some := _of(ids, *kinds):
            found |= set(readable.using(using).filter(public_id__in=some).values_list("public_id", flat=True))
    return found


def _merged(ids: list[str], using: str) -> dict[str, str]:
    """Who stands for those that were merged away and did not vanish with their survivor."""
    some = _of(ids, IdType.PERSON, IdType.ORGANISATION)
    rows = Entity.objects.using(using).filter(public_id__in=some, merged_into__isnull=False) if some else ()
    ends = ((row.public_id, row.survivor) for row in rows)
    return {public_id: end.public_id for public_id, end in ends if end.removed_at is None}


class Change(models.Model):
    """A record of the collections, at the place in the feed where it changed last. Its key is that place."""

    record = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False, help_text="Public id.")
    first = models.BigIntegerField(null=True, help_text="Its first place, where it has moved on since.")
    at = models.DateTimeField(help_text="When it changed.")

    objects: ClassVar = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(*(Q(record__startswith=f"{prefix}_") for prefix in TOLD), _connector=Q.OR),
                name="change_of_collection",
            ),
            models.CheckConstraint(condition=Q(first__isnull=True) | Q(first__lt=F("id")), name="change_moves_on"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.record}"


def untold() -> Iterator[str]:
    """Ids of records that the feed does not hold."""
    held = Change.objects.filter(record=OuterRef("public_id"))
    for model in (Article, Quotation, Entity, Affiliation, Utterance):
        rows = model._default_manager.filter(~Exists(held)).order_by("pk")
        yield from rows.values_list("public_id", flat=True).iterator()


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that note changes and are not installed, or tell of less than they should.

    SQLite loses those of a table with each migration that makes the table anew, and one that puts them back may put
    back those of before. On PostgreSQL the trigger of a table's updates tells of what other records show too.
    """
    connection = connections[using]
    catalogue = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        there = dict(cursor.fetchall())
    missing = set(TRIGGERS) - set(there)
    for table, each in _SHOWN.items():
        for number, columns in enumerate(each):
            if connection.vendor == "sqlite":
                name = f"note_{table}_shown_{number}"
                looked_at = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
            else:
                name = f"note_{table}_update"
                looked_at = "({}) IS DISTINCT FROM".format(", ".join(f'o."{column}"' for column in columns))
            if looked_at not in there.get(name, ""):
                missing.add(name)
    return sorted(missing)


_NOTED = (
    "corpus_article",
    "corpus_author",
    "corpus_quotation",
    "corpus_quotationspan",
    "corpus_candidate",
    "corpus_entity",
    "corpus_alias",
    "corpus_identifier",
    "corpus_affiliation",
    "corpus_utterance",
)
TRIGGERS = tuple(f"note_{table}_{event}" for table in _NOTED for event in ("insert", "update", "delete"))
# Columns of a record that others show, or are found by: each of these changes tells of those others.
_SHOWN = {
    "corpus_entity": (("name",), ("body_access",)),
    "corpus_article": (
        ("headline", "published_at", "publisher_id", "removed_at"),
        ("copy_of_id", "section", "language", "word_count"),
    ),
    "corpus_utterance": (("times_printed",),),
}
