"""What a caller may choose about extraction, as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "model"  # the trained reader that comes with the package
RULES = "rules"  # what stands for a folder where no trained reader shall read


class ModelError(Exception):
    """The folder of a trained reader is not what it should be; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class ExtractionConfig:
    """Choices of an extraction run; the same text and the same choices give the same record."""

    indirect: bool = True  # also report statements without quotation marks
    shortest_unattributed: int = 4  # words a quoted run needs to count as a quotation where no cue announces it
    candidates: int = 3  # possible speakers kept a quotation
    longest_name: int = 12  # tokens a name may have; capitals run on for ever in some texts
    model: Path | None = SHIPPED  # the folder of a trained reader (see training/); None: the rules alone
    look_ahead: int = 8  # articles a worker may have in flight in extract_many

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> ExtractionConfig:
        """Read ``EXTRACTION_INDIRECT`` (0 or 1), ``EXTRACTION_CANDIDATES`` (a number), ``EXTRACTION_MODEL`` (a folder,
        or ``rules`` for the rules alone).

        ValueError on a bad value.
        """
        indirect = environ.get("EXTRACTION_INDIRECT", "1")
        if indirect not in {"0", "1"}:
            raise ValueError("EXTRACTION_INDIRECT must be 0 or 1")
        candidates = environ.get("EXTRACTION_CANDIDATES", "3")
        if not candidates.isdecimal():
            raise ValueError("EXTRACTION_CANDIDATES must be a number")
        return cls(
            indirect=indirect == "1",
            candidates=int(candidates),
            model=model_folder(environ.get("EXTRACTION_MODEL", ""), "EXTRACTION_MODEL"),
        )


def model_folder(name: str, given: str) -> Path | None:
    """The folder a user means: "" is the shipped reader, ``rules`` none.

    ValueError, which names what was ``given``, where there is no such folder.
    """
    if name == RULES:
        return None
    if name and not Path(name).is_dir():
        raise ValueError(f"{given}: there is no folder {name}; {RULES!r} reads by the rules alone")
    return Path(name) if name else SHIPPED


DEFAULT = ExtractionConfig()
