"""The reconciliation service: other people's tables of names, matched to people and organisations and extended.

After the Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group, which OpenRefine speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.v1 import parameters, reconciled, reconciling
from api.v1.parameters import FORMAT, Parameter
from api.v1.parsers import FormParser
from api.v1.problems import bad_parameters, fault, root_of
from api.v1.serializers import reconciliation as schemas
from api.v1.serializers.fields import record_url
from api.v1.views.base import StrictView
from api.v1.views.entities import EntityViewSet
from corpus.models import Entity, Quotation, Shown
from corpus.search.suggesting import suggest
from corpus.services.describe import describe

LONGEST = 500_000  # characters of a batch
MOST_SENT = 12 * LONGEST + 1000  # bytes of a form: of a character four, each of which three letters may stand for
MOST_SKIPPED, SUGGESTED, MOST_SUGGESTED = 500, 10, 50
QUERIES = Parameter("queries", "A batch of queries as JSON; see POST.", longest=LONGEST)
EXTEND = Parameter("extend", "A data extension query as JSON; see POST.", longest=LONGEST)
PREFIX = Parameter("prefix", "What was typed so far. Empty: all, and of records none.", required=True, blank=True)
CURSOR = Parameter(
    "cursor", "How many suggestions to skip.", {"type": "integer", "minimum": 0, "maximum": MOST_SKIPPED, "default": 0}
)
LIMIT = Parameter(
    "limit",
    "How many to give at most.",
    {"type": "integer", "minimum": 1, "maximum": MOST_SUGGESTED, "default": SUGGESTED},
)
TYPE = Parameter(
    "type", "A type: `person`, `organisation` (those that publish too), `publisher`. Empty: all of them.", blank=True
)
# A frame of anybody may hold the page about a record: nothing in it can be clicked by mistake, and no script runs.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors http: https:"
)
SHOWN_NAMES = 8
Given = Mapping[str, list[str]]


class ReconciliationViewSet(StrictView, ViewSet):
    """Names of other people's tables, matched to people and organisations."""

    needs: ClassVar = dict.fromkeys(
        ("list", "create", "suggest_entity", "suggest_property", "suggest_type", "propose"), "corpus.view_entity"
    )
    open_actions: ClassVar[tuple[str, ...]] = ("create",)
    expensive_actions: ClassVar[tuple[str, ...]] = ("list", "create")
    offers_forms = False
    parser_classes = [FormParser]
    max_body = MOST_SENT
    takes: ClassVar = {
        "list": [QUERIES, EXTEND, FORMAT],
        "suggest_entity": [PREFIX, CURSOR, LIMIT, TYPE, FORMAT],
        "suggest_property": [PREFIX, CURSOR, LIMIT, TYPE, FORMAT],
        "suggest_type": [PREFIX, CURSOR, LIMIT, FORMAT],
        "propose": [TYPE, LIMIT, FORMAT],
    }

    def check_permissions(self, request: Request) -> None:
        """As everywhere; the manifest is for everybody, since it says how to be let in."""
        if not (self.action == "list" and {"queries", "extend"}.isdisjoint(parameters.names(request))):
            super().check_permissions(request)

    @extend_schema(responses={200: schemas.ANSWER})
    def list(self, request: Request) -> Response:
        """The service's manifest; with `queries` or `extend` the same as POST, for short ones.

        A reconciliation service after version 0.2 of the W3C community group's specification: OpenRefine and other
        clients of the protocol take this address. From another site's page, CORS has to be open for it.
        """
        if self.given.keys() & {"queries", "extend"}:
            return Response(answered(self.given))
        return Response(reconciled.manifest(root_of(request)))

    @extend_schema(
        request={FormParser.media_type: schemas.FORM},
        responses={200: schemas.ANSWERS},
    )
    def create(self, request: Request) -> Response:
        """Candidates for the names of a table (`queries`), or what is known of records (`extend`). Stores nothing.

        A query gives `query`, a name or an id, or `properties` (`pid`, `v`), or both: `roles`, `organisations`,
        `identifiers`, `aliases` and `is_publisher`; further `type` and `limit`. The score is the likeness of the names,
        of which properties decide 30 of 100. A match is the best candidate with 90 or more where the next is at least
        5 behind.
        """
        form = request.data if isinstance(request.data, str) else ""
        return Response(answered(parameters.read(form, [QUERIES, EXTEND])))

    @extend_schema(responses={200: schemas.ENTITIES})
    @action(detail=False, url_path="suggest/entity")
    def suggest_entity(self, request: Request) -> Response:
        """People and organisations whose name begins so, or that have the id, the best first."""
        skip, limit = window(self.given)
        prefix = self.given["prefix"][0].strip()
        shown = wanted_types(self.given)
        found = suggest(prefix, shown, skip + limit)[skip:] if prefix else []
        rows = [suggested(one.entity, one.hint) for one in found]
        known = Entity.objects.resolve(prefix) if prefix and not skip else None
        if known is not None and known.removed_at is None and (not shown or Shown.of(known) in shown):
            rows = [suggested(known, reconciled.descriptions([known]).get(known.pk)), *rows][:limit]
        return Response({"result": rows})

    @extend_schema(responses={200: schemas.PROPERTIES})
    @action(detail=False, url_path="suggest/property")
    def suggest_property(self, request: Request) -> Response:
        """Properties whose name begins so: what queries may give, and what tables can be extended by."""
        names = reconciled.properties_of(wanted_type(self.given))
        found = [reconciled.property_of(name) for name in names]
        return Response({"result": beginning(found, self.given)})

    @extend_schema(responses={200: schemas.TYPE_LIST})
    @action(detail=False, url_path="suggest/type")
    def suggest_type(self, request: Request) -> Response:
        """Types whose name begins so."""
        return Response({"result": beginning(map(reconciled.type_of, reconciling.TYPES), self.given)})

    @extend_schema(responses={200: schemas.PROPOSAL})
    @action(detail=False, url_path="properties")
    def propose(self, request: Request) -> Response:
        """Properties that a table of records of a type can be extended by."""
        _, limit = window(self.given)
        names = reconciled.properties_of(wanted_type(self.given))
        limited = "limit" in self.given
        found = [reconciled.property_of(name) for name in (names[:limit] if limited else names)]
        asked = {"limit": limit} if limited else {}
        return Response({"type": self.given.get("type", [""])[0], "properties": found, **asked})


class ReconciledEntityViewSet(EntityViewSet):
    """The pages about a record that clients of the service show."""

    model = Entity
    listings = {}
    needs: ClassVar[dict[str, str]] = {}
    offers_forms = False
    takes: ClassVar = {"view": [], "preview": []}

    def address_of(self, survivor: Entity) -> str:
        """The same page about another record."""
        below = self.request.path.partition(f"/{self.kwargs['id']}/")[2]
        return f"{self.context['root']}api/v1/reconcile/entities/{survivor.public_id}/{below}"

    @extend_schema(exclude=True)
    def view(self, request: Request, id: str) -> HttpResponse:
        """Leads to the record, whose collection the id does not tell to those who only put it into an address."""
        return HttpResponseRedirect(record_url(self.context["root"], self.find(id).public_id))

    @extend_schema(exclude=True)
    def preview(self, request: Request, id: str) -> HttpResponse:
        """A small page of HTML."""
        entity = self.find(id)
        known = describe([entity], ["aliases", "identifiers", "current_roles"])
        newest = Quotation.objects.live().readable().filter(speaker=entity.pk).order_by("-published_at", "-pk")
        context = {
            "entity": entity,
            "type": reconciling.TYPES[Shown(Shown.of(entity))],
            "address": record_url(self.context["root"], entity.public_id),
            "quotation": newest.first(),
            **{name: values.get(entity.pk, [])[:SHOWN_NAMES] for name, values in known.items()},
        }
        page = render(request._request, "on_record/preview.html", context)
        page["Content-Security-Policy"] = PREVIEW_POLICY
        page.xframe_options_exempt = True
        return page


def answered(given: Given) -> dict[str, Any]:
    """What a batch or a data extension query is answered; a 400 problem where it is neither, or both."""
    if len(given) == 0:
        raise bad_parameters([fault("queries", "required", "has to be given, or extend.")])
    if {"queries", "extend"} <= given.keys():
        raise bad_parameters([fault("extend", "conflict", "cannot be asked together with queries.")])
    if "queries" in given:
        return reconciled.results(reconciling.batch(given["queries"][0]))
    return reconciled.extended(reconciling.extension(given["extend"][0]))


def wanted_type(given: Given) -> str:
    """The type that is asked for; empty: all."""
    text = given.get("type", [""])[0].strip()
    if text and text not in reconciling.TYPES:
        detail = f"{text[:60]!r} is none of {', '.join(reconciling.TYPES)}."
        near = parameters.nearest(text, reconciling.TYPES)
        raise bad_parameters([fault("type", "unknown_choice", detail, near)])
    return text


def wanted_types(given: Given) -> set[str]:
    """The same as it is searched for: an organisation that publishes is one still."""
    text = wanted_type(given)
    return {text} | ({str(Shown.PUBLISHER)} if text == Shown.ORGANISATION else set()) if text else set()


def window(given: Given) -> tuple[int, int]:
    """How many suggestions to skip, and how many to give."""
    bounds = {"cursor": (0, MOST_SKIPPED, 0), "limit": (1, MOST_SUGGESTED, SUGGESTED)}
    found, faults = [], []
    for name, (least, most, default) in bounds.items():
        text = given.get(name, [str(default)])[0]
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if not least <= number <= most:
            faults.append(fault(name, "out_of_range", f"{text[:40]!r} is no number between {least} and {most}."))
        found.append(number)
    if faults:
        raise bad_parameters(faults)
    return found[0], found[1]


def suggested(entity: Any, hint: str | None) -> dict[str, Any]:
    """A record as it is offered."""
    told = {"description": hint} if hint else {}
    return {"id": entity.public_id, "name": entity.name, **told, "notable": reconciled.types_of(entity)}


def beginning(rows: Any, given: Given) -> list[dict[str, Any]]:
    """Those whose name, or a word of it, or whose id begins with what was typed."""
    skip, limit = window(given)
    typed = given["prefix"][0].strip().casefold()
    found = [
        row
        for row in rows
        if any(text.startswith(typed) for text in (row["id"], row["name"].casefold(), *row["name"].casefold().split()))
    ]
    return found[skip : skip + limit]
