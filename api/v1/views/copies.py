"""Copies of an article, and a copy beside its original."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.problems import Problem
from api.v1.serializers.copies import DifferencesSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import Article
from corpus.models.access import access_to, may_read
from corpus.services.differences import Changes, changes


class CopiedViewSet(ResourceViewSet):
    """Adds ``copies/`` and ``differences/``."""

    expensive_actions: ClassVar[tuple[str, ...]] = ("differences",)

    @action(detail=True)
    def copies(self, request: Request, id: str) -> Any:
        """Articles that hold most of this one's words and came later, and what was done to each."""
        return self.page(lambda original: Article.objects.readable().filter(copy_of=original), self.find(id).pk)

    @extend_schema(responses=DifferencesSerializer)
    @action(detail=True)
    def differences(self, request: Request, id: str) -> Response:
        """How a copy differs from its original, word for word; 404 where the article is no copy."""
        rows = Article.objects.select_related("publisher", "current_text")
        rows = rows.select_related("copy_of__publisher", "copy_of__current_text")
        copy = rows.get(pk=self.find(id).pk)
        original = copy.copy_of
        if original is None:
            raise Problem(404, "not_found", "The article is no copy of another: nothing is there to compare.")
        ours, theirs = copy.current_text, original.current_text
        is_open = all(may_read(request.user, access_to(one)) for one in (copy, original))
        found = changes(ours, theirs) if is_open and ours and theirs else Changes(None, cut=False)
        compared = SimpleNamespace(
            original=original,
            share=copy.copy_share,
            kept=copy.copy_kept,
            kind=copy.copy_kind,
            retitled=copy.copy_retitled,
            differences=found.changes,
            cut=found.cut,
        )
        return Response(DifferencesSerializer(context=self.context).to_representation(compared))
