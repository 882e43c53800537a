"""Subscriptions: saved searches whose changes are sent to a receiver."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.alerts import queries
from api.v1 import examples
from api.v1.listings import DELIVERIES, SUBSCRIPTIONS
from api.v1.serializers.subscriptions import (
    DeliverySerializer,
    ReplayedSerializer,
    ReplaySerializer,
    SubscriptionInputSerializer,
    SubscriptionPatchSerializer,
    SubscriptionSerializer,
    SubscriptionWithSecretSerializer,
    TestedSerializer,
)
from api.v1.views.base import ResourceViewSet
from corpus.models import Delivery, Subscription
from corpus.models.choices import SubscriptionState
from corpus.services import subscriptions

VIEW, CHANGE = "corpus.view_subscription", "corpus.change_subscription"
COLUMNS = {"name": "name", "query": "query", "receiver": "url"}


def owned(owner: int) -> QuerySet[Any]:
    """The subscriptions of an account."""
    return Subscription.objects.filter(owner=owner)


def log_of(subscription: int) -> QuerySet[Any]:
    """The attempts of a subscription."""
    return Delivery.objects.filter(subscription=subscription)


class SubscriptionViewSet(ResourceViewSet):
    """Saved searches whose changes are posted to a receiver. Each is its account's; staff see all."""

    model = Subscription
    record_serializer = SubscriptionSerializer
    state_columns = ("owner_id",)
    versioned: ClassVar[bool] = False  # a change is based on no version
    listings = {"list": SUBSCRIPTIONS, "deliveries": DELIVERIES}
    closed_actions = ("list", "retrieve", "deliveries")
    needs = {
        "list": VIEW,
        "retrieve": VIEW,
        "deliveries": VIEW,
        "replay": CHANGE,
        "test": CHANGE,
        "rotate": CHANGE,
    }
    bodies: ClassVar = {
        "create": examples.SUBSCRIPTION,
        "partial_update": {"state": "paused"},
        "replay": {"since": "0"},
        "test": {},
        "rotate": {},
    }

    def collection(self) -> QuerySet[Any]:
        """The rows of all accounts."""
        return Subscription.objects.all()

    def list(self, request: Request) -> Response:
        """Your subscriptions, newest first; those of all accounts for staff."""
        return self.page(self.collection) if request.user.is_staff else self.page(owned, int(request.user.pk or 0))

    def check_standing(self, record: Any) -> None:
        """Another account's is not shown."""
        if record.owner_id != self.request.user.pk and not self.request.user.is_staff:
            raise PermissionDenied("The subscription belongs to another account.")

    @extend_schema(request=SubscriptionInputSerializer, responses={201: SubscriptionWithSecretSerializer})
    def create(self, request: Request) -> Response:
        """Subscribe to a list: what is created, updated, merged or removed in it from now on is posted to the receiver.

        The query is read by the list itself, and what that would refuse is refused here. The answer holds the secret
        that signs what is sent; it is shown this once.
        """
        body = SubscriptionInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        query = given["query"].removeprefix("?")
        queries.check(given["collection"], query)
        made = subscriptions.subscribe(
            request.user,
            name=given["name"],
            collection=given["collection"],
            query=query,
            url=given["receiver"],
        )
        return self.written(made, 201, secret=made.secret)

    @extend_schema(request=SubscriptionPatchSerializer, responses=SubscriptionSerializer)
    def partial_update(self, request: Request, id: str) -> Response:
        """Change its name, query or receiver, pause it, or take it up again."""
        row = self.find(id)
        body = SubscriptionPatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        state = given.pop("state", None)
        if "query" in given:
            given["query"] = given["query"].removeprefix("?")
            queries.check(row.collection, given["query"])
        if given:
            subscriptions.change_subscription(row, **{COLUMNS[name]: value for name, value in given.items()})
        if state == SubscriptionState.PAUSED:
            subscriptions.pause(row, f"paused by {request.user.get_username()}")
        elif state == SubscriptionState.ACTIVE:
            subscriptions.resume(row)
        return self.written(row)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:
        """Delete it, with its events and its log."""
        subscriptions.unsubscribe(self.find(id))
        return Response(status=204)

    @extend_schema(responses=DeliverySerializer(many=True))
    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, id: str) -> Response:
        """The log: each attempt to send an event, newest first."""
        return self.page(log_of, self.find(id).pk)

    @extend_schema(request=ReplaySerializer, responses={202: ReplayedSerializer})
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, id: str) -> Response:
        """Send again one event, all that was given up, or all that changed from a place in the feed of changes on.

        Events keep their ids, and tell how their records stand when they are sent.
        """
        row = self.find(id)
        body = ReplaySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        if "event" in given:
            number = subscriptions.replay_event(row, given["event"])
        elif "state" in given:
            number = subscriptions.replay_dead(row)
        else:
            number = subscriptions.replay_since(row, int(given["since"]))
        return Response({"events": number}, status=202)

    @extend_schema(request=None, responses={202: TestedSerializer})
    @action(detail=True, methods=["post"])
    def test(self, request: Request, id: str) -> Response:
        """Have an event of type test sent, before all that waits."""
        return Response({"event": subscriptions.send_test(self.find(id)).public_id}, status=202)

    @extend_schema(request=None, responses=SubscriptionWithSecretSerializer)
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, id: str) -> Response:
        """Give it a new secret, shown this once. For a day the old one signs beside it."""
        row = self.find(id)
        secret = subscriptions.rotate(row)
        return self.written(row, secret=secret)
