"""Fill the corpus at the speed of bulk writes. Imported once Django is set up.

Writes the rows that the services would write, without asking who is who. Other processes make the rows
(tests/bench/making.py) while this one writes them, into tables without indexes (tests/bench/bare.py). So a corpus of a
million articles takes an hour or two, not a day, and ``manage.py verify`` finds nothing in it.
"""

from __future__ import annotations

import gc
import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import count
from multiprocessing import get_context
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from corpus import models
from corpus.bulk import fields_of, insert, put
from corpus.folding import name_key
from corpus.models.ids import derive
from corpus.search.filtering import backend
from corpus.search.statement import ARTICLES, QUOTATIONS
from corpus.services.candidates import alias_kind
from corpus.services.months import Months, move_months
from corpus.services.name_parts import wanted_parts
from corpus.services.naming import ID_TYPES, set_name
from tests.bench.bare import bare
from tests.bench.generator import all_names
from tests.bench.making import KEYLESS, ORDER, Made, Maker, Names

CHUNK = 500
IN_HAND = 3  # chunks that are made beforehand, for each process
TOLD: tuple[type[Model], ...] = (models.Article, models.Entity, models.Quotation, models.Affiliation, models.Utterance)
WRITTEN: tuple[type[Model], ...] = (models.Entity, *ORDER, models.Alias, *KEYLESS)
INDEXED = (*ARTICLES, *QUOTATIONS)
# What the processes that make rows know; they are forked.
_names: Names = {}


class Loader:
    """Writes articles into a corpus that may hold some already."""

    def __init__(self) -> None:
        self.first = {model: (model._default_manager.aggregate(m=Max("pk"))["m"] or 0) + 1 for model in WRITTEN}
        self.alias_keys = count(self.first[models.Alias])
        self.entities = {one.pk: one for one in models.Entity.objects.iterator()}
        self.aliases = {(pk, name) for pk, name in models.Alias.objects.values_list("entity", "name")}
        self.months: Months = Counter()
        self.names = {(one.type, one.name_key): (one.pk, one.public_id) for one in self.entities.values()}
        self.strangers: dict[int, models.Entity] = {}
        keys = count(self.first[models.Entity])
        for kind, name in all_names():
            known = (kind.value, name_key(name))
            if known not in self.names:
                public_id = derive(ID_TYPES[kind], "", known[1], 0)
                stranger = models.Entity(pk=next(keys), public_id=public_id, type=kind.value)
                set_name(stranger, name)
                stranger.to_compare = False
                self.strangers[stranger.pk] = stranger
                self.names[known] = (stranger.pk, public_id)

    def load(self, number: int, *, seed: int, first: int, advance: Callable[[int], object]) -> None:
        """Write so many articles, some at a time, then what depends on all of them."""
        with bare([model._meta.db_table for model in WRITTEN] + [table.name for table in INDEXED]):
            for made in self.making(number, seed, first):
                self.write(made)
                advance(len(made.rows[models.Article]))
            self.finish()

    def making(self, number: int, seed: int, first: int) -> Iterator[Made]:
        """What is to be written, by other processes where it is much."""
        global _names
        _names = self.names
        one = Maker(self.names, dict.fromkeys(ORDER, 1)).make_all(first, 1, seed).rows
        each = {model: len(one[model]) for model in ORDER}
        tasks = deque(
            (
                {model: self.first[model] + at * each[model] for model in ORDER},
                *(first + at, min(CHUNK, number - at), seed),
            )
            for at in range(0, number, CHUNK)
        )
        processes = min(os.cpu_count() or 1, len(tasks))
        if processes < 2:
            yield from (make(*task) for task in tasks)
            return
        with get_context("fork").Pool(processes, gc.disable) as pool:
            in_hand: deque[Any] = deque()
            while tasks or in_hand:
                while tasks and len(in_hand) < IN_HAND * processes:
                    in_hand.append(pool.apply_async(make, tasks.popleft()))
                yield in_hand.popleft().get()

    def write(self, made: Made) -> None:
        """The rows of some articles, in one transaction."""
        with transaction.atomic():
            insert(self.entities[pk] for pk in self.meet(made))
            for model in (*ORDER, *KEYLESS):
                put(model, fields_of(model, keyed=model not in KEYLESS), made.rows[model])
            for table, rows in made.indexed.items():
                backend("default").put(connection, table, rows)
            insert(self.new_aliases(made))
        self.months.update(made.months)

    def meet(self, made: Made) -> list[int]:
        """Count what is said of whom; gives those who were never named before."""
        new = []
        for pk, said in made.named.items():
            if pk in self.strangers:
                self.entities[pk] = self.strangers.pop(pk)
                new.append(pk)
            entity = self.entities[pk]
            entity.mention_count += said.mentions
            entity.quotation_count += said.quotations
            entity.is_publisher |= said.publishes
        return new

    def new_aliases(self, made: Made) -> Iterator[models.Alias]:
        """Other names that nobody is known by yet."""
        for (pk, name), kind in made.aliases.items():
            if (pk, name) not in self.aliases:
                self.aliases.add((pk, name))
                fields = {"name": name, "name_key": name_key(name), "kind": alias_kind(kind, name)}
                yield models.Alias(pk=next(self.alias_keys), entity_id=pk, **fields)

    def finish(self) -> None:
        """Write what all articles together say of people and organisations, how these are found, and what is new."""
        entities = list(self.entities.values())
        names: dict[int, list[str]] = defaultdict(list)
        for pk, key in models.Alias.objects.order_by("pk").values_list("entity", "name_key"):
            names[pk].append(key)
        with transaction.atomic(), connection.cursor() as cursor:
            table = models.Entity._meta.db_table
            cursor.executemany(
                f"UPDATE {table} SET quotation_count = %s, mention_count = %s, is_publisher = %s WHERE id = %s",  # noqa: S608
                [(one.quotation_count, one.mention_count, one.is_publisher, one.pk) for one in entities],
            )
            move_months(Counter(), self.months)
            models.NamePart.objects.all().delete()
            for at in range(0, len(entities), CHUNK):
                insert(wanted_parts(entities[at : at + CHUNK], names))
            now = connection.ops.adapt_datetimefield_value(timezone.now())
            for model in TOLD:
                cursor.execute(
                    f"INSERT INTO {models.Change._meta.db_table} (record, at) "  # noqa: S608
                    f"SELECT public_id, %s FROM {model._meta.db_table} WHERE id >= %s ORDER BY id",
                    [now, self.first[model]],
                )
            for statement in connection.ops.sequence_reset_sql(no_style(), [models.Entity, models.Alias, *ORDER]):
                cursor.execute(statement)


def make(keys: dict[type[Model], int], first: int, number: int, seed: int) -> Made:
    """The rows of some articles; what a process is asked for."""
    return Maker(_names, keys).make_all(first, number, seed)


def load(number: int, *, seed: int, first: int = 0, advance: Callable[[int], object] = lambda done: None) -> None:
    """Write so many articles, from one number on."""
    # Rows hold no cycles, and looking for some among so many takes a third of the time.
    gc.disable()
    try:
        Loader().load(number, seed=seed, first=first, advance=advance)
    finally:
        gc.enable()
