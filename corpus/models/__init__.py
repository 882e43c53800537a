"""The data: one aggregate a file, constraints in the database, querysets beside them."""

from corpus.models.affiliation import Affiliation
from corpus.models.answered import AnsweredRequest
from corpus.models.article import Article, ArticleText, Author
from corpus.models.change import TOLD, Action, Change, Told
from corpus.models.copy import CopyKind, CopyRuling, Fingerprint
from corpus.models.duplicate import DuplicatePair, PairState
from corpus.models.entity import Alias, AliasKind, Entity, Identifier, Organisation, Person
from corpus.models.erasure import ErasedId, ErasureDepth, ErasureRequest
from corpus.models.hidden import HiddenName
from corpus.models.host import AskedHost
from corpus.models.job import Job, JobDocument
from corpus.models.mention import Mention
from corpus.models.merge import Decision, Merge
from corpus.models.month import QuotationMonth, SpeakerMonth
from corpus.models.name_part import NamePart, Place, Shown
from corpus.models.proposal import Proposal, ProposalState
from corpus.models.quotation import Candidate, Quotation, QuotationReading, QuotationSpan, SpanRole
from corpus.models.raw import RawContent, RawDocument, RemovedPassage, RestoredPassage
from corpus.models.review import ReviewSample, SampledQuotation
from corpus.models.run import Reading, Run, RunChunk, RunDocument
from corpus.models.saved import SavedFilter
from corpus.models.shingle import Shingle
from corpus.models.source import Source, SourceEntry
from corpus.models.subscription import Delivery, Subscription, SubscriptionEvent, SubscriptionRecord
from corpus.models.token import TokenUse
from corpus.models.uploaded import UploadedTable
from corpus.models.utterance import Dispute, Utterance

__all__ = [
    "TOLD",
    "Action",
    "Affiliation",
    "Alias",
    "AliasKind",
    "AnsweredRequest",
    "Article",
    "ArticleText",
    "AskedHost",
    "Author",
    "Candidate",
    "Change",
    "CopyKind",
    "CopyRuling",
    "Decision",
    "Delivery",
    "Dispute",
    "DuplicatePair",
    "Entity",
    "ErasedId",
    "ErasureDepth",
    "ErasureRequest",
    "Fingerprint",
    "HiddenName",
    "Identifier",
    "Job",
    "JobDocument",
    "Mention",
    "Merge",
    "NamePart",
    "Organisation",
    "PairState",
    "Person",
    "Place",
    "Proposal",
    "ProposalState",
    "Quotation",
    "QuotationMonth",
    "QuotationReading",
    "QuotationSpan",
    "RawContent",
    "RawDocument",
    "Reading",
    "RemovedPassage",
    "RestoredPassage",
    "ReviewSample",
    "Run",
    "RunChunk",
    "RunDocument",
    "SampledQuotation",
    "SavedFilter",
    "Shingle",
    "Shown",
    "Source",
    "SourceEntry",
    "SpanRole",
    "SpeakerMonth",
    "Subscription",
    "SubscriptionEvent",
    "SubscriptionRecord",
    "TokenUse",
    "Told",
    "UploadedTable",
    "Utterance",
]
