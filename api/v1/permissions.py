"""Who may do what: reading is open unless a setting closes it, writing needs the Django permission."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.v1.declared import declared

METHODS = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


class ReadOrPermitted(BasePermission):
    """Reading for everybody, or for readers alone; writing with the permission that the view names."""

    message = "The permission for this is missing."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the request may go on. No credentials answer 401, missing permissions 403."""
        user = request.user
        action = getattr(view, "action", None)
        storing = request.method not in SAFE_METHODS and action not in declared(view, "open_actions")
        needed = needed_permission(view, action, str(request.method), storing=storing)
        if not storing and settings.PUBLIC_READ and action not in getattr(view, "closed_actions", ()):
            return True
        if not user.is_authenticated:
            return False
        return needed is None or user.has_perm(needed)


def needed_permission(view: Any, action: str | None, method: str, *, storing: bool) -> str | None:
    """The Django permission, such as ``corpus.add_article``; None where an account is enough."""
    named = getattr(view, "needs", {})
    if action in named:
        return named[action] or None
    model = getattr(view, "model", None)
    if model is None:
        return None
    verb = METHODS.get(method, "change") if storing else "view"
    return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
