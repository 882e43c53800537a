"""Which role at which organisation an article gives a person, as printed."""

from .find import find_roles
from .role import Role

__all__ = ["Role", "find_roles"]
