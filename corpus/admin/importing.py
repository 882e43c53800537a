"""The page on which editors bring articles in: files or pasted text, looked at before they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from corpus.admin.display import moment, plural, shortened
from corpus.admin.marking import Mark, mark_up, visible
from corpus.ingest import EXTENSIONS, ZIP, Declared, IngestError, parse_date
from corpus.records import ExtractionRecord
from corpus.services.errors import ServiceError
from corpus.services.submit import Look, Sent, look_at, submit_files

MOST_BYTES = 25 * 1024 * 1024  # of one request
MOST_FILES = 50
LOOKED_AT = 3
SHOWN_CHARACTERS = 20_000
LONGEST_PASTE = 2_000_000


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that were sent, each checked."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list, empty where nothing was sent."""
        files: list[UploadedFile[Any]] = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"At most {MOST_FILES} files at a time.")
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(f"At most {MOST_BYTES // 2**20} MB at a time; larger ones go in by ingest.")
        return [super(FilesField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    """What comes in, and what is said about all of it."""

    documents = FilesField(
        required=False,
        help_text=(
            f"{', '.join(sorted(EXTENSIONS))}, and a {ZIP} of such files. A line of a .jsonl, a row of a .csv, "
            "an entry of a feed is one article."
        ),
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        label="or pasted text",
        help_text="The headline in the first line, then the story; paragraphs separated by an empty line.",
    )
    publisher = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Of all of them; wins over what the documents say.",
    )
    published = forms.CharField(
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Date of publication of all of them, such as 2024-03-05.",
    )

    def clean_published(self) -> str:
        """Refuse what is no date before anything is stored."""
        given: str = self.cleaned_data["published"]
        if given:
            try:
                parse_date(given)
            except IngestError as error:
                raise forms.ValidationError(f"{error}. Write it as 2024-03-05.") from error
        return given

    def clean(self) -> dict[str, Any]:
        """Files or text, and not both."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("documents")) == bool(cleaned.get("text")):
            raise forms.ValidationError("Choose files, or paste a text: one of the two.")
        return cleaned

    def sent(self) -> list[Sent]:
        """The files, or the text as one."""
        given = self.cleaned_data
        if given["text"]:
            return [Sent("pasted.txt", given["text"].replace("\r\n", "\n").encode())]
        return [Sent(file.name, file.read()) for file in given["documents"]]

    def declared(self) -> Declared:
        """What is said about all of them."""
        return Declared(publisher=self.cleaned_data["publisher"], published=self.cleaned_data["published"])


def import_urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page."""
    return [path("import/", site.admin_view(import_view), {"site": site}, name="import")]


def import_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what the first documents hold, or keep all as a job whose page tells how far it is."""
    if not request.user.has_perm("corpus.add_article"):
        raise PermissionDenied
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    looks: list[dict[str, Any]] = []
    if posted and form.is_valid():
        try:
            if "look" in request.POST:
                looks = [shown(look) for look in look_at(form.sent(), form.declared(), LOOKED_AT)]
            else:
                job, failures = submit_files(form.sent(), form.declared(), user=request.user)
                if failures:
                    messages.error(request, f"{len(failures)} could not be read: the reasons stand below.")
                kept = job.total - len(failures)
                messages.success(request, f"{kept} {plural('document', kept)} kept; the worker reads them.")
                return HttpResponseRedirect(reverse("admin:corpus_job_change", args=[job.pk]))
        except ServiceError as refusal:
            form.add_error(None, refusal.detail)
    context = {
        **site.each_context(request),
        "title": "Import articles",
        "form": form,
        "media": form.media,
        "looks": looks,
        "files_again": bool(looks and not form.cleaned_data.get("text")),
    }
    return TemplateResponse(request, "corpus/admin/import.html", context)


def shown(look: Look) -> dict[str, Any]:
    """A document as the page shows it."""
    article, extraction = look.article, look.extraction
    told: dict[str, Any] = {"source": shortened(look.source, 200), "reason": look.reason, "article": article}
    if article is None:
        return told
    body = article.body[:SHOWN_CHARACTERS]
    told |= {
        "published": moment(article.published.value, article.published.precision) if article.published else "unknown",
        "body": mark_up(body, _marks(extraction)) if extraction else visible(body),
        "cut_short": len(article.body) > SHOWN_CHARACTERS,
        "removed": article.removed[:20],
    }
    if extraction is not None:
        told |= {
            "quotations": [
                (shortened(row.text(article.body), 200), row.speaker.name if row.speaker else "nobody yet", row.kind)
                for row in extraction.quotations[:100]
            ],
            "people": [one.name for one in extraction.people[:50]],
            "organisations": [one.name for one in extraction.organisations[:50]],
        }
    return told


def _marks(extraction: ExtractionRecord) -> Iterator[Mark]:
    for row in extraction.quotations:
        said = f"{row.kind} quotation of {row.speaker.name if row.speaker else 'nobody yet'}"
        for role, spans in (("content", row.spans), ("quoted", row.quoted)):
            yield from (Mark(start, end, role, said) for start, end in spans)
        if row.speaker is not None:
            yield Mark(row.speaker.start, row.speaker.end, "speaker", f"speaker: {row.speaker.name}")
        if row.cue is not None:
            yield Mark(row.cue.start, row.cue.end, "cue", "cue")
