"""A quotation's words against the stored text, and a given wording against its words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.parameters import FORMAT, Parameter
from api.v1.serializers.verification import VerificationSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import Quotation
from corpus.models.access import access_to
from corpus.models.choices import BodyAccess
from corpus.services import check

TEXT = Parameter(
    "text",
    "A wording of the quotation, as somebody gives it: the answer says how it agrees with what is printed.",
    {"type": "string", "example": "We owe it to the ships"},
)
TAKES = [TEXT, FORMAT]
FARTHEST = 2_000  # characters before and after
NEAR = 200  # where not everyone may read the body
PARAGRAPH = "\n\n"


class VerificationViewSet(ResourceViewSet):
    """Adds ``verify/``."""

    @extend_schema(responses=VerificationSerializer)
    @action(detail=True)
    def verify(self, request: Request, id: str) -> Response:
        """Check a quotation against the stored text: do its words stand there, in its own and in the newest revision?

        With `text`, how that wording agrees with the printed words, difference by difference.
        """
        rows = Quotation.objects.select_related("article__publisher", "article__current_text", "text__raw__content")
        quotation = rows.prefetch_related("span_rows").get(pk=self.find(id).pk)
        own = check.standing(quotation.words, quotation.spans, quotation.text)
        given = self.given.get("text")
        checked = SimpleNamespace(
            status=own.status,
            revision=own.revision,
            spans=own.spans,
            newest=check.in_newest(quotation, own, quotation.article.current_text or quotation.text),
            wording=check.wording(quotation, given[0]) if given else None,
            quotation=quotation,
            passage=passage_of(quotation),
            evidence=SimpleNamespace(
                source_url=quotation.article.source_url,
                sha256=quotation.text.raw.content.sha256,
                received_at=quotation.text.raw.received_at,
            ),
        )
        return Response(VerificationSerializer(context=self.context).to_representation(checked))


def passage_of(quotation: Any) -> SimpleNamespace:
    """The paragraphs that the quotation stands in."""
    body = quotation.text.body
    before = body.rfind(PARAGRAPH, 0, quotation.start)
    after = body.find(PARAGRAPH, quotation.end)
    # The same for all who ask: those who may read the body find the rest there.
    farthest = FARTHEST if access_to(quotation.article) == BodyAccess.EVERYONE else NEAR
    start = max(before + len(PARAGRAPH) if before >= 0 else 0, quotation.start - farthest)
    end = min(after if after >= 0 else len(body), quotation.end + farthest)
    return SimpleNamespace(start=start, end=end, text=body[start:end])
