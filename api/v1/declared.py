"""What a view says of its actions."""

from __future__ import annotations

from functools import cache
from typing import Any


def declared(view: object, name: str) -> frozenset[str]:
    """The actions that the view's class or one of its bases names: a base that adds an action tells of it itself."""
    kind: Any = type(view)
    return _of_class(kind, name)


@cache
def _of_class(kind: Any, name: str) -> frozenset[str]:
    return frozenset(action for base in kind.__mro__ for action in vars(base).get(name, ()))
