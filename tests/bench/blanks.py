"""Rows as lists of values, filled in from a template: making a model for each takes several times as long."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model

from corpus.bulk import as_it_is, fields_of
from corpus.folding import name_key
from corpus.models.sorting import SortKeyField


class Blank:
    """A row of a model with the defaults of a new one."""

    def __init__(self, model: type[Model], *, keyed: bool = True) -> None:
        self.fields = fields_of(model, keyed=keyed)
        template = model()
        self.defaults = [field.get_db_prep_save(field.pre_save(template, True), connection) for field in self.fields]
        self.places = {field.attname: place for place, field in enumerate(self.fields)}
        self.prepared = {
            field.attname: field for field in self.fields if not as_it_is(field) and not isinstance(field, SortKeyField)
        }
        self.sorted_by = [
            (place, field.source) for place, field in enumerate(self.fields) if isinstance(field, SortKeyField)
        ]

    def filled(self, **given: Any) -> list[Any]:
        """The values of all columns as the driver takes them, these among them."""
        values, places, prepared = self.defaults.copy(), self.places, self.prepared
        for name, value in given.items():
            if name in prepared:
                value = prepared[name].get_db_prep_save(value, connection)
                if isinstance(value, memoryview):  # one cannot be sent to another process
                    value = value.tobytes()
            values[places[name]] = value
        for place, source in self.sorted_by:
            if source in given:
                values[place] = name_key(given[source])
        return values
