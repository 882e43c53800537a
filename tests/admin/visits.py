"""Every address of the admin, as it is routed, and who goes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLResolver, get_resolver

from corpus.models import Decision
from tests.admin import rows

MODELS = {model._meta.model_name: model for model in admin.site._registry}
NO_RECORD = "0"


class View(NamedTuple):
    """One route of the admin."""

    route: str  # from the root of the site on
    kind: str  # its name without the model's; the route where it has no name
    model: str  # name of the model whose page it is; "" of the site's own pages
    ours: bool  # written here, and not a part of Django

    def __str__(self) -> str:
        return f"{self.kind} {self.model}".strip()


def views() -> list[View]:
    """All routes, those of views that are added later too."""
    [site] = [one for one in get_resolver("api.urls").url_patterns if str(one.pattern) == "admin/"]
    return [_view(route, pattern) for route, pattern in _walk(site, "/admin/")]


def _walk(resolver: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        here = prefix + str(one.pattern)
        yield from _walk(one, here) if isinstance(one, URLResolver) else [(here, one)]


def _view(route: str, pattern: Any) -> View:
    label, _, rest = route.removeprefix("/admin/").partition("/")
    model = MODELS.get(rest.partition("/")[0])
    if model is None or model._meta.app_label != label:
        return View(route, pattern.name or route.removeprefix("/admin/"), "", False)
    name = model._meta.model_name
    kind = (pattern.name or str(pattern.pattern)).removeprefix(f"{label}_{name}_")
    return View(route, kind, name, pattern.callback.__module__.startswith("corpus."))


class Visits:
    """A corpus with a row of every model, and an account of every role; nothing that is done there stays."""

    def __init__(self) -> None:
        self.made = rows.everything(1)
        accounts: dict[str, User | None] = {"stranger": None}
        accounts["account"] = User.objects.create(username="account")
        accounts["staff"] = User.objects.create(username="staff", is_staff=True)
        for group in Group.objects.order_by("name"):
            accounts[group.name] = User.objects.create(username=group.name, is_staff=True)
            accounts[group.name].groups.add(group)  # type: ignore[union-attr]
        accounts["superuser"] = User.objects.create(username="root", is_staff=True, is_superuser=True)
        self.sessions = {role: self._session(account) for role, account in accounts.items()}

    def _session(self, account: User | None) -> str:
        client = Client()
        if account is None:
            return ""
        client.force_login(account)
        return client.cookies["sessionid"].value

    def row(self, model: str) -> Model:
        """The row of the model that is asked for."""
        return MODELS[model]._default_manager.order_by("pk").first()  # type: ignore[return-value]

    def paths(self, view: View) -> list[str]:
        """The addresses of the view with the keys of rows that there are."""
        path = re.sub(r"\^\(\?P<app_label>[^)]*\)/\$$", "corpus/", view.route)
        path = path.replace("<path:content_type_id>/<path:object_id>", "1/1").replace("(?P<url>.*)$", "nothing/")
        if view.model:
            row: Any = self.row(view.model)
            path = re.sub("<(path:object_id|int:pk|id)>", str(row.pk), path)
            if "<int:decision>" in path:
                made = Decision.objects.create(record=row.public_id, action="confirm", before={}, after={})
                path = path.replace("<int:decision>", str(made.pk))
        records = [one.public_id for one in (self.made.quotation, self.made.mention, self.made.affiliation)]
        found = [path.replace("<str:record>", one) for one in records] if "<str:record>" in path else [path]
        assert not [one for one in found if "<" in one], f"{view.route} has a part that this test cannot fill"
        return found

    def missing(self, view: View) -> str:
        """The address of the view for a row that there is not; "" where it names none."""
        path = re.sub("<int:(pk|decision)>", NO_RECORD, view.route).replace("<str:record>", "quo_aaaaaaaaaaaaa")
        return path if path != view.route else ""

    def ask(self, role: str, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """The answer to the role; what it changed is taken back."""
        client = Client(raise_request_exception=False)
        if self.sessions[role]:
            client.cookies["sessionid"] = self.sessions[role]
        with transaction.atomic():
            answer = getattr(client, method)(path, data or {})
            transaction.set_rollback(True)
        return answer
