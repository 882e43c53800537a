"""What may be done with a subscription: buttons on its page, and the same for several from the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from corpus.admin.display import page_of
from corpus.models import Subscription
from corpus.models.choices import SubscriptionState
from corpus.services import subscriptions
from corpus.services.errors import ServiceError


def pause(row: Subscription, request: HttpRequest) -> str:
    """Send nothing more."""
    subscriptions.pause(row, f"paused by {request.user.get_username()}")
    return f"“{row}” is paused. What changes meanwhile is sent when it is taken up again."


def resume(row: Subscription, request: HttpRequest) -> str:
    """Send on."""
    subscriptions.resume(row)
    return f"“{row}” is taken up again, from where it stopped."


def test(row: Subscription, request: HttpRequest) -> str:
    """Send an event that tells of no record."""
    event = subscriptions.send_test(row)
    return f"A test is sent to the receiver of “{row}” next; the log tells what became of {event.public_id}."


def replay_dead(row: Subscription, request: HttpRequest) -> str:
    """Send what was given up."""
    number = subscriptions.replay_dead(row)
    return f"Of “{row}” {number} {'event' if number == 1 else 'events'} given up will be sent again."


def replay_all(row: Subscription, request: HttpRequest) -> str:
    """Send all of the list."""
    subscriptions.replay_since(row, 0)
    return f"All of the list of “{row}” will be sent again."


Deed = Callable[[Subscription, HttpRequest], str]
ACTIVE: dict[str, tuple[str, Deed]] = {
    "test": ("Send a test", test),
    "replay_dead": ("Send again what was given up", replay_dead),
    "replay_all": ("Send all of the list again", replay_all),
    "pause": ("Pause", pause),
}
PAUSED: dict[str, tuple[str, Deed]] = {"resume": ("Take up again", resume)}


def deeds(row: Subscription) -> dict[str, tuple[str, Deed]]:
    """What may be done with it as it stands."""
    return PAUSED if row.state == SubscriptionState.PAUSED else ACTIVE


class Delivered(admin.ModelAdmin):
    """Adds the buttons and the actions to the admin of subscriptions."""

    change_form_template = "corpus/admin/subscription_change_form.html"
    actions = ["pause", "resume", "send_test", "send_again"]

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses and that of the buttons."""
        view = self.admin_site.admin_view(self.deed_view)
        return [path("<int:pk>/deed/", view, name="corpus_subscription_deed"), *super().get_urls()]

    def has_deliver_permission(self, request: HttpRequest) -> bool:
        """Who may change subscriptions over the API may do so here; the rows themselves are only read."""
        return request.user.has_perms(["corpus.view_subscription", "corpus.change_subscription"])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with its buttons for those who may."""
        row = context["original"]
        if row is not None and self.has_deliver_permission(request):
            context["deeds"] = [(name, label) for name, (label, _) in deeds(row).items()]
            context["deeds_url"] = reverse("admin:corpus_subscription_deed", args=[row.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def deed_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button says, and go back to the page."""
        if not self.has_deliver_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = Subscription.objects.filter(pk=pk).first()
        if row is None:
            raise Http404("no such subscription")
        named = {**ACTIVE, **PAUSED}.get(request.POST.get("deed", ""))
        if named is None:
            raise Http404("no such deed")
        self._do(request, row, named[1])
        return HttpResponseRedirect(page_of(row))

    def _do(self, request: HttpRequest, row: Subscription, deed: Deed) -> None:
        try:
            messages.success(request, deed(row, request))
        except ServiceError as refusal:
            messages.warning(request, f"“{row}”: {refusal.detail}")

    def _each(self, request: HttpRequest, rows: QuerySet[Subscription], deed: Deed, otherwise: str) -> None:
        chosen = list(rows)
        for row in chosen:
            self._do(request, row, deed)
        if not chosen:
            messages.info(request, otherwise)

    @admin.action(description="Pause", permissions=["deliver"])
    def pause(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Send nothing more."""
        self._each(request, rows.filter(state=SubscriptionState.ACTIVE), pause, "All of these are paused already.")

    @admin.action(description="Take up again", permissions=["deliver"])
    def resume(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Send on from where it stopped."""
        self._each(request, rows.filter(state=SubscriptionState.PAUSED), resume, "None of these is paused.")

    @admin.action(description="Send a test", permissions=["deliver"])
    def send_test(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """An event that tells of no record."""
        self._each(request, rows, test, "")

    @admin.action(description="Send again what was given up", permissions=["deliver"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Subscription]) -> None:
        """Events that failed to the last attempt."""
        self._each(request, rows, replay_dead, "")
