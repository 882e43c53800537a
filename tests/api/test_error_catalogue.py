"""The page of problems: every kind is explained, and its example is what the API answers."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from rest_framework import serializers

from api.v1 import examples, facet, problems, streams
from api.v1.fault_codes import FAULT_CODES
from api.v1.problem_catalogue import EXPLAINED, example
from api.v1.serializers.writes import Strict
from api.v1.views.articles import ArticleViewSet
from api.v1.views.extract import ExtractViewSet
from corpus.models import Article
from corpus.models.limits import TooSlow
from corpus.services import merge
from corpus.services.errors import ServiceError
from tests.api.conftest import organisation, person
from tests.conftest import ROOT

PUBLIC_ID = re.compile(r"\b([a-z]{3})_[a-z2-7]{13}\b")
JSON = "application/json"


class Provoker:
    """Sends, for each kind of problem, a request that is answered by it."""

    def __init__(self, account: Callable[..., Client], settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.account, self.settings, self.monkeypatch = account, settings, monkeypatch
        self.reader = Client(raise_request_exception=False)

    def get(self, address: str, **headers: str) -> Any:
        return self.reader.get(f"/api/v1/{address}", headers={"Host": "news.example", **headers}, secure=True)

    def send(self, address: str, body: Any, *groups: str, client: Any = None, kind: str = JSON, **headers: str) -> Any:
        client = client or (self.account(*groups) if groups else self.reader)
        headers = {"Host": "news.example"} | {name.replace("_", "-"): value for name, value in headers.items()}
        send = client.patch if headers.pop("method", "") == "PATCH" else client.post
        return send(f"/api/v1/{address}", body, content_type=kind, headers=headers, secure=True)

    def article(self) -> dict[str, Any]:
        stored: dict[str, Any] = self.send("articles/", examples.ARTICLE, "ingestors").json()
        return stored

    def merged(self) -> Any:
        loser = person("Ines Tarow")
        merge.merge(loser, person("Ines Tarrow"), user=None)
        return self.get(f"people/{loser.public_id}/")

    def moved(self) -> Any:
        return self.get("quotations?kind=direct")

    def bad_request(self) -> Any:
        return self.get("quotations/?q=%E9cole")

    def invalid_parameters(self) -> Any:
        return self.get("quotations/?speeker=x")

    def malformed_body(self) -> Any:
        return self.send("extract/", '{"text": “We owe it to the boats”}')

    def invalid_body(self) -> Any:
        return self.send("quotations/lookup/", {"txt": "We owe it to the boats"})

    def invalid_document(self) -> Any:
        return self.send("articles/", {"headline": "Harbour wall to be rebuilt"}, "ingestors")

    def refused(self) -> Any:
        into = organisation("Kessmouth Herald").public_id
        return self.send(f"people/{person('Ines Tarrow').public_id}/merge/", {"into": into}, "curators")

    def too_costly(self) -> Any:
        def slow(*args: Any) -> None:
            raise TooSlow("stopped")

        self.monkeypatch.setattr(facet, "counted", slow)
        return self.get("quotations/facets/?by=cue")

    def not_authenticated(self) -> Any:
        return self.send("articles/", examples.ARTICLE)

    def forbidden(self) -> Any:
        return self.send("articles/", examples.ARTICLE, "readers")

    def not_found(self) -> Any:
        return self.get("people/per_aaaaaaaaaaaaa/")

    def method_not_allowed(self) -> Any:
        return self.get("extract/")

    def not_acceptable(self) -> Any:
        return self.get("quotations/", Accept="image/png")

    def conflict(self) -> Any:
        made = merge.merge(person("Ines Tarow"), person("Ines Tarrow"), user=None)
        self.send(f"merges/{made.public_id}/undo/", {}, "curators")
        return self.send(f"merges/{made.public_id}/undo/", {}, "curators")

    def removed(self) -> Any:
        stored = self.article()
        Article.objects.update(removed_at=timezone.now())
        return self.get(f"articles/{stored['id']}/")

    def stale(self) -> Any:
        quotation = self.article()["quotations"][0]
        editor = self.account("curators")
        path = f"quotations/{quotation['id']}/"
        self.send(path, {"status": "confirmed"}, client=editor, method="PATCH")
        return self.send(path, {"status": "rejected"}, client=editor, method="PATCH", If_Match='"1"')

    def too_large(self) -> Any:
        return self.send("extract/", {"text": "x" * ExtractViewSet().max_body})

    def uri_too_long(self) -> Any:
        return self.get(f"quotations/?q={'a' * 39_980}")

    def unsupported_media_type(self) -> Any:
        return self.send("extract/", "We owe it to the boats", kind="text/plain")

    def key_reused(self) -> Any:
        client = self.account("ingestors")
        self.send("articles/", examples.ARTICLE, client=client, Idempotency_Key="harbour-1")
        other = {**examples.ARTICLE, "headline": "Harbour wall rebuilt"}
        return self.send("articles/", other, client=client, Idempotency_Key="harbour-1")

    def throttled(self) -> Any:
        self.settings.THROTTLE_ANONYMOUS = 1
        self.get("quotations/")
        return self.get("quotations/")

    def server_error(self) -> Any:
        def fail(*args: Any) -> None:
            raise RuntimeError("secret")

        self.monkeypatch.setattr(ArticleViewSet, "list", fail)
        return self.get("articles/")

    def unavailable(self) -> Any:
        def fail(*args: Any) -> None:
            raise OperationalError("connection refused")

        self.monkeypatch.setattr(ArticleViewSet, "list", fail)
        return self.get("articles/")

    def busy(self) -> Any:
        self.monkeypatch.setattr(streams, "SLOTS", streams.BoundedSemaphore(1))
        self.open = self.get("quotations/?format=csv")
        return self.get("quotations/?format=csv")


def plain(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem without what differs from request to request: ids, and seconds to wait."""
    text = re.sub(r"available in \d+ seconds?", "available in 0 seconds", json.dumps(problem))
    return {**json.loads(PUBLIC_ID.sub(r"\1_", text)), "request_id": ""}


def test_every_kind_is_explained():
    assert list(EXPLAINED) == list(problems.KINDS)


@pytest.mark.django_db
@pytest.mark.parametrize("code", problems.KINDS)
def test_the_example_of_each_kind_is_what_is_answered(code, account, settings, monkeypatch):
    response = getattr(Provoker(account, settings, monkeypatch), code)()
    answered = response.json()
    assert response.status_code == answered["status"]
    assert response["Content-Type"] == problems.MEDIA_TYPE
    assert answered["request_id"] == response["X-Request-ID"]
    assert plain(answered) == plain(example(code))


def callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def code_of(call: ast.Call) -> ast.expr | None:
    """The argument of a call that is the code of a fault; None where the call makes no fault."""
    name = callee(call)
    if name == "ValidationError":
        return next((one.value for one in call.keywords if one.arg == "code"), None)
    if name not in ("fault", "wrong_field", "refuse"):
        return None
    # values.refuse(code, ...), while the others name what is wrong first.
    of_value = name == "refuse" and not (
        isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "self.refuse"
    )
    return call.args[0 if of_value else 1]


def codes_in(tree: ast.AST) -> tuple[set[str], set[str]]:
    """The codes that stand in a module, and the expressions that codes come from."""
    codes, expressions = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (found := code_of(node)) is not None:
            if isinstance(found, ast.Constant):
                codes.add(str(found.value))
            else:
                expressions.add(ast.unparse(found))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(".code"):
            codes |= {found.value for found in [node.value] if isinstance(found, ast.Constant)}
        if isinstance(node, ast.FunctionDef) and node.name == "bad_value":
            pairs = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
            codes |= {pair.elts[0].value for pair in pairs if isinstance(pair, ast.Tuple)}
    return codes, expressions


def of_the_views() -> tuple[set[str], set[str]]:
    codes: set[str] = set()
    expressions: set[str] = set()
    for path in (ROOT / "api" / "v1").rglob("*.py"):
        found, computed = codes_in(ast.parse(path.read_text(encoding="utf-8")))
        codes, expressions = codes | found, expressions | computed
    return codes - {""}, expressions


def bodies(kind: type[Strict] = Strict) -> list[type[Strict]]:
    return [found for below in kind.__subclasses__() for found in (below, *bodies(below))]


def of_the_bodies() -> set[str]:
    """What the fields of bodies, and the entries of their lists, refuse by the rules of the framework."""
    codes: set[str] = set()
    fields = [field for body in bodies() for field in body().fields.values()]
    for field in fields:
        codes |= {"invalid"} | ({"required"} if field.required else set())
        codes |= set() if field.allow_null else {"null"}
        codes |= set() if getattr(field, "allow_blank", True) else {"blank"}
        codes |= {"invalid_choice"} if isinstance(field, serializers.ChoiceField) else set()
        codes |= {"max_string_length"} if isinstance(field, serializers.IntegerField) else set()
        codes |= {one.code for one in field.validators}
        if isinstance(field, serializers.ListField | serializers.ListSerializer):
            codes.add("not_a_list")
            fields.append(field.child)
    return codes


def of_the_services() -> set[str]:
    """The codes of refusals that name a field."""
    raised = re.compile(r"raise (\w+)\((?:[^()]|\([^()]*\))*field=")
    found = {name for path in (ROOT / "corpus" / "services").glob("*.py") for name in raised.findall(path.read_text())}
    assert found
    kinds = {kind.__name__: kind.code for kind in (ServiceError, *ServiceError.__subclasses__())}
    return {kinds[name] for name in found}


def test_the_code_of_every_fault_is_explained_and_every_code_explained_is_in_use():
    codes, computed = of_the_views()
    # The code of a value that a filter refuses, of a refusal by a service, and of a fault that is passed on.
    assert computed == {"*problem", "error.code or 'invalid'", "code", "fault['code']", "wrong.code"}
    assert set(FAULT_CODES) == codes | of_the_bodies() | of_the_services()


@pytest.mark.parametrize(
    ("source", "code"),
    [("fault('a', 'new')", "new"), ("refuse('new', 'b')", "new"), ("self.refuse(at, 'new', 'b')", "new")],
)
def test_a_new_code_is_found(source, code):
    assert codes_in(ast.parse(source)) == ({code}, set())


@pytest.mark.django_db
def test_the_page_has_an_anchor_for_each_kind_and_each_code(client):
    response = client.get("/api/v1/errors/")
    page = response.content.decode()
    anchors = re.findall(r' id="([\w-]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(problems.KINDS) | {f"fault-{code}" for code in FAULT_CODES} <= set(anchors)
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= set(anchors)
    assert "news.example" not in page
    assert "http://testserver/api/v1/errors/#stale" in page
