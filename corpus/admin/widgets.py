"""The drop-down that looks records up while the editor types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import Media


def is_key(value: object) -> bool:
    """Whether the value can be a primary key: a decimal number of at most 18 digits."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


class RecordSelect(AutocompleteSelect):
    """Django's, save that a value that is no key is shown as nothing chosen instead of failing the page.

    What select2 draws is given the name of the drop-down, for those who hear the page.
    """

    @property
    def media(self) -> Media:
        """Django's scripts and the one that gives names."""
        return super().media + Media(js=["corpus/names.js"])

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        """The chosen record alone."""
        return super().optgroups(name, [one for one in value if is_key(one)], attr)
