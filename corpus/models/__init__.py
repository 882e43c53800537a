"""The data: one aggregate a file, constraints in the database, querysets beside them."""

from corpus.models.affiliation import Affiliation
from corpus.models.answered import AnsweredRequest
from corpus.models.article import Article, ArticleText, Author
from corpus.models.duplicate import DuplicatePair, PairState
from corpus.models.entity import Alias, AliasKind, Entity, Identifier, Organisation, Person
from corpus.models.job import Job, JobDocument
from corpus.models.mention import Mention
from corpus.models.merge import Decision, Merge
from corpus.models.quotation import Candidate, Quotation, QuotationReading, QuotationSpan, SpanRole
from corpus.models.raw import RawContent, RawDocument, RemovedPassage
from corpus.models.utterance import Utterance

__all__ = [
    "Affiliation",
    "Alias",
    "AliasKind",
    "AnsweredRequest",
    "Article",
    "ArticleText",
    "Author",
    "Candidate",
    "Decision",
    "DuplicatePair",
    "Entity",
    "Identifier",
    "Job",
    "JobDocument",
    "Mention",
    "Merge",
    "Organisation",
    "PairState",
    "Person",
    "Quotation",
    "QuotationReading",
    "QuotationSpan",
    "RawContent",
    "RawDocument",
    "RemovedPassage",
    "SpanRole",
    "Utterance",
]
