"""Pages for people about the API: the guide, and what the codes of problems mean."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from api.pages import page
from api.v1 import examples, problem_catalogue
from api.v1.fault_codes import FAULT_CODES
from api.v1.guide import guide
from api.v1.problems import KINDS, root_of
from api.v1.views.base import StrictView


class OpenPage(StrictView):
    """A page that is open to all, where reading is closed too."""

    schema = None
    permission_classes = []
    takes: ClassVar = {"get": []}


class GuideView(OpenPage):
    """A tour of the API."""

    def get(self, request: Request) -> HttpResponse:
        """A page of HTML."""
        contents, body = guide(root_of(request))
        return page(request._request, "guide", {"contents": contents, "body": body})


class ErrorsView(OpenPage):
    """What the codes of problems mean; the ``type`` of each problem leads there."""

    def get(self, request: Request) -> HttpResponse:
        """A page of HTML."""
        base = f"{root_of(request)}api/v1"
        return page(request._request, "errors", {"kinds": kinds(base), "faults": FAULT_CODES})


def kinds(base: str) -> list[dict[str, Any]]:
    """The kinds of problems, their examples on the server at this address."""
    return [
        {
            **KINDS[code]._asdict(),
            **told._asdict(),
            "code": code,
            "request": told.request.replace(examples.SITE, base),
            "example": json.dumps(problem_catalogue.example(code), ensure_ascii=False, indent=2).replace(
                examples.SITE, base
            ),
        }
        for code, told in problem_catalogue.EXPLAINED.items()
    ]
