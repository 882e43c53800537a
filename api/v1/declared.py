"""What a view says of its actions."""

from __future__ import annotations


def declared(view: object, name: str) -> frozenset[str]:
    """The actions that the view's class or one of its bases names: a base that adds an action tells of it itself."""
    return frozenset(action for base in type(view).__mro__ for action in vars(base).get(name, ()))
