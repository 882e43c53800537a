"""How good the extraction is, measured on annotated articles."""

from .entities import EntityReport, evaluate_entities
from .quotations import QuotationReport, evaluate_quotations

__all__ = ["EntityReport", "QuotationReport", "evaluate_entities", "evaluate_quotations"]
