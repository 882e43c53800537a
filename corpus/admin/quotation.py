"""Quotations: what editors confirm, correct and reject."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from corpus.admin.bulk import WithBulkDecisions
from corpus.admin.context import WithContext, shown_around
from corpus.admin.deciding import DecidingAdmin, DecisionForm
from corpus.admin.display import NOTHING, badge, day, likelihood, link, moment, shortened
from corpus.admin.evidence import quotation_in_context, speaker_name
from corpus.admin.filters import ConfidenceFilter, PublishedFilter, WithAutocompleteFilters, autocomplete
from corpus.admin.history import WithHistory
from corpus.admin.quotation_parts import CandidateInline, SpanInline
from corpus.admin.searching import full_text
from corpus.models import Article, Quotation
from corpus.services.review import CORRECTABLE, confirm_quotation, correct_quotation, reject_quotation


class Verdict(models.TextChoices):
    """What an editor can decide about a quotation."""

    CORRECT = "correct", "Save what I changed above"
    CONFIRM = "confirm", "Confirm: the reading is right as it stands"
    REJECT = "reject", "Reject: this is no quotation"


class QuotationForm(DecisionForm):
    """What an editor may say about a quotation. Its spans and words are evidence and stay."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=AdminRadioSelect, initial=Verdict.CORRECT)

    def changes(self) -> dict[str, Any]:
        """The corrected fields by name."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in CORRECTABLE}

    def clean(self) -> dict[str, Any]:
        """Refuse contradictions, and corrections and rejections without a reason."""
        cleaned = super().clean()
        verdict, changes = cleaned.get("verdict"), self.changes() if not self.errors else {}
        if self.errors or verdict is None:
            return cleaned
        if verdict == Verdict.CORRECT and not changes:
            raise forms.ValidationError("Nothing was changed. To say that the reading is right, choose Confirm.")
        if verdict != Verdict.CORRECT and changes:
            raise forms.ValidationError(f"Fields were changed ({', '.join(changes)}): save them, or undo the changes.")
        if verdict != Verdict.CONFIRM and not cleaned.get("reason"):
            self.add_error("reason", "Say why, in a few words.")
        return cleaned


@admin.register(Quotation)
class QuotationAdmin(WithContext, WithBulkDecisions, WithHistory, WithAutocompleteFilters, DecidingAdmin):
    """Who said what. The spans are evidence; who, how and by which way can be corrected."""

    form = QuotationForm
    editable = (*CORRECTABLE, "verdict", "reason", "seen_version")
    autocomplete_fields = ["speaker", "addressee"]

    list_display = [
        "short_words",
        "speaker_link",
        "status_badge",
        "sure",
        "kind",
        "day",
        "article_brief",
    ]
    list_select_related = ["speaker", "article"]
    list_filter = [
        "status",
        "kind",
        ConfidenceFilter,
        "speaker_type",
        PublishedFilter,
        "attitude",
        "channel",
        autocomplete("speaker"),
        autocomplete("article"),
    ]
    search_fields = ["words"]
    search_help_text = 'Words, "phrases", -exclusions; or its id.'
    sortable_by = ["day"]
    inlines = [CandidateInline, SpanInline]
    fieldsets = [
        (None, {"fields": ["context", "status_badge", "words"]}),
        ("Reading", {"fields": list(CORRECTABLE)}),
        (
            "As printed",
            {
                "fields": [
                    "speaker_text",
                    "speaker_type",
                    "cue",
                    "addressee_text",
                    "said",
                ]
            },
        ),
        ("How sure", {"fields": ["sure", "confidence_span", "confidence_speaker", "confidence_kind", "extractor"]}),
        (
            "In the corpus",
            {
                "classes": ["collapse"],
                "fields": [
                    "public_id",
                    "article_link",
                    "revision",
                    "published",
                    "utterance_link",
                    "made_by_hand",
                    "original_speaker_link",
                    "version",
                    "created_at",
                    "updated_at",
                ],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quotation]:
        """The page of one quotation needs more than the list."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match and match.kwargs.get("object_id"):
            return rows.select_related(
                "article__publisher", "speaker", "original_speaker", "addressee", "utterance", "text"
            ).prefetch_related("span_rows")
        return rows

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Newest first; of one status the least sure first, which is the order of review and of its index."""
        return ["confidence", "id"] if request.GET.get("status__exact") else ["-published_at", "-id"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Who may decide is asked for a verdict."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if self.has_change_permission(request, obj):
            fieldsets.insert(2, ("Decision", {"fields": ["verdict", "reason", "seen_version"]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand the verdict to the service."""
        typed = form.cleaned_data
        how = {"user": request.user, "reason": typed["reason"], "expected_version": typed["seen_version"]}
        if typed["verdict"] == Verdict.CONFIRM:
            confirm_quotation(obj, **how)
        elif typed["verdict"] == Verdict.REJECT:
            reject_quotation(obj, **how)
        else:
            correct_quotation(obj, form.changes(), **how)

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """By the words, as in the API."""
        return full_text(request, queryset, term), False

    @admin.display(description="words")
    def short_words(self, quotation: Quotation) -> str:
        """The beginning of the words."""
        return shortened(quotation.words, 120)

    @admin.display(description="speaker")
    def speaker_link(self, quotation: Quotation) -> str:
        """The speaker, linked; as printed where it has no record."""
        return link(quotation.speaker) if quotation.speaker else speaker_name(quotation)

    @admin.display(description="resolved to, before any merge")
    def original_speaker_link(self, quotation: Quotation) -> str:
        """The entity it was first resolved to."""
        return link(quotation.original_speaker)

    @admin.display(description="article")
    def article_link(self, quotation: Quotation) -> str:
        """The article, linked."""
        return link(quotation.article)

    @admin.display(description="article")
    def article_brief(self, quotation: Quotation) -> str:
        """The article, linked, with the beginning of its headline."""
        return link(quotation.article, shortened(str(quotation.article), 50))

    @admin.display(description="utterance")
    def utterance_link(self, quotation: Quotation) -> str:
        """The utterance that gathers its printings."""
        return link(quotation.utterance) if quotation.utterance else NOTHING

    @admin.display(description="revision")
    def revision(self, quotation: Quotation) -> int:
        """The revision whose words it points at."""
        return quotation.text.revision

    @admin.display(description="published", ordering="published_at")
    def day(self, quotation: Quotation) -> str:
        """The day on which the article was published."""
        return day(quotation.published_at, quotation.article.published_precision)

    @admin.display(description="published")
    def published(self, quotation: Quotation) -> str:
        """The article's date."""
        return moment(quotation.published_at, quotation.article.published_precision)

    @admin.display(description="said")
    def said(self, quotation: Quotation) -> str:
        """The time of speaking, where it is stated."""
        return moment(quotation.said_at, quotation.said_precision) if quotation.said_at else NOTHING

    @admin.display(description="confidence")
    def sure(self, quotation: Quotation) -> str:
        """How sure the machine is of all together."""
        return likelihood(quotation.confidence)

    @admin.display(description="status")
    def status_badge(self, quotation: Quotation) -> str:
        """Where it stands between machine and editor."""
        return badge(quotation.status)

    def article_of(self, quotation: Quotation) -> Article:
        """The article in which it stands."""
        return quotation.article

    @admin.display(description="in the text")
    def context(self, quotation: Quotation) -> str:
        """The words where they stand, marked."""
        return quotation_in_context(quotation, shown_around(quotation))
