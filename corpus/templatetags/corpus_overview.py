"""The block "What is in the corpus" of the admin's first page."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from corpus.admin.base import counted
from corpus.admin.dashboard import dashboard
from corpus.models import Article, Job, Organisation, Person, Quotation, RawDocument, Utterance
from corpus.models.choices import JobState, RawState

register = template.Library()
SHOWN_FAILURES = 5
GROUPS = [
    ("What was said", ["Article", "Quotation", "Utterance"]),
    ("Who", ["Person", "Organisation", "Entity", "Affiliation", "Mention"]),
    ("What came in", ["RawDocument", "Job"]),
    ("What editors decided", ["Proposal", "DuplicatePair", "Merge", "Decision", "ReviewSample"]),
]


@register.inclusion_tag("corpus/admin/overview.html", takes_context=True)
def corpus_overview(context: dict[str, Any]) -> dict[str, Any]:
    """Counts, each of which stops at a limit, and the newest failures, of what the user may see."""
    request = context["request"]
    counts = [
        _count(request, Article, "articles"),
        _count(request, Quotation, "quotations"),
        _count(request, Person, "people"),
        _count(request, Organisation, "organisations"),
        _count(request, Utterance, "utterances"),
        _count(request, RawDocument, "documents wait to be read", state__exact=RawState.PENDING),
        _count(request, RawDocument, "documents failed", state__exact=RawState.FAILED),
    ]
    sees_raw = _may_see(request, RawDocument)
    failed = RawDocument.objects.filter(state=RawState.FAILED).order_by("-pk")[:SHOWN_FAILURES]
    jobs = Job.objects.filter(state=JobState.FAILED).order_by("-pk")[:SHOWN_FAILURES]
    return {
        **dashboard(request, admin.site),
        "counts": [count for count in counts if count],
        "failures": list(failed) if sees_raw else [],
        "failed_jobs": list(jobs) if _may_see(request, Job) else [],
        "is_empty": sees_raw and not RawDocument.objects.exists() and not Article.objects.exists(),
    }


@register.filter
def by_use(app_list: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The list of applications with the corpus first, its models in groups by what an editor uses them for."""
    ours = [app for app in app_list if app["app_label"] == "corpus"]
    groups = []
    for app in ours:
        models = {model["object_name"]: model for model in app["models"]}
        for title, names in GROUPS:
            rows = [models.pop(name) for name in names if name in models]
            groups.append({**app, "name": title, "models": rows})
        groups.append({**app, "name": "Rows behind them", "models": list(models.values())})
    return [group for group in groups if group["models"]] + [app for app in app_list if app not in ours]


def _may_see(request: HttpRequest, model: type[Any]) -> bool:
    return admin.site._registry[model].has_view_permission(request)


def _count(request: HttpRequest, model: type[Any], label: str, **filters: str) -> dict[str, Any] | None:
    """The number of rows that the filters leave, with the address of their list; None where the user may not see it."""
    if not _may_see(request, model):
        return None
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return {
        "label": label,
        "number": str(counted(model.objects.filter(**filters))),
        "url": f"{reverse(f'admin:corpus_{model._meta.model_name}_changelist')}?{query}".rstrip("?"),
    }
