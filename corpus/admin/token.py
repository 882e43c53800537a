"""Tokens: whose they are, until when they hold, and when they were last used."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from knox.admin import AuthTokenAdmin
from knox.models import AuthToken

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.display import moment
from corpus.models import TokenUse
from corpus.records import Precision

admin.site.unregister(AuthToken)


@admin.register(AuthToken)
class TokenAdmin(AuthTokenAdmin):
    """Made and deleted here, and never changed: a token that is given to another account is another's way in."""

    list_display = ["token_key", "user", "created", "expiry", "last_use"]
    list_select_related = ["user", "use"]
    search_fields = ["^token_key", "=user__username"]
    search_help_text = "The first characters of a token, or an account."
    show_full_result_count = False
    ordering = ["-created"]
    readonly_fields = ["token_key", "created", "last_use"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Tokens with their accounts and uses."""
        rows: QuerySet[Any] = super().get_queryset(request).select_related("user", "use")
        return rows

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Of a new token, what is asked; of one that stands, what may be known."""
        return ["user", "expiry"] if obj is None else ["token_key", "user", "created", "expiry", "last_use"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    @admin.display(description="last used", ordering=F("use__used_at").asc(nulls_first=True))
    def last_use(self, token: Any) -> str:
        """To within five minutes."""
        return moment(token.use.used_at, Precision.MINUTE) if hasattr(token, "use") else "never"


@admin.register(TokenUse)
class TokenUseAdmin(ReadOnlyAdmin):
    """Noted at most once in five minutes for each token."""

    list_display = ["token_key", "account", "used_at"]
    list_select_related = ["token__user"]
    search_fields = ["^token__token_key", "=token__user__username"]
    search_help_text = "The first characters of a token, or an account."
    id_lookup = ""
    sortable_by = ()
    fields = ["token_key", "account", "used_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TokenUse]:
        """Uses with their tokens and whose these are."""
        return super().get_queryset(request).select_related("token__user")

    @admin.display(description="token")
    def token_key(self, use: TokenUse) -> str:
        """Its first characters."""
        return str(use.token.token_key)

    @admin.display(description="account")
    def account(self, use: TokenUse) -> str:
        """Whose it is."""
        return str(use.token.user)
