"""Suggestions while a name is being typed."""

from __future__ import annotations

import re
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.v1.parameters import FORMAT, Parameter, nearest
from api.v1.problems import Fault, bad_parameters, fault, root_of
from api.v1.serializers.autocomplete import SuggestionSerializer, SuggestionsSerializer
from api.v1.serializers.base import PREPARED
from api.v1.shape import WHOLE
from api.v1.views.base import StrictView
from corpus.models import Shown
from corpus.search.suggesting import suggest

DEFAULT_SIZE = 10
MAX_SIZE = 50
TYPED = Parameter(
    "q",
    "What was typed so far: the beginning of a name, of any word of it, or of another name; accents, case and marks "
    "aside. Several words may come in any order. From two characters on, what stands inside the names of the most "
    "mentioned records is found too, last of all.",
    {"type": "string", "example": "ellw"},
    required=True,
)
TYPES = Parameter(
    "type",
    "What to offer; repeated, it means or. `organisation` includes those that publish.",
    {"type": "string", "enum": Shown.values},
    many=True,
)
SIZE = Parameter(
    "size",
    f"Records at most, up to {MAX_SIZE}.",
    {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
)


class AutocompleteViewSet(StrictView, ViewSet):
    """People, organisations and publishers by the beginning of a name."""

    # Asked at each key press, and answered from an index: no search that the tighter limit is for.
    cheap_q = True
    needs: ClassVar = {"list": "corpus.view_entity"}  # where reading is closed
    takes: ClassVar = {"list": [TYPED, TYPES, SIZE, FORMAT]}

    @extend_schema(responses=SuggestionsSerializer)
    def list(self, request: Request) -> Response:
        """Who may be meant, the best first: the whole name, its beginning, a word of it, another name; then by count.

        Merged records come once, as their survivor.
        """
        faults: list[Fault] = []
        shown = set(self.given.get("type", []))
        for word in sorted(shown - set(Shown.values)):
            detail = f"{word[:60]!r} is none of {', '.join(Shown.values)}."
            faults.append(fault("type", "unknown_choice", detail, nearest(word, Shown.values)))
        text = self.given.get("size", [str(DEFAULT_SIZE)])[0]
        size = int(text) if re.fullmatch(r"\d{1,5}", text, re.ASCII) else 0
        if not 1 <= size <= MAX_SIZE:
            detail = f"{text[:40]!r} is no number between 1 and {MAX_SIZE}."
            faults.append(fault("size", "out_of_range", detail, str(MAX_SIZE) if size else None))
        if faults:
            raise bad_parameters(faults)
        # An organisation that publishes is one still.
        shown |= {Shown.PUBLISHER} if Shown.ORGANISATION in shown else set()
        found = suggest(self.given["q"][0], shown, size)
        context = {"root": root_of(request), "request": request}
        serializer = PREPARED.serializer(SuggestionSerializer, WHOLE, context)
        return Response({"results": [serializer.to_representation(one) for one in found]})
