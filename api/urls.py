"""Routes of the project."""

from typing import Any

from django.contrib import admin
from django.urls import include, path, re_path

from api import health, pages
from api.v1.views.root import MissingView

admin.autodiscover()  # the editors' pages, which have addresses from here on
MISSING: Any = dict.fromkeys(("get", "post", "put", "patch", "delete"), "answer")

urlpatterns = [
    path("api/v1/", include("api.v1.urls")),  # first, since most requests are for it
    path("", pages.landing, name="landing"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    re_path(r"^api(?:/.*)?$", MissingView.as_view(MISSING), name="missing"),
]
handler400 = "api.failures.bad_request"
handler403 = "api.failures.forbidden"
handler404 = "api.failures.not_found"
handler500 = "api.failures.server_error"
