"""People and organisations named in one document."""

from .finder import find_entities
from .found import Entities, Entity, NameSpan

__all__ = ["Entities", "Entity", "NameSpan", "find_entities"]
