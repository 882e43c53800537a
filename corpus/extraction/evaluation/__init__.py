"""How good the extraction is, measured on annotated articles."""

from .annotated import ArticleReport, evaluate_articles
from .brat import GoldError
from .comparison import Comparison
from .entities import EntityReport, evaluate_entities
from .report import QuotationReport, evaluate_quotations

__all__ = [
    "ArticleReport",
    "Comparison",
    "EntityReport",
    "GoldError",
    "QuotationReport",
    "evaluate_articles",
    "evaluate_entities",
    "evaluate_quotations",
]
