"""People and organisations as a table: exported to CSV or XLSX, corrected there, and imported again.

django-import-export reads and writes the files and shows what an import would change; services do the changing, so that
every row is a decision in the history of its record.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import mark_safe
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import Diff, ModelResource
from tablib import Dataset

from corpus.admin.confirming import ConfirmedOnce
from corpus.cells import as_kept, entries, guarded, joined, unguarded, without_controls
from corpus.models import Entity, Organisation, Person
from corpus.records import EntityType
from corpus.services.add_entity import add_entity
from corpus.services.edit_entity import edit_entity, named
from corpus.services.errors import ServiceError

STYLED = re.compile(r'<(ins|del) style="[^"]*">')
MOST_EXPORTED = 20_000
MOST_IMPORTED = 2_000
COLUMNS = ("id", "version", "name", "description", "aliases", "identifiers", "quotation_count", "mention_count")


def told(row: dict[str, Any], column: str) -> str | None:
    """What a cell says, without that apostrophe; None where the file has no such column."""
    if column not in row:
        return None
    return "" if row[column] is None else unguarded(str(row[column]).strip())


class PlainDiff(Diff):
    """What a row would change, in marks that our style sheet colours: styles in the page are against its policy."""

    def as_html(self) -> list[str]:
        """A cell each, with ins and del."""
        return [mark_safe(STYLED.sub(r"<\1>", cell)) for cell in super().as_html()]  # noqa: S308 - it is escaped


class EntityResource(ModelResource):
    """One record a row. A row without an id is a new record; a column that is left out stays as it is."""

    kind: EntityType
    id = Field("public_id")
    version = Field("version")
    name = Field("name")
    description = Field("description")
    aliases = Field()
    identifiers = Field()
    quotation_count = Field("quotation_count")
    mention_count = Field("mention_count")

    class Meta:
        fields = COLUMNS
        export_order = COLUMNS
        import_id_fields = ("id",)
        clean_model_instances = False
        use_transactions = True
        skip_unchanged = True

    def dehydrate_aliases(self, entity: Entity) -> str:
        """Other names, between bars."""
        return joined(sorted(alias.name for alias in entity.aliases.all())) if entity.pk else ""

    def dehydrate_identifiers(self, entity: Entity) -> str:
        """Ids in other registers, between bars."""
        return joined(sorted(f"{one.scheme}:{one.value}" for one in entity.identifiers.all())) if entity.pk else ""

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        """Without styles."""
        return PlainDiff

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """A cell that every format holds and no spreadsheet program runs: an apostrophe goes before a formula."""
        value = super().export_field(field, instance, **kwargs)
        return guarded(without_controls(value)) if isinstance(value, str) else value

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Refuse a table that cannot be meant."""
        if unknown := [name for name in dataset.headers or [] if name not in COLUMNS]:
            raise ValidationError(f"No column is called {unknown[0]!r}; there are {', '.join(COLUMNS)}.")
        if len(dataset) > MOST_IMPORTED:
            raise ValidationError(f"At most {MOST_IMPORTED:,} rows at a time; this table has {len(dataset):,}.")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Entity | None:
        """The record of the id; None where the row has none."""
        public_id = told(row, "id")
        if not public_id:
            return None
        found: Entity | None = self._meta.model.objects.filter(public_id=public_id).first()
        if found is None or found.removed_at is not None:
            raise ValidationError({"id": f"There is no {self.kind.value} {public_id[:60]}."})
        if found.merged_into_id is not None:
            raise ValidationError({"id": f"{public_id} was merged into {found.survivor.public_id}."})
        return found

    def import_instance(self, instance: Entity, row: dict[str, Any], **kwargs: Any) -> None:
        """Nothing is put on the record here: the service does that."""

    def skip_row(self, instance: Entity, original: Entity, row: dict[str, Any], errors: Any = None) -> bool:
        """Whether the row says nothing new."""
        return instance.pk is not None and not self.edits(instance, row)

    def edits(self, entity: Entity, row: dict[str, Any]) -> dict[str, Any]:
        """What the row says otherwise than the record, as ``edit_entity`` takes it."""
        found: dict[str, Any] = {}
        for field in ("name", "description"):
            if (value := told(row, field)) is not None and as_kept(value) != as_kept(getattr(entity, field)):
                found[field] = value
        if (cell := told(row, "aliases")) is not None:
            standing = {as_kept(alias.name): alias.name for alias in entity.aliases.all()}
            wanted = {as_kept(name): name for name in entries(cell)}
            found["add_aliases"] = [
                wanted[one] for one in wanted if one not in standing and one != as_kept(entity.name)
            ]
            found["remove_aliases"] = sorted(standing[one] for one in standing.keys() - wanted.keys())
        if (cell := told(row, "identifiers")) is not None:
            held = {(one.scheme, as_kept(one.value)): (one.scheme, one.value) for one in entity.identifiers.all()}
            given = {(scheme, as_kept(value)): (scheme, value) for scheme, value in map(named, entries(cell))}
            found["add_identifiers"] = [given[one] for one in given if one not in held]
            found["remove_identifiers"] = sorted(held[one] for one in held.keys() - given.keys())
        return {name: value for name, value in found.items() if value or name in ("name", "description")}

    def save_instance(self, instance: Entity, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Make or edit the record, in the name of the one who imports."""
        by = {"user": kwargs["user"], "reason": f"import of {kwargs.get('file_name') or 'a table'}"}
        if is_create and not kwargs["user"].has_perm(f"corpus.add_{self.kind.value}"):
            raise ValidationError({"id": f"The row names no record, and your account may add no {self.kind.value}."})
        try:
            if is_create:
                instance.pk = add_entity(self.kind, told(row, "name") or "", **by).pk
                instance.refresh_from_db()
            if edits := self.edits(instance, row):
                edit_entity(instance, **edits, **by, expected_version=None if is_create else self.seen(row))
        except ServiceError as refusal:
            raise ValidationError(refusal.detail) from None
        instance.refresh_from_db()

    def seen(self, row: dict[str, Any]) -> int | None:
        """The version that the row was made from, where the table has it."""
        version = told(row, "version")
        if not version:
            return None
        if not version.isascii() or not version.isdigit():
            raise ValidationError({"version": f"{version[:20]!r} is no version."})
        return int(version)


class PersonResource(EntityResource):
    """People."""

    kind = EntityType.PERSON

    class Meta(EntityResource.Meta):
        model = Person


class OrganisationResource(EntityResource):
    """Organisations."""

    kind = EntityType.ORGANISATION

    class Meta(EntityResource.Meta):
        model = Organisation


class WithSpreadsheets(ConfirmedOnce, ImportExportMixin):
    """A list that goes out as a table, and comes in again."""

    formats = [CSV, XLSX]
    export_form_class = ExportForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may edit the records."""
        return bool(self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who may see them."""
        return bool(self.has_view_permission(request))

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The records of the list that stand."""
        rows = super().get_export_queryset(request).filter(merged_into=None, removed_at=None)
        found: QuerySet[Any] = rows.prefetch_related("aliases", "identifiers")
        return found

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The choice of a format, and the table; a list that is too long for one leads to the API."""
        if self.has_export_permission(request):
            rows = self.get_export_queryset(request).order_by().values("pk")
            if rows[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
                detail = f"The list has more than {MOST_EXPORTED:,} records. Filter it, or take format=csv of the API."
                messages.error(request, detail)
                return HttpResponseRedirect(f"../?{request.GET.urlencode()}")
        answer: HttpResponse = super().export_action(request)
        return answer
