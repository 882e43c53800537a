"""Routes."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from tests.bench.idiomatic.views import ArticleViewSet, QuotationViewSet

router = DefaultRouter()
router.register("articles", ArticleViewSet)
router.register("quotations", QuotationViewSet)


def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


urlpatterns = [path("api/v1/", include(router.urls)), path("health/live", live)]
