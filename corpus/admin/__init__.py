"""The editors' view of the corpus: one file an aggregate."""

from corpus.admin.account import AccountAdmin
from corpus.admin.affiliation import AffiliationAdmin
from corpus.admin.answered import AnsweredRequestAdmin
from corpus.admin.article import ArticleAdmin, ArticleTextAdmin, AuthorAdmin
from corpus.admin.copy import CopyRulingAdmin, FingerprintAdmin
from corpus.admin.duplicate import DuplicatePairAdmin
from corpus.admin.entity import AliasAdmin, EntityAdmin, IdentifierAdmin, OrganisationAdmin, PersonAdmin
from corpus.admin.erasure import ErasedIdAdmin, ErasureRequestAdmin, HiddenNameAdmin
from corpus.admin.finding import NamePartAdmin, ShingleAdmin
from corpus.admin.job import JobAdmin, JobDocumentAdmin
from corpus.admin.lineage import ChangeAdmin, DisputeAdmin
from corpus.admin.mention import MentionAdmin
from corpus.admin.merge import DecisionAdmin, MergeAdmin
from corpus.admin.month import QuotationMonthAdmin, SpeakerMonthAdmin
from corpus.admin.proposal import ProposalAdmin
from corpus.admin.quotation import QuotationAdmin
from corpus.admin.quotation_parts import CandidateAdmin, QuotationReadingAdmin, QuotationSpanAdmin
from corpus.admin.raw import RawContentAdmin, RawDocumentAdmin, RemovedPassageAdmin, RestoredPassageAdmin
from corpus.admin.run import ReadingAdmin, RunAdmin, RunChunkAdmin, RunDocumentAdmin
from corpus.admin.sample import ReviewSampleAdmin, SampledQuotationAdmin
from corpus.admin.source import AskedHostAdmin, SourceAdmin, SourceEntryAdmin
from corpus.admin.subscription import (
    DeliveryAdmin,
    SubscriptionAdmin,
    SubscriptionEventAdmin,
    SubscriptionRecordAdmin,
)
from corpus.admin.token import TokenAdmin, TokenUseAdmin
from corpus.admin.uploaded import UploadedTableAdmin
from corpus.admin.utterance import UtteranceAdmin

__all__ = [
    "AccountAdmin",
    "AffiliationAdmin",
    "AliasAdmin",
    "AnsweredRequestAdmin",
    "ArticleAdmin",
    "ArticleTextAdmin",
    "AskedHostAdmin",
    "AuthorAdmin",
    "CandidateAdmin",
    "ChangeAdmin",
    "CopyRulingAdmin",
    "DecisionAdmin",
    "DeliveryAdmin",
    "DisputeAdmin",
    "DuplicatePairAdmin",
    "EntityAdmin",
    "ErasedIdAdmin",
    "ErasureRequestAdmin",
    "FingerprintAdmin",
    "HiddenNameAdmin",
    "IdentifierAdmin",
    "JobAdmin",
    "JobDocumentAdmin",
    "MentionAdmin",
    "MergeAdmin",
    "NamePartAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "ProposalAdmin",
    "QuotationAdmin",
    "QuotationMonthAdmin",
    "QuotationReadingAdmin",
    "QuotationSpanAdmin",
    "RawContentAdmin",
    "RawDocumentAdmin",
    "ReadingAdmin",
    "RemovedPassageAdmin",
    "RestoredPassageAdmin",
    "ReviewSampleAdmin",
    "RunAdmin",
    "RunChunkAdmin",
    "RunDocumentAdmin",
    "SampledQuotationAdmin",
    "ShingleAdmin",
    "SourceAdmin",
    "SourceEntryAdmin",
    "SpeakerMonthAdmin",
    "SubscriptionAdmin",
    "SubscriptionEventAdmin",
    "SubscriptionRecordAdmin",
    "TokenAdmin",
    "TokenUseAdmin",
    "UploadedTableAdmin",
    "UtteranceAdmin",
]
