"""People and organisations over time and beside others: adds ``timeline/`` and ``associates/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.facet import SECONDS, SIZE, bucket_count, too_costly
from api.v1.filters import values
from api.v1.filters.base import told
from api.v1.parameters import FORMAT, Parameter
from api.v1.problems import bad_parameters
from api.v1.serializers.entities import BriefEntitySerializer
from api.v1.serializers.timelines import AssociatesSerializer, TimelineSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import periods
from corpus.models.associates import associates
from corpus.models.limits import TooSlow, time_limit
from corpus.models.periods import Unit, Window
from corpus.models.timelines import timeline
from corpus.records import EntityType

UNITS = [str(unit) for unit in Unit]
TYPES = [str(kind) for kind in EntityType]
DATE = {"type": "string", "example": "2024-03-05"}
BY = Parameter(
    "by", "How long a period is.", {"title": "PeriodUnit", "type": "string", "enum": UNITS, "default": str(Unit.MONTH)}
)
SINCE = Parameter("published_at__gte", "Articles of that time or later; ISO 8601, as in the filters.", DATE)
UNTIL = Parameter("published_at__lte", "Articles of that time or earlier; ISO 8601, as in the filters.", DATE)
TYPE = Parameter("type", "People alone, or organisations alone.", {"type": "string", "enum": TYPES})
MOST = Parameter("size", SIZE.description.replace("Buckets a facet", "Associates").partition(":")[0] + ".", SIZE.schema)


class CompanyViewSet(ResourceViewSet):
    """Records that are quoted and mentioned."""

    expensive_actions: ClassVar[tuple[str, ...]] = ("timeline", "associates")
    takes: ClassVar[Mapping[str, list[Parameter]]] = {
        "timeline": [BY, SINCE, UNTIL, FORMAT],
        "associates": [TYPE, MOST, FORMAT],
    }

    @extend_schema(responses=TimelineSerializer)
    @action(detail=True)
    def timeline(self, request: Request, id: str) -> Response:
        """How often somebody is quoted and mentioned, by the day, week, month or year of publication."""
        unit = Unit(chosen("by", self.given, UNITS) or Unit.MONTH)
        since, until = (moment(bound.name, self.given) for bound in (SINCE, UNTIL))
        window = Window(since.start if since else None, until.end if until else None)
        entity = self.find(id).pk
        try:
            with time_limit(SECONDS):
                found = timeline(entity, unit, window)
        except TooSlow:
            raise too_costly() from None
        results = [
            {"period": periods.name(day, unit), "label": periods.title(day, unit), **counts}
            for day, counts in found.periods
        ]
        return Response({"results": results, "unknown": found.unknown, "cut": found.cut})

    @extend_schema(responses=AssociatesSerializer)
    @action(detail=True)
    def associates(self, request: Request, id: str) -> Response:
        """Who is quoted or mentioned in the same articles, those of most articles first."""
        size, kind = bucket_count(self.given), chosen("type", self.given, TYPES)
        entity = self.find(id).pk
        try:
            with time_limit(SECONDS):
                found = associates(entity, size, EntityType(kind) if kind else None)
        except TooSlow:
            raise too_costly() from None
        brief = BriefEntitySerializer(context=self.context)
        results = [
            {**brief.to_representation(one.entity), "articles": one.articles, "quoted": one.quoted}
            for one in found.associates
        ]
        answer = {"count": found.count, "results": results, "articles": found.articles, "approximate": found.cut}
        return Response(answer)


def chosen(name: str, given: Mapping[str, list[str]], allowed: list[str]) -> str | None:
    """One of the words that a parameter takes; None where it is not given."""
    return read(name, given, partial(values.one_of, allowed=allowed))


def moment(name: str, given: Mapping[str, list[str]]) -> values.Interval | None:
    """The span of time that a parameter names; None where it is not given."""
    return read(name, given, values.moment)


def read(name: str, given: Mapping[str, list[str]], parse: Any) -> Any:
    """A value as a filter would read it."""
    if name not in given:
        return None
    try:
        return parse(given[name][0])
    except ValidationError as error:
        raise bad_parameters([told(name, error)]) from None
