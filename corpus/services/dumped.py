"""What a dump is made of: its tables, the values in them, and the manifest that vouches for its files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet

from corpus.services.rows import Fields, Row, all_models, all_rows, applied, chunks

MANIFEST = "manifest.json"
# Raised whenever a program of before could not read what is written now.
LAYOUT = 1
# Tables of the corpus that are no part of it: answers and lists of an account, and work of machines elsewhere.
# What a run has not stored yet is a raw document that waits, and is in the dump as such.
LEFT_OUT = {
    "corpus.answeredrequest",
    "corpus.askedhost",
    "corpus.savedfilter",
    "corpus.uploadedtable",
    # Of accounts, and with their secrets.
    "corpus.subscription",
    "corpus.subscriptionrecord",
    "corpus.subscriptionevent",
    "corpus.delivery",
    "corpus.tokenuse",
    "corpus.run",
    "corpus.runchunk",
    "corpus.rundocument",
    "corpus.reading",
}
# What a column holds, in both formats, by Django's name of it.
KINDS = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "IntegerField": "integer",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SmallIntegerField": "integer",
    "FloatField": "float",
    "BooleanField": "boolean",
    "CharField": "text",
    "SlugField": "text",
    "TextField": "text",
    "DateField": "date",
    "DateTimeField": "time",
    "BinaryField": "bytes",
    "JSONField": "json",
}
# What the name of a table's file ends in, by format.
ENDINGS = {"ndjson": ".ndjson.gz", "parquet": ".parquet"}


class Table(NamedTuple):
    """A table of the dump, with the columns that are in it."""

    model: type[Model]
    fields: Fields

    @property
    def name(self) -> str:
        """Its name in the database, and of its files."""
        return self.model._meta.db_table

    @property
    def columns(self) -> dict[str, str]:
        """What each column holds, by its name."""
        return {str(field.column): kind(field) for field in self.fields}

    @property
    def is_accounts(self) -> bool:
        """Whether these are the names of accounts, of which a load makes accounts that nobody can sign in with."""
        return self.model is get_user_model()


class Sink(Protocol):
    """A file that rows are written to."""

    def write(self, rows: list[Row]) -> None:
        """Take in some rows."""

    def close(self) -> None:
        """Write what is left."""


class DumpFormat(NamedTuple):
    """One way to write a table to a file and read it."""

    open: Callable[[Path, Table], Sink]
    read: Callable[[Path, Table], Iterator[list[Row]]]


@dataclass(frozen=True, slots=True)
class DumpedFile:
    """A file of a dump, as its manifest vouches for it."""

    name: str
    table: str
    format: str
    rows: int
    bytes: int
    sha256: str
    checksum: str
    """Over the values of all rows: the same in each format, and in the database that the dump is loaded into."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in ``manifest.json``."""

    layout: int
    version: str
    made_at: str
    migrations: list[str]
    cursor: str
    files: list[DumpedFile]

    def written(self) -> str:
        """As JSON."""
        return json.dumps({"product": "On Record", **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


class DumpError(Exception):
    """Why nothing was dumped, or loaded."""


def dump_format(name: str) -> DumpFormat:
    """How a format is written and read."""
    if name == "ndjson":
        from corpus.services.dumped_lines import LINES

        return LINES
    # Here alone: pyarrow takes 40 MB of memory, and nothing else needs it.
    from corpus.services.dumped_parquet import PARQUET

    return PARQUET


def tables() -> list[Table]:
    """The tables of a dump in the order of writing and loading: accounts first, the feed of changes last."""
    account = get_user_model()
    names = [account._meta.get_field(name) for name in ("id", account.USERNAME_FIELD)]
    found = [Table(account, tuple(names))]  # type: ignore[arg-type]
    for model in all_models():
        if model._meta.app_label == "corpus" and model._meta.label_lower not in LEFT_OUT:
            found.append(Table(model, model._meta.concrete_fields))
    return found


def kind(field: Any) -> str:
    """What a column holds; of a key, what the key is."""
    while field.remote_field is not None:
        field = field.target_field
    return KINDS[field.get_internal_type()]


def rows_of(table: Table, using: str = DEFAULT_DB_ALIAS) -> QuerySet[Any]:
    """The rows of the dump; of accounts, those that a row of the others names."""
    rows = all_rows(table.model, using)
    return rows.filter(pk__in=_named_accounts(using)) if table.is_accounts else rows


def pieces(table: Table, using: str = DEFAULT_DB_ALIAS) -> Iterator[list[Row]]:
    """The rows as a dump holds them, some at a time."""
    change = _released(table)
    for chunk in chunks(rows_of(table, using), table.fields):
        yield [change(row) for row in chunk] if change else chunk


def _named_accounts(using: str) -> set[int]:
    account, found = get_user_model(), set()
    for table in tables():
        for field in table.fields:
            if field.related_model is account:
                named = all_rows(table.model, using).filter(**{f"{field.name}__isnull": False}).order_by()
                found |= set(named.values_list(field.attname, flat=True).distinct())
    return found


def _released(table: Table) -> Callable[[Row], Row] | None:
    """A job that somebody works at waits in the dump: the worker and its lease belong to the database it came from.

    The attempt that it is at does not count: nothing has gone wrong with it.
    """
    if table.model._meta.label_lower != "corpus.job":
        return None
    names = [field.attname for field in table.fields]
    state, leased, attempts = map(names.index, ("state", "leased_until", "attempts"))

    def change(row: Row) -> Row:
        values = list(row)
        values[leased] = None
        if values[state] == "running":
            values[state] = "waiting"
            values[attempts] = max(values[attempts] - 1, 0)
        return tuple(values)

    return change


def migrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Those that made the tables of the corpus."""
    return sorted(name for app, name in applied(using) if app == "corpus")


def sha256(path: Path) -> str:
    """Of a file, as sha256sum prints it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the folder, each value of which is what it must be."""
    path = folder / MANIFEST
    if not path.is_file():
        raise DumpError(f"There is no {MANIFEST} in {folder}: it is no dump, or one that did not end.")
    try:
        said = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise DumpError(f"{MANIFEST} is no JSON; the dump is damaged.") from error
    if not isinstance(said, dict) or said.pop("product", None) != "On Record":
        raise DumpError(f"{MANIFEST} is none of On Record.")
    if said.get("layout") != LAYOUT:
        raise DumpError(f"The dump has layout {said.get('layout')!r}, and this version of On Record reads {LAYOUT}.")
    files = said.get("files")
    try:
        if not isinstance(files, list):
            raise TypeError("files is no list")
        found = Manifest(**{**said, "files": [DumpedFile(**one) for one in files]})
        for record in (found, *found.files):
            _hold(record, record.__annotations__)
        _hold_names(found)
    except (TypeError, ValueError) as error:
        raise DumpError(f"{MANIFEST} is damaged, or was edited: {error}.") from error
    return found


def _hold(record: Any, declared: dict[str, str]) -> None:
    for name, wanted in declared.items():
        value = getattr(record, name)
        if wanted == "int" and not (type(value) is int and value >= 0):
            raise ValueError(f"{name} is no count")
        if wanted == "str" and not isinstance(value, str):
            raise ValueError(f"{name} is no text")
        if wanted == "list[str]" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise ValueError(f"{name} is no list of names")


def _hold_names(manifest: Manifest) -> None:
    if not re.fullmatch(r"[0-9]{1,18}", manifest.cursor):
        raise ValueError("cursor is none")
    for one in manifest.files:
        # A name with a folder in it would lead out of the dump.
        if (
            one.format not in ENDINGS
            or one.name != f"{one.table}{ENDINGS[one.format]}"
            or Path(one.name).name != one.name
        ):
            raise ValueError(f"{one.name!r} is no file of a dump")
    _hold_each_once((one.table, one.format) for one in manifest.files)


def _hold_each_once(names: Iterable[tuple[str, str]]) -> None:
    seen: set[tuple[str, str]] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name[0]} is there twice as {name[1]}")
        seen.add(name)
