"""Accounts: Django's pages of them, on which those can be deleted that keep something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.models import (
    AnsweredRequest,
    Delivery,
    SavedFilter,
    Subscription,
    SubscriptionEvent,
    SubscriptionRecord,
    UploadedTable,
)

# Nobody deletes these by themselves on their own pages; they are their account's, and go with it.
ITS_OWN = (
    AnsweredRequest,
    Delivery,
    SavedFilter,
    Subscription,
    SubscriptionEvent,
    SubscriptionRecord,
    UploadedTable,
)

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """An account is deleted with its filters, subscriptions and answers; the page names them before."""

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any, Any], request: HttpRequest
    ) -> tuple[Any, Any, set[str], Any]:
        """What goes, for which no right is asked but the one to delete accounts."""
        named, numbers, needed, protected = super().get_deleted_objects(objs, request)
        own = {str(model._meta.verbose_name) for model in ITS_OWN}
        return named, numbers, {name for name in needed if str(name) not in own}, protected
