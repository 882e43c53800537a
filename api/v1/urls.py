"""Routes of version 1."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from api.v1.views.affiliations import AffiliationViewSet
from api.v1.views.articles import ArticleViewSet
from api.v1.views.autocomplete import AutocompleteViewSet
from api.v1.views.changes import ChangesViewSet
from api.v1.views.decisions import DecisionViewSet
from api.v1.views.documentation import ReferenceView, SchemaView, SwaggerView
from api.v1.views.extract import ExtractViewSet
from api.v1.views.jobs import JobViewSet
from api.v1.views.merges import MergeViewSet
from api.v1.views.organisations import OrganisationViewSet
from api.v1.views.pages import ErrorsView, GuideView
from api.v1.views.pairs import PairViewSet
from api.v1.views.people import PersonViewSet
from api.v1.views.popolo import PopoloViewSet
from api.v1.views.proposals import ProposalViewSet
from api.v1.views.quotations import QuotationViewSet
from api.v1.views.reconciliation import ReconciledEntityViewSet, ReconciliationViewSet
from api.v1.views.root import RootView
from api.v1.views.sources import SourceViewSet
from api.v1.views.subscriptions import SubscriptionViewSet
from api.v1.views.utterances import UtteranceViewSet

router = SimpleRouter(use_regex_path=False)
router.register("articles", ArticleViewSet, "article")
router.register("quotations", QuotationViewSet, "quotation")
router.register("people", PersonViewSet, "person")
router.register("organisations", OrganisationViewSet, "organisation")
router.register("affiliations", AffiliationViewSet, "affiliation")
router.register("utterances", UtteranceViewSet, "utterance")
router.register("merges", MergeViewSet, "merge")
router.register("decisions", DecisionViewSet, "decision")
router.register("proposals", ProposalViewSet, "proposal")
router.register("pairs", PairViewSet, "pair")
router.register("jobs", JobViewSet, "job")
router.register("changes", ChangesViewSet, "change")
router.register("popolo", PopoloViewSet, "popolo")
router.register("subscriptions", SubscriptionViewSet, "subscription")
router.register("sources", SourceViewSet, "source")
router.register("extract", ExtractViewSet, "extract")
router.register("autocomplete", AutocompleteViewSet, "autocomplete")
router.register("reconcile", ReconciliationViewSet, "reconcile")

urlpatterns = [
    *router.urls,
    path("", RootView.as_view({"get": "list"}), name="root"),
    path("reconcile/entities/<str:id>/", ReconciledEntityViewSet.as_view({"get": "view"}), name="reconciled"),
    path("reconcile/entities/<str:id>/preview/", ReconciledEntityViewSet.as_view({"get": "preview"}), name="preview"),
    path("guide/", GuideView.as_view(), name="guide"),
    path("errors/", ErrorsView.as_view(), name="errors"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", SwaggerView.as_view(), name="docs"),
    path("redoc/", ReferenceView.as_view(), name="redoc"),
]
