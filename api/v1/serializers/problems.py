"""The shape of problems, for the schema."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class FaultSerializer(serializers.Serializer[Any]):
    """One faulty part of a request."""

    parameter = serializers.CharField(required=False, help_text="Name of the parameter, where one is wrong.")
    pointer = serializers.CharField(required=False, help_text="JSON pointer to the field of the body that is wrong.")
    code = serializers.CharField(help_text="Machine-readable reason: unknown, empty, malformed, repeated, ...")
    detail = serializers.CharField(help_text="What is wrong, and what is allowed.")
    suggestion = serializers.CharField(allow_null=True, help_text="The nearest valid name or value.")
    position = serializers.IntegerField(required=False, help_text="Of q: the character at which it cannot be read.")


class ProblemSerializer(serializers.Serializer[Any]):
    """A problem, after RFC 9457."""

    type = serializers.URLField(help_text="Address of the page that explains the code.")
    title = serializers.CharField(help_text="The kind of problem.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong with this request.")
    code = serializers.CharField(help_text="The kind of problem, for machines.")
    request_id = serializers.CharField(allow_null=True, help_text="The request's id, as in X-Request-ID.")
    errors = FaultSerializer(many=True, help_text="The faulty parts, all of them at once.")  # type: ignore[assignment]
