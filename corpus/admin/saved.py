"""Filters that an editor keeps under a name, above each list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from corpus.models import SavedFilter
from corpus.services.errors import ServiceError
from corpus.services.keep_filter import forget_filter, keep_filter


class WithSavedFilters(admin.ModelAdmin):
    """Adds them to a list."""

    change_list_template = "corpus/admin/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and that of the filters."""
        view = self.admin_site.admin_view(self.saved_view)
        return [path("saved/", view, name=f"corpus_{self.opts.model_name}_saved"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the account's filters."""
        mine = SavedFilter.objects.filter(user=request.user.pk, list=self.opts.model_name)
        context = {
            "saved_filters": list(mine),
            "saved_url": reverse(f"admin:corpus_{self.opts.model_name}_saved"),
            "saved_query": request.GET.urlencode(),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def saved_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters of the page that was open, or forget some."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        model, name, query = str(self.opts.model_name), request.POST.get("name", ""), request.POST.get("query", "")
        back = reverse(f"admin:corpus_{model}_changelist")
        if request.method == "POST" and "forget" in request.POST:
            forget_filter(request.user, model, request.POST["forget"].replace("\x00", ""))
        elif request.method == "POST":
            try:
                kept = keep_filter(request.user, model, name, query)
                messages.success(request, f"“{kept}” is kept.")
                query = kept.query
            except ServiceError as refusal:
                messages.error(request, f"{refusal.detail}.")
        return HttpResponseRedirect(f"{back}?{query}".rstrip("?") if "\n" not in query else back)


@admin.register(SavedFilter)
class SavedFilterAdmin(admin.ModelAdmin):
    """What accounts keep: looked at here, kept and forgotten on the lists."""

    list_display = ["name", "list", "user", "query"]
    list_select_related = ["user"]
    search_fields = ["name", "=user__username"]
    fields = ["name", "list", "user", "query"]
    readonly_fields = ["name", "list", "user", "query"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: they are kept on the lists."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: they are forgotten on the lists."""
        return False
