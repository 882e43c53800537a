"""People and organisations, their aliases and identifiers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.career import career
from corpus.admin.deciding import DecidingAdmin
from corpus.admin.display import NOTHING, link, list_link
from corpus.admin.entity_form import EntityForm
from corpus.admin.filters import WithAutocompleteFilters, autocomplete, filled
from corpus.admin.history import WithHistory
from corpus.admin.merging import Mergeable
from corpus.admin.searching import entities_named, is_autocomplete
from corpus.admin.splitting import Splittable
from corpus.admin.splitting_words import SplittableByWords
from corpus.admin.spreadsheet import OrganisationResource, PersonResource, WithSpreadsheets
from corpus.folding import name_key
from corpus.models import Alias, DuplicatePair, Entity, Identifier, Organisation, Person
from corpus.records import EntityType
from corpus.services.edit_entity import edit_entity

# Lists whose rows may belong to a record that was merged away.
PARTS = ("add_aliases", "remove_aliases", "add_identifiers", "remove_identifiers")
LISTS_OF_DEAD = ("alias", "identifier", "merge")
MERGED = filled("merged_into", "merge", "merged away", "stands")


class PartInline(admin.TabularInline):
    """Rows that belong to a record, read-only."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class AliasInline(PartInline):
    """Other names."""

    model = Alias
    fields = ["name", "kind", "language"]


class IdentifierInline(PartInline):
    """Ids in other registers."""

    model = Identifier
    fields = ["scheme", "value"]


@admin.register(Entity)
class EntityAdmin(Mergeable, Splittable, SplittableByWords, WithHistory, DecidingAdmin):
    """People and organisations in one list, as the speaker of a quotation is chosen from it."""

    form = EntityForm
    editable = ("name", "description", *PARTS, "body_access", "reason", "seen_version")

    list_display = ["name", "type", "quotation_count", "mention_count", "is_publisher", "name_is_chosen", "stands_for"]
    list_select_related = ["merged_into"]
    list_filter = ["type", "is_publisher", MERGED, "name_is_chosen"]
    search_fields = ["name"]
    search_help_text = "Any part of a name or alias, an id, or scheme:value of another register."
    sortable_by = ["name", "quotation_count", "mention_count"]
    inlines = [AliasInline, IdentifierInline]
    fieldsets = [
        (None, {"fields": ["name", "description"]}),
        ("See also", {"fields": ["stands_for", "lists"]}),
        (
            "In the corpus",
            {
                "fields": [
                    "public_id",
                    "type",
                    "name_is_chosen",
                    "is_publisher",
                    "quotation_count",
                    "mention_count",
                    "version",
                    "removed_at",
                    "created_at",
                    "updated_at",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        """Rows with what they were merged into."""
        return super().get_queryset(request).select_related("merged_into")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who may edit is asked what to add, what to take away, and why."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and self.has_change_permission(request, obj):
            access = ["body_access"] if obj.type == EntityType.ORGANISATION else []
            fieldsets[0] = (None, {"fields": ["name", "description", *PARTS, *access, "reason", "seen_version"]})
        elif obj is not None and obj.type == EntityType.ORGANISATION:
            fieldsets[0] = (None, {"fields": ["name", "description", "body_access"]})
        return fieldsets

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record that was merged away or removed is looked at alone."""
        if obj is not None and (obj.merged_into_id is not None or obj.removed_at is not None):
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand what changed to the service."""
        edit_entity(
            obj,
            user=request.user,
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["seen_version"],
            **form.edits(),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the roles on a line of time."""
        if context["original"] is not None:
            context["career"] = career(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """Any part of a name or an alias, folded; "scheme:value" finds an identifier."""
        if is_autocomplete(request):
            asked_by = request.GET.get("model_name")
            if asked_by not in LISTS_OF_DEAD:
                queryset = queryset.filter(merged_into__isnull=True, removed_at__isnull=True)
            if asked_by == "article":
                queryset = queryset.filter(is_publisher=True)
        return (queryset.filter(pk__in=entities_named(term).values("pk")) if term else queryset), False

    @admin.display(description="merged into")
    def stands_for(self, entity: Entity) -> str:
        """The record that it was merged into."""
        return link(entity.merged_into)

    @admin.display(description="see also")
    def lists(self, entity: Entity) -> str:
        """Links to the lists of what the corpus knows of it."""
        links = [
            list_link("quotation", "quotations", speaker=entity.pk),
            list_link("mention", "mentions", entity=entity.pk),
        ]
        if entity.type == EntityType.PERSON:
            links.append(list_link("affiliation", "roles", person=entity.pk))
        else:
            links.append(list_link("affiliation", "people", organisation=entity.pk))
            links.append(list_link("article", "articles published", publisher=entity.pk))
        links.append(list_link("decision", "decisions", q=entity.public_id))
        if pairs := DuplicatePair.objects.of(entity).count():
            links.append(list_link("duplicatepair", f"duplicates ({pairs})", q=entity.public_id, state="all"))
        return format_html_join(" · ", "{}", ((one,) for one in links))


@admin.register(Person)
class PersonAdmin(WithSpreadsheets, EntityAdmin):
    """People."""

    resource_classes = [PersonResource]

    list_display = ["name", "quotation_count", "mention_count", "name_is_chosen", "stands_for"]
    list_filter = [MERGED, "name_is_chosen"]


@admin.register(Organisation)
class OrganisationAdmin(WithSpreadsheets, EntityAdmin):
    """Organisations."""

    resource_classes = [OrganisationResource]

    list_display = ["name", "quotation_count", "mention_count", "is_publisher", "name_is_chosen", "stands_for"]
    list_filter = ["is_publisher", MERGED, "name_is_chosen"]


class PartOfEntityAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """A row that belongs to an entity."""

    list_select_related: ClassVar[Any] = ["entity"]
    list_filter: ClassVar[Any] = [autocomplete("entity")]
    id_lookup = "entity__public_id"
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows with their entities."""
        return super().get_queryset(request).select_related("entity")

    @admin.display(description="of")
    def entity_link(self, row: Alias | Identifier) -> str:
        """The entity, linked."""
        return link(row.entity)


@admin.register(Alias)
class AliasAdmin(PartOfEntityAdmin):
    """Other names of people and organisations."""

    list_display = ["name", "entity_link", "kind", "language"]
    list_select_related = ["entity", "merge"]
    list_filter = [autocomplete("entity"), "kind"]
    search_fields = ["name_key"]
    ordering = ["name_key", "id"]
    fields = ["name", "entity_link", "kind", "language", "merge_link"]

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """Any part of the alias, folded."""
        return (queryset.filter(name_key__contains=name_key(term)) if term else queryset), False

    @admin.display(description="came by the merge")
    def merge_link(self, alias: Alias) -> str:
        """The merge that brought it."""
        return link(alias.merge, alias.merge.public_id) if alias.merge else NOTHING


@admin.register(Identifier)
class IdentifierAdmin(PartOfEntityAdmin):
    """Ids of people and organisations in other registers."""

    list_display = ["__str__", "entity_link"]
    search_fields = ["=value"]
    search_help_text = "The exact value."
    ordering = ["scheme", "value"]
    fields = ["scheme", "value", "entity_link"]
