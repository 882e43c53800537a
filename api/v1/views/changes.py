"""The feed of changes over all collections."""

from __future__ import annotations

import re
from typing import ClassVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.v1 import pagination
from api.v1.parameters import FORMAT, Parameter, nearest
from api.v1.problems import Fault, bad_parameters, fault, root_of
from api.v1.serializers.base import PREPARED
from api.v1.serializers.changes import COLLECTIONS, ChangeSerializer, ChangesSerializer, records_of
from api.v1.shape import WHOLE
from api.v1.views.base import StrictView
from corpus.models import TOLD, Change

NOW = "now"
Faults = list[Fault]
SINCE = Parameter(
    "since",
    "Where to read on: `cursor` of an earlier answer, or of the manifest of a dump. Without it the feed begins with "
    f"the first record, so that a client may fill a mirror from the feed alone. `{NOW}` gives no record and the cursor "
    "of the end.",
    {"type": "string", "example": "48210"},
)
TYPES = Parameter(
    "type",
    "Records of this collection alone; repeated, it means or.",
    {"title": "ChangedType", "type": "string", "enum": list(TOLD.values())},
    many=True,
)
EXPAND = Parameter(
    "expand",
    "`record` writes out the records that stand.",
    {"title": "ChangeExpansion", "type": "string", "enum": ["record"]},
)
PAGE_SIZE = next(one for one in pagination.PARAMETERS if one.name == "page_size")


class ChangesViewSet(StrictView, ViewSet):
    """What changed, in order, over all collections."""

    needs: ClassVar = {"list": ""}  # where reading is closed, that of each type
    takes: ClassVar = {"list": [SINCE, TYPES, EXPAND, PAGE_SIZE, FORMAT]}

    @extend_schema(responses=ChangesSerializer)
    def list(self, request: Request) -> Response:
        """What was created, updated, merged or removed since a place in the feed, in the order of the changes.

        A client that follows `next` to its end, keeps `cursor` and comes back with it misses nothing: changes are told
        in the transaction that makes them, in the order of the commits. A record that changes again moves to the end,
        so each comes once, as it is now. What a record shows of others (their names, an article's headline) counts as
        its own. How to keep an exact copy is told in the guide. Where reading is closed, it takes the permission to see
        each type that is asked for; without `type`, all of them.
        """
        faults: Faults = []
        types = self.given.get("type", [])
        for word in types:
            if word not in TOLD.values():
                detail = f"{word[:60]!r} is none of {', '.join(TOLD.values())}."
                faults.append(fault("type", "unknown_choice", detail, nearest(word, TOLD.values())))
        expand = self.given.get("expand", ["record"])[0]
        if expand != "record":
            faults.append(fault("expand", "unknown_name", f"{expand[:60]!r} is no field here; record is.", "record"))
        since = self.since(faults)
        size = pagination.page_size(self.given)
        if faults:
            raise bad_parameters(faults)
        # The end is read first: what is told later lies behind it, and comes the next time.
        looked_through = Change.objects.position()
        found = Change.objects.since(since, types)[: size + 1].told(since)
        told = found[:size]
        end = told[-1].position if told else since
        if len(found) <= size:  # of a feed of some types alone, the rest of the way holds none of them
            end = max(end, looked_through)
        context = {"root": root_of(request), "request": request}
        records = records_of(told, context) if "expand" in self.given else {}
        serializer = PREPARED.serializer(ChangeSerializer, WHOLE, {**context, "records": records})
        results = [serializer.to_representation(one) for one in told]
        following = None
        if len(found) > size:
            given = {name: values for name, values in self.given.items() if name != "since"}
            following = pagination.link(root_of(request), request.path, {**given, "since": [str(end)]}, None)
        headers = {"Link": f'<{following}>; rel="next"'} if following else {}
        return Response({"next": following, "cursor": str(end), "results": results}, headers=headers)

    def check_permissions(self, request: Request) -> None:
        """Where reading is closed, 403 for an account that may not see one of the types that are asked for."""
        super().check_permissions(request)
        types = [word for word in request.query_params.getlist("type") if word in COLLECTIONS]
        for name in types or COLLECTIONS:
            meta = COLLECTIONS[name][0]._meta
            if not (settings.PUBLIC_READ or request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")):
                raise PermissionDenied(
                    f"The permission to see {meta.verbose_name_plural} is missing; type= leaves them out."
                )

    def since(self, faults: Faults) -> int:
        """The place to read on from."""
        text = self.given.get("since", ["0"])[0]
        if text == NOW:
            return Change.objects.position()
        if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
            faults.append(fault("since", "malformed", f"{text[:40]!r} is no cursor of this feed."))
            return 0
        since = int(text)
        # A replica may lag behind the place that the primary has told.
        if since > Change.objects.position() and since > Change.objects.using(DEFAULT_DB_ALIAS).position():
            detail = (
                "lies behind the end of the feed: the corpus was put back to an earlier state. Begin without since."
            )
            faults.append(fault("since", "out_of_range", detail))
        return since
