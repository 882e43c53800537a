"""What the admin pages of all records share."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from corpus.admin.saved import WithSavedFilters
from corpus.models.ids import PATTERN

# Counting further than this costs more than the figure is worth to a reader of a list.
COUNTED = 100_000
PUBLIC_ID = re.compile(PATTERN)


class AtLeast(int):
    """A count that was stopped: prints as "100000+"."""

    def __str__(self) -> str:
        return f"{int(self)}+"


def counted(rows: QuerySet[Any]) -> int:
    """Number of rows, found at a bounded cost."""
    found = rows.order_by()[: COUNTED + 1].values("pk").count()
    return AtLeast(COUNTED) if found > COUNTED else found


class CappedPaginator(Paginator):
    """A paginator that stops counting, and so paging, at ``COUNTED`` rows: filters lead further."""

    @cached_property
    def count(self) -> int:
        """Number of rows, at most ``COUNTED``."""
        return counted(cast("QuerySet[Any]", self.object_list))


class RecordAdmin(WithSavedFilters):
    """A model of the corpus: cheap lists, no bulk deletion, our style sheet."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    # Columns that are read for a look-up by public id before any search.
    id_lookup: str = "public_id"
    # The fields that an editor may type into; a service writes them. All others are shown.
    editable: tuple[str, ...] = ()

    class Media:
        css = {"all": ["corpus/admin.css"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Everything on the page but what ``editable`` names."""
        return [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if name not in self.editable]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: evidence is rejected, merged or withdrawn, and stays readable."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A public id finds its record at once; anything else goes the model's own way."""
        term = search_term.replace("\x00", "").strip()
        if self.id_lookup and PUBLIC_ID.fullmatch(term):
            return queryset.filter(**{self.id_lookup: term}), False
        return self.search(request, queryset, term)

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """The rows that ``term`` finds, and whether a row can come twice."""
        return super().get_search_results(request, queryset, term)


class ReadOnlyAdmin(RecordAdmin):
    """A model that services write: editors read it here and nothing more."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False
