"""A capitalised sequence that may be a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Candidate:
    """A capitalised sequence, tokens ``[first, last)``, with what stands before and after it."""

    first: int
    last: int
    words: tuple[str, ...]
    titled: bool = False  # a role or honorific stands right before
    gender: str = ""  # shown by the honorific
    after: str = ""  # lower-case text of the next token
    verb: str = ""  # the next token that is no auxiliary or adverb
    beyond: str = ""  # the token after the next
    before: str = ""  # lower-case text of the token before, titles left out
    lead: str = ""  # and of the token before that
    at_start: bool = False  # first word of a sentence: its capital may mean nothing
    ahead: bool = False  # stands before a title ("Works Board Chairman Ana Kerr"): counts where a body or known person

    @property
    def key(self) -> str:
        """The words in lower case: one decision a key and document."""
        return " ".join(self.words).lower()


def printed_name(candidate: Candidate) -> str:
    """The name as text: its words with a space between."""
    text = candidate.words[0]
    for word in candidate.words[1:]:
        text += word if word == "," or word.startswith(("'", "’")) else " " + word
    return text
