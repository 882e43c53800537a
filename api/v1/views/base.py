"""What all views share: the order of the checks, strict parameters, conditional answers, records by public id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from api import replicas
from api.v1 import caching, deprecation, formats, once, parameters, shape, streams
from api.v1.asked import Base
from api.v1.declared import declared
from api.v1.deprecation import Deprecation
from api.v1.listing import STREAMED, Listing
from api.v1.parameters import FORMAT, Catalogue, Parameter, written_as
from api.v1.parsers import MAX_QUESTION
from api.v1.problems import MEDIA_TYPE, Problem, bad_parameters, fault, root_of
from api.v1.renderers import ORJSONRenderer
from api.v1.rows import Row, change_times
from api.v1.serializers.base import PREPARED, Plan, ShapedSerializer
from api.v1.serializers.fields import record_url
from api.v1.throttles import ExpensiveThrottle, MinuteThrottle
from corpus.models import ErasedId, limits
from corpus.services.once import Begun

STORING = ("POST", "PATCH", "DELETE")
GUARDED = ("partial_update", "destroy", "merge", "split")  # actions that change a record from one version to the next
PUBLIC_ID = re.compile(r"[a-z]{3}_[a-z2-7]{13}")
JUST_FORMAT = Catalogue([FORMAT])


class StrictView(APIView):
    """Credentials first, then limits, then the method, then the parameters, and only then the request itself."""

    given: Mapping[str, list[str]] = {}
    record: Any = None
    changed_at: datetime | None = None  # when the record and all that it shows were last changed
    checked = False  # whether all that comes before the handler is done
    left = False  # whether a replica has failed the request: no other is tried
    begun: Begun | None = None  # the request, where its client gave it a key
    # Whether its page holds buttons to try the methods that it takes.
    offers_forms = True
    # Actions that store nothing though they are asked by POST, and those that are throttled as expensive; see declared.
    open_actions: ClassVar[tuple[str, ...]] = ()
    expensive_actions: ClassVar[tuple[str, ...]] = ()
    throttle_classes = [MinuteThrottle, ExpensiveThrottle]
    # Whether what is changed counts its versions.
    versioned: ClassVar[bool] = True
    # Actions that go away.
    deprecated: ClassVar[Mapping[str, Deprecation]] = {}
    # Parameters of the actions that are no listing.
    takes: ClassVar[Mapping[str, list[Parameter]]] = {}

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """The request; a body sent in chunks is read to its end, where the server marks that."""
        chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
        if chunked and request.META.get("wsgi.input_terminated"):
            # Django reads as far as Content-Length alone; the parsers stop at a limit of their own.
            request._stream = request.META["wsgi.input"]
            request.META["CONTENT_LENGTH"] = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        found: Any = super().initialize_request(request, *args, **kwargs)
        found.META = request.META  # or it would be looked for in two places each time
        return cast("Request", found)

    def parameters(self, action: str | None) -> list[Parameter]:
        """The parameters that an action takes."""
        return self.takes.get(action or "", JUST_FORMAT)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer; the limit of time ends with it."""
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            limits.end_reading()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """All that comes before the handler."""
        self.format_kwarg = self.get_format_suffix(**kwargs)
        request.version, request.versioning_scheme = None, None
        self.perform_authentication(request)
        self.check_permissions(request)
        self.check_throttles(request)
        stores = self.stores(str(request.method))
        if not stores and not self.left:
            replicas.choose(request)
        # What is being written may have to wait for another writer.
        limits.limit_reading(0 if stores else settings.STATEMENT_TIMEOUT_SECONDS)
        if not hasattr(self, str(request.method).lower()):
            raise exceptions.MethodNotAllowed(str(request.method))
        self.check_parameters(request)
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        formats.check(self.given, request.accepted_renderer)
        if stores and not self.compares_versions:
            caching.refuse_versions(request)
        if stores:
            self.begun = once.begin(request)
        if self.begun is not None and self.begun.row.status is not None:
            answered, self.begun = self.begun.row, None
            setattr(self, str(request.method).lower(), lambda *args, **kwargs: once.again(answered))
        self.checked = True

    def handle_exception(self, exc: Exception) -> Response:
        """The problem document; where a replica has failed, the answer of the primary."""
        if not replicas.left(exc):
            return super().handle_exception(exc)
        self.left = True
        try:
            if self.checked:
                limits.limit_reading(settings.STATEMENT_TIMEOUT_SECONDS)
            else:
                self.initial(self.request, *self.args, **self.kwargs)
            answer = getattr(self, str(self.request.method).lower())(self.request, *self.args, **self.kwargs)
        except Exception as again:
            return super().handle_exception(again)
        return cast("Response", answer)

    def stores(self, method: str) -> bool:
        """Whether the action writes something."""
        return method in STORING and getattr(self, "action", None) not in declared(self, "open_actions")

    @property
    def compares_versions(self) -> bool:
        """Whether the action minds If-Match."""
        return self.versioned and getattr(self, "action", None) in GUARDED

    @property
    def max_body(self) -> int:
        """Bytes of a body that are read: few of strangers, who ask and store nothing."""
        most = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        asks = getattr(self, "action", None) in declared(self, "open_actions")
        return min(MAX_QUESTION, most) if asks else most

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Those of REST framework, less Vary, which `caching.finish` sets."""
        return {"Allow": ", ".join(self.allowed_methods)}

    def check_parameters(self, request: Request) -> None:
        """Read the query string; whatever the action does not take is a 400 problem."""
        if request.method == "OPTIONS":
            return  # it asks for the methods of the address, whatever the query
        action = getattr(self, "action", None) or str(request.method).lower()
        self.given = parameters.read(request.META.get("QUERY_STRING", ""), self.parameters(action))
        if "format" not in self.given:
            return
        formats = list(dict.fromkeys(str(renderer.format) for renderer in self.get_renderers()))
        if self.given["format"][0] not in formats:
            raise bad_format(self.given["format"][0], ", ".join(formats))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer with the headers that all answers carry."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(response, "exception", False) and response.accepted_renderer.format != "api":
            response.accepted_renderer, response.content_type = ORJSONRenderer(), MEDIA_TYPE
        limit = getattr(request, "rate_limit", None)
        if limit is not None:
            for name, value in zip(("Limit", "Remaining", "Reset"), limit, strict=True):
                response[f"RateLimit-{name}"] = str(value)
        going = self.going() if response.status_code < 400 else []
        if going:
            for name, value in deprecation.headers(going, root_of(request)).items():
                response[name] = ", ".join(filter(None, (response.get(name), value)))
        begun = self.begun
        if begun is not None:
            response.add_post_render_callback(lambda done: once.finish(begun, done))
        said = caching.Validity(self.record, self.changed_at, personal=self.personal)
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(lambda done: caching.finish(request, done, said))
            return response
        return caching.finish(request, response, said)

    def going(self) -> list[Deprecation]:
        """What the request uses that goes away: the action, and parameters."""
        action = getattr(self, "action", None) or str(self.request.method).lower()
        found = [self.deprecated[action]] if action in self.deprecated else []
        taken = self.parameters(action)
        going = (taken if isinstance(taken, Catalogue) else Catalogue(taken)).deprecated
        return [*found, *(going[name] for name in self.given if name in going)]

    @property
    def personal(self) -> bool:
        """Whether the answer depends on who asks."""
        return False

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The methods of the address, in Allow."""
        answer = HttpResponse(status=204)  # not rendered: some formats have no way to write nothing
        del answer["Content-Type"]
        return answer


def bad_format(chosen: str, formats: str) -> Problem:
    """400 for a format that the address does not have."""
    detail = f"{chosen[:60]!r} is none of {formats}."
    return bad_parameters([fault("format", "unknown_choice", detail)])


class ResourceViewSet(StrictView, ViewSet):
    """Records of one model: a collection, details by public id, and listings under a record."""

    model: type[Model]
    lookup_url_kwarg = "id"
    listings: ClassVar[Mapping[str, Listing]] = {}
    record_serializer: type[ShapedSerializer] | None = None
    # Formats with a vocabulary of their own, each with what writes the record in it.
    renditions: ClassVar[Mapping[str, type[ShapedSerializer]]] = {}
    # Columns that say whether the record may be read.
    state_columns: tuple[str, ...] = ()

    def parameters(self, action: str | None) -> list[Parameter]:
        """Those of the listing; of a record, its shape."""
        if action is not None and action in self.listings:
            return self.listings[action].parameters
        if action == "retrieve" and self.record_serializer is not None:
            return self.of_records()
        return super().parameters(action)

    @classmethod
    @cache
    def of_records(cls) -> Catalogue:
        """The parameters of a record."""
        expand = [shape.EXPAND] if cls.record_serializer is not None and cls.record_serializer.expandable else []
        written = written_as("json", *cls.renditions)
        return Catalogue([shape.FIELDS, shape.OMIT, *expand, written, *cls.takes.get("retrieve", [])])

    def get_renderers(self) -> list[Any]:
        """JSON and pages for people; more for listings, and for records that a vocabulary has words for."""
        action = getattr(self, "action", None) or ""
        # Limits, parameters and negotiation each ask for them.
        if action not in self.renderers:
            self.renderers[action] = self._renderers(action)
        return self.renderers[action]

    @cached_property
    def renderers(self) -> dict[str, list[Any]]:
        """Those that the request has asked for, by action."""
        return {}

    def _renderers(self, action: str) -> list[Any]:
        found: list[Any] = []
        if action in self.listings:
            found = [formats.RENDERERS[name]() for name in self.listings[action].formats]
        elif action == "retrieve":
            found = [formats.OF_RECORDS[name]() for name in self.renditions]
        return [*super().get_renderers(), *found]

    @property
    def personal(self) -> bool:
        """Whether what is served says more to some accounts."""
        listing = self.listings.get(getattr(self, "action", None) or "")
        plain = listing.serializer if listing is not None else self.record_serializer
        rendition = self.rendition(listing, self.chosen) if listing is not None else None
        return (plain is not None and plain.personal) or (rendition is not None and rendition.personal)

    def going(self) -> list[Deprecation]:
        """Fields that the answer holds, too; formats with a vocabulary of their own have none that go."""
        action, written = self.action or "", None
        if action in self.listings:
            listing = self.listings[action]
            written = listing.serializer if self.rendition(listing, self.chosen) is None else None
        elif action in ("retrieve", "create", "partial_update") and self.chosen not in self.renditions:
            written = self.record_serializer
        return [*super().going(), *(shape.going(self.given, written) if written is not None else ())]

    @property
    def chosen(self) -> str:
        """The format of the answer."""
        return str(getattr(getattr(self.request, "accepted_renderer", None), "format", ""))

    def rendition(self, listing: Listing, chosen: str) -> type[ShapedSerializer] | None:
        """What writes the records of a listing in a format with a vocabulary of its own."""
        return listing.renditions.get(chosen)

    @property
    def context(self) -> dict[str, Any]:
        """What serializers need to know of the request."""
        return {"request": self.request, "view": self, "root": root_of(self.request)}

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection, before any filter."""
        raise NotImplementedError

    def page(self, make: Callable[..., QuerySet[Any]], *keys: int | str) -> Any:
        """A page of the listing of the current action; all of its rows in the formats that are streamed.

        ``make`` makes the rows before any filter, of the keys: nothing else may decide what they are.
        """
        action = self.action or "list"
        listing, chosen = self.listings[action], self.request.accepted_renderer.format
        base = Base((type(self), action, len(keys)), make, keys)
        if chosen in STREAMED:
            return streams.answer(listing, base, self.given, self.request, self.context)
        rendition = self.rendition(listing, chosen)
        if rendition is None:
            return listing.answer(base, self.given, self.request, self.context)
        # The pages around it are of the same format, even where Accept has chosen it.
        given = {**self.given, "format": [chosen]}
        return replace(listing, serializer=rendition).answer(base, given, self.request, self.context)

    def retrieve(self, request: Request, id: str) -> Response:
        """The record."""
        serializer = self.shaped()
        found = self.read(id, serializer)
        if found is None:
            self.record = self.find(id, serializer)
            found = self.record, caching.last_change(self.record)
        self.record, changed_at = found
        if self.is_dated(serializer):
            self.changed_at = changed_at
        return Response(serializer.to_representation(self.record))

    def is_dated(self, serializer: ShapedSerializer) -> bool:
        """Whether the change times of what is shown tell of every change."""
        # Lists come along with records in full, and with some formats, of which rows may have gone without a trace.
        return bool(change_times(self.model)) and not serializer.shape.expand and not serializer.is_cut

    def shaped(self) -> ShapedSerializer:
        """The serializer of one record, in the shape asked for."""
        if self.record_serializer is None:
            raise exceptions.MethodNotAllowed("GET")
        chosen = self.renditions.get(self.request.accepted_renderer.format, self.record_serializer)
        return PREPARED.serializer(chosen, shape.parse(self.given, chosen), self.context)

    def read(self, public_id: str, serializer: ShapedSerializer) -> tuple[Row, datetime | None] | None:
        """The record without its model, and when what it shows was last changed.

        None where it is not found by its id, or cannot be read so.
        """
        if not PUBLIC_ID.fullmatch(public_id):
            return None
        reading = serializer.reading(self.model, also=(*self.state_columns, *versions(self.model)), dated=True)
        if reading is None:
            return None
        found = reading.one(public_id)
        if found is not None:
            self.check_standing(found[0])
        return found

    def find(self, public_id: str, serializer: ShapedSerializer | None = None) -> Any:
        """The record with all that the serializer shows; 404, 410 or 308 where it cannot be read."""
        rows = self.model._default_manager.filter(self.named(public_id))
        if serializer is not None:
            plan = serializer.plan(into=Plan(dated=True))
            plan.read(self.state_columns)
            plan.read(versions(self.model))
            plan.date(self.model)
            rows = plan.apply(rows)
        elif self.state_columns:
            rows = rows.select_related(*{path.rpartition("__")[0] for path in self.state_columns if "__" in path})
        record = next(iter(rows.order_by("pk")[:1]), None)
        if record is None:
            if ErasedId.objects.filter(public_id=public_id).exists():
                raise gone()
            raise Problem(404, "not_found", f"There is no {self.model._meta.verbose_name} {public_id[:100]!r}.")
        self.check_standing(record)
        return record

    def named(self, public_id: str) -> Q:
        """The condition that names the record."""
        if not PUBLIC_ID.fullmatch(public_id):
            raise Problem(404, "not_found", f"{public_id[:100]!r} is no id of {self.model._meta.verbose_name_plural}.")
        return Q(public_id=public_id)

    def check_standing(self, record: Any) -> None:
        """Raise where the record is not there to be read any more."""
        if getattr(record, "removed_at", None) is not None:
            raise gone()

    def written(self, record: Any, status: int = 200, **more: Any) -> Response:
        """The record as it reads after a write."""
        shaped = self.shaped()
        row = shaped.plan().apply(type(record)._default_manager.filter(pk=record.pk)).first()
        if row is None:
            raise Problem(404, "not_found", "The record was removed meanwhile.")
        content = shaped.to_representation(row)
        # What a GET of the record would carry, so that the next write can be based on it.
        headers = {"ETag": caching.tag(row, ORJSONRenderer.media_type, ORJSONRenderer().render(content))}
        if status == 201:
            headers["Location"] = record_url(self.context["root"], row.public_id)
        return Response({**content, **more}, status=status, headers=headers)


@cache
def versions(model: type[Model]) -> tuple[str, ...]:
    """The column that counts the changes of a record, if the model has one."""
    return tuple(field.name for field in model._meta.fields if field.name == "version")


def gone() -> Problem:
    """410 for a record that was removed."""
    return Problem(410, "removed", "The record was removed.")
