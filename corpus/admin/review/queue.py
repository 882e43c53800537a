"""Which quotation comes next: the neediest of those that the filters leave, or the next of a sample."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import AdminSite
from django.db.models import Q, QuerySet

from corpus.admin.widgets import RecordSelect
from corpus.models import Article, Entity, Organisation, Quotation, ReviewSample, SampledQuotation
from corpus.models.choices import QUOTATION_KINDS

COUNTED = 1_000  # what is left is counted so far
MOST_EXTRACTORS = 8
ANY = [("", "any")]


class QueueForm(forms.Form):
    """What the queue is narrowed to."""

    outlet = forms.ModelChoiceField(Organisation.objects.standing(), required=False)
    speaker = forms.ModelChoiceField(Entity.objects.standing(), required=False)
    kind = forms.ChoiceField(choices=[*ANY, *QUOTATION_KINDS], required=False)
    extractor = forms.ChoiceField(required=False)
    sample = forms.ModelChoiceField(
        ReviewSample.objects.select_related("publisher"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, site: AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model, relation in (("outlet", Article, "publisher"), ("speaker", Quotation, "speaker")):
            widget = RecordSelect(model._meta.get_field(relation), site)
            widget.choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].widget = widget
        versions = extractors()
        asked = self.data.get("extractor", "")
        # A version that no article has as its last one can be asked for by its address.
        known = versions if not asked or asked in versions else [*versions, asked]
        self.fields["extractor"].choices = [*ANY, *((name, name) for name in known)]  # type: ignore[attr-defined]


def extractors() -> list[str]:
    """The versions that read the articles, each found by one step along the index."""
    found: list[str] = []
    last = ""
    while len(found) < MOST_EXTRACTORS:
        following = Article.objects.filter(extractor__gt=last).order_by("extractor").values_list("extractor", flat=True)
        version = following.first()
        if version is None:
            break
        found.append(version)
        last = version
    return found


class Queue:
    """What waits, in its order, under the filters of an address."""

    def __init__(self, form: QueueForm) -> None:
        form.is_valid()
        # A filter that cannot be read is told of by the form and narrows nothing.
        self.given = {name: value for name, value in form.cleaned_data.items() if value}
        self.sample: ReviewSample | None = self.given.get("sample")

    @property
    def query(self) -> str:
        """The filters as an address holds them."""
        return urlencode({name: getattr(value, "pk", value) for name, value in self.given.items()})

    @property
    def narrowed(self) -> dict[str, Any]:
        """The filters but the sample, which is a queue of its own."""
        return {name: value for name, value in self.given.items() if name != "sample"}

    def rows(self) -> QuerySet[Any]:
        """Quotations that wait; of a sample, what was drawn and waits."""
        if self.sample is not None:
            return SampledQuotation.objects.filter(sample=self.sample).waiting()
        columns = {"outlet": "article__publisher", "speaker": "speaker", "kind": "kind", "extractor": "extractor"}
        given = {columns[name]: getattr(value, "pk", value) for name, value in self.narrowed.items()}
        return Quotation.objects.waiting().filter(**given)

    def next(self, after: Quotation | None = None, need: int | None = None) -> int | None:
        """Key of the next quotation, behind ``after`` where that is given; None at the end.

        ``need`` is what the need of that one was while it stood in the queue: a decision changes it.
        """
        rows = self.rows()
        if self.sample is None:
            if after is not None:
                need = after.review_priority if need is None else need
                # The first condition lets the index start in the middle.
                rows = rows.filter(review_priority__lte=need).filter(Q(review_priority__lt=need) | Q(pk__gt=after.pk))
            return rows.values_list("pk", flat=True).first()
        if after is not None:
            drawn = SampledQuotation.objects.filter(sample=self.sample, quotation=after.pk)
            position = drawn.values_list("position", flat=True).first()
            rows = rows.filter(position__gt=-1 if position is None else position)
        return rows.values_list("quotation", flat=True).first()

    def left(self) -> str:
        """How many wait, counted as far as it is worth."""
        found = len(self.rows().order_by().values_list("pk", flat=True)[: COUNTED + 1])
        return f"{COUNTED:,}+" if found > COUNTED else f"{found:,}"
