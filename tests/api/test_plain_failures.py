"""What fails outside of the views: a problem for clients of the API, a page for people."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory

from api import failures

HANDLERS = [
    (400, "bad_request", lambda request: failures.bad_request(request, SuspiciousOperation())),
    (403, "forbidden", lambda request: failures.forbidden(request, PermissionDenied())),
    (404, "not_found", lambda request: failures.not_found(request, Http404())),
    (500, "server_error", failures.server_error),
]


@pytest.mark.parametrize(("status", "code", "handler"), HANDLERS, ids=[code for _, code, _ in HANDLERS])
def test_clients_of_the_api_get_a_problem_and_people_a_page(status, code, handler):
    told = handler(RequestFactory().get("/api/v1/articles/"))
    assert (told.status_code, told["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(told.content)["code"] == code
    page = handler(RequestFactory().get("/admin/"))
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (status, "text/html")
    assert b"<!doctype html>" in page.content.lower()
