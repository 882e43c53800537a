"""The editors' view of the corpus: one file an aggregate."""

from django.contrib import admin

from corpus.admin.affiliation import AffiliationAdmin
from corpus.admin.answered import AnsweredRequestAdmin
from corpus.admin.article import ArticleAdmin, ArticleTextAdmin, AuthorAdmin
from corpus.admin.autocomplete import HintedAutocomplete
from corpus.admin.duplicate import DuplicatePairAdmin
from corpus.admin.entity import AliasAdmin, EntityAdmin, IdentifierAdmin, OrganisationAdmin, PersonAdmin
from corpus.admin.finding import NamePartAdmin, ShingleAdmin
from corpus.admin.job import JobAdmin, JobDocumentAdmin
from corpus.admin.mention import MentionAdmin
from corpus.admin.merge import DecisionAdmin, MergeAdmin
from corpus.admin.quotation import QuotationAdmin
from corpus.admin.quotation_parts import CandidateAdmin, QuotationReadingAdmin, QuotationSpanAdmin
from corpus.admin.raw import RawContentAdmin, RawDocumentAdmin, RemovedPassageAdmin
from corpus.admin.utterance import UtteranceAdmin

__all__ = [
    "AffiliationAdmin",
    "AliasAdmin",
    "AnsweredRequestAdmin",
    "ArticleAdmin",
    "ArticleTextAdmin",
    "AuthorAdmin",
    "CandidateAdmin",
    "DecisionAdmin",
    "DuplicatePairAdmin",
    "EntityAdmin",
    "IdentifierAdmin",
    "JobAdmin",
    "JobDocumentAdmin",
    "MentionAdmin",
    "MergeAdmin",
    "NamePartAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "QuotationAdmin",
    "QuotationReadingAdmin",
    "QuotationSpanAdmin",
    "RawContentAdmin",
    "RawDocumentAdmin",
    "RemovedPassageAdmin",
    "ShingleAdmin",
    "UtteranceAdmin",
]

admin.site.site_header = "On Record"
admin.site.site_title = "On Record"
admin.site.index_title = "The corpus"
admin.site.index_template = "corpus/admin/index.html"
# The site makes its own view of the drop-downs, and offers no other way to bring one.
admin.site.autocomplete_view = HintedAutocomplete.as_view(admin_site=admin.site)  # type: ignore[method-assign, assignment]
